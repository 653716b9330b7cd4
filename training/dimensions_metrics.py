"""Figures of answers on a scale: squared and absolute error, and the share of variance explained.

R2 is 1 - MSE / variance of the true values. Intervals are percentile bootstraps over songs, so
that the pieces of a song stay together.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def figures_of(truth: Values, told: Values, *, rounds: int = 2000, seed: int = 1) -> dict[str, Any]:
    """Figures by song, whose answer is the mean over its pieces, and by piece.

    Args:
        truth: a value a song, shape (songs,).
        told: an answer a piece, shape (songs, pieces).
    """
    song, pieces = told.mean(1) - truth, told - truth[:, None]
    by_song = {
        "mse": song**2,
        "mae": np.abs(song),
        "piece_mse": (pieces**2).mean(1),
        "piece_mae": np.abs(pieces).mean(1),
    }
    draws = np.random.default_rng(seed).integers(0, len(truth), (rounds, len(truth)))
    means = {name: errors[draws].mean(1) for name, errors in by_song.items()}
    means["r2"] = 1 - means["mse"] / np.maximum(truth[draws].var(1), 1e-12)
    return {
        "r2": float(1 - by_song["mse"].mean() / max(truth.var(), 1e-12)),
        **{name: float(errors.mean()) for name, errors in by_song.items()},
        "interval_95": {
            name: [float(edge) for edge in np.percentile(values, (2.5, 97.5))]
            for name, values in means.items()
        },
    }


def means_of_others(truth: Values, folds: Places) -> Values:
    """What tells every song of a fold the mean of the other folds, shape (songs, 1)."""
    told = np.zeros((len(truth), 1))
    for fold in np.unique(folds):
        told[folds == fold] = truth[folds != fold].mean()
    return told
