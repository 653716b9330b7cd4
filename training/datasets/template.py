"""What every data set is made of: songs with audio, or rows of audio features."""

import csv
import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

import numpy as np
import numpy.typing as npt

from moods.circumplex import Mood


class DatasetMissing(Exception):
    """The files of a data set are not where they were looked for."""


class DatasetBroken(DatasetMissing):
    """The files are there and are not what the data set says of itself."""


class SourceOfData(Protocol):
    """The part of a data set's module that cards and reports quote."""

    NAME: str
    CITATION: str
    TERMS: str


@dataclass(frozen=True)
class Song:
    """A labelled recording.

    Attributes:
        fold: 0 to 9; all songs of one artist are in one fold.
        vad: valence, arousal and dominance, 0 to 1; None where they are not known.
    """

    id: str
    path: Path
    mood: Mood
    fold: int
    vad: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class FeatureTable:
    """Rows of audio features with a mood each.

    Attributes:
        rows: shape (n, 10), in the order of `moods.feature_net.FEATURES`; NaN is unknown.
        moods: shape (n,), positions in `MOODS`.
        groups: shape (n,), a number an artist; -1 where the artist is unknown.
    """

    rows: npt.NDArray[np.float32]
    moods: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sound:
    """A recording of speech or of noises.

    Attributes:
        id: names the set and the file.
        kind: the acted emotion, or what makes the noise.
        group: speaker or fold; what is of one group is not new to who knows another of it.
        source: the recording that a noise was cut from; the group again where there is no finer.
    """

    id: str
    path: Path
    kind: str
    group: str
    source: str


def read_sounds(folder: Path, *, group: str) -> list[Sound]:
    """Every row of a set's `index.csv`; `group` is the column of its groups."""
    with (require(folder) / "index.csv").open(encoding="utf-8", newline="") as table:
        return [
            Sound(
                id="-".join([folder.name, *Path(row["file"]).with_suffix("").parts]),
                path=folder / row["file"],
                kind=row["class"],
                group=row[group],
                source=row[group],
            )
            for row in csv.DictReader(table)
        ]


def describe(module: SourceOfData) -> dict[str, str]:
    """A data set's entry in a model card."""
    return {"name": module.NAME, "citation": module.CITATION, "terms": module.TERMS}


def require(path: Path) -> Path:
    """The path, or `DatasetMissing` with words for a person."""
    if not path.exists():
        raise DatasetMissing(f"{path} is not there. Give the folder that holds the data sets.")
    return path


@contextmanager
def open_table(path: Path) -> Iterator[TextIO]:
    """The lines of a table, of `<path>.gz` where that is there and else of the path itself."""
    packed = path.with_name(path.name + ".gz")
    if packed.exists():
        with gzip.open(packed, "rt", encoding="utf-8", newline="") as lines:
            yield lines
    else:
        with require(path).open(encoding="utf-8-sig", newline="") as lines:
            yield lines
