"""What the network is held against: the reference's support vector machine on 68 statistics, with
its sweep of C, and boosted trees on the same numbers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from training.metrics import Labels, Scores
from training.sound_pools import ToJudge, ToLearn

PENALTIES = (0.001, 0.01, 0.5, 1.0, 5.0, 10.0, 20.0)
KERNELS = ("linear", "rbf")

Answers = Mapping[tuple[str, float], tuple[Labels, Labels]]
"""By kernel and C: what clips and what seconds of scenes are held to be."""


def machines_of(learn: Mapping[str, ToJudge], judge: ToJudge) -> Answers:
    """Each machine of the sweep, taught the clips of some folds as they are (a row a clip: the
    mean of the statistics of its seconds), on the clips and the scenes of another."""
    rows = np.concatenate([one.clip_statistics.mean(1) for one in learn.values()])
    labels = np.concatenate([one.clip_labels for one in learn.values()])
    out = {}
    for kernel in KERNELS:
        for penalty in PENALTIES:
            machine: Pipeline = make_pipeline(StandardScaler(), SVC(C=penalty, kernel=kernel))
            machine.fit(rows, labels)
            clips = machine.predict(judge.clip_statistics.mean(1))
            out[kernel, penalty] = (clips, machine.predict(judge.statistics))
    return out


def trees_of(learn: ToLearn, judge: ToJudge) -> tuple[Scores, Scores]:
    """Boosted trees taught seconds of changed scenes: logarithms of the probabilities of the
    seconds of clips (clips, seconds, 3) and of the seconds of scenes (seconds, 3)."""
    trees = HistGradientBoostingClassifier(max_iter=150, l2_regularization=1.0, random_state=1)
    trees.fit(learn.statistics, learn.labels)
    clips = _logs(trees, judge.clip_statistics.reshape(-1, judge.clip_statistics.shape[-1]))
    return clips.reshape(*judge.clip_statistics.shape[:2], -1), _logs(trees, judge.statistics)


def _logs(trees: Any, rows: npt.NDArray[Any]) -> Scores:
    return np.asarray(np.log(np.maximum(trees.predict_proba(rows), 1e-6)))
