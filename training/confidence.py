"""When a model should say that it is unsure: a threshold on how probable its best answer is.

The less sure half of a model's answers are mostly its wrong ones. Answers above a threshold are
right at least as often as was asked for; the share of songs that have such an answer is the
coverage (El-Yaniv and Wiener, "On the foundations of noise-free selective classification", 2010).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from training.metrics import Labels, Scores, fit_temperature, share_interval, softmax

TARGET = 0.8
"""What share of the answers that are not unsure shall be right."""

_POINTS = 40


def threshold(truth: Labels, probabilities: Scores, target: float = TARGET) -> float:
    """The lowest confidence such that answers at least as sure are right `target` of the time.

    One standard error is taken off, so that it holds for other songs too. 1 where no answers are
    right so often; the least confidence there is where all together are.
    """
    top, right = _surest_first(truth, probabilities)
    running = _running(right)
    error = np.sqrt(running * (1 - running) / np.arange(1, len(running) + 1))
    enough = np.flatnonzero(running - error >= target)
    return float(top[enough[-1]]) if len(enough) else 1.0


def coverage_curve(truth: Labels, probabilities: Scores) -> list[dict[str, float]]:
    """For growing shares of the songs, the surest first: how many are right, and how sure the
    least sure of them is."""
    top, right = _surest_first(truth, probabilities)
    running = _running(right)
    ends = np.unique(np.linspace(len(top) / _POINTS, len(top), _POINTS).round().astype(int)) - 1
    return [
        {"share": (end + 1) / len(top), "right": float(running[end]), "confidence": float(top[end])}
        for end in ends
    ]


def confidence(
    truth: Labels, logits: Sequence[Scores], folds: Labels, target: float = TARGET
) -> dict[str, Any]:
    """The threshold for a card (`unsure_below`), and how it does on songs it was not chosen on.

    Args:
        truth, folds: of each song, its mood's place in `MOODS` and its fold.
        logits: held-out logits of all songs, shape (n, 4), one for each run of the training.

    For each fold, the temperature and the threshold come from the answers to the other folds.
    The threshold for the card is the mean over the runs of the one that all folds give.
    """
    chosen, curves, sure, right = [], [], [], []
    by_fold = []
    for run in logits:
        probabilities = np.zeros_like(run)
        for fold in np.unique(folds):
            held = folds == fold
            temperature = fit_temperature(truth[~held], run[~held])
            limit = threshold(truth[~held], softmax(run[~held], temperature), target)
            probabilities[held] = softmax(run[held], temperature)
            by_fold.append(limit)
            sure.append(probabilities[held].max(1) >= limit)
            right.append(probabilities[held].argmax(1) == truth[held])
        chosen.append(threshold(truth, probabilities, target))
        curves.append(coverage_curve(truth, probabilities))
    all_sure, all_right = np.concatenate(sure), np.concatenate(right)
    return {
        "target": target,
        "unsure_below": round(float(np.mean(chosen)), 2),
        "songs": len(truth),
        "runs": len(logits),
        "thresholds_of_folds": [min(by_fold), max(by_fold)],
        "unsure_share": float(1 - all_sure.mean()),
        "sure": _counted(all_right[all_sure], len(logits)),
        "unsure": _counted(all_right[~all_sure], len(logits)),
        "curves": curves,
    }


def _counted(right: np.ndarray[Any, np.dtype[np.bool_]], runs: int) -> dict[str, Any]:
    """Share right; the interval is that of one run, since runs answer of the same songs."""
    if not len(right):
        return {"answers": 0, "right": None, "interval_95": None}
    share = float(right.mean())
    of = round(len(right) / runs)
    return {
        "answers": len(right),
        "right": share,
        "interval_95": share_interval(round(share * of), of),
    }


def _surest_first(truth: Labels, probabilities: Scores) -> tuple[Scores, Scores]:
    top = probabilities.max(1)
    order = np.argsort(-top, kind="stable")
    return top[order], (probabilities.argmax(1) == truth)[order].astype(np.float64)


def _running(right: Scores) -> Scores:
    return np.asarray(np.cumsum(right) / np.arange(1, len(right) + 1))
