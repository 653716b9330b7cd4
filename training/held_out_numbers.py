"""The numbers that the mood network hears in songs, from networks that have not seen the artist.

What is trained on top of them (genres, classes of valence and energy) is measured fold by fold:
bodies and head learn from the same nine folds and answer for the tenth.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from moods.features import windows_of
from training.cross_validation import Labels, Material, Say
from training.datasets import mood4q
from training.from_three_taggers import FromThreeTaggers, load_bodies
from training.held_out import NotRun
from training.spectrogram_cnn import FRAMES
from training.spectrograms import cached_log_mels
from training.three_taggers import ThreeTaggers

Numbers = npt.NDArray[np.float32]

WINDOWS = 10
SERVED = slice(0, WINDOWS, 2)
"""The five of them that are read of a song when it is served."""

_SEED = 0


def make(data: Path, runs: Path, tagger: Path, say: Say) -> None:
    """Train a network on each nine folds and keep its numbers of all songs; resumable.

    Args:
        tagger: wheel or folder of the package `musicnn`.
    """
    torch.set_num_threads(1)
    songs = mood4q.load(data)
    material = Material.of(songs, cached_log_mels(songs, runs / "cache" / mood4q.NAME))
    recipe = FromThreeTaggers(load_bodies(tagger), runs, say)
    folder = _folder(runs)
    folder.mkdir(parents=True, exist_ok=True)
    for fold in np.unique(material.folds):
        kept = folder / f"fold{fold}.npy"
        if kept.exists():
            continue
        network = recipe.train(material, np.flatnonzero(material.folds != fold), _SEED)
        numbers = np.stack([_numbers(network, song) for song in material.spectrograms])
        part = kept.with_suffix(".part.npy")
        np.save(part, numbers.astype(np.float16))
        part.replace(kept)
        say(f"numbers of fold {fold} are kept")


def load(runs: Path, folds: Labels) -> dict[int, Numbers]:
    """By fold, the numbers of all songs from the network that has not learnt from that fold,
    shape (songs, 10, 1504), standardised.

    Raises:
        NotRun: `make` has not been run to its end.
    """
    files = {int(fold): _folder(runs) / f"fold{fold}.npy" for fold in np.unique(folds)}
    if not all(file.exists() for file in files.values()):
        raise NotRun(f"{_folder(runs)} lacks folds. Give --tagger WHEEL, and they are made.")
    return {fold: np.asarray(np.load(file), np.float32) for fold, file in files.items()}


def _folder(runs: Path) -> Path:
    return runs / f"numbers-seed{_SEED}"


@torch.inference_mode()
def _numbers(network: ThreeTaggers, song: Numbers) -> Numbers:
    """Of ten evenly spread windows, repeated where a clip has room for fewer."""
    windows = windows_of(song, FRAMES, WINDOWS)
    heard = network.numbers(*network.frozen_maps(torch.from_numpy(windows)))
    told: Numbers = ((heard - network.centre) / network.scale).numpy()
    return np.resize(told, (WINDOWS, told.shape[1]))
