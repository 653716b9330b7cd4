"""The mooddex command line."""
