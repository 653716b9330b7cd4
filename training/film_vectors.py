"""Vectors of credits and of films, whose products tell what two films share.

Two things are learnt from films of which they are known: their genres, and who likes them beyond
what is expected of each person and film (a Rasch model of all likes), reduced to its strongest
directions. Ridge regression tells both from a film's credits; films themselves stand where they
are known to.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from films.recommend.asked import inputs_of_films
from films.recommend.index import Credits, Learned
from training.film_lift import FilmTruth, chances_of_liking, units

Table = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Recipe:
    """How it is learnt.

    Attributes:
        genre_ridge, taste_ridge: strengths of the penalty.
        taste_shrink: as many likes' variance is added to a film's: few likes then tell little.
        tastes: directions of taste that are kept.
        size: of the vectors in an index.
        least_films: tokens of fewer films have no vector.
    """

    genre_ridge: float = 0.4
    taste_ridge: float = 0.8
    taste_shrink: float = 3.0
    tastes: int = 32
    size: int = 24
    least_films: int = 2


@dataclass(frozen=True)
class Mix:
    """How much each counts in the product: what credits tell of genres, the genres that are common
    anyway, and tastes. In standard deviations of the first and of the last."""

    genre: float = 1.0
    common: float = 1.0
    taste: float = 0.5


@dataclass(frozen=True, eq=False)
class Parts:
    """What was learnt of some films.

    Attributes:
        at: tokens that have vectors, places in `Credits.tokens`, shape (v,).
        genre_tokens, taste_tokens: shape (v, genres) and (v, tastes).
        genre_films, taste_films: of the films, shape (n, genres) and (n, tastes).
        common: how common each genre is, shape (genres,).
        genre_scale, taste_scale: deviations of the products over pairs of these films.
        inputs: of the films as questions, shape (n, v).
    """

    at: npt.NDArray[np.int32]
    genre_tokens: Table
    taste_tokens: Table
    genre_films: Table
    taste_films: Table
    common: Table
    genre_scale: float
    taste_scale: float
    inputs: sparse.csr_array


def learn_parts(held: Credits, truth: FilmTruth, recipe: Recipe) -> Parts:
    """Learn from films, the rows of `truth.genres` and the columns of `truth.liked`, that have
    these credits."""
    films = len(truth.genres)
    at = np.flatnonzero(np.diff(held.starts) >= recipe.least_films).astype(np.int32)
    rows, tokens, values = inputs_of_films(held, films)
    whole = sparse.csr_array((values, (rows, tokens)), (films, len(held.tokens)))
    inputs = sparse.csr_array(whole.tocsc()[:, at])
    alike = np.asarray((inputs @ inputs.T).todense())
    genre_films = units(truth.genres)
    common = genre_films.mean(0)
    genre_films = genre_films - common
    taste_films = tastes_of(truth, recipe)
    genre_tokens = inputs.T @ _solved(alike, genre_films, recipe.genre_ridge)
    taste_tokens = inputs.T @ _solved(alike, taste_films, recipe.taste_ridge)
    return Parts(
        at=at,
        genre_tokens=genre_tokens,
        taste_tokens=taste_tokens,
        genre_films=genre_films,
        taste_films=taste_films,
        common=common,
        genre_scale=_scale(inputs @ genre_tokens, genre_films),
        taste_scale=_scale(inputs @ taste_tokens, taste_films),
        inputs=inputs,
    )


def tastes_of(truth: FilmTruth, recipe: Recipe) -> Table:
    """Where films stand by who likes them more than expected, shape (films, tastes or fewer)."""
    chances = chances_of_liking(truth.liked)
    surplus = truth.liked - chances
    variance = (chances * (1 - chances)).sum(0)
    scaled = surplus / np.sqrt(variance + recipe.taste_shrink)
    _, strengths, directions = np.linalg.svd(scaled, full_matrices=False)
    kept = slice(0, recipe.tastes)
    return np.asarray((strengths[kept, None] * directions[kept]).T, np.float64)


def vectors(parts: Parts, mix: Mix, recipe: Recipe) -> Learned:
    """The parts as one product, in as few numbers as an index has; those of tokens in 8 bits."""
    genre, taste = mix.genre / parts.genre_scale, mix.taste / parts.taste_scale
    tokens = np.hstack([parts.genre_tokens * genre, parts.taste_tokens * taste])
    bias = np.concatenate(
        [parts.common * mix.common / parts.genre_scale, np.zeros(parts.taste_films.shape[1])]
    )
    films = np.hstack([parts.genre_films, parts.taste_films])
    asked = parts.inputs @ tokens + bias
    # What counts is the product over the questions that films ask: its best small factors.
    left, right = _triangle(asked), _triangle(films)
    over, strengths, under = np.linalg.svd(left @ right.T)
    size = min(recipe.size, len(strengths))
    to_asked = np.linalg.pinv(left) @ over[:, :size] * np.sqrt(strengths[:size])
    to_films = np.linalg.pinv(right) @ under[:size].T * np.sqrt(strengths[:size])
    tokens, bias, films = tokens @ to_asked, bias @ to_asked, films @ to_films
    steps = np.maximum(np.abs(tokens).max(0, initial=0), 1e-9) / 127
    return Learned(
        films=(films * steps).astype(np.float16),
        at=parts.at,
        tokens=np.round(tokens / steps).astype(np.int8),
        bias=(bias / steps).astype(np.float32),
    )


def learner(truth: FilmTruth, mix: Mix, recipe: Recipe) -> Callable[[Credits, int], Learned | None]:
    """What `films.recommend.building.build_index` learns with."""

    def learn(held: Credits, films: int) -> Learned | None:
        if films < 2 or not len(held.tokens):
            return None
        return vectors(learn_parts(held, truth, recipe), mix, recipe)

    return learn


def _solved(alike: Table, wanted: Table, ridge: float) -> Table:
    return np.asarray(np.linalg.solve(alike + ridge * np.eye(len(alike)), wanted))


def _triangle(rows: Table) -> Table:
    """R of the QR decomposition."""
    return np.asarray(np.linalg.qr(rows)[1], np.float64)


def _scale(asked: Table, films: Table) -> float:
    """The deviation of the products of all pairs."""
    second = np.einsum("ij,ij->", asked.T @ asked, films.T @ films) / (len(asked) * len(films))
    first = float(asked.mean(0) @ films.mean(0))
    return float(np.sqrt(max(second - first**2, 1e-18)))
