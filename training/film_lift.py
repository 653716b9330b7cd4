"""How good recommended films are: what they share with the film whose soundtrack asked for them.

Every film is held out once and asks with its own soundtrack; the answers come from the films of
the other folds, and whatever is fitted has seen those alone. An answer is held against what is
known of the two films and was kept from the recommender:

- `genre_cosine`: the cosine of the two sets of genres; `any_genre`: whether they share one.
- `liked`: P(likes B | likes A), over the people who rate, A the film asked for and B the answer.
- `liked_ratio`: that by P(likes B | does not like A), likes of all answers taken together. Above 1
  even at random, because who likes much likes both.
- `beyond_chance`: people who like both, by how many would if each liked films as often as they do
  and each film were as liked as it is, but neither had to do with the other (a Rasch model of
  all likes). 1 at random and 1 for what is merely popular.

The lift of a measure is its value by the value that random answers are expected to have, of the
same films asked for. Intervals are 95 % bootstraps over the films asked for; people are not
drawn anew, so they do not tell how another audience would judge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]
Table = npt.NDArray[np.float64]
Rank = Callable[[int], Sequence[int] | Rows]
"""The row of the film asked for, to rows of films that may be known, the best first."""
Fit = Callable[[Rows], Rank]
"""The rows of the films that may be known (their songs, genres, ratings), to a `Rank`."""

FOLDS = 5
TOP = 10
LEAST_LIKES = 5
MEASURES = ("genre_cosine", "any_genre", "liked", "liked_ratio", "beyond_chance")
NOBODY = -1
"""Stands in a table of answers where a recommender gave fewer than were asked for."""

_OF_GENRES = ("genre_cosine", "any_genre")


@dataclass(frozen=True, slots=True)
class FilmTruth:
    """What the answers are judged by.

    Attributes:
        genres: shape (films, genres); a film without any shares none.
        liked: shape (people, films).
    """

    genres: Truth
    liked: Truth


@dataclass(frozen=True, slots=True)
class _Shares:
    """Of each film asked for the two numbers whose sums' ratio is a measure; NaN: not judged."""

    above: Table
    below: Table


def split(films: int, *, folds: int = FOLDS, seed: int = 1) -> Rows:
    """The fold of each film, shape (films,), at random and as even as can be."""
    return np.random.default_rng(seed).permutation(films) % folds


def ask(fit: Fit, folds: Rows, *, count: int = TOP, only: Sequence[int] | None = None) -> Rows:
    """The answers for every film, shape (films, count), `NOBODY` where there are fewer.

    Args:
        only: folds that ask; all of them if None.

    Raises:
        ValueError: a film was answered that may not be known, or twice.
    """
    answers = np.full((len(folds), count), NOBODY, np.int64)
    for fold in np.unique(folds) if only is None else only:
        known = np.flatnonzero(folds != fold)
        rank = fit(known)
        for film in np.flatnonzero(folds == fold):
            best = np.asarray(rank(int(film)), np.int64)[:count]
            if len(np.unique(best)) < len(best) or (folds[best] == fold).any():
                raise ValueError("An answer names a film twice, or one that is held out.")
            answers[film, : len(best)] = best
    return answers


