"""Figures of answers that may carry any number of tags.

ROC-AUC and PR-AUC (average precision) are those of each tag, averaged over the tags (macro), as
the MTG-Jamendo task ranks entries. A tag that every track of a part has, or none, has no area and
is left out of the average. `accuracy` is the share of all (track, tag) pairs that are right,
fastai's `accuracy_multi`: where tags are rare, an answer of no tag at all scores high on it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score, roc_auc_score

Tags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


def areas(truth: Tags, scores: Scores) -> dict[str, Any]:
    """Macro ROC-AUC and PR-AUC, and how many tags they are the mean of.

    Args:
        truth, scores: shape (tracks, tags); a higher score means the tag is likelier.

    Raises:
        ValueError: no tag has both tracks that carry it and tracks that do not.
    """
    told = _told_apart(truth)
    if not told.any():
        raise ValueError("no tag can be told apart in these tracks")
    return {
        "roc_auc": float(roc_auc_score(truth[:, told], scores[:, told], average="macro")),
        "pr_auc": float(average_precision_score(truth[:, told], scores[:, told], average="macro")),
        "tags": int(told.sum()),
    }


def accuracy(truth: Tags, answers: Tags) -> float:
    """Share of (track, tag) pairs that are right."""
    return float((truth == answers).mean())


def accuracy_of_no_tag(truth: Tags) -> float:
    """What `accuracy` gives an answer that never names a tag."""
    return accuracy(truth, np.zeros_like(truth))


def macro_f1(truth: Tags, answers: Tags) -> float:
    """Mean F1 over the tags that occur in the truth; a tag never answered has F1 0."""
    both = (truth & answers).sum(0)
    scores = 2 * both / np.maximum(truth.sum(0) + answers.sum(0), 1)
    return float(scores[truth.any(0)].mean())


def fit_thresholds(truth: Tags, scores: Scores) -> Scores:
    """For each tag the threshold of the best F1 on these tracks, shape (tags,).

    A tag is answered where its score is at least its threshold. A tag that no track has gets
    infinity: it is never answered. Of equal ones the highest is taken, which answers least.
    """
    return np.array([_threshold(truth[:, tag], scores[:, tag]) for tag in range(truth.shape[1])])


def _threshold(truth: Tags, scores: Scores) -> float:
    if not truth.any():
        return float("inf")
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(truth[order])
    answered = np.arange(1, len(order) + 1)
    f1 = 2 * right / (answered + truth.sum())
    # Equal scores are answered together, so only the last of a run is a place to cut.
    cuts = np.flatnonzero(np.append(np.diff(scores[order]) < 0, True))
    return float(scores[order][cuts[np.argmax(f1[cuts])]])


def _told_apart(truth: Tags) -> Tags:
    return np.asarray(truth.any(0) & ~truth.all(0))
