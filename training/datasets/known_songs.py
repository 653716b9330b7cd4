"""Songs whose audio features are known, by title and artist: what a film's tracks are tied to."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moods.feature_net import FEATURES, row_of
from training.datasets.template import open_table, require

NAME = "known_songs"
TABLES = ("billboard", "data_moods", "anisongs", "fma_echonest")
CITATION = (
    "Audio features of 17,485 songs with a title: billboard.csv and top hits (guillermocontp, "
    "recommendation-system; Noorazwana, Top-Hits-Spotify), data_moods.csv (cristobalvch), anime "
    "songs (Blitz17, spotify_anisongs_knn), Free Music Archive with Echo Nest features "
    "(Technocolabs100)."
)
TERMS = (
    "No licence stated for most. The numbers come from the Spotify Web API and the Echo Nest, "
    "whose developer terms do not allow training machine-learning models on them: they are looked "
    "up for analysis and evaluation, none is shipped, and what is made of them is for "
    "non-commercial research use."
)


@dataclass(frozen=True, slots=True)
class KnownSongs:
    """Songs with a title.

    Attributes:
        titles: as the tables spell them.
        artists: of each song, none where the table names none.
        tables: of each song, the table it is from.
        rows: shape (n, 10), in the order of `moods.feature_net.FEATURES`; NaN is unknown.
    """

    titles: tuple[str, ...]
    artists: tuple[tuple[str, ...], ...]
    tables: tuple[str, ...]
    rows: npt.NDArray[np.float32]


def load(root: Path) -> KnownSongs:
    """Every song with a title, of the tables that are there.

    Raises:
        DatasetMissing: there is not even the folder.
    """
    folder = require(root / "spotify_features")
    found = [
        (table, row)
        for table in TABLES
        if (folder / f"{table}.csv.gz").exists() or (folder / f"{table}.csv").exists()
        for row in _rows(folder / f"{table}.csv")
        if (row.get("name") or "").strip()
    ]
    return KnownSongs(
        titles=tuple(row["name"].strip() for _, row in found),
        artists=tuple(_artists(row.get("artist") or "") for _, row in found),
        tables=tuple(table for table, _ in found),
        rows=np.array([_features(row) for _, row in found], np.float32).reshape(-1, len(FEATURES)),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with open_table(path) as lines:
        return list(csv.DictReader(lines))


def _artists(told: str) -> tuple[str, ...]:
    return tuple(filter(None, (artist.strip() for artist in told.split(";"))))


def _features(row: dict[str, str]) -> npt.NDArray[np.float32]:
    return row_of({name: float(row[name]) if row.get(name) else None for name in FEATURES})
