"""Log-mel spectrograms of a data set, made once and kept under runs/."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from moods.audio import decode
from moods.features import heard
from moods.reading import ClipError
from training.datasets.template import Song

_DEFINITION = "mel96-v2"  # a new folder whenever the definition of the log-mel changes


def cached_log_mels(songs: Sequence[Song], cache: Path) -> list[npt.NDArray[np.float32]]:
    """The spectrogram of every song, each (frames, 96).

    Computed where `cache` does not have it yet; an interrupted run goes on where it stopped.
    """
    folder = _folder(cache)
    with click.progressbar(songs, label="Spectrograms", file=sys.stderr) as bar:
        return [_load(_keep(song.path, folder / f"{song.id}.npy")) for song in bar]


class KeptLogMels(Sequence[npt.NDArray[np.float32]]):
    """Spectrograms read from their files one at a time, for sets too large for memory."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files

    def __len__(self) -> int:
        return len(self.files)

    def __iter__(self) -> Iterator[npt.NDArray[np.float32]]:
        return map(_load, self.files)

    def __getitem__(self, index: Any) -> Any:
        return (
            KeptLogMels(self.files[index]) if isinstance(index, slice) else _load(self.files[index])
        )


def kept_log_mels(recordings: Mapping[str, Path], cache: Path) -> dict[str, Path]:
    """The files of the spectrograms of recordings, by the same ids, made where they are not there.

    A recording that cannot be read is left out.
    """
    folder = _folder(cache)
    kept = {}
    with click.progressbar(recordings.items(), label="Spectrograms", file=sys.stderr) as bar:
        for name, path in bar:
            try:
                kept[name] = _keep(path, folder / f"{name}.npy")
            except ClipError:
                continue
    return kept


def _folder(cache: Path) -> Path:
    folder = cache / _DEFINITION
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(recording: Path, file: Path) -> Path:
    if not file.exists():
        spectrogram = heard(decode(recording).samples).astype(np.float16)
        part = file.with_suffix(".part.npy")
        np.save(part, spectrogram)
        part.replace(file)
    return file


def _load(file: Path) -> npt.NDArray[np.float32]:
    return np.asarray(np.load(file), np.float32)
