"""Reads the facts of sandbox/data: real shows, their openings and endings, and who sings them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sandbox.records import WorldArtist

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Show:
    """A row of anime.csv."""

    mal_id: int
    title: str
    english_title: str | None
    native_title: str | None
    year: int
    episodes: int
    on_animethemes: bool


@dataclass(frozen=True)
class ThemeRow:
    """A row of themes.csv; valence and arousal from 0 to 1."""

    mal_id: int
    kind: str
    sequence: int
    episodes: str | None
    title: str
    native_title: str | None
    artists: tuple[WorldArtist, ...]
    valence: float
    arousal: float

    @property
    def song_key(self) -> str:
        """The same for two rows that use one song."""
        return " / ".join([self.title, *(artist.name for artist in self.artists)])


def read_shows(folder: Path = DATA) -> list[Show]:
    """The shows, in the file's order."""
    return [
        Show(
            mal_id=int(row["mal_id"]),
            title=row["title"],
            english_title=row["english_title"] or None,
            native_title=row["native_title"] or None,
            year=int(row["year"]),
            episodes=int(row["episodes"]),
            on_animethemes=row["on_animethemes"] != "no",
        )
        for row in _rows(folder / "anime.csv")
    ]


def read_themes(folder: Path = DATA) -> list[ThemeRow]:
    """The themes, in the file's order. An artist without a row in artists.csv has only a name."""
    known = {artist.name: artist for artist in _read_artists(folder)}
    return [
        ThemeRow(
            mal_id=int(row["mal_id"]),
            kind=row["kind"],
            sequence=int(row["sequence"]),
            episodes=row["episodes"] or None,
            title=row["title"],
            native_title=row["native_title"] or None,
            artists=tuple(known.get(name, WorldArtist(name)) for name in _split(row["artists"])),
            valence=float(row["valence"]),
            arousal=float(row["arousal"]),
        )
        for row in _rows(folder / "themes.csv")
    ]


def _read_artists(folder: Path) -> list[WorldArtist]:
    return [
        WorldArtist(row["name"], row["native_name"] or None, tuple(_split(row["aliases"])))
        for row in _rows(folder / "artists.csv")
    ]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
