"""The ids in Spotify's links and URIs, as people and services write them."""

import re

_ID = r"(?P<id>[0-9A-Za-z]{22})"
_END = r"/?(?:[?#]\S*)?"
_WEB = r"(?:https?://)?[^\s/]+(?:/intl-[A-Za-z-]+)?(?:/embed|/open)?"


def track_uri(link: str) -> str | None:
    """`spotify:track:<id>` for a track's link or URI; None for anything else."""
    found = _find("track", link)
    return f"spotify:track:{found}" if found else None


def track_id(link: str) -> str | None:
    """The 22 characters of a track's link, URI or bare id; None for anything else."""
    return _find("track", link) or _bare(link)


def playlist_id(text: str) -> str | None:
    """The 22 characters of a playlist's link, URI or bare id; None for anything else."""
    return _find("playlist", text) or _bare(text)


def _find(kind: str, text: str) -> str | None:
    pattern = rf"(?:{_WEB}(?:/user/[^/\s]+)?/{kind}/|spotify:(?:user:[^:\s]+:)?{kind}:){_ID}{_END}"
    match = re.fullmatch(pattern, text.strip())
    return match["id"] if match else None


def _bare(text: str) -> str | None:
    match = re.fullmatch(_ID, text.strip())
    return match["id"] if match else None
