"""How films sound as far as it is known, and how far apart two such profiles are."""

import numpy as np

from films.recommend.index import Array, FilmIndex


def shrink(known: Array, songs: Array, prior: Array, worth: float) -> Array:
    """Profiles drawn towards what is expected, the more the fewer songs they rest on.

    Args:
        known: shape (n, k).
        songs: shape (n, 1) or (n, k).
        prior: shape (k,).
        worth: as many songs the expectation counts as.
    """
    total = songs + worth
    mixed = (songs * np.asarray(known, np.float64) + worth * prior) / np.maximum(total, 1e-9)
    return np.asarray(np.where(total > 1e-9, mixed, prior))


def shrunk_moments(index: FilmIndex, worth: float) -> tuple[Array, Array]:
    """Means and spreads of features, little-known films' drawn towards those of all films."""
    sound = index.sound
    mean, spread = sound.feature_prior.astype(np.float64)
    means = shrink(sound.means, sound.feature_songs, mean, worth)
    squares = sound.spreads.astype(np.float64) ** 2 + sound.means.astype(np.float64) ** 2
    seconds = shrink(squares, sound.feature_songs, spread**2 + mean**2, worth)
    return means, np.sqrt(np.maximum(seconds - means**2, 0.0))


def feature_distances(
    films: tuple[Array, Array], one: tuple[Array, Array], scale: Array, told: Array
) -> Array:
    """How far profiles are from one: of normal distributions, the 2-Wasserstein distance.

    Args:
        films: means and spreads, each of shape (n, features).
        one: means and spreads, each of shape (features,).
        scale: the unit of each feature.
        told: which features count; at least one.

    Returns:
        The root of the mean of squares, shape (n,): 0 where they are equal.
    """
    (means, spreads), (mean, spread) = films, one
    squares = ((means - mean) ** 2 + (spreads - spread) ** 2) / np.maximum(scale, 1e-9) ** 2
    return np.asarray(np.sqrt(squares[:, told].mean(1)))
