"""`mooddex train attributes`: valence and energy in three classes, and one genre of a few.

Karydis 2020 had about 1,000 songs balanced for each attribute and a random split of 70 to 30. Here
the classes are those of mood4q's derived valence and arousal, which the words of the songs' mood
tags gave and no listener, and whole artists are held out. Derived arousal lies close about its
middle (five songs of six between 1/3 and 2/3), so that energy is cut at its own thirds instead.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training import held_out_numbers, two_conv_cnn
from training.cross_validation import Labels, Say
from training.datasets import Song, describe, mood4q
from training.export_head import export_head
from training.genre_labels import truth_of
from training.heads import Linear, choose_strength, log_loss, solve
from training.metrics import share_interval
from training.records import RECORDS_DIR, circumstances, write_record
from training.served_numbers import served_numbers

Numbers = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]

CLASSES = ("low", "middle", "high")
VALENCE_EDGES = (1 / 3, 2 / 3)
GENRES = ("Pop/Rock", "Jazz", "Electronic", "Country", "Blues", "Rap")
TEST_FOLDS = (0, 1, 2)
"""What the two-conv network is tested on: 30 % of the songs, as in that work, whole artists."""
EPOCHS = 120


def run(
    data: Path,
    runs: Path,
    weights: Path | None,
    *,
    say: Say,
    epochs: int = EPOCHS,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Measure, keep the record, and export the heads of valence and energy.

    Raises:
        training.held_out.NotRun: the numbers of the folds are not there.
    """
    began = time.monotonic()
    torch.set_num_threads(1)
    songs = mood4q.load(data)
    folds = np.array([song.fold for song in songs])
    numbers = held_out_numbers.load(runs, folds)
    pieces = two_conv_cnn.cached_pieces(songs, runs / "cache" / mood4q.NAME)
    tasks = _tasks(data, songs)
    energy_edges = _thirds(np.array([song.vad[1] if song.vad else np.nan for song in songs]))
    edges = {"valence": list(VALENCE_EDGES), "energy": list(energy_edges)}
    figures: dict[str, Any] = {}
    for name, (labels, classes) in tasks.items():
        known = np.flatnonzero(classes >= 0)
        ours = _held_out(numbers, classes, folds, known)
        test = known[np.isin(folds[known], TEST_FOLDS)]
        theirs = _two_conv(pieces, classes, known, test, epochs)
        figures[name] = {
            "labels": list(labels),
            "songs": np.bincount(classes[known], minlength=len(labels)).tolist(),
            "ours": _scores(classes[known], ours[known]),
            "ours_same_test": _scores(classes[test], ours[test]),
            "two_conv": _scores(classes[test], theirs),
            "commonest": float(np.bincount(classes[test]).max() / len(test)),
        }
        say(
            f"{name}: {figures[name]['ours']['accuracy']:.3f} right; on the test of the two-conv "
            f"network {figures[name]['ours_same_test']['accuracy']:.3f}, it "
            f"{figures[name]['two_conv']['accuracy']:.3f}"
        )
    record = {
        "model": "attributes",
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "test_folds": list(TEST_FOLDS),
        "edges": edges,
        "figures": figures,
        "epochs": epochs,
        "command": "mooddex train attributes --data DIR",
        "run": circumstances(time.monotonic() - began, 1),
    }
    if weights is not None:
        rows = served_numbers(song.path for song in songs)
        for name in ("valence", "energy"):
            classes, told = tasks[name][1], figures[name]["ours"]
            _export(
                name,
                rows,
                classes,
                folds=folds,
                figures=told,
                edges=edges[name],
                folder=weights,
            )
    write_record("attributes", record, records)
    return record


