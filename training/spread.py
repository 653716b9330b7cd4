"""How far songs lie from where their probabilities put them, and what ellipses hold of them.

Held-out songs are asked for the share that lies within the ellipses of `moods.circumplex`, from
places, covariances and a factor that the other folds gave.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from moods.circumplex import MOODS, Dimensions, Places, Within, place_of, spread_of
from training.metrics import Labels, Scores, cross_calibrated, share_interval

SHARES = (0.5, 0.68, 0.9)
_FACTORS = np.linspace(0.5, 1.5, 201)


def within_of(felt: Scores, labels: Labels) -> list[list[float]]:
    """Variance of valence, of arousal and their covariance within each mood, as `MOODS` goes."""
    found = [np.cov(felt[labels == number, :2].T, bias=True) for number in range(len(MOODS))]
    return [[float(c[0, 0]), float(c[1, 1]), float(c[0, 1])] for c in found]


def spread(labels: Labels, logits: Sequence[Scores], felt: Scores, folds: Labels) -> dict[str, Any]:
    """Coverage of the ellipses with and without a factor, and the factor for a card.

    Args:
        labels, folds: of each song, its mood's place in `MOODS` and its fold.
        logits: held-out logits of all songs, shape (n, 4), one for each run of the training.
        felt: valence, arousal, dominance of each song, shape (n, 3).

    For each fold all but the answers comes from the other folds; the factor is the one that
    brings their three shares closest to what the ellipses say. That of the card is the mean over
    the runs of the one that all folds give.
    """
    plain, scaled, chosen, by_fold = [], [], [], []
    for run in logits:
        far = _distances(labels, cross_calibrated(labels, run, folds), felt, folds)
        factors = np.zeros(len(far))
        for fold in np.unique(folds):
            held = folds == fold
            factors[held] = _factor(far[~held])
            by_fold.append(float(factors[held][0]))
        plain.append(far)
        scaled.append(far / factors)
        chosen.append(_factor(far))
    return {
        "songs": len(labels),
        "runs": len(logits),
        "factor": round(float(np.mean(chosen)), 3),
        "factors_of_folds": [min(by_fold), max(by_fold)],
        "without_factor": [_covered(plain, share) for share in SHARES],
        "with_factor": [_covered(scaled, share) for share in SHARES],
    }


def _distances(labels: Labels, probabilities: Scores, felt: Scores, folds: Labels) -> Scores:
    """How many deviations (Mahalanobis) each held-out song lies from its place, shape (n,)."""
    far = np.zeros(len(labels))
    for fold in np.unique(folds):
        held = folds == fold
        places, within = _known(felt[~held], labels[~held])
        for song in np.flatnonzero(held):
            told = dict(zip(MOODS, probabilities[song], strict=True))
            middle, about = place_of(told, places), spread_of(told, places, within)
            covariance = [[about.valence**2, about.tilt], [about.tilt, about.arousal**2]]
            off = felt[song, :2] - (middle.valence, middle.arousal)
            far[song] = np.sqrt(off @ np.linalg.solve(covariance, off))
    return far


def _known(felt: Scores, labels: Labels) -> tuple[Places, Within]:
    means = [felt[labels == number].mean(0) for number in range(len(MOODS))]
    within = [(a, b, c) for a, b, c in within_of(felt, labels)]
    return (
        {mood: Dimensions(*map(float, mean)) for mood, mean in zip(MOODS, means, strict=True)},
        dict(zip(MOODS, within, strict=True)),
    )


def _radius(share: float) -> float:
    return float(np.sqrt(-2 * np.log(1 - share)))


def _factor(far: Scores) -> float:
    def off(factor: float) -> float:
        return sum(abs(float(np.mean(far <= factor * _radius(s))) - s) for s in SHARES)

    return float(min(_FACTORS, key=off))


def _covered(runs: Sequence[Scores], share: float) -> dict[str, Any]:
    """Share within the ellipse; the interval is that of one run, for all are of the same songs."""
    covered = float(np.mean([np.mean(far <= _radius(share)) for far in runs]))
    songs = len(runs[0])
    return {
        "says": share,
        "holds": covered,
        "interval_95": share_interval(round(covered * songs), songs),
    }
