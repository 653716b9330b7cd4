"""A playlist as a file that other programs read: M3U8, JSPF, CSV. Pure.

Source of JSPF: xspf.org/jspf, whose fields are those of XSPF version 1 (xspf.org/spec).
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from moods.m3u8 import Entry, m3u8
from server.playlists.unmatched_csv import BOM, as_text

EXTENSION = "urn:mooddex:song:1"
"""Names what a track's extension holds: anime, kind, native_title, moods, valence, arousal."""

HEADER = (
    "title", "native title", "artists", "anime", "kind", "album", "duration in ms",
    "moods", "valence", "arousal", "spotify uri", "spotify url",
)  # fmt: skip


@dataclass(frozen=True)
class Song:
    """A song of an exported playlist.

    Attributes:
        kind: as `OP1`; None, as `anime`, for a song that is no theme.
        duration_ms, album: None where Spotify has not told.
        moods: empty, and valence and arousal (0 to 1) None, for a song that was not heard.
    """

    uri: str
    url: str
    title: str
    artists: tuple[str, ...] = ()
    native_title: str | None = None
    anime: str | None = None
    kind: str | None = None
    album: str | None = None
    duration_ms: int | None = None
    moods: tuple[str, ...] = ()
    valence: float | None = None
    arousal: float | None = None

    @property
    def credit(self) -> str:
        """Who performs it."""
        return ", ".join(self.artists)


@dataclass(frozen=True)
class Exported:
    """A playlist to be exported; `made_at` is ISO 8601 with an offset."""

    name: str
    about: str
    url: str | None
    made_at: str
    songs: tuple[Song, ...]


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, what a browser is told, and how it is written."""

    label: str
    media_type: str
    write: Callable[[Exported], bytes]


def to_m3u8(playlist: Exported) -> bytes:
    """UTF-8; the rows are Spotify's links."""
    return m3u8(playlist.name, (_entry(song) for song in playlist.songs)).encode()


def to_jspf(playlist: Exported) -> bytes:
    """UTF-8 JSON; what is not known is left out, as XSPF asks, and durations are in ms."""
    told = {
        "title": playlist.name,
        "creator": "MoodDex",
        "annotation": playlist.about,
        "info": playlist.url,
        "date": playlist.made_at,
    }
    body = _known(told) | {"track": [_jspf_track(song) for song in playlist.songs]}
    return json.dumps({"playlist": body}, ensure_ascii=False, indent=1).encode()


def to_csv(playlist: Exported) -> bytes:
    """UTF-8 with a byte order mark, a line a song under `HEADER`; no cell is a formula."""
    out = io.StringIO(newline="")
    out.write(BOM)
    csv.writer(out, quoting=csv.QUOTE_MINIMAL).writerow(HEADER)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for song in playlist.songs:
        cells = (
            song.title, song.native_title, song.credit, song.anime, song.kind, song.album,
            song.duration_ms, ", ".join(song.moods), song.valence, song.arousal, song.uri, song.url,
        )  # fmt: skip
        writer.writerow(["" if cell is None else as_text(str(cell)) for cell in cells])
    return out.getvalue().encode()


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "m3u8": Format("M3U8", "application/vnd.apple.mpegurl", to_m3u8),
        "jspf": Format("JSPF", "application/jspf+json", to_jspf),
        "csv": Format("CSV", "text/csv; charset=utf-8", to_csv),
    }
)
"""By the end of the file's name."""


def _entry(song: Song) -> Entry:
    seconds = None if song.duration_ms is None else round(song.duration_ms / 1000)
    title = f"{song.credit} - {song.title}" if song.artists else song.title
    return Entry(song.url, title, seconds, song.album)


def _jspf_track(song: Song) -> dict[str, Any]:
    extension = _known(
        {
            "anime": song.anime,
            "kind": song.kind,
            "native_title": song.native_title,
            "moods": list(song.moods),
            "valence": song.valence,
            "arousal": song.arousal,
        }
    )
    track = {
        "location": [song.url],
        "identifier": [song.uri],
        "title": song.title,
        "creator": song.credit,
        "album": song.album,
        "duration": song.duration_ms,
        "extension": {EXTENSION: [extension]} if extension else None,
    }
    return _known(track)


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
