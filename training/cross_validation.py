"""Held-out logits of every song over ten folds of artists, fold by fold, resumable."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch

from moods.circumplex import MOODS
from training.datasets.template import Song
from training.spectrogram_cnn import Spectrograms, song_logits

Labels = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """Songs with their spectrograms, labels and folds, all in one order."""

    songs: Sequence[Song]
    spectrograms: Spectrograms
    labels: Labels
    folds: Labels

    @classmethod
    def of(cls, songs: Sequence[Song], spectrograms: Spectrograms) -> "Material":
        """Labels are positions in `MOODS`."""
        return cls(
            songs,
            spectrograms,
            np.array([MOODS.index(song.mood) for song in songs]),
            np.array([song.fold for song in songs]),
        )


class Recipe(Protocol):
    """A way to train a spectrogram network."""

    name: str

    def train(self, material: Material, learn: Labels, seed: int) -> torch.nn.Module:
        """A network from songs of k log-mel windows (n, k, 187, 96) to logits (n, 4).

        `learn` holds the positions of the songs that it may learn from.
        """
        ...

    def describe(self) -> dict[str, Any]:
        """What a record says of the recipe: its settings and training curves."""
        ...


def seconds_spent(runs: Path, name: str, seed: int) -> float:
    """What the kept folds of a recipe took to train and answer, in all."""
    spent = 0.0
    for kept in (runs / f"{name}-seed{seed}").glob("fold*.npz"):
        with np.load(kept) as stored:
            spent += float(stored["seconds"][0])
    return spent


def held_out_logits(
    recipe: Recipe,
    material: Material,
    *,
    seed: int,
    runs: Path,
    windows: Sequence[int],
    say: Say,
    steps: Mapping[int, int] | None = None,
) -> dict[int, Scores]:
    """Logits of every song from the network that has not seen its artists.

    Each fold's answer is kept under `runs`, so that an interrupted run goes on at the next
    fold. Gives logits of shape (songs, 4) by the number of windows read; `steps` are those of
    `windows_of`, 1 where none is named.
    """
    folder = runs / f"{recipe.name}-seed{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    parts: list[tuple[Labels, dict[str, Scores]]] = []
    for fold in np.unique(material.folds):
        held = np.flatnonzero(material.folds == fold)
        kept = folder / f"fold{fold}.npz"
        if not kept.exists():
            learn = np.flatnonzero(material.folds != fold)
            began = time.monotonic()
            network = recipe.train(material, learn, seed)
            songs = [material.spectrograms[int(i)] for i in held]
            answers: dict[str, Scores] = {}
            for count in windows:
                step = (steps or {}).get(count, 1)
                answers[f"w{count}"] = song_logits(network, songs, count, step)
            answers["seconds"] = np.array([time.monotonic() - began])
            part = kept.with_suffix(".part.npz")
            np.savez(part, allow_pickle=False, **answers)
            part.replace(kept)
        with np.load(kept) as stored:
            parts.append((held, dict(stored)))
        right = parts[-1][1][f"w{windows[0]}"].argmax(1) == material.labels[held]
        say(f"{recipe.name}, seed {seed}, fold {fold}: {right.mean():.3f} right")
    order = np.argsort(np.concatenate([held for held, _ in parts]))
    return {
        count: np.concatenate([answers[f"w{count}"] for _, answers in parts])[order]
        for count in windows
    }
