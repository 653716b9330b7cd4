"""Figures of a four-mood classifier, from labels and probabilities alone.

Macro-F1 is the mean of the F1 of each class; a class never predicted has F1 0. Intervals are
percentile bootstraps over songs. The expected calibration error is that of Guo et al., "On
calibration of modern neural networks", 2017, with ten equal bins of the top probability;
the temperature is the one scalar that their paper fits.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from moods.circumplex import MOODS

Labels = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]

_CLASSES = len(MOODS)


def confusion(truth: Labels, predicted: Labels) -> Labels:
    """Counts, shape (4, 4): rows are the true mood, columns the predicted one."""
    return np.bincount(truth * _CLASSES + predicted, minlength=_CLASSES**2).reshape(
        _CLASSES, _CLASSES
    )


def accuracy(matrix: Labels) -> float:
    """Share on the diagonal of a confusion matrix."""
    return float(np.trace(matrix) / matrix.sum())


def recalls(matrix: Labels) -> Scores:
    """Recall of each mood, shape (4,); 0 for a mood that does not occur."""
    return np.asarray(np.diag(matrix) / np.maximum(matrix.sum(1), 1), np.float64)


def macro_f1(matrix: Labels) -> float:
    """Mean F1 over the four moods."""
    both = matrix.sum(0) + matrix.sum(1)
    return float(np.mean(2 * np.diag(matrix) / np.maximum(both, 1)))


def bootstrap(
    truth: Labels, predicted: Labels, *, rounds: int = 2000, seed: int = 1
) -> dict[str, list[float]]:
    """95 % intervals of accuracy and macro-F1, songs drawn with replacement."""
    random = np.random.default_rng(seed)
    draws = random.integers(0, len(truth), (rounds, len(truth)))
    matrices = [confusion(truth[draw], predicted[draw]) for draw in draws]
    return {
        name: [float(edge) for edge in np.percentile([f(m) for m in matrices], (2.5, 97.5))]
        for name, f in (("accuracy", accuracy), ("macro_f1", macro_f1))
    }


def share_interval(hits: int, of: int) -> list[float]:
    """95 % interval of a share (Wilson, 1927), which holds its own near 0 and 1 too."""
    z = 1.96
    middle = (hits + z**2 / 2) / (of + z**2)
    half = z / (of + z**2) * float(np.sqrt(hits * (of - hits) / of + z**2 / 4))
    return [max(0.0, middle - half), min(1.0, middle + half)]


def softmax(logits: Scores, temperature: float = 1.0) -> Scores:
    """Probabilities over the last axis."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def log_loss(truth: Labels, probabilities: Scores) -> float:
    """Mean negative log-likelihood, in nats."""
    return float(-np.log(np.maximum(probabilities[np.arange(len(truth)), truth], 1e-12)).mean())


def fit_temperature(truth: Labels, logits: Scores) -> float:
    """The temperature of least log loss, searched from 0.2 to 5 on a fine geometric grid."""
    grid = np.geomspace(0.2, 5.0, 161)
    return float(min(grid, key=lambda t: log_loss(truth, softmax(logits, float(t)))))


def calibration_error(truth: Labels, probabilities: Scores, bins: int = 10) -> float:
    """Expected calibration error, 0 to 1."""
    return float(sum(b["share"] * abs(b["right"] - b["sure"]) for b in reliability(
        truth, probabilities, bins
    )))  # fmt: skip


def reliability(truth: Labels, probabilities: Scores, bins: int = 10) -> list[dict[str, float]]:
    """For each bin of the top probability that holds songs: their `share` of all, how `sure`
    the model was on average and the share that was `right`."""
    top = probabilities.max(1)
    right = probabilities.argmax(1) == truth
    place = np.minimum((top * bins).astype(int), bins - 1)
    return [
        {
            "share": float(np.mean(place == b)),
            "sure": float(top[place == b].mean()),
            "right": float(right[place == b].mean()),
        }
        for b in range(bins)
        if (place == b).any()
    ]


def cross_calibrated(truth: Labels, logits: Scores, folds: Labels) -> Scores:
    """Held-out probabilities: each fold's temperature is fitted on the other folds' logits."""
    out = np.zeros_like(logits)
    for fold in np.unique(folds):
        held = folds == fold
        out[held] = softmax(logits[held], fit_temperature(truth[~held], logits[~held]))
    return out


def summary(truth: Labels, logits: Scores, folds: Labels) -> dict[str, Any]:
    """All figures of held-out logits, ready for a run record."""
    probabilities = cross_calibrated(truth, logits, folds)
    predicted = probabilities.argmax(1)
    matrix = confusion(truth, predicted)
    by_fold = [macro_f1(confusion(truth[folds == f], predicted[folds == f])) for f in np.unique(folds)]  # fmt: skip  # noqa: E501
    return {
        "songs": len(truth),
        "accuracy": accuracy(matrix),
        "macro_f1": macro_f1(matrix),
        "interval_95": bootstrap(truth, predicted),
        "recall": {m.value: float(r) for m, r in zip(MOODS, recalls(matrix), strict=True)},
        "confusion": matrix.tolist(),
        "fold_macro_f1": by_fold,
        "calibration_error": calibration_error(truth, probabilities),
        "log_loss": log_loss(truth, probabilities),
        "reliability": reliability(truth, probabilities),
        "temperature": fit_temperature(truth, logits),
    }


DIMENSIONS = ("valence", "arousal", "dominance")


def dimension_figures(
    truth: Scores, runs: Sequence[Scores], folds: Labels, *, rounds: int = 2000
) -> dict[str, dict[str, Any]]:
    """R2, mean squared and mean absolute error of held-out answers, and of the mean predictor.

    Args:
        truth: valence, arousal, dominance of songs, 0 to 1, shape (n, 3).
        runs: answers of the same shape, one for each run.

    The mean predictor answers with the mean of the other folds' songs. R2 is against the mean of
    all songs; the interval is a 95 % bootstrap over songs of the first run.
    """
    guess = np.zeros_like(truth)
    for fold in np.unique(folds):
        guess[folds == fold] = truth[folds != fold].mean(0)
    draws = np.random.default_rng(1).integers(0, len(truth), (rounds, len(truth)))
    out = {}
    for place, name in enumerate(DIMENSIONS):
        true = truth[:, place]
        answers = [run[:, place] for run in runs]
        r2 = [_r2(true, answer) for answer in answers]
        drawn = [_r2(true[draw], answers[0][draw]) for draw in draws]
        out[name] = {
            "r2": float(np.mean(r2)),
            "r2_of_runs": r2,
            "interval_95": [float(edge) for edge in np.percentile(drawn, (2.5, 97.5))],
            "mse": float(np.mean([np.square(answer - true).mean() for answer in answers])),
            "mae": float(np.mean([np.abs(answer - true).mean() for answer in answers])),
            "mean_predictor": {
                "mse": float(np.square(guess[:, place] - true).mean()),
                "mae": float(np.abs(guess[:, place] - true).mean()),
            },
        }
    return out


def _r2(truth: Scores, answers: Scores) -> float:
    spread = np.square(truth - truth.mean()).sum()
    return float(1 - np.square(truth - answers).sum() / spread) if spread else 0.0
