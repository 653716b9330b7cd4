"""`mooddex train handmade`: hand-made features with a support vector machine, over ten folds."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from moods.audio import decode
from moods.circumplex import MOODS
from training.cross_validation import Labels, Say
from training.datasets import Song, mood4q
from training.handmade import Numbers, features_of
from training.metrics import Scores, summary
from training.records import RECORDS_DIR, circumstances, write_record

_DEFINITION = "handmade-v1"  # a new name whenever `features_of` changes
_PENALTIES = (1.0, 3.0, 10.0)
_WIDTHS = (0.25, 0.5, 1.0, 2.0)
"""Gammas tried, in units of one over the number of features."""
_INNER_FOLDS = 3


def run(data: Path, runs: Path, *, say: Say, records: Path = RECORDS_DIR) -> dict[str, Any]:
    """Cross-validate and keep the record. Nothing here is drawn: there is no seed.

    Args:
        data: the folder that holds the data sets.
        runs: where the features are kept between runs.
    """
    began = time.monotonic()
    songs = mood4q.load(data)
    rows = cached_features(songs, runs / "cache" / mood4q.NAME)
    labels = np.array([MOODS.index(song.mood) for song in songs])
    folds = np.array([song.fold for song in songs])
    logits, chosen = held_out(rows, labels, folds, say)
    record = {
        "model": "baseline",
        "name": "handmade",
        "about": f"{rows.shape[1]} features (MFCC statistics and covariances, spectral shape, "
        "chroma, key and mode, modulation spectrum, onsets and tempo, dynamics), scaled, and a "
        f"support vector machine with a Gaussian kernel; C and gamma chosen by {_INNER_FOLDS} "
        "inner folds grouped by artist, inside the nine that it learns from. Nothing is drawn: "
        "every seed gives the same answer.",
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "seeds": [],
        "reads": "(30 s)",
        "scores": [summary(labels, logits, folds)],
        "chosen": chosen,
        "command": "mooddex train handmade --data DIR",
        "run": circumstances(time.monotonic() - began, 1),
    }
    write_record("baseline-handmade", record, records)
    return record


def cached_features(songs: Sequence[Song], cache: Path) -> Numbers:
    """The features of every song, shape (songs, n), computed where `cache` lacks them."""
    folder = cache / _DEFINITION
    folder.mkdir(parents=True, exist_ok=True)
    with click.progressbar(songs, label="Features", file=sys.stderr) as bar:
        return np.stack([_one(song, folder / f"{song.id}.npy") for song in bar])


def _one(song: Song, file: Path) -> Numbers:
    if not file.exists():
        part = file.with_suffix(".part.npy")
        np.save(part, features_of(decode(song.path).samples))
        part.replace(file)
    row: Numbers = np.load(file)
    return row


def held_out(
    rows: Numbers, labels: Labels, folds: Labels, say: Say
) -> tuple[Scores, list[dict[str, float]]]:
    """Decision values of every song from a machine that has not seen its artists, shape
    (songs, 4), and the settings chosen for each fold on the other folds alone."""
    out = np.zeros((len(rows), len(MOODS)))
    chosen = []
    for fold in np.unique(folds):
        held = folds == fold
        search = _search(rows.shape[1], len(np.unique(folds[~held])))
        search.fit(rows[~held], labels[~held], groups=folds[~held])
        out[held] = search.decision_function(rows[held])
        best = search.best_params_
        chosen.append({"C": best["svc__C"], "gamma": best["svc__gamma"]})
        right = (out[held].argmax(1) == labels[held]).mean()
        say(f"hand-made features, fold {fold}: {right:.3f} right")
    return out, chosen


def _search(width: int, groups: int) -> GridSearchCV:
    machine: Pipeline = make_pipeline(StandardScaler(), SVC(decision_function_shape="ovr"))
    return GridSearchCV(
        machine,
        {"svc__C": _PENALTIES, "svc__gamma": [gamma / width for gamma in _WIDTHS]},
        scoring="f1_macro",
        cv=GroupKFold(min(_INNER_FOLDS, groups)),
    )
