"""Tracks of films tied to songs that are known: the song itself, else its people's other songs.

Each way of tying has a weight: how much of what songs differ by it tells (R squared of places on
the plane, left-one-out, within the songs and the ties that are certain).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from films.recommend.credits import names_in
from films.recommend.folding import title_keys
from films.recommend.index import FEATURES
from films.recommend.question import Heard
from training.datasets.soundtracks import FilmTracks, Track
from training.film_songs import Songs, Table


class Level(StrEnum):
    """How a track is tied, the best first."""

    SONG = "song"  # title, and performer or writer
    PERFORMER = "performer"  # other songs of who performs it
    WRITER = "writer"  # songs that who wrote it performs
    TITLE = "title"  # a title of two words or more, by anybody
    NONE = "none"


TIED = (Level.SONG, Level.PERFORMER, Level.WRITER, Level.TITLE)
USUAL_WEIGHTS: Mapping[Level, float] = {
    Level.SONG: 1.0,
    Level.PERFORMER: 0.3,
    Level.WRITER: 0.2,
    Level.TITLE: 0.1,
}
_LEAST_PAIRS = 30
_LEAST_WEIGHT = 0.05
_MOST_SONGS = 40  # of one artist, drawn on for a track


@dataclass(frozen=True)
class Tie:
    """What a track is tied to; `songs` are rows of `Songs`."""

    level: Level
    songs: tuple[int, ...] = ()


class Shelf:
    """Songs by title and by artist."""

    def __init__(self, songs: Songs) -> None:
        self.songs = songs
        self._by_title: defaultdict[str, list[int]] = defaultdict(list)
        self._by_artist: defaultdict[str, list[int]] = defaultdict(list)
        self._by_both: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for at, (titles, artists) in enumerate(zip(songs.titles, songs.artists, strict=True)):
            for title in titles:
                self._by_title[title].append(at)
                for artist in artists:
                    self._by_both[title, artist].append(at)
            for artist in artists:
                self._by_artist[artist].append(at)

    def tie(self, track: Track) -> Tie:
        """The best tie of a track."""
        ways: dict[Level, Callable[[], Sequence[int]]] = {
            Level.SONG: lambda: self.same(track),
            Level.PERFORMER: lambda: self.by(_keys(track.performer)),
            Level.WRITER: lambda: self.by(_keys(track.writer)),
            Level.TITLE: lambda: self.called(track.title),
        }
        for level in TIED:
            found = ways[level]()
            if found:
                return Tie(level, tuple(found[:_MOST_SONGS]))
        return Tie(Level.NONE)

    def same(self, track: Track) -> list[int]:
        """Recordings of the song by who performs or wrote it."""
        names = (*_keys(track.performer), *_keys(track.writer))
        return _once(
            at
            for title in title_keys(track.title)
            for name in names
            for at in self._by_both.get((title, name), ())
        )

    def by(self, names: Iterable[str]) -> list[int]:
        """Songs that any of them performs."""
        return _once(at for name in names for at in self._by_artist.get(name, ()))

    def called(self, title: str) -> list[int]:
        """Songs of that title, if it has two words or more."""
        keys = [key for key in title_keys(title) if " " in key]
        return _once(at for key in keys for at in self._by_title.get(key, ()))


def _keys(credit: str) -> tuple[str, ...]:
    return tuple(key for name in names_in(credit) for key in name.keys)


def _once(found: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(found))


def weights_of(shelf: Shelf, films: Sequence[FilmTracks]) -> dict[Level, float]:
    """How much a track counts that is tied so: R squared of its place, or what is usual where too
    few songs tell."""
    songs = shelf.songs
    pairs: dict[Level, list[tuple[int, list[int]]]] = {level: [] for level in TIED}
    for at, (titles, artists) in enumerate(zip(songs.titles, songs.artists, strict=True)):
        others = [o for o in shelf.by(artists) if not set(songs.titles[o]) & set(titles)]
        pairs[Level.PERFORMER].append((at, others))
        title = titles[0] if titles else ""
        named = [o for o in shelf.called(title) if not set(songs.artists[o]) & set(artists)]
        pairs[Level.TITLE].append((at, named if artists else []))
    for track in (track for film in films for track in film.tracks):
        same = shelf.same(track)
        if same:
            own = set(songs.titles[same[0]])
            wrote = [o for o in shelf.by(_keys(track.writer)) if not set(songs.titles[o]) & own]
            pairs[Level.WRITER].append((same[0], wrote))
    return {
        level: 1.0 if level is Level.SONG else _told(songs.places, pairs[level], level)
        for level in TIED
    }


def _told(places: Table, pairs: Sequence[tuple[int, list[int]]], level: Level) -> float:
    """The share of variance of places that the mean of the others tells, by its slope."""
    pairs = [(at, others[:_MOST_SONGS]) for at, others in pairs if others]
    if len(pairs) < _LEAST_PAIRS:
        return USUAL_WEIGHTS[level]
    real = places[[at for at, _ in pairs], :2]
    told = np.array([places[others, :2].mean(0) for _, others in pairs])
    both = [np.corrcoef(real[:, axis], told[:, axis])[0, 1] for axis in (0, 1)]
    return max(_LEAST_WEIGHT, float(np.mean(np.square(np.maximum(np.nan_to_num(both), 0)))))


def heard_tracks(
    film: FilmTracks, ties: Sequence[Tie], songs: Songs, weights: Mapping[Level, float]
) -> list[Heard]:
    """A film's tracks as they go into an index: credits, and how they sound where that is known."""
    return [
        _heard(track, tie, songs, weights) for track, tie in zip(film.tracks, ties, strict=True)
    ]


