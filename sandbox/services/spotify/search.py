"""Spotify's search: loose words with field filters, the likeliest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sandbox import draws
from sandbox.matching import WordIndex, coverage, holds, tokens
from sandbox.world import World, WorldTrack

_FILTER = re.compile(r'\b(track|artist|album|isrc|year|genre|tag):(?:"([^"]*)"?|(\S+))', re.I)
_LEAST = 0.34


@dataclass(frozen=True)
class Entry:
    """A track with all the spellings that it can be found by; `popularity` is 0 to 1."""

    track: WorldTrack
    titles: tuple[str, ...]
    artists: tuple[str, ...]
    popularity: float

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that it can be found by."""
        texts = [*self.titles, *self.artists, self.track.album]
        return tuple(sorted({word for text in texts for word in tokens(text)}))


class TrackFinder:
    """Searches tracks."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._words = WordIndex(entry.words for entry in self._entries)

    @classmethod
    def of(cls, world: World) -> Self:
        """Searches a world's tracks."""
        return cls(_entry(world, track) for track in world.tracks)

    def find(self, query: str) -> list[WorldTrack]:
        """The tracks that answer a query, the likeliest first; at most 1,000.

        Filters (`track:`, `artist:`, `album:`, `isrc:`, `year:`) must hold; of the other words
        a third is enough, so that a search for what is not there still finds something alike.
        """
        filters = [(name.lower(), quoted or bare) for name, quoted, bare in _FILTER.findall(query)]
        loose = tokens(_FILTER.sub(" ", query))
        asked = loose or tuple(
            word for name, value in filters if name in {"track", "artist"} for word in tokens(value)
        )
        found = (
            self._words.coverage(asked) if asked else dict.fromkeys(range(len(self._entries)), 1.0)
        )
        scored = []
        for place, share in found.items():
            entry = self._entries[place]
            if share >= _LEAST and all(_passes(entry, name, value) for name, value in filters):
                scored.append((-_score(entry, share, asked), place, entry.track))
        return [track for _, _, track in sorted(scored, key=lambda one: one[:2])][:1000]


def _entry(world: World, track: WorldTrack) -> Entry:
    song = world.song_of_track(track.id)
    titles, artists = [track.title], list(track.artists)
    if song is not None:
        titles += [song.title, song.native_title or ""]
        for artist in song.artists:
            artists += [artist.name, artist.native_name or ""]
    return Entry(
        track,
        tuple(dict.fromkeys(filter(None, titles))),
        tuple(dict.fromkeys(filter(None, artists))),
        draws.number(world.seed, "popularity", track.id) % 1000 / 1000,
    )


def _passes(entry: Entry, name: str, value: str) -> bool:
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


def _score(entry: Entry, share: float, asked: tuple[str, ...]) -> float:
    """How well a track answers: words found, how little else its title holds, its popularity."""
    tightest = max((coverage(tokens(title), asked) for title in entry.titles), default=0.0)
    return share + 0.25 * share * tightest + 0.12 * entry.popularity