def _tasks(data: Path, songs: Sequence[Song]) -> dict[str, tuple[tuple[str, ...], Labels]]:
    """Labels and the class of every song, -1 where it has none, or several genres."""
    felt = np.array([song.vad or (np.nan, np.nan, np.nan) for song in songs])
    told = truth_of(data, songs, GENRES)
    genre = np.where(told.sum(1) == 1, told.argmax(1), -1)
    return {
        "valence": (CLASSES, _class_of(felt[:, 0], VALENCE_EDGES)),
        "energy": (CLASSES, _class_of(felt[:, 1], _thirds(felt[:, 1]))),
        "genre": (GENRES, genre),
    }


def _thirds(values: Scores) -> tuple[float, float]:
    low, high = np.nanpercentile(values, (100 / 3, 200 / 3))
    return round(float(low), 3), round(float(high), 3)


def _class_of(values: Scores, edges: tuple[float, float]) -> Labels:
    """Below the edges, between them, above; -1 where it is unknown."""
    low, high = edges
    return np.where(np.isnan(values), -1, (values >= low).astype(int) + (values > high))


def _held_out(numbers: dict[int, Numbers], classes: Labels, folds: Labels, known: Labels) -> Scores:
    """Probabilities from a head, and bodies, that have not seen the song's artist."""
    count = int(classes.max()) + 1
    out = np.zeros((len(classes), count))
    for fold, heard in numbers.items():
        rows = heard[:, held_out_numbers.SERVED].mean(1)
        learn = known[folds[known] != fold]
        head = _head(rows[learn], classes[learn], folds[learn])
        out[folds == fold] = _softmax(head.logits(rows[folds == fold]))
    return out


def _head(rows: Numbers, classes: Labels, groups: Labels) -> Linear:
    targets = np.eye(int(classes.max()) + 1, dtype=np.float32)[classes]
    strength = choose_strength(rows, targets, groups, exclusive=True)
    return solve(rows, targets, strength, exclusive=True)


def _two_conv(
    pieces: list[Numbers], classes: Labels, known: Labels, test: Labels, epochs: int
) -> Scores:
    learn = np.setdiff1d(known, test)
    rows = np.concatenate([pieces[song] for song in learn])
    wanted = np.repeat(classes[learn], [len(pieces[song]) for song in learn])
    network, mean, spread = two_conv_cnn.fit(rows, wanted, epochs=epochs, seed=1)
    return np.stack([two_conv_cnn.answer(network, pieces[song], mean, spread) for song in test])


def _scores(truth: Labels, probabilities: Scores) -> dict[str, Any]:
    told = probabilities.argmax(1)
    right = int((told == truth).sum())
    count = probabilities.shape[1]
    matrix = np.bincount(truth * count + told, minlength=count**2).reshape(count, count)
    f1 = 2 * np.diag(matrix) / np.maximum(matrix.sum(0) + matrix.sum(1), 1)
    wanted = np.eye(count)[truth]
    return {
        "accuracy": right / len(truth),
        "interval_95": share_interval(right, len(truth)),
        "macro_f1": float(f1.mean()),
        "log_loss": log_loss(
            wanted.astype(np.float32), np.log(np.maximum(probabilities, 1e-9)), exclusive=True
        ),
        "confusion": matrix.tolist(),
    }


def _softmax(logits: Scores) -> Scores:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def _export(
    name: str,
    rows: Numbers,
    classes: Labels,
    *,
    folds: Labels,
    figures: dict[str, Any],
    edges: Sequence[float],
    folder: Path,
) -> None:
    known = np.flatnonzero(classes >= 0)
    export_head(
        name,
        _head(rows[known], classes[known], folds[known]),
        folder,
        {
            "version": "1.0",
            "title": f"{name} in three classes, from the mood network's numbers",
            "about": "Learnt from derived valence and arousal: the mean of the mood words' norms, "
            "rated by no listener of the songs.",
            "licence": "Non-commercial use only, because of the terms of the data it learnt from.",
            "labels": list(CLASSES),
            "edges": list(edges),
            "exclusive": True,
            "datasets": [describe(mood4q)],
            "split": mood4q.SPLIT + "; the shipped head learnt from all ten folds",
            "figures": {key: figures[key] for key in ("accuracy", "interval_95", "macro_f1")},
        },
    )
