"""Spotify: accounts, the Web API as a development-mode app sees it, and the pages people see."""
