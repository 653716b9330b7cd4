"""The Flask application and all it needs."""
