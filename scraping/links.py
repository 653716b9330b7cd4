"""The links of a table's rows, in the spellings that tables use."""

import re

from server.sources.spotify_links import playlist_id, track_uri

_MAL = re.compile(
    r"(?:https?://)?(?:www\.)?myanimelist\.net/anime(?:/|\.php\?id=)([1-9][0-9]{0,7})(?![0-9]).*",
    re.IGNORECASE,
)
_SPOTIFY = re.compile(r"spotify:|(?:https?://)?(?:[a-z]+\.)*spotify\.com/", re.IGNORECASE)
_SHORT = re.compile(r"(track|playlist):([0-9A-Za-z]{22})")
_SHORT_ARTIST = re.compile(r"(?:spotify:)?artist:([0-9A-Za-z]{22})")
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def mal_id(link: str) -> int | None:
    """The id in a link to a show on MyAnimeList; None for anything else."""
    found = _MAL.fullmatch(link)
    return int(found[1]) if found else None


def mal_url(anime_id: int) -> str:
    """A link to a show on MyAnimeList."""
    return f"https://myanimelist.net/anime/{anime_id}"


def spotify_uri(link: str) -> str | None:
    """`spotify:track:<id>` or `spotify:playlist:<id>` of a link, URI or `track:<id>`; else None."""
    short = _SHORT.fullmatch(link)
    if short:
        return f"spotify:{short[1]}:{short[2]}"
    if not _SPOTIFY.match(link):
        return None
    if track := track_uri(link):
        return track
    playlist = playlist_id(link)
    return f"spotify:playlist:{playlist}" if playlist else None


def artist_page(link: str) -> str | None:
    """The address of an artist's page, from a web address or `artist:<id>`; else None."""
    short = _SHORT_ARTIST.fullmatch(link)
    if short:
        return f"https://open.spotify.com/artist/{short[1]}"
    return link if _WEB.fullmatch(link) and mal_id(link) is None else None
