"""Figures of a detector of music, speech and other; intervals are bootstraps over groups."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from films.detector import SOUNDS, smooth
from training.metrics import Labels, Scores, softmax

_CLASSES = len(SOUNDS)
COSTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""What a change may cost when a course is smoothed, in nats: those tried."""


def confusion(truth: Labels, heard: Labels) -> Labels:
    """Counts, shape (3, 3): rows are the truth, columns what was heard."""
    pairs = np.bincount(truth * _CLASSES + heard, minlength=_CLASSES**2)
    return pairs.reshape(_CLASSES, _CLASSES)


def f1_of_each(matrix: Labels) -> Scores:
    """F1 of music, speech and other."""
    both = matrix.sum(0) + matrix.sum(1)
    return np.asarray(2 * np.diag(matrix) / np.maximum(both, 1), np.float64)


def macro_f1(truth: Labels, heard: Labels) -> float:
    """Mean of the three."""
    return float(f1_of_each(confusion(truth, heard)).mean())


def figures(
    truth: Labels, heard: Labels, groups: npt.NDArray[Any], *, rounds: int = 2000
) -> dict[str, Any]:
    """F1 of each and their mean, accuracy, the confusion, and the 95 % interval of macro-F1 with
    whole groups drawn with replacement."""
    matrix = confusion(truth, heard)
    each = f1_of_each(matrix)
    by_group = np.stack(
        [confusion(truth[groups == g], heard[groups == g]) for g in np.unique(groups)]
    )
    random = np.random.default_rng(1)
    drawn = [
        float(f1_of_each(by_group[random.integers(0, len(by_group), len(by_group))].sum(0)).mean())
        for _ in range(rounds)
    ]
    return {
        "of": len(truth),
        "groups": len(by_group),
        "macro_f1": float(each.mean()),
        "interval_95": [float(edge) for edge in np.percentile(drawn, (2.5, 97.5))],
        "f1": dict(zip(SOUNDS, map(float, each), strict=True)),
        "accuracy": float(np.trace(matrix) / matrix.sum()),
        "confusion": matrix.tolist(),
    }


def smoothed(probabilities: Scores, scenes: npt.NDArray[Any], cost: float) -> Labels:
    """Positions in `SOUNDS` of each second after smoothing, scene by scene."""
    out = np.zeros(len(scenes), np.int64)
    for scene in np.unique(scenes):
        here = scenes == scene
        out[here] = [SOUNDS.index(one) for one in smooth(probabilities[here], switch_cost=cost)]
    return out


def chosen_elsewhere(
    folds: npt.NDArray[Any], options: Sequence[float], judge: Callable[[float, Any], float]
) -> dict[str, float]:
    """For each fold the option that is best on the other folds; `judge(option, rows)` gives its
    figure on those rows."""
    return {
        str(fold): max(options, key=lambda option: judge(option, folds != fold))
        for fold in np.unique(folds)
    }


def named_by_mean(logits: Scores) -> Labels:
    """What clips are, from the logits of each of their seconds, shape (clips, seconds, 3)."""
    return np.asarray(softmax(logits).mean(1).argmax(1), np.int64)


def inside(kinds: npt.NDArray[Any], scenes: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which seconds lie in a section with the seconds on either side of them."""
    same = (kinds[1:] == kinds[:-1]) & (scenes[1:] == scenes[:-1])
    return np.asarray(np.r_[False, same] & np.r_[same, False])
