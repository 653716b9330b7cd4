"""Choosing among the songs of a playlist: which fit, in what order, and for how long. Pure.

Songs are those of `server.playlists.views.playlist_view`. `static/js/plane/choice.js` does the
same in the browser, and a test compares the two.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from moods.circumplex import MOODS, Mood, Point
from server.playlists.filter import fits

Song = Mapping[str, Any]


class Sort(StrEnum):
    """In which order songs are shown."""

    ORDER = "order"
    TITLE = "title"
    ANIME = "anime"
    HAPPIEST = "happiest"
    LIVELIEST = "liveliest"
    NEAREST = "nearest"  # to the chosen point
    SUREST = "surest"


@dataclass(frozen=True)
class Choice:
    """What is chosen: moods, all of which a song carries, or a place; all songs where neither.

    `radius` is there with `point` and only then.
    """

    moods: tuple[Mood, ...] = ()
    point: Point | None = None
    radius: float | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is chosen."""
        return not self.moods and self.point is None


@dataclass(frozen=True)
class Total:
    """How long some songs last together.

    Songs of unknown length count as long as the others on average; `about` tells that there are
    some. `seconds` is None where no length is known.
    """

    seconds: int | None
    about: bool


@dataclass(frozen=True)
class _Placed:
    moods: Collection[Mood]
    point: Point


def choose(songs: Sequence[Song], choice: Choice) -> list[Song]:
    """The songs that fit, in the playlist's order; one that nobody has heard fits no choice."""
    if choice.is_all:
        return list(songs)
    return [
        song
        for song in songs
        if song["reading"] and fits(_placed(song), choice.moods, choice.point, choice.radius)
    ]


def search(songs: Sequence[Song], words: str) -> list[Song]:
    """The songs in whose titles, artists and shows every one of the words is found."""
    asked = plain(words).split()
    return [song for song in songs if all(word in _text_of(song) for word in asked)]


def order(songs: Sequence[Song], sort: Sort, point: Point | None = None) -> list[Song]:
    """The songs sorted; those that are alike, and those without a place, stay in their order.

    `NEAREST` without a point leaves the order as it is.
    """
    if sort is Sort.NEAREST and point is None:
        return list(songs)
    key = _KEYS.get(sort) or (lambda song: _from(song, point))
    return sorted(songs, key=key)


def total(songs: Sequence[Song]) -> Total:
    """How long the songs last together."""
    known = [round(song["duration_ms"] / 1000) for song in songs if song["duration_ms"]]
    unknown = len(songs) - len(known)
    if not known:
        return Total(None, about=unknown > 0)
    guessed = int(sum(known) / len(known) * unknown + 0.5)
    return Total(sum(known) + guessed, about=unknown > 0)


def likeliest(probabilities: Mapping[str, float]) -> tuple[str, int]:
    """The likeliest mood and how probable it is, in percent."""
    mood = max((each.value for each in MOODS), key=lambda name: probabilities[name])
    return mood, round(100 * probabilities[mood])


def distance(song: Song, point: Point) -> float:
    """How far a song that was heard lies from a point, in units of the plane."""
    return _placed(song).point.distance(point)


def plain(words: str) -> str:
    """Words as they are compared: without case, accents, and more than one blank."""
    folded = unicodedata.normalize("NFKD", words).lower()
    return re.sub(r"\s+", " ", "".join(c for c in folded if not unicodedata.combining(c))).strip()


def _placed(song: Song) -> _Placed:
    reading = song["reading"]
    point = Point(reading["valence"], reading["arousal"])
    return _Placed([Mood(name) for name in reading["moods"]], point)


def _text_of(song: Song) -> str:
    shows = (song["anime"] or "", *song["also_in"])
    return plain(" ".join((song["title"], song["native_title"] or "", *song["artists"], *shows)))


def _from(song: Song, point: Point | None) -> float:
    return distance(song, point) if song["reading"] and point else float("inf")


def _down(song: Song, name: str) -> float:
    return -float(song["reading"][name]) if song["reading"] else 1.0


def _surest(song: Song) -> float:
    if not song["reading"]:
        return 1.0
    return -2.0 if song["reading"]["own_mood"] else -float(song["reading"]["confidence"])


_KEYS: Mapping[Sort, Callable[[Song], Any]] = {
    Sort.ORDER: lambda song: 0,
    Sort.TITLE: lambda song: plain(song["title"]),
    Sort.ANIME: lambda song: (not song["anime"], plain(song["anime"] or "")),
    Sort.HAPPIEST: lambda song: _down(song, "valence"),
    Sort.LIVELIEST: lambda song: _down(song, "arousal"),
    Sort.SUREST: _surest,
}
