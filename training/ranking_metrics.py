"""Figures of answers that rank several labels for each item.

Coverage error: how far down the ranking one has to go to have every true label (the least that is
possible is the mean number of true labels). LRAP: label ranking average precision. Both, and the
top-five report, as in Stone 2015. Intervals are percentile bootstraps over songs.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

TOP = 5


def coverage(truth: Truth, scores: Scores) -> Scores:
    """Rank of the last true label, from 1, shape (n,); ties count against."""
    least = np.where(truth, scores, np.inf).min(1)
    return np.asarray((scores >= least[:, None]).sum(1), np.float64)


def ranking_precision(truth: Truth, scores: Scores) -> Scores:
    """Mean over an item's true labels of the share of true labels among those ranked no lower,
    shape (n,), each from 0 to 1."""
    not_lower = scores[:, None, :] >= scores[:, :, None]
    ranks = not_lower.sum(2)
    true_ranks = (not_lower & truth[:, None, :]).sum(2)
    return np.asarray((true_ranks / ranks * truth).sum(1) / truth.sum(1), np.float64)


def mean_f1(truth: Truth, told: Truth) -> float:
    """Mean over the labels of their F1."""
    hits = (truth & told).sum(0)
    return float(np.mean(2 * hits / np.maximum(truth.sum(0) + told.sum(0), 1)))


def label_f1(truth: Truth, told: Truth) -> Scores:
    """F1 of each label."""
    hits = (truth & told).sum(0)
    return np.asarray(2 * hits / np.maximum(truth.sum(0) + told.sum(0), 1), np.float64)


def top_five(truth: Truth, scores: Scores) -> dict[str, float]:
    """Precision, recall and F1 of the five labels ranked highest, over all items together."""
    told = np.zeros_like(truth)
    np.put_along_axis(told, np.argsort(-scores, 1, kind="stable")[:, :TOP], values=True, axis=1)
    hits = float((truth & told).sum())
    precision, recall = hits / told.sum(), hits / truth.sum()
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-12),
    }


def ranking_figures(
    truth: Truth, scores: Scores, told: Truth, *, rounds: int = 1000, seed: int = 1
) -> dict[str, Any]:
    """Coverage, LRAP, mean F1 and the top five, the first three with their 95 % intervals.

    Args:
        truth: the true labels of each item, at least one, shape (n, labels).
        scores: the higher, the likelier; same shape.
        told: which labels were given; same shape.
    """
    covered, precise = coverage(truth, scores), ranking_precision(truth, scores)
    draws = np.random.default_rng(seed).integers(0, len(truth), (rounds, len(truth)))
    f1 = [mean_f1(truth[draw], told[draw]) for draw in draws]
    return {
        "coverage": float(covered.mean()),
        "least_coverage": float(truth.sum(1).mean()),
        "lrap": float(precise.mean()),
        "mean_f1": mean_f1(truth, told),
        "top_five": top_five(truth, scores),
        "interval_95": {
            "coverage": _edges(covered[draws].mean(1)),
            "lrap": _edges(precise[draws].mean(1)),
            "mean_f1": _edges(np.asarray(f1)),
        },
    }


def best_thresholds(
    truth: Truth, scores: Scores, measure: Callable[[Truth, Truth], Scores] = label_f1
) -> Scores:
    """For each label the threshold of the greatest F1 among its scores' percentiles."""
    tried = np.percentile(scores, np.arange(2, 100, 2), axis=0)
    worth = np.stack([measure(truth, scores >= one) for one in tried])
    return np.asarray(tried[worth.argmax(0), np.arange(truth.shape[1])], np.float64)


def told_by_others(truth: Truth, scores: Scores, folds: npt.NDArray[np.int64]) -> Truth:
    """Which labels are told of each item, by the thresholds that are best in the other folds."""
    told = np.zeros_like(truth)
    for fold in np.unique(folds):
        held = folds == fold
        told[held] = scores[held] >= best_thresholds(truth[~held], scores[~held])
    return told


def _edges(values: Scores) -> list[float]:
    return [float(edge) for edge in np.percentile(values, (2.5, 97.5))]
