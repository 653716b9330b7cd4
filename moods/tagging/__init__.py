"""Moods beside and inside audio files: mood playlists of a folder, and tags that harm no file."""
