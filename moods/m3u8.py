"""M3U playlists in UTF-8. Pure.

Sources: the extended M3U directives as players read them (`#EXTM3U`, `#PLAYLIST`, `#EXTINF`,
`#EXTALB`); RFC 8216 section 4.1 for the encoding: UTF-8 without a byte order mark.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Entry:
    """One row of a playlist.

    Attributes:
        location: an address, or a path relative to the playlist's own folder, with `/`.
        title: as a player shows it.
        seconds: how long it is; None where that is not known.
        album: None likewise.
    """

    location: str
    title: str
    seconds: int | None = None
    album: str | None = None

    @property
    def fits(self) -> bool:
        """Whether a playlist can hold it: one line each is all that the format has."""
        return not re.search(r"[\r\n]", self.location)


def m3u8(name: str, entries: Iterable[Entry]) -> str:
    """The text of a playlist. Raises ValueError for an entry that does not fit."""
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(name)}"]
    for entry in entries:
        if not entry.fits:
            raise ValueError("a location is one line")
        seconds = -1 if entry.seconds is None else entry.seconds
        lines.append(f"#EXTINF:{seconds},{one_line(entry.title)}")
        if entry.album:
            lines.append(f"#EXTALB:{one_line(entry.album)}")
        # What begins with # is a comment, and players strip blanks.
        plain = entry.location[:1] not in {"#", " ", "\t"}
        lines.append(entry.location if plain else f"./{entry.location}")
    return "\n".join(lines) + "\n"


def one_line(text: str) -> str:
    """The text without line breaks and other control characters."""
    return _BREAKS.sub(" ", text)
