"""Spotify's search: loose words with field filters, the likeliest first."""

import re
from dataclasses import dataclass
from functools import lru_cache

from sandbox.matching import coverage, holds, tokens
from sandbox.world import World, WorldTrack

_FILTER = re.compile(r'\b(track|artist|album|isrc|year|genre|tag):(?:"([^"]*)"?|(\S+))', re.I)
_LEAST = 0.34


@dataclass(frozen=True)
class _Entry:
    """A track with all the spellings that it can be found by."""

    track: WorldTrack
    titles: tuple[str, ...]
    artists: tuple[str, ...]
    words: tuple[str, ...]
    is_own: bool


@lru_cache(maxsize=4)
def _index(world: "_Known") -> tuple[_Entry, ...]:
    entries = []
    for track in world.world.tracks:
        song = world.world.song_of_track(track.id)
        titles, artists = [track.title], list(track.artists)
        if song is not None:
            titles += [song.title, song.native_title or ""]
            for artist in song.artists:
                artists += [artist.name, artist.native_name or ""]
        words = {word for text in [*titles, *artists, track.album] for word in tokens(text)}
        entries.append(
            _Entry(
                track,
                tuple(dict.fromkeys(filter(None, titles))),
                tuple(dict.fromkeys(filter(None, artists))),
                tuple(sorted(words)),
                song is not None,
            )
        )
    return tuple(entries)


class _Known:
    """A world by identity: worlds hold mappings and cannot be hashed by value."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __hash__(self) -> int:
        return id(self.world)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.world is self.world


def find_tracks(world: World, query: str) -> list[WorldTrack]:
    """The tracks that answer a query, the likeliest first; at most 1,000.

    Filters (`track:`, `artist:`, `album:`, `isrc:`, `year:`) must hold; of the other words a
    third is enough, so that a search for what is not there still finds something alike.
    """
    filters = [(name.lower(), quoted or bare) for name, quoted, bare in _FILTER.findall(query)]
    loose = tokens(_FILTER.sub(" ", query))
    scored = []
    for place, entry in enumerate(_index(_Known(world))):
        if not all(_passes(entry, name, value) for name, value in filters):
            continue
        score = _score(entry, loose, filters)
        if (not loose and filters) or score >= _LEAST:
            scored.append((-score, place, entry.track))
    return [track for _, _, track in sorted(scored, key=lambda one: one[:2])][:1000]


def _passes(entry: _Entry, name: str, value: str) -> bool:
    if name == "track":
        return holds(value, entry.titles)
    if name == "artist":
        return holds(value, entry.artists)
    if name == "album":
        return holds(value, [entry.track.album])
    if name == "isrc":
        return entry.track.isrc == value.upper().replace("-", "")
    if name == "year":
        return _in_years(entry.track.isrc, value)
    return True


def _in_years(isrc: str, value: str) -> bool:
    digits = int(isrc[5:7])
    year = 1900 + digits if digits > 40 else 2000 + digits
    first, _, last = value.partition("-")
    if not first.isdigit() or (last and not last.isdigit()):
        return False
    return int(first) <= year <= int(last or first)


def _score(entry: _Entry, loose: tuple[str, ...], filters: list[tuple[str, str]]) -> float:
    """How well a track answers: words found, then how little else its title holds."""
    asked = loose or tuple(
        word for name, value in filters if name in {"track", "artist"} for word in tokens(value)
    )
    found = coverage(asked, entry.words)
    tightest = max((coverage(tokens(title), asked) for title in entry.titles), default=0.0)
    return found + 0.25 * found * tightest + (0.01 if entry.is_own else 0.0)
