"""`mooddex train picture`: the reference's recipe over the same ten folds."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from moods.circumplex import MOODS
from training.cross_validation import Labels, Say
from training.datasets import Song, mood4q
from training.metrics import Scores, summary
from training.picture_cnn import Picture, PictureCnn, logits_of, picture_of, train
from training.records import RECORDS_DIR, circumstances, write_record

_DEFINITION = "picture128-v1"  # a new name whenever `picture_of` changes
_EPOCHS = (5, 2)


def run(
    data: Path,
    runs: Path,
    *,
    seeds: Sequence[int],
    say: Say,
    epochs: tuple[int, int] = _EPOCHS,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Cross-validate and keep the record; an interrupted run goes on at the next fold.

    Args:
        data: the folder that holds the data sets.
        runs: where pictures and finished folds are kept between runs.
        epochs: of the first phase and of the second.
    """
    torch.set_num_threads(1)
    songs = mood4q.load(data)
    began = time.monotonic()
    pictures = cached_pictures(songs, runs / "cache" / mood4q.NAME)
    spent = time.monotonic() - began
    labels = np.array([MOODS.index(song.mood) for song in songs])
    folds = np.array([song.fold for song in songs])
    scores, rates = [], []
    for seed in seeds:
        logits, rate, seconds = _held_out(
            pictures, labels, folds, seed, runs=runs, epochs=epochs, say=say
        )
        scores.append(summary(labels, logits, folds))
        rates.append(rate)
        spent += seconds
    weights = sum(p.numel() for p in PictureCnn().parameters())
    record = {
        "model": "baseline",
        "name": "picture",
        "about": "Bucheli 2022 as written: pydub's middle 30 s, left channel, matplotlib's "
        f"specgram as a jpg of 128 x 128, an image network ({weights:,} weights) with fastai, "
        f"batches of 64, one cycle of {epochs[0]} epochs at the finder's rate, then {epochs[1]} "
        "at 1e-6 to 1e-4. The reference started from a network trained on photographs; none is to "
        "be had here, so this one starts from random weights and is weaker for it.",
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "seeds": list(seeds),
        "reads": "(picture)",
        "scores": scores,
        "rates": rates,
        "command": "mooddex train picture --data DIR"
        + "".join(f" --seed {seed}" for seed in seeds),
        "run": circumstances(spent, 1),
    }
    write_record("baseline-picture", record, records)
    return record


def cached_pictures(songs: Sequence[Song], cache: Path) -> Picture:
    """The pictures of all songs, shape (songs, 3, 128, 128), drawn where `cache` lacks them."""
    folder = cache / _DEFINITION
    folder.mkdir(parents=True, exist_ok=True)
    with click.progressbar(songs, label="Pictures", file=sys.stderr) as bar:
        return np.stack([_one(song, folder / f"{song.id}.npy") for song in bar])


def _one(song: Song, file: Path) -> Picture:
    if not file.exists():
        part = file.with_suffix(".part.npy")
        np.save(part, picture_of(song.path))
        part.replace(file)
    picture: Picture = np.load(file)
    return picture


def _held_out(
    pictures: Picture,
    labels: Labels,
    folds: Labels,
    seed: int,
    *,
    runs: Path,
    epochs: tuple[int, int],
    say: Say,
) -> tuple[Scores, float, float]:
    """Logits of every song from a network that has not seen its artists, the rate found on the
    first fold's training songs and used for all, and the seconds all folds took."""
    folder = runs / f"picture-seed{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    out = np.zeros((len(labels), len(MOODS)))
    rate, spent = None, 0.0
    for fold in np.unique(folds):
        held = folds == fold
        kept = folder / f"fold{fold}.npz"
        if not kept.exists():
            began = time.monotonic()
            network, rate = train(pictures[~held], labels[~held], rate, seed, epochs=epochs)
            answers = {"logits": logits_of(network, pictures[held]), "rate": np.array([rate])}
            part = kept.with_suffix(".part.npz")
            np.savez(
                part, allow_pickle=False, seconds=np.array([time.monotonic() - began]), **answers
            )
            part.replace(kept)
        with np.load(kept) as stored:
            out[held], rate = stored["logits"], float(stored["rate"][0])
            spent += float(stored["seconds"][0])
        right = (out[held].argmax(1) == labels[held]).mean()
        say(f"picture, seed {seed}, fold {fold}: {right:.3f} right")
    return out, rate or 0.0, spent
