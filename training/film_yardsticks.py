"""What every recommender of films stands beside: answers that nobody would call recommendations."""

from collections.abc import Mapping

import numpy as np

from training.film_lift import FilmTruth, Fit, Rank, Rows, units


def random_films(known: Rows, *, seed: int = 1) -> Rank:
    """Any film that may be known, anew for each film asked for."""
    random = np.random.default_rng(seed)
    return lambda film: random.permutation(known)


def popular_first(known: Rows, truth: FilmTruth) -> Rank:
    """The films that most people like, the same whatever is asked."""
    order = known[np.argsort(-truth.liked[:, known].sum(0), kind="stable")]
    return lambda film: order


def same_genres(known: Rows, truth: FilmTruth, *, seed: int = 1) -> Rank:
    """Films whose genres are nearest those of the film asked for, at random among equals.

    It is told the genres of the film, which no recommender is: the most genre that can be shared.
    """
    random, rows = np.random.default_rng(seed), units(truth.genres)

    def rank(film: int) -> Rows:
        mixed = random.permutation(known)
        return mixed[np.argsort(-(rows[mixed] @ rows[film]).round(6), kind="stable")]

    return rank


def commonest_genres_first(known: Rows, truth: FilmTruth, *, seed: int = 1) -> Rank:
    """Films of the genres that are commonest among those that may be known, whatever is asked;
    at random among equals. Shares much genre without having heard a note."""
    random, rows = np.random.default_rng(seed), units(truth.genres)
    score = rows @ rows[known].mean(0)

    def rank(film: int) -> Rows:
        mixed = random.permutation(known)
        return mixed[np.argsort(-score[mixed].round(6), kind="stable")]

    return rank


def yardsticks(truth: FilmTruth) -> Mapping[str, Fit]:
    """What every recommender stands beside, by name."""
    return {
        "random": random_films,
        "popularity": lambda known: popular_first(known, truth),
        "commonest_genres": lambda known: commonest_genres_first(known, truth),
        "same_genres": lambda known: same_genres(known, truth),
    }
