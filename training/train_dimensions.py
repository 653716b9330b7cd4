"""`mooddex train dimensions`: the reference's networks for valence, arousal, dominance."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.cross_validation import Say
from training.datasets import Song, mood4q
from training.datasets.template import DatasetBroken
from training.dimensions import (
    DIMENSIONS,
    UNITS,
    Cell,
    Numbers,
    Parts,
    Places,
    Settings,
    Values,
    answers_of,
    pieces_of,
    scaled,
)
from training.dimensions_inputs import cached_embeddings, cached_mfcc
from training.dimensions_metrics import figures_of, means_of_others
from training.from_three_taggers import load_bodies
from training.records import RECORDS_DIR, circumstances, write_record

LENGTHS = (15, 30)
_THREADS = 1
_SEED = 1
_CELLS = {
    seconds: [
        Cell(reads, network, seconds)
        for network, reads in product(("cnn", "lstm"), ("embeddings", "mfcc"))
    ]
    for seconds in LENGTHS
}  # the slowest of a length last
_LABELS = (
    "Valence, arousal and dominance of a song are derived: means over its mood words in a word "
    "list of norms, 0 to 1. No listener rated the clips."
)


@dataclass(frozen=True)
class Labelled:
    """Valence, arousal and dominance of every song, shape (songs, 3), and its fold."""

    values: Values
    folds: Places

    @classmethod
    def of(cls, songs: Sequence[Song]) -> "Labelled":
        """Raises: DatasetBroken: a song lacks its values."""
        if any(song.vad is None for song in songs):
            raise DatasetBroken(
                "A song lacks its valence, arousal or dominance. Fill the columns of tracks.csv."
            )
        return cls(np.array([song.vad for song in songs]), np.array([song.fold for song in songs]))


def run(
    data: Path,
    runs: Path,
    *,
    tagger: Path | None,
    say: Say,
    lengths: Sequence[int] = LENGTHS,
    settings: Settings | None = None,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Cross-validate cell by cell; the record is kept anew after each.

    Args:
        data: the folder that holds the data sets.
        runs: where inputs and finished folds are kept between runs.
        tagger: wheel or folder of the package `musicnn`; without it nothing reads embeddings.
        lengths: seconds of a piece, of 15 and 30.
    """
    torch.set_num_threads(_THREADS)
    settings = settings or Settings()
    songs = mood4q.load(data)
    labelled = Labelled.of(songs)
    inputs = _inputs(songs, runs / "cache" / mood4q.NAME, tagger)
    folder = runs / f"dimensions-seed{_SEED}"
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    record = _record(labelled, settings, rows)
    for cell in (cell for seconds in lengths for cell in _CELLS[seconds]):
        if cell.reads not in inputs:
            say(f"{cell.name}: not run, for it needs --tagger")
            continue
        rows.append(
            _measured(cell, inputs[cell.reads](), labelled, folder, settings=settings, say=say)
        )
        spent = sum(row["minutes"] * 60 for row in rows)
        record |= {"run": circumstances(spent, _THREADS)}
        write_record("dimensions", record, records)
    return record


def _inputs(
    songs: Sequence[Song], cache: Path, tagger: Path | None
) -> dict[str, Callable[[], Numbers]]:
    made = {"mfcc": lambda: cached_mfcc(songs, cache)}
    if tagger is not None:
        made["embeddings"] = lambda: cached_embeddings(
            songs, cache, lambda: load_bodies(tagger).vgg
        )
    return made


def _record(labelled: Labelled, settings: Settings, rows: list[dict[str, Any]]) -> dict[str, Any]:
    values, folds = labelled.values.T, labelled.folds
    return {
        "model": "dimensions",
        "name": "dimensions",
        "about": _LABELS,
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "songs": len(folds),
        "seeds": [_SEED],
        "recipe": {**asdict(settings), "units": UNITS},
        "variance": {name: float(v.var()) for name, v in zip(DIMENSIONS, values, strict=True)},
        "mean": {
            name: figures_of(truth, means_of_others(truth, folds))
            for name, truth in zip(DIMENSIONS, values, strict=True)
        },
        "cells": rows,
        "command": "mooddex train dimensions --data DIR --tagger musicnn-0.1.0-py3-none-any.whl",
    }


def _measured(
    cell: Cell, songs: Numbers, labelled: Labelled, folder: Path, *, settings: Settings, say: Say
) -> dict[str, Any]:
    """The figures of one network for all three dimensions."""
    pieces = pieces_of(songs, cell.seconds)
    told = np.zeros((len(DIMENSIONS), *pieces.shape[:2]))
    epochs, spent, weights = [], 0.0, 0
    for fold in np.unique(labelled.folds).tolist():
        kept = folder / f"{cell.name}-fold{fold}.npz"
        if not kept.exists():
            parts = Parts.of(labelled.folds, fold)
            _keep(kept, _fold_of(cell, pieces, labelled, parts, settings))
        with np.load(kept) as stored:
            told[:, labelled.folds == fold] = stored["told"]
            epochs += stored["epochs"].tolist()
            spent += float(stored["seconds"])
            weights = int(stored["weights"])
    figures = {
        name: figures_of(truth, answers)
        for name, truth, answers in zip(DIMENSIONS, labelled.values.T, told, strict=True)
    }
    shares = ", ".join(f"{name} {one['r2']:.3f}" for name, one in figures.items())
    say(f"{cell.name}: R2 of {shares}; {spent / 60:.1f} minutes")
    return {
        **asdict(cell),
        "weights": weights,
        "figures": figures,
        "epochs": {"mean": float(np.mean(epochs)), "least": min(epochs), "most": max(epochs)},
        "minutes": spent / 60,
    }


def _fold_of(
    cell: Cell, pieces: Numbers, labelled: Labelled, parts: Parts, settings: Settings
) -> dict[str, Any]:
    """Train for valence, arousal and dominance, and ask about the fold held out."""
    began = time.monotonic()
    ready = scaled(pieces, parts.learn, cell.reads)
    answers = [
        answers_of(cell, ready, values, parts, settings=settings, seed=_SEED)
        for values in labelled.values.T
    ]
    return {
        "told": np.stack([told for told, _ in answers]),
        "epochs": [len(errors) for _, errors in answers],
        "weights": sum(p.numel() for p in cell.make(*ready.shape[2:]).parameters()),
        "seconds": time.monotonic() - began,
    }


def _keep(file: Path, fold: dict[str, Any]) -> None:
    part = file.with_suffix(".part.npz")
    np.savez(part, allow_pickle=False, **fold)
    part.replace(file)
