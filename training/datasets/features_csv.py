"""Reading a table of Spotify-style audio features, as data_moods and marvin share it."""

import csv
import gzip
from pathlib import Path

import numpy as np

from moods.circumplex import MOODS, Mood
from moods.feature_net import FEATURES, row_of
from training.datasets.template import FeatureTable, require


def read_table(path: Path) -> FeatureTable:
    """Every row of a gzipped CSV file that has a mood."""
    with gzip.open(require(path), "rt", encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["mood"]]
    numbers = [
        row_of({name: float(row[name]) if row[name] else None for name in FEATURES}) for row in rows
    ]
    artists = [row["artist"].split("; ")[0].casefold() for row in rows]
    known = {artist: n for n, artist in enumerate(dict.fromkeys(filter(None, artists)))}
    return FeatureTable(
        rows=np.stack(numbers),
        moods=np.array([MOODS.index(Mood(row["mood"])) for row in rows]),
        groups=np.array([known.get(artist, -1) for artist in artists]),
    )