def _heard(track: Track, tie: Tie, songs: Songs, weights: Mapping[Level, float]) -> Heard:
    if tie.level is Level.NONE:
        return Heard(track.title, track.performer, track.writer)
    rows = list(tie.songs)
    middle, spread = _mixed(songs.places[rows])
    return Heard(
        track.title,
        track.performer,
        track.writer,
        valence=middle[0],
        arousal=middle[1],
        spread=spread,
        features=_features(songs.features[rows]),
        weight=weights[tie.level],
    )


def _mixed(places: Table) -> tuple[tuple[float, float], tuple[float, float, float]]:
    """Mean and spread of a mixture: what its songs are unsure of, and how far they lie apart."""
    middle = places[:, :2].mean(0)
    off = places[:, :2] - middle
    valence, arousal = (places[:, 2:4] ** 2).mean(0) + (off**2).mean(0)
    tilt = places[:, 4].mean() + off.prod(1).mean()
    told = (float(np.sqrt(valence)), float(np.sqrt(arousal)), float(tilt))
    return (float(middle[0]), float(middle[1])), told


def _features(rows: Table) -> dict[str, float] | None:
    known = ~np.isnan(rows)
    sums, counts = np.where(known, rows, 0).sum(0), known.sum(0)
    told = {
        name: float(total / count)
        for name, total, count in zip(FEATURES, sums, counts, strict=True)
        if count
    }
    return told or None


def quality(films: Sequence[FilmTracks], ties: Sequence[Sequence[Tie]]) -> dict[str, int]:
    """How many films have a profile of which quality, by the best ties of their tracks.

    `several_songs`: three songs or more are tied themselves; `song`: one or two; else the best
    level that a track is tied by; `none`: only credits.
    """
    found: Counter[str] = Counter({"several_songs": 0, **{level.value: 0 for level in Level}})
    for _, of_film in zip(films, ties, strict=True):
        levels = Counter(tie.level for tie in of_film)
        best = next((level for level in Level if levels[level]), Level.NONE)
        several = levels[Level.SONG] >= 3
        found["several_songs" if several else best.value] += 1
    return dict(found)
