"""Builds the local table of anime songs: from web pages that allow it, and from files."""
