"""Which films answer a question best. Pure: the same question has the same answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from films.recommend.asked import Asked, inputs_of_question
from films.recommend.credits import KINDS, Kind
from films.recommend.index import Array, FilmIndex
from films.recommend.plane import energy_distances_to, within
from films.recommend.profiles import feature_distances, shrink, shrunk_moments
from films.recommend.weights import CHANNELS, Weights

_SILENT = -10.0
"""Added to films of whose sound nothing is known where only the sound of a question is known."""

_ALONE: Mapping[str, float] = {"plane": 1.0, "features": 0.5}
"""What counts, and how much, where only the sound of a question is known."""

_TIE = 1e-4

_FEW = 4
"""Who asks with fewer songs than this means each of them the more."""


@dataclass(frozen=True, eq=False)
class Matches:
    """Tokens of a question that films have too, one a row.

    Attributes:
        tokens: places in `Asked.tokens`.
        films: rows of films.
        gains: what the match adds to the film's sum.
    """

    tokens: Array
    films: Array
    gains: Array


@dataclass(frozen=True, eq=False)
class Ranking:
    """What the question is to each film.

    Attributes:
        channels: the parts by the names of `CHANNELS`, each of shape (n,), not yet weighed.
        sums: of the parts by their weights, shape (n,).
        scores: 0 to 1, rising with the sums, shape (n,).
        matches: what the credits have in common.
    """

    channels: Mapping[str, Array]
    sums: Array
    scores: Array
    matches: Matches


class Ranker:
    """An index made ready for questions. Safe to use from several threads at once."""

    def __init__(self, index: FilmIndex, weights: Weights | None = None) -> None:
        self.index = index
        self.weights = weights or index.weights
        self._norms = _film_norms(index, self.weights.film_pivot)
        self._middle = _middle_norms(index)
        sound, prior = index.sound, self.weights.plane_prior
        # Those of which nothing is known all have the one profile that is expected: the last row.
        self._placed = np.flatnonzero(sound.songs > 0)
        own, songs = sound.plane[self._placed], sound.songs[self._placed, None]
        expected = sound.plane_prior.astype(np.float64)
        shrunk = np.vstack([shrink(own, songs, expected, prior), expected[None]]) - expected
        self._expected = expected
        self._reach = (shrunk @ index.grid.distances).astype(np.float32)
        self._inner = within(shrunk, index.grid.distances)
        self._means, self._spreads = shrunk_moments(index, self.weights.feature_prior)
        self._vectors = None if index.learned is None else index.learned.films.astype(np.float32)
        self._heard = (sound.songs > 0) | (sound.feature_songs > 0).any(1)

    def rank(self, asked: Asked) -> Ranking:
        """All parts and their sum, for each film of the index."""
        kinds, matches = self._credits(asked)
        channels = kinds | {
            "learned": self._learned(asked),
            "plane": self._plane(asked),
            "features": self._features(asked),
            "popularity": self.index.popularity.astype(np.float64),
        }
        if asked.by_sound_alone:
            return self._by_sound_alone(asked, channels, matches)
        sums = np.zeros(len(self.index))
        for name in CHANNELS:
            sums += getattr(self.weights, name) * channels[name]
        return Ranking(channels, sums, self._scores(sums), matches)

    def _by_sound_alone(
        self, asked: Asked, channels: Mapping[str, Array], matches: Matches
    ) -> Ranking:
        """Weights that were chosen for credits say nothing here; popularity only breaks ties."""
        alike = sum(part * channels[name] for name, part in _ALONE.items())
        most = _ALONE["plane"] * _trust(asked.placed, self.weights)
        most += _ALONE["features"] * _trust(asked.featured, self.weights)
        scores = np.where(self._heard, np.clip(alike / max(most, 1e-9), 0.0, 1.0), 0.0)
        sums = scores + np.where(self._heard, 0.0, _SILENT) + _TIE * channels["popularity"]
        return Ranking(channels, sums, scores, matches)

    def _scores(self, sums: Array) -> Array:
        powers = np.clip((sums - self.weights.middle) / self.weights.scale, -40, 40)
        return np.asarray(1 / (1 + np.exp(-powers)))

    def best(
        self,
        sums: Array,
        count: int,
        without: Array | None = None,
        *,
        diversity: float | None = None,
    ) -> Array:
        """Rows of the films to name, the highest sum first.

        Args:
            without: rows that are not to be named.
            diversity: in place of that of the weights.
        """
        diversity = self.weights.diversity if diversity is None else diversity
        left = sums.copy()
        if without is not None:
            left[without] = -np.inf
        count = min(count, int(np.isfinite(left).sum()))
        order = self._order(left, max(5 * count, count + 50))
        if diversity <= 0 or self.index.learned is None or count < 2:
            return np.asarray(order[:count])
        pool = order[np.isfinite(left[order])]
        chosen = diverse(left[pool], self._alike(pool), count, diversity)
        return np.asarray(pool[np.sort(chosen)])

    def _order(self, sums: Array, count: int) -> Array:
        """Rows of the highest sums, so many or, where the last ones tie, more; ties by the id."""
        rows = np.arange(len(sums))
        if count < len(sums):
            rows = np.flatnonzero(sums >= np.partition(sums, -count)[-count])
        return np.asarray(rows[np.lexsort((self.index.ids[rows], -sums[rows]))])

    def _credits(self, asked: Asked) -> tuple[dict[str, Array], Matches]:
        films, known = len(self.index), np.flatnonzero(asked.at >= 0)
        which, match = self.index.credits.of_tokens(asked.at[known])
        tokens = known[which]
        kinds = asked.kinds[tokens]
        rows = self.index.credits.films[match]
        lengths = np.sqrt(np.bincount(asked.kinds, asked.strengths**2, minlength=len(KINDS)))
        pivot = self.weights.question_pivot
        lengths = (1 - pivot) * self._middle + pivot * lengths
        products = asked.strengths[tokens] * self.index.credits.strengths[match]
        cells = kinds * films + rows
        parts = products / np.maximum(lengths[kinds] * self._norms.ravel()[cells], 1e-9)
        sums = np.bincount(cells, parts, minlength=len(KINDS) * films).reshape(len(KINDS), films)
        channels = {kind.value: sums[number] for number, kind in enumerate(KINDS)}
        channels["same_song"] = self._same_songs(asked, tokens, rows)
        weights = np.array([getattr(self.weights, kind.value) for kind in Kind])
        return channels, Matches(tokens, rows, parts * weights[kinds])

    def _same_songs(self, asked: Asked, tokens: Array, rows: Array) -> Array:
        """The share of the songs that each film has, from matches; each counts by its rarity.

        Of fewer songs than `_FEW` each counts as many times more as they are fewer.
        """
        films, rarest = len(self.index), self.index.credits.unknown_idf(len(self.index))
        lengths = np.array([len(songs) for songs in asked.stands_for], np.int64)
        use = np.flatnonzero(lengths[tokens]) if len(tokens) else tokens
        if not len(use):
            return np.zeros(films)
        of_match = [asked.stands_for[token] for token in tokens[use]]
        times = lengths[tokens[use]]
        cells = np.array([song for songs in of_match for song in songs]) * films
        cells += np.repeat(rows[use], times)
        rarity = self.index.credits.idf[asked.at[tokens[use]]] / rarest
        values = np.repeat(rarity * asked.certainty[tokens[use]], times)
        order = np.lexsort((values, cells))
        last = np.append(np.diff(cells[order]) > 0, True)
        best = order[last]
        shares = np.bincount(cells[best] % films, values[best], minlength=films) / len(asked.songs)
        return np.asarray(shares * max(1.0, _FEW / len(asked.songs)))

    def _learned(self, asked: Asked) -> Array:
        learned = self.index.learned
        if learned is None or self._vectors is None or not len(asked.tokens):
            return np.zeros(len(self.index))
        rows = vectors_of(asked, self.index)
        has = rows >= 0
        taken = learned.tokens[rows[has]].astype(np.float64)
        vector = learned.bias + inputs_of_question(asked)[has] @ taken
        return np.asarray(self._vectors @ vector.astype(np.float32), np.float64)

    def _plane(self, asked: Asked) -> Array:
        if asked.plane is None:
            return np.zeros(len(self.index))
        apart = energy_distances_to(
            self._reach, self._inner, asked.plane - self._expected, self.index.grid.distances
        )
        trust = _trust(asked.placed, self.weights)
        alike = trust * np.exp(-apart / self.weights.plane_scale)
        of_films = np.full(len(self.index), alike[-1])
        of_films[self._placed] = alike[:-1]
        return of_films

    def _features(self, asked: Asked) -> Array:
        means, spreads, counts = asked.features
        if not counts.any():
            return np.zeros(len(self.index))
        scale = self.index.sound.feature_prior[1]
        films, asked_for = (self._means, self._spreads), (means, spreads)
        apart = feature_distances(films, asked_for, scale, counts > 0)
        trust = _trust(asked.featured, self.weights)
        return np.asarray(trust * np.exp(-apart / self.weights.feature_scale))

    def _alike(self, rows: Array) -> Array:
        """How alike films are by what is learnt of them, -1 to 1, shape (k, k)."""
        learned = self.index.learned
        if learned is None or self._vectors is None or not len(learned.tokens):
            return np.eye(len(rows))
        # In each direction as far as questions reach: the scale of the vectors is no matter.
        reach = np.sqrt((learned.tokens.astype(np.float32) ** 2).mean(0))
        vectors = (self._vectors[rows] - self._vectors.mean(0)) * reach
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return np.asarray(vectors @ vectors.T, np.float64)


def _trust(songs: float, weights: Weights) -> float:
    """How much the sound of a question counts that rests on so many songs, 0 to 1."""
    return songs / max(songs + weights.question_prior, 1e-9)


def vectors_of(asked: Asked, index: FilmIndex) -> Array:
    """For each token of a question the row of its learned vector, -1 where it has none."""
    rows = np.full(len(asked.at), -1)
    known = asked.at >= 0
    rows[known] = index.vector_of_token[asked.at[known]]
    return rows


def diverse(sums: Array, alike: Array, count: int, cost: float) -> Sequence[int]:
    """Maximal marginal relevance (Carbonell and Goldstein, 1998): which of a pool to name.

    Each next one has the highest sum, less `cost` times its likeness to the one named already
    that it is most like.
    """
    chosen: list[int] = []
    nearest = np.zeros(len(sums))
    left = sums.astype(np.float64).copy()
    for _ in range(min(count, len(sums))):
        at = int(np.argmax(left - cost * np.maximum(nearest, 0.0)))
        chosen.append(at)
        left[at] = -np.inf
        nearest = np.maximum(nearest, alike[at])
    return chosen


def _squares(index: FilmIndex) -> Array:
    """Of each kind and film the squared length of its row of tokens, shape (kinds, n)."""
    kinds, films = index.match_kinds().astype(np.int64), len(index)
    cells = kinds * films + index.credits.films
    sums = np.bincount(cells, index.credits.strengths**2, minlength=len(KINDS) * films)
    return sums.reshape(len(KINDS), films)


def _middle_norms(index: FilmIndex) -> Array:
    """Of each kind the usual length of a film's row of tokens, shape (kinds,)."""
    norms = np.sqrt(_squares(index))
    having = (norms > 0).sum(1)
    return np.asarray(np.where(having, norms.sum(1) / np.maximum(having, 1), 1.0))


def _film_norms(index: FilmIndex, pivot: float) -> Array:
    """What matches of each kind and film are divided by, shape (kinds, n): pivoted lengths."""
    middle = _middle_norms(index)[:, None]
    return np.asarray((1 - pivot) * middle + pivot * np.sqrt(_squares(index)))
