"""What is known of films, as arrays: an index that answers in milliseconds.

It holds no row of any table it was made from: credits are there as hashes of their tokens, moods as
a histogram, features as means and spreads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from films.recommend.plane import Grid
from films.recommend.suggestion import Known
from films.recommend.weights import Weights

Array = npt.NDArray[Any]

KNOWN: tuple[Known, ...] = tuple(Known)
"""The numbers of `FilmIndex.known`."""

FEATURES: tuple[str, ...] = (
    "danceability",
    "energy",
    "loudness",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
)
"""The features of songs that profiles may have, in the order of all arrays."""


class FilmIndexError(Exception):
    """An index is missing, malformed, or not the one its card describes."""


@dataclass(frozen=True, eq=False)
class Credits:
    """Which films have which tokens.

    Attributes:
        tokens: their keys, rising, uint64, shape (m,).
        kinds: the place of each one's kind in `KINDS`, uint8, shape (m,).
        idf: how much a match tells, float32, shape (m,): more the fewer films have it.
        starts: where each token's films begin in `films`, int32, shape (m + 1,).
        films: rows of films, int32, shape (matches,).
        counts: in how many of the film's songs the token is, uint8, shape (matches,).
    """

    tokens: Array
    kinds: Array
    idf: Array
    starts: Array
    films: Array
    counts: Array

    def find(self, keys: Array) -> Array:
        """The place of each key among the tokens, -1 where it is not there, shape (n,)."""
        if not len(self.tokens):
            return np.full(len(keys), -1)
        at = np.minimum(np.searchsorted(self.tokens, keys), len(self.tokens) - 1)
        return np.where(self.tokens[at] == keys, at, -1)

    def of_tokens(self, at: Array) -> tuple[Array, Array]:
        """All matches of some tokens: which of `at`, and where in `films` and `counts`."""
        begins, lengths = self.starts[at], self.starts[at + 1] - self.starts[at]
        which = np.repeat(np.arange(len(at)), lengths)
        within = np.arange(len(which)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return which, np.repeat(begins, lengths) + within

    @cached_property
    def token_of_match(self) -> Array:
        """The token of each match, int64, shape (matches,)."""
        return np.repeat(np.arange(len(self.tokens)), np.diff(self.starts))

    @cached_property
    def strengths(self) -> Array:
        """How strongly each film has each of its tokens, float64, shape (matches,)."""
        return strength(self.counts) * self.idf[self.token_of_match]

    def unknown_idf(self, films: int) -> float:
        """How much a token would tell that no film has."""
        return float(idf_of(0, films))


@dataclass(frozen=True, eq=False)
class Learned:
    """Vectors learnt from films of which genres and likes are known: of films, and of tokens.

    The product of a film's vector with the sum of a question's (see `asked.inputs_of_question`)
    tells how alike the films are that have such songs.

    Attributes:
        films: of any numbers, shape (n, d).
        at: the tokens that have a vector, places in `Credits.tokens`, rising, int32, shape (v,).
        tokens: of any numbers, shape (v, d).
        bias: float32, shape (d,): what is said of a question without any of these tokens.
    """

    films: Array
    at: Array
    tokens: Array
    bias: Array


@dataclass(frozen=True, eq=False)
class Sound:
    """How the songs of films sound, as far as it is known.

    Attributes:
        plane: histograms, float32, shape (n, cells); rows of zeros where nothing is known.
        songs: on how many songs each rests, float32, shape (n,).
        means, spreads: of features, float32, shape (n, features); 0 where nothing is known.
        feature_songs: on how many songs they rest, float32, shape (n, features).
        plane_prior: what is expected of a film of which nothing is known, shape (cells,).
        feature_prior: means and spreads of the songs of all films, shape (2, features).
    """

    plane: Array
    songs: Array
    means: Array
    spreads: Array
    feature_songs: Array
    plane_prior: Array
    feature_prior: Array


@dataclass(frozen=True, eq=False)
class OwnSongs:
    """The songs of films in clear, which only an index made by its user for themselves has.

    Attributes:
        films: the row of each song's film, rising, int32, shape (s,).
        titles, performers, writers: as in the credits.
    """

    films: Array
    titles: tuple[str, ...]
    performers: tuple[str, ...]
    writers: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FilmIndex:
    """Films and all that is known of them.

    Attributes:
        ids: MovieLens', int32, shape (n,).
        titles: without years.
        years: 0 where unknown, int16, shape (n,).
        popularity: 0 (few have seen it) to 1, float32, shape (n,).
        known: places in `KNOWN`, uint8, shape (n,).
        grid: what the histograms are over.
        weights: how all of it is put together.
        card: what the index is and was made of.
    """

    ids: Array
    titles: tuple[str, ...]
    years: Array
    popularity: Array
    known: Array
    credits: Credits
    sound: Sound
    learned: Learned | None = None
    own_songs: OwnSongs | None = None
    grid: Grid = field(default_factory=Grid)
    weights: Weights = field(default_factory=Weights)
    card: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def vector_of_token(self) -> Array:
        """The row of each token in `Learned.tokens`, -1 where it has none, shape (m,)."""
        rows = np.full(len(self.credits.tokens), -1)
        if self.learned is not None:
            rows[self.learned.at] = np.arange(len(self.learned.at))
        return rows

    def match_kinds(self) -> Array:
        """The place in `KINDS` of each match of `credits`."""
        return np.asarray(self.credits.kinds[self.credits.token_of_match])


def strength(counts: Array) -> Array:
    """What it counts that several songs have a token: less with each."""
    return np.asarray(1 + np.log(np.maximum(counts, 1).astype(np.float64)))


def idf_of(films_with: npt.ArrayLike, films: int) -> Any:
    """Inverse document frequency: how much it tells to be one of so many films."""
    return np.log((films + 1) / (np.asarray(films_with, np.float64) + 0.5))
