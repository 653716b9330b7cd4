"""Which shows fit a mood, a place on the plane or some music, by what their songs feel like. Pure.

A show is as good as its songs are on average, and songs that nobody has heard are expected to be
like those of the other shows: with few songs it takes more than one lucky one to come first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from statistics import quantiles

from moods.circumplex import Mood, Point, Probabilities
from server.playlists.filter import carries_all, lies_within
from server.playlists.song_places import Place, likeness, mixture, profiles, within

PRIOR_SONGS = 2.0
"""How many songs like the average show's each show counts as having beside its own."""

_ALIKE = 0.8
"""A song is like some music from this likeness on, at the latest."""


@dataclass(frozen=True)
class ShowSong:
    """A song that was read.

    Attributes:
        id: equal for the same song in several shows.
        moods: the moods that it carries.
        probabilities: of the four moods, summing to 1.
    """

    id: str
    place: Place
    moods: tuple[Mood, ...]
    probabilities: Probabilities

    @property
    def point(self) -> Point:
        """Where it was heard to lie."""
        return self.place.point


@dataclass(frozen=True)
class ShowSongs:
    """A show with its songs, each once.

    Attributes:
        key: whatever tells it from others; decides between shows that are equal in all else.
        unread: how many more songs it has that could not be read.
    """

    key: str
    songs: tuple[ShowSong, ...]
    unread: int = 0


@dataclass(frozen=True)
class InMoods:
    """Songs that carry all of these moods, at least one."""

    moods: tuple[Mood, ...]


@dataclass(frozen=True)
class Near:
    """Songs at most `radius` from a point."""

    point: Point
    radius: float


@dataclass(frozen=True)
class Like:
    """Songs spread over the plane as these are, at least one; each counts as its weight says.

    `weights` is as long as `places`; None weighs all alike.
    """

    places: tuple[Place, ...]
    weights: tuple[float, ...] | None = None


Target = InMoods | Near | Like


class Why(StrEnum):
    """What speaks for a show most."""

    ALL = "all"  # all of its songs that were read fit
    SOME = "some"  # so many of them do
    NEAREST = "nearest"  # none does; the first of its songs comes nearest to it
    UNREAD = "unread"  # none of its songs could be read


@dataclass(frozen=True)
class RankedSong:
    """A song and how well it fits: 0 to 1, and whether it is one of those that are asked for."""

    song: ShowSong
    fit: float
    fits: bool


@dataclass(frozen=True)
class RankedShow:
    """A show in its place.

    Attributes:
        score: how well it fits, 0 to 1; None where none of its songs was read.
        songs: those that were read, the one that fits best first.
        why: in one word; how many songs it is about is `fitting`.
    """

    show: ShowSongs
    score: float | None
    songs: tuple[RankedSong, ...]

    @property
    def fitting(self) -> int:
        """How many of its songs are among those that are asked for."""
        return sum(each.fits for each in self.songs)

    @property
    def why(self) -> Why:
        """What speaks for it most."""
        if not self.songs:
            return Why.UNREAD
        if not self.fitting:
            return Why.NEAREST
        return Why.ALL if self.fitting == len(self.songs) else Why.SOME


def rank_shows(
    shows: Sequence[ShowSongs], target: Target, *, prior_songs: float = PRIOR_SONGS
) -> list[RankedShow]:
    """The shows, the one whose songs fit best first, in whatever order they are given.

    How well a song fits is how probable it is that it belongs: for one mood that mood's
    probability, for several as much of it as is in all of them alike, for a place how probable it
    is that it truly lies there, by the spread of its reading. Against other music songs are
    compared by how probable each part of the plane is for them, a show by all of its songs
    together. Shows none of whose songs was read come last.

    Args:
        prior_songs: above 0; see `PRIOR_SONGS`.

    Raises:
        ValueError: the target names no mood, or no song.
    """
    ordered = sorted(shows, key=lambda show: show.key)
    measure = _Measure(target, {song.id: song for show in ordered for song in show.songs})
    fits = {show.key: measure.show(show) for show in ordered if show.songs}
    usual = fsum(fits.values()) / len(fits) if fits else 0.0

    def score(show: ShowSongs) -> float | None:
        if not show.songs:
            return None
        own = len(show.songs)
        return (own * fits[show.key] + prior_songs * usual) / (own + prior_songs)

    ranked = [RankedShow(show, score(show), measure.songs(show)) for show in ordered]
    # Rounded: what only the last digits of a sum tell apart is decided by how much is known.
    return sorted(
        ranked,
        key=lambda each: (
            each.score is None,
            -round(each.score or 0.0, 12),
            -len(each.songs),
            each.show.key,
        ),
    )


class _Measure:
    """How well songs and shows fit a target."""

    def __init__(self, target: Target, songs: Mapping[str, ShowSong]) -> None:
        self._target = target
        self._number = {key: number for number, key in enumerate(sorted(songs))}
        some = [songs[key] for key in self._number]
        places = [song.place for song in some]
        self._enough = 0.0
        if isinstance(target, InMoods):
            if not target.moods:
                raise ValueError("there is no mood to rank by")
            self._fits = [_shared(song.probabilities, target.moods) for song in some]
        elif isinstance(target, Near):
            self._fits = within(places, target.point, target.radius).tolist()
        else:
            theirs = profiles(target.places)
            self._wanted = mixture(theirs, target.weights)
            own = likeness(theirs, self._wanted).tolist()
            self._enough = min(_ALIKE, quantiles(own, n=4)[0] if len(own) > 1 else own[0])
            self._profiles = profiles(places)
            self._fits = likeness(self._profiles, self._wanted).tolist()

    def show(self, show: ShowSongs) -> float:
        """How well the songs of a show fit together, 0 to 1."""
        if isinstance(self._target, Like):
            numbers = sorted(self._number[song.id] for song in show.songs)
            together = mixture(self._profiles[numbers])
            return float(likeness(together, self._wanted))
        return fsum(self._fits[self._number[song.id]] for song in show.songs) / len(show.songs)

    def songs(self, show: ShowSongs) -> tuple[RankedSong, ...]:
        """Its songs, the best first."""
        told = [self._song(song) for song in show.songs]
        return tuple(sorted(told, key=lambda each: (not each.fits, -each.fit, each.song.id)))

    def _song(self, song: ShowSong) -> RankedSong:
        fit = self._fits[self._number[song.id]]
        if isinstance(self._target, InMoods):
            return RankedSong(song, fit, carries_all(song, self._target.moods))
        if isinstance(self._target, Near):
            return RankedSong(song, fit, lies_within(song, self._target.point, self._target.radius))
        return RankedSong(song, fit, fit >= self._enough)


def _shared(probabilities: Probabilities, moods: Sequence[Mood]) -> float:
    """How much of a song is in all of the moods alike: at most 1."""
    return min(1.0, len(moods) * min(probabilities[mood] for mood in moods))
