"""What finished runs of the spectrogram model said of songs they had not learnt from."""

import re
from pathlib import Path

import numpy as np

from moods.circumplex import MOODS
from training.datasets import mood4q
from training.fusion import Answers
from training.metrics import Labels, Scores, cross_calibrated

RECIPE = "three-taggers"


class NotRun(Exception):
    """The folds of a model are not there; the message says what makes them."""


def mood4q_labels(data: Path) -> tuple[Labels, Labels]:
    """Of every song of mood4q its place in `MOODS` and its fold."""
    songs = mood4q.load(data)
    return (
        np.array([MOODS.index(song.mood) for song in songs]),
        np.array([song.fold for song in songs]),
    )


def spectrogram_logits(
    runs: Path, folds: Labels, windows: int, recipe: str = RECIPE
) -> dict[int, Scores]:
    """Held-out logits of every song, shape (n, 4), by the seed of the run; finished runs only.

    Raises:
        NotRun: no run has all of its folds.
    """
    found = {}
    for folder in sorted(runs.glob(f"{recipe}-seed*")):
        seed = re.fullmatch(rf"{recipe}-seed(\d+)", folder.name)
        files = {int(fold): folder / f"fold{fold}.npz" for fold in np.unique(folds)}
        if seed is None or not all(file.exists() for file in files.values()):
            continue
        logits = np.zeros((len(folds), len(MOODS)))
        for fold, file in files.items():
            with np.load(file) as stored:
                logits[folds == fold] = stored[f"w{windows}"]
        found[int(seed[1])] = logits
    if not found:
        raise NotRun(
            f"{runs} holds no finished run of {recipe}. Make one first: "
            "mooddex train spectrogram --data DIR --folds-only --tagger WHEEL"
        )
    return found


def spectrogram_answers(data: Path, runs: Path, windows: int) -> dict[int, Answers]:
    """The spectrogram model's answers for the songs of mood4q, by seed. Raises NotRun."""
    truth, folds = mood4q_labels(data)
    return {
        seed: Answers(truth, folds, cross_calibrated(truth, logits, folds))
        for seed, logits in spectrogram_logits(runs, folds, windows).items()
    }
