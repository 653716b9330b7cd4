"""The database: tables, engine, and the questions asked of it."""
