"""How well themes are tied to tracks: real songs, a made index of Spotify, and the figures."""
