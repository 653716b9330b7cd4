"""What films have on their soundtracks: titles and credits of tracks, no sound.

`films/soundtracks.csv.gz` (or `.csv`): one row a track with `movie_id` (MovieLens), `title`,
`year`, `genres` (with semicolons), `track_title`, `performer`, `writer`; other columns are left
alone, and of these only `movie_id` and `track_title` have to be there.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from training.datasets.template import DatasetBroken, open_table

NAME = "soundtracks"
CITATION = (
    "Soundtracks of 2,951 films, 35,771 tracks, from IMDb and OMDb, by jeremiepoiroux, "
    "movies-soundtracks, in an earlier version (the films of MovieLens small); a part of its films "
    "is kept aside."
)
TERMS = (
    "No licence stated; the credits are IMDb's. Research use only: no row of it is shipped, and an "
    "index made of it is for non-commercial use."
)


@dataclass(frozen=True, slots=True)
class Track:
    """One credit line: a title, who performs it and who wrote it, as the source spells them."""

    title: str
    performer: str = ""
    writer: str = ""


@dataclass(frozen=True, slots=True)
class FilmTracks:
    """A film with its tracks; `movie_id` is MovieLens', `year` None where it is not known."""

    movie_id: int
    title: str
    year: int | None
    genres: frozenset[str]
    tracks: tuple[Track, ...]


def load(root: Path) -> list[FilmTracks]:
    """Every film that has a track, in the order of the table.

    Raises:
        DatasetMissing, DatasetBroken: the table is not there or lacks what is needed.
    """
    path = root / "films" / "soundtracks.csv"
    films: dict[int, dict[str, str]] = {}
    tracks: dict[int, list[Track]] = {}
    with open_table(path) as lines:
        table = csv.DictReader(lines)
        if not {"movie_id", "track_title"} <= set(table.fieldnames or ()):
            raise DatasetBroken(f"{path} needs the columns movie_id and track_title.")
        for row in table:
            movie_id = _number(row["movie_id"])
            if movie_id is None:
                raise DatasetBroken(f"{path} has a movie_id that is no number: {row['movie_id']!r}")
            films.setdefault(movie_id, row)
            told = (row.get(name) or "" for name in ("track_title", "performer", "writer"))
            track = Track(*(text.strip() for text in told))
            if track.title or track.performer or track.writer:
                tracks.setdefault(movie_id, []).append(track)
    return [_film(movie_id, films[movie_id], found) for movie_id, found in tracks.items()]


def _film(movie_id: int, row: dict[str, str], tracks: list[Track]) -> FilmTracks:
    genres = (genre.strip() for genre in (row.get("genres") or "").split(";"))
    return FilmTracks(
        movie_id=movie_id,
        title=(row.get("title") or "").strip(),
        year=_number((row.get("year") or "")[:4]),
        genres=frozenset(filter(None, genres)),
        tracks=tuple(tracks),
    )


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
