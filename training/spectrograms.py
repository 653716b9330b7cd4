"""Log-mel spectrograms of a data set, made once and kept under runs/."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from moods.audio import decode
from moods.features import log_mel
from training.datasets.template import Song

_DEFINITION = "mel96-v1"  # a new folder whenever the definition of the log-mel changes


def cached_log_mels(songs: Sequence[Song], cache: Path) -> list[npt.NDArray[np.float32]]:
    """The spectrogram of every song, each (frames, 96).

    Computed where `cache` does not have it yet; an interrupted run goes on where it stopped.
    """
    folder = cache / _DEFINITION
    folder.mkdir(parents=True, exist_ok=True)
    with click.progressbar(songs, label="Spectrograms", file=sys.stderr) as bar:
        return [_one(song, folder / f"{song.id}.npy") for song in bar]


def _one(song: Song, file: Path) -> npt.NDArray[np.float32]:
    if not file.exists():
        spectrogram = log_mel(decode(song.path).samples).astype(np.float16)
        part = file.with_suffix(".part.npy")
        np.save(part, spectrogram)
        part.replace(file)
    return np.asarray(np.load(file), np.float32)
