"""Deciding what a playlist should hold, and writing it to Spotify."""
