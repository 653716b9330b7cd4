"""Whether a search result is the song that was looked for: a wrong song is worse than none."""

from server.songs.normalise import artist_forms, title_forms
from server.songs.versions import version_words
from server.sources.clips import Song

LENGTH_SLACK_MS = 6_000
"""How far two editions of one recording differ in length, silence at the end included."""


def is_same_song(
    song: Song, title: str | None, artist: str | None, duration_ms: int | None = None
) -> bool:
    """Title and artist agree under folding, it is no other version, and the length fits if known.

    A TV-size cut of the same recording passes: it is shorter, but it is the same music.
    """
    if not title or not artist:
        return False
    own_versions = frozenset().union(*(version_words(known) for known in song.titles))
    versions = version_words(title) | (version_words(artist) & _TELLING_IN_ARTISTS)
    if versions - own_versions - {"tv size"}:
        return False
    titles = frozenset().union(*map(title_forms, song.titles))
    artists = frozenset().union(*map(artist_forms, song.artists))
    if not (titles & title_forms(title) and artists & artist_forms(artist)):
        return False
    if "tv size" in versions or not song.duration_ms or not duration_ms:
        return True
    return abs(song.duration_ms - duration_ms) <= LENGTH_SLACK_MS


_TELLING_IN_ARTISTS = frozenset({"karaoke", "cover", "music box", "instrumental"})


def search_texts(song: Song) -> list[str]:
    """Plain texts to search for, the likeliest first, at most three."""
    artist = song.artists[0] if song.artists else ""
    texts = [f"{title} {artist}".strip() for title in song.titles[:2]]
    if len(song.artists) > 1 and song.titles:
        texts.append(f"{song.titles[-1]} {song.artists[1]}")
    return list(dict.fromkeys(texts))
