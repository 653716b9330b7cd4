"""How alike a theme's artists and a track's performers are. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from server.domain import Artist
from server.songs.normalise import artist_forms, is_latin, names_in
from server.songs.reading import read_as

SAME = 0.88
"""Likeness from which two names are one."""

_SHORT = 5


@dataclass(frozen=True)
class ArtistEvidence:
    """What the names say.

    Attributes:
        known: both sides name somebody.
        likeness: of the two closest names, aliases and voice actors included, 0 to 1.
        cast: share of the theme's artists who perform the track.
        comparable: False where the two share no script.
        reading: where they share none, how far a native name bears out a Latin one, 0 to 1.
    """

    known: bool
    likeness: float
    cast: float
    comparable: bool
    reading: float

    @property
    def same(self) -> bool:
        """Whether one of the theme's artists performs the track."""
        return self.known and self.likeness >= SAME


def compare_artists(artists: Sequence[Artist], performers: Sequence[str]) -> ArtistEvidence:
    """Compare a theme's artists, with all their names, to the performers of a track."""
    there = {form for name in performers for form in artist_forms(name)}
    likenesses = [_likeness(_forms(artist), there) for artist in artists if _forms(artist)]
    if not there or not likenesses:
        return ArtistEvidence(known=False, likeness=0.0, cast=0.0, comparable=False, reading=0.0)
    names = [name for artist in artists for name in (artist.name, *artist.aliases)]
    best = max(likenesses)
    comparable = best >= SAME or not set(map(is_latin, names)).isdisjoint(map(is_latin, performers))
    return ArtistEvidence(
        known=True,
        likeness=best,
        cast=sum(each >= SAME for each in likenesses) / len(likenesses),
        comparable=comparable,
        reading=0.0 if comparable else _reading(names, performers),
    )


def _forms(artist: Artist) -> frozenset[str]:
    return frozenset(form for name in (artist.name, *artist.aliases) for form in artist_forms(name))


def _likeness(some: Iterable[str], others: Iterable[str]) -> float:
    """The likeness of the two closest spellings, 0 to 1; short ones are equal or not alike."""
    best = 0.0
    others = list(others)
    for one in some:
        for other in others:
            if one == other:
                return 1.0
            if min(len(one), len(other)) >= _SHORT:
                best = max(best, fuzz.ratio(one, other) / 100)
    return best


def _reading(names: Iterable[str], performers: Iterable[str]) -> float:
    best = 0.0
    shown = {part for performer in performers for part in names_in(performer)}
    for name in names:
        for performer in shown:
            if is_latin(name) == is_latin(performer):
                continue
            native, latin = (performer, name) if is_latin(name) else (name, performer)
            turned = " ".join(reversed(latin.split()))
            best = max(best, read_as(native, latin), read_as(native, turned))
    return best
