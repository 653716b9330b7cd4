"""What a song feels like: decoding, features, models, and the reading they give.

Pure: no Flask, no network, no database.
"""