class Judge:
    """Holds answers against the truth; the tables of all pairs are made once.

    Args:
        truth: genres and likes.
        folds: of each film, as `split` gives them.
        rounds: draws of the bootstrap.
        least_likes: a film that fewer people like asks in no measure of likes.
    """

    def __init__(
        self,
        truth: FilmTruth,
        folds: Rows,
        *,
        rounds: int = 1000,
        seed: int = 1,
        least_likes: int = LEAST_LIKES,
    ) -> None:
        self.folds = folds
        films = len(folds)
        draws = np.random.default_rng(seed).integers(0, films, (rounds, films))
        self._drawn = np.stack([np.bincount(one, minlength=films) for one in draws]).astype(
            np.float64
        )
        self._tables = _tables(truth)
        self._asks = truth.liked.sum(0) >= least_likes
        known = folds[:, None] != folds[None, :]
        ones = np.ones((films, films), np.float32)
        self._random = {
            name: self._shares(
                name,
                *(
                    np.einsum("ij,ij->i", table, known, dtype=np.float64)
                    / np.maximum(known.sum(1), 1)
                    for table in (above, ones if below is None else below)
                ),
            )
            for name, (above, below) in self._tables.items()
        }

    def figures(self, answers: Rows, *, count: int = TOP) -> dict[str, Any]:
        """What the first `count` answers are worth.

        Returns:
            `answered`: how many films got any answer; `distinct`: how many films were answered at
            all; and by measure `value`, `interval_95`, `random` (what random answers are expected
            to give), `lift`, `lift_interval_95` and `films`, how many were judged.
        """
        best = answers[:, :count]
        figures: dict[str, Any] = {
            "count": count,
            "answered": int((best != NOBODY).any(1).sum()),
            "distinct": len(np.unique(best[best != NOBODY])),
        }
        for name, ours in self._all_shares(best).items():
            judged, random = np.isfinite(ours.above), self._random[name]
            value, edges = self._ratio(ours)
            lift, lift_edges = self._ratio(ours, random)
            figures[name] = {
                "films": int(judged.sum()),
                "value": value,
                "interval_95": edges,
                "random": self._ratio(
                    _Shares(np.where(judged, random.above, np.nan), random.below)
                )[0],
                "lift": lift,
                "lift_interval_95": lift_edges,
            }
        return figures

    def against(self, answers: Rows, others: Rows, *, count: int = TOP) -> dict[str, Any]:
        """By measure how many times the others' value the first answers have, with its interval,
        over the films that both answer."""
        ours, theirs = self._all_shares(answers[:, :count]), self._all_shares(others[:, :count])
        told = {}
        for name in MEASURES:
            times, edges = self._ratio(ours[name], theirs[name])
            told[name] = {"times": times, "interval_95": edges}
        return told

    def _all_shares(self, best: Rows) -> dict[str, _Shares]:
        there = best != NOBODY
        asked = np.arange(len(best))[:, None]
        given = np.where(there.any(1), there.sum(1), np.nan)
        shares = {}
        for name, (above, below) in self._tables.items():
            sums = (
                np.where(there, 1.0 if table is None else table[asked, best], 0).sum(1)
                for table in (above, below)
            )
            shares[name] = self._shares(name, *(one / given for one in sums))
        return shares

    def _shares(self, name: str, above: Table, below: Table) -> _Shares:
        if name in _OF_GENRES:
            return _Shares(above, below)
        return _Shares(np.where(self._asks, above, np.nan), np.where(self._asks, below, np.nan))

    def _ratio(self, ours: _Shares, theirs: _Shares | None = None) -> tuple[float, list[float]]:
        """Our measure (by theirs, where there is one) and its interval, films judged in both."""
        columns = [ours.above, ours.below]
        if theirs is not None:
            columns += [theirs.below, theirs.above]
        table = np.stack(columns, 1)
        table = np.where(np.isfinite(table).all(1, keepdims=True), table, 0)
        whole, draws = _of_sums(table.sum(0)), _of_sums(self._drawn @ table)
        return float(whole), [float(edge) for edge in np.percentile(draws, (2.5, 97.5))]


def chances_of_liking(liked: Truth, *, rounds: int = 60) -> Table:
    """The chance that each person likes each film, from how often they like and it is liked.

    The Rasch model with the sums of the table, shape (people, films); 0 for whoever and whatever
    has no like.
    """
    chances = np.zeros(liked.shape)
    people, films = np.flatnonzero(liked.any(1)), np.flatnonzero(liked.any(0))
    if not len(people):
        return chances
    table = liked[np.ix_(people, films)]
    by_person, by_film = table.sum(1), table.sum(0)
    person, film = _logit(by_person / len(films)), np.zeros(len(films))
    for _ in range(rounds):
        told = _expected(person, film)
        person += _step(by_person - told.sum(1), (told * (1 - told)).sum(1))
        told = _expected(person, film)
        film += _step(by_film - told.sum(0), (told * (1 - told)).sum(0))
    chances[np.ix_(people, films)] = _expected(person, film)
    return chances


def _tables(
    truth: FilmTruth,
) -> dict[str, tuple[npt.NDArray[np.float32], npt.NDArray[np.float32] | None]]:
    """Of each measure what stands above and below its line for each pair (asked, answer)."""
    lengths = units(truth.genres).astype(np.float32)
    cosine = lengths @ lengths.T
    liked = truth.liked.astype(np.float32)
    both, likes = liked.T @ liked, liked.sum(0)
    likely = chances_of_liking(truth.liked).astype(np.float32)
    given = both / np.maximum(likes, 1)[:, None]
    otherwise = (likes[None, :] - both) / np.maximum(len(liked) - likes, 1)[:, None]
    return {
        "genre_cosine": (cosine, None),
        "any_genre": ((cosine > 0).astype(np.float32), None),
        "liked": (given, None),
        "liked_ratio": (given, otherwise),
        "beyond_chance": (both, likely.T @ likely),
    }


def units(genres: Truth) -> Table:
    """Rows of length 1, so that their products are cosines; a film without a genre stays 0."""
    return np.asarray(genres / np.sqrt(np.maximum(genres.sum(1, keepdims=True), 1)), np.float64)


def _of_sums(sums: Table) -> Table:
    """Ratio of the sums, or ratio of two such ratios; the last axis holds them."""
    pairs = np.maximum(sums[..., 1::2], 1e-12)
    return np.asarray((sums[..., ::2] / pairs).prod(-1), np.float64)


def _expected(person: Table, film: Table) -> Table:
    return 1 / (1 + np.exp(-(person[:, None] + film[None, :])))


def _step(missing: Table, slope: Table) -> Table:
    return np.asarray(np.clip(missing / np.maximum(slope, 1e-9), -1, 1), np.float64)


def _logit(share: Table) -> Table:
    held = np.clip(share, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(held / (1 - held)), np.float64)
