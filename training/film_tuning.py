"""The weights of a ranking, chosen where films of an inner fold ask the films of the others.

What is asked for is the harmonic mean of lifts over random answers: that of shared genre counts as
much as those of liking together, and none of them makes up for another one that is low; times how
evenly the films are named, so that nobody always gets the same few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from films.recommend.building import Film
from films.recommend.index import Credits
from films.recommend.weights import Weights
from training.film_lift import NOBODY, TOP, FilmTruth, Judge, Rows, split
from training.film_questions import (
    Scores,
    best,
    credits_of,
    questions,
    summed,
)
from training.film_vectors import Mix, Recipe, Table, learn_parts

MEASURES: Mapping[str, float] = {"genre_cosine": 2.0, "liked": 1.0, "liked_ratio": 1.0}
EVENNESS = 0.1
"""The power to which the share of films counts that answers are spread over."""

CREDITS = ("song", "title", "performer", "writer", "name", "word")
LEARNED = ("genre", "common", "taste")
SOUND = ("plane", "features")

START: Mapping[str, float] = {
    "song": 2.0,
    "title": 1.0,
    "performer": 0.5,
    "writer": 0.3,
    "name": 3.0,
    "word": 1.0,
    "genre": 1.0,
    "common": 0.5,
    "taste": 0.5,
    "popularity": 0.2,
    "plane": 2.0,
    "features": 1.0,
}
CLIMBED = ("common", "taste", "popularity", *CREDITS)
"""The weights that are chosen, with questions of credits alone. Those of sound stay as they start:
whoever asks with a song wants films that sound like it, whether or not who likes one likes the
other."""

_STEPS = (0.0, 0.25, 0.5, 0.75, 1.35, 2.0)
_LEAST = {"song": 1.0, "title": 0.5, "name": 2.0, "popularity": 0.2}
"""Below these none is taken: reasons name what is shared, and of films that are as good, those that
more people know serve better."""

_ROUNDS = 2


@dataclass(frozen=True, eq=False)
class Material:
    """Films with all that is known of them; rows of the same films throughout.

    Attributes:
        films: as they go into an index.
        held: their credits.
        truth: genres and likes.
    """

    films: Sequence[Film]
    held: Credits
    truth: FilmTruth

    def popularity(self, rows: Rows) -> Scores:
        """Of these films."""
        return np.array([self.films[row].popularity for row in rows], np.float32)

    def truth_of(self, rows: Rows) -> FilmTruth:
        """Of these films alone."""
        return FilmTruth(self.truth.genres[rows], self.truth.liked[:, rows])


@dataclass(frozen=True, eq=False)
class Fold:
    """Films that ask others, with all parts of the ranking, each of shape (asked, known)."""

    asked: Rows
    known: Rows
    channels: Mapping[str, Scores]


def folds_of(material: Material, rows: Rows, recipe: Recipe, pivots: Weights) -> list[Fold]:
    """The films of the rows in inner folds, each asking the others."""
    parts = split(len(rows), seed=2)
    return [
        _fold(material, rows[parts != number], rows[parts == number], recipe, pivots)
        for number in np.unique(parts)
    ]


def _fold(material: Material, known: Rows, asked: Rows, recipe: Recipe, pivots: Weights) -> Fold:
    held = credits_of(material.held, known)
    put = questions(material.held, held, known, asked, pivots)
    parts = learn_parts(held, material.truth_of(known), recipe)
    inputs = put.inputs.tocsc()[:, parts.at]
    genre, taste = inputs @ parts.genre_tokens, inputs @ parts.taste_tokens
    ones = np.ones((len(asked), 1), np.float32)
    channels = dict(put.channels) | {
        "genre": _product(genre, parts.genre_films / parts.genre_scale),
        "common": ones * _product(parts.common, parts.genre_films / parts.genre_scale),
        "taste": _product(taste, parts.taste_films / parts.taste_scale),
        "popularity": ones * material.popularity(known),
    }
    return Fold(asked, known, channels)


def _product(asked: Table, films: Table) -> Scores:
    return np.asarray(asked @ films.T, np.float32)


class Tuner:
    """Tries weights on folds."""

    def __init__(self, material: Material, rows: Rows, folds: Sequence[Fold]) -> None:
        place = np.full(len(material.films), -1)
        place[rows] = np.arange(len(rows))
        self._place, self._folds, self._films = place, folds, len(rows)
        number = np.zeros(len(rows), np.int64)
        for at, fold in enumerate(folds):
            number[place[fold.asked]] = at
        self._judge = Judge(material.truth_of(rows), number, rounds=1)

    def worth(self, weights: Mapping[str, float]) -> float:
        """What is sought, of weights by channel."""
        return self.told(weights)["worth"]

    def told(self, weights: Mapping[str, float]) -> dict[str, float]:
        """The same with the lifts it is made of."""
        answers = np.full((self._films, TOP), NOBODY, np.int64)
        for fold in self._folds:
            found = best(summed(fold.channels, weights), fold.known, TOP)
            answers[self._place[fold.asked], : found.shape[1]] = self._place[found]
        figures = self._judge.figures(answers)
        lifts = {name: max(figures[name]["lift"], 1e-3) for name in MEASURES}
        even = _evenness(answers, self._films)
        mean = sum(MEASURES.values()) / sum(
            weight / lifts[name] for name, weight in MEASURES.items()
        )
        return {"worth": float(mean * even**EVENNESS), "evenness": even, **lifts}


def tune(tuner: Tuner) -> dict[str, float]:
    """Weights by channel, climbed to one at a time."""
    weights = dict(START)
    worth = tuner.worth(weights)
    for _ in range(_ROUNDS):
        for name in CLIMBED:
            base = weights[name] or START[name]
            for value in (base * step for step in _STEPS):
                tried = tuner.worth(weights | {name: value})
                if value >= _LEAST.get(name, 0.0) and tried > worth + 1e-4:
                    worth, weights[name] = tried, value
    return weights


def mix_of(weights: Mapping[str, float]) -> Mix:
    """The weights of what is learnt, which are in the vectors themselves."""
    return Mix(*(weights[name] for name in LEARNED))


def ranking_weights(chosen: Mapping[str, float], pivots: Weights) -> Weights:
    """The chosen weights as a ranking takes them."""
    parts = {name: chosen[name] for name in (*CREDITS, *SOUND, "popularity")}
    return replace(pivots, learned=1.0, **parts)


def _evenness(answers: Rows, films: int) -> float:
    """Of how many films named alike often the answers would be as uncertain, by all films."""
    counts = np.bincount(answers[answers != NOBODY], minlength=films)
    shares = counts[counts > 0] / max(counts.sum(), 1)
    return float(np.exp(-(shares * np.log(shares)).sum()) / max(films, 1))
