"""Music with the genres of the films it is from: one's own soundtracks, or clips tied to films.

One's own: a folder with `soundtracks.csv` (columns `file, film, genres`; genres with semicolons)
and the files that it names. Else the clips of mood4q whose artist is credited on a film
(`film_matches.csv`): mostly with another song, so that they say little of the film.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from training.datasets import mood4q
from training.datasets.template import DatasetBroken, require

NAME = "film_music"
CITATION = (
    "Clips of mood4q whose artist is credited on a film's soundtrack (film_matches.csv: titles, "
    "performers and writers from IMDb), with the film's genres as MovieLens has them."
)
TERMS = "No licence stated; research use only."
SPLIT = "10 folds, whole artists (mood4q's own) or, of one's own soundtracks, whole films"

GENRES = (
    "Action", "Adventure", "Comedy", "Crime", "Drama", "Fantasy", "Musical", "Romance", "Sci-Fi",
    "Thriller",
)  # fmt: skip
"""The ten of Stone 2015."""

_FOLDS = 10


@dataclass(frozen=True)
class FilmMusic:
    """A recording, the genres of the film or films it is tied to, and its fold, 0 to 9."""

    id: str
    path: Path
    genres: frozenset[str]
    fold: int


def load(root: Path) -> list[FilmMusic]:
    """Every recording that has one of the ten genres, in the order of its table.

    Raises:
        DatasetMissing, DatasetBroken: the table is not there or lacks what is needed.
    """
    own = root / "soundtracks.csv"
    found = _own(own) if own.exists() else _matched(root)
    return [each for each in found if each.genres]


def is_own(root: Path) -> bool:
    """Whether the folder holds somebody's own labelled soundtracks."""
    return (root / "soundtracks.csv").exists()


def _own(table: Path) -> list[FilmMusic]:
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not {"file", "film", "genres"} <= rows[0].keys():
        raise DatasetBroken(f"{table} needs rows with the columns file, film and genres.")
    return [
        FilmMusic(
            id=row["file"],
            path=require(table.parent / row["file"]),
            genres=_of_ten(row["genres"]),
            fold=int(sha256(row["film"].strip().casefold().encode()).hexdigest(), 16) % _FOLDS,
        )
        for row in rows
    ]


def _matched(root: Path) -> list[FilmMusic]:
    genres: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    with require(root / "mood4q" / "film_matches.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            genres[row["id"]] |= _of_ten(row["film_genres"])
    return [
        FilmMusic(song.id, song.path, genres[song.id], song.fold)
        for song in mood4q.load(root)
        if song.id in genres
    ]


def _of_ten(told: str) -> frozenset[str]:
    return frozenset(genre.strip() for genre in told.split(";")) & frozenset(GENRES)
