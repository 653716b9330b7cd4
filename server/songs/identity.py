"""When two themes are the same theme, and when they are the same song."""

from hashlib import sha256

from server.domain import Anime, Theme, ThemeKind
from server.songs.normalise import fold

_LONGEST_THEME_KEY = 1000
_LONGEST_SONG_KEY = 255
_TRACK, _SONG = "spotify:track:", "mooddex:song:"


def theme_key(anime: Anime, kind: ThemeKind, sequence: int | None, title: str) -> str:
    """A theme's stable identity: `mal:5114:OP1:again`."""
    number = "" if sequence is None else str(sequence)
    return _bounded(f"{anime.key}:{kind.value}{number}:{fold(title)}", _LONGEST_THEME_KEY)


def song_key(theme: Theme) -> str:
    """Equal for the same song in different shows: folded title and first artist.

    A song without a known artist has a key of its own, for a title alone does not tell songs
    apart.
    """
    if not theme.artists:
        return _bounded(f"{fold(theme.title)}|{theme.key}", _LONGEST_SONG_KEY)
    return _bounded(f"{fold(theme.title)}|{fold(theme.artists[0].name)}", _LONGEST_SONG_KEY)


def song_uri(theme: Theme) -> str:
    """The name that a song is read under while no track of it is known: `mooddex:song:1f…`.

    Equal for the same song in different shows, and never a track's.
    """
    return f"{_SONG}{sha256(song_key(theme).encode()).hexdigest()[:32]}"


def is_on_spotify(uri: str) -> bool:
    """Whether a name that something is read under is that of a Spotify track."""
    return uri.startswith(_TRACK)


def _bounded(key: str, longest: int) -> str:
    """The key itself, or its start and a digest where it is too long to be stored."""
    if len(key) <= longest:
        return key
    digest = sha256(key.encode()).hexdigest()[:16]
    return f"{key[: longest - 17]}#{digest}"
