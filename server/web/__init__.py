"""Routes, sessions and pages."""
