"""Held-out logits of every song over ten folds of artists, fold by fold, resumable."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch

from moods.circumplex import MOODS
from training.datasets.template import DatasetMissing, Song
from training.spectrogram_cnn import Spectrograms, song_logits

Labels = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Say = Callable[[str], None]


_DESCRIBED = "recipe.json"


class OtherFolds(DatasetMissing):
    """The folds that are kept are not those of this run."""


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
    """A way to train a spectrogram network.

    `key` names its settings: folds that were kept with another are not this recipe's.
    """

    name: str
    key: str

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


def described(recipe: Recipe, seed: int, runs: Path) -> dict[str, Any]:
    """What the recipe said of itself when it last trained one of the kept folds."""
    kept = runs / f"{recipe.name}-seed{seed}" / _DESCRIBED
    if not kept.exists():
        return recipe.describe()
    told: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return told


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

    Raises:
        OtherFolds: what is kept there is of other songs or of other settings.
    """
    folder = _folder(runs, recipe, seed, material)
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
            (folder / _DESCRIBED).write_text(json.dumps(recipe.describe()), encoding="utf-8")
        with np.load(kept) as stored:
            parts.append((held, dict(stored)))
        right = parts[-1][1][f"w{windows[0]}"].argmax(1) == material.labels[held]
        say(f"{recipe.name}, seed {seed}, fold {fold}: {right.mean():.3f} right")
    order = np.argsort(np.concatenate([held for held, _ in parts]))
    return {
        count: np.concatenate([answers[f"w{count}"] for _, answers in parts])[order]
        for count in windows
    }


def _folder(runs: Path, recipe: Recipe, seed: int, material: Material) -> Path:
    """Where the folds of a run are kept; marked with what they were made of."""
    songs = [song.id for song in material.songs]
    of = repr((recipe.key, songs, material.labels.tolist(), material.folds.tolist()))
    made_of = sha256(of.encode()).hexdigest()
    folder = runs / f"{recipe.name}-seed{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / "made_of.txt"
    if mark.exists() and mark.read_text() != made_of:
        raise OtherFolds(
            f"{folder} holds folds of other songs or other settings. Move it away, or give "
            "another folder with --runs."
        )
    mark.write_text(made_of)
    return folder
