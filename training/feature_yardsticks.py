"""What other learners reach on the same rows: what is the net's fault, and what the data's.

None is tuned: each has its library's defaults or one plain setting, so that their best is no
answer picked on the test. They take the same bent and scaled features as our net.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.svm import SVC

from moods.circumplex import MOODS
from moods.feature_net import network_input
from training.feature_net import Labels, Logits, Rows


def train_support_vectors(rows: Rows, labels: Labels, seed: int) -> Callable[[Rows], Logits]:
    """A support vector machine with a Gaussian kernel; its one-against-rest scores are logits."""
    return _scored(SVC(random_state=seed), "decision_function", rows, labels)


def train_trees(rows: Rows, labels: Labels, seed: int) -> Callable[[Rows], Logits]:
    """200 extremely randomised trees; the logarithms of their shares are logits."""
    trees = ExtraTreesClassifier(200, min_samples_leaf=2, random_state=seed)
    return _scored(trees, "predict_log_proba", rows, labels)


def train_boosted(rows: Rows, labels: Labels, seed: int) -> Callable[[Rows], Logits]:
    """Gradient-boosted trees of 8 leaves, 60 rounds; their raw scores are logits."""
    boosted = HistGradientBoostingClassifier(
        max_iter=60, max_leaf_nodes=8, early_stopping=False, random_state=seed
    )
    return _scored(boosted, "decision_function", rows, labels)


def _scored(learner: Any, method: str, rows: Rows, labels: Labels) -> Callable[[Rows], Logits]:
    learner.fit(network_input(rows), labels)
    present = learner.classes_

    def answer(some: Rows) -> Logits:
        logits = np.full((len(some), len(MOODS)), -20.0)
        scores = np.maximum(getattr(learner, method)(network_input(some)), -20)
        logits[:, present] = scores
        return logits

    return answer
