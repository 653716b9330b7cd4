"""Songs of the Free Music Archive with the Echo Nest's audio features, numbers only.

`spotify_features/fma_echonest.csv.gz` (or `.csv`): one song a row, with the seven columns of
`SEVEN`; a row that lacks one of them is left out.
"""

import csv
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.datasets.template import DatasetBroken, open_table

NAME = "fma_echonest"
SEVEN = (
    "acousticness",
    "danceability",
    "energy",
    "instrumentalness",
    "liveness",
    "speechiness",
    "valence",
)
"""The features from 0 to 1 that Spotiflix read, in the order of the columns."""
CITATION = (
    "Echo Nest features of 13,129 songs of the Free Music Archive (M. Defferrard and others, 'FMA: "
    "A Dataset for Music Analysis', ISMIR 2017), as Technocolabs100's project has them."
)
TERMS = (
    "Apache-2.0 on the repository, written for its code; the Echo Nest's developer terms do not "
    "allow training on its features. For comparing ways with each other only: nothing made of them "
    "is shipped."
)


def load(root: Path) -> npt.NDArray[np.float32]:
    """The features of every song that has all seven, shape (songs, 7), each from 0 to 1.

    Raises:
        DatasetMissing, DatasetBroken: the table is not there or lacks a column.
    """
    path = root / "spotify_features" / f"{NAME}.csv"
    with open_table(path) as lines:
        table = csv.DictReader(lines)
        if not set(SEVEN) <= set(table.fieldnames or ()):
            raise DatasetBroken(f"{path} needs the columns {', '.join(SEVEN)}.")
        rows = [[float(row[name]) for name in SEVEN] for row in table if all(map(row.get, SEVEN))]
    return np.array(rows, np.float32).reshape(-1, len(SEVEN))
