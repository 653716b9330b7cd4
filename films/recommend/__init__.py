"""Films for songs: which films' music is like the songs somebody asks with, and why."""
