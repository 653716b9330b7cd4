"""The gold set: real theme songs, each with what a source would tell of it, and its half.

Built at run time from the data folder `anime`; no row of it is kept in the project.
"""

import csv
import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.matching.japanese import SEED, is_japanese, made_spelling, real_spellings
from sandbox import draws
from server.domain import Anime, Artist, Theme, ThemeKind
from server.songs.normalise import fold

NATIVE_TITLE_KNOWN = 0.9
NATIVE_NAME_KNOWN = 0.7
"""Shares of Japanese titles and names whose native spelling a source gives."""

_SEASON = re.compile(
    r"\s*(?:\(tv\)|\bseason\b|\b\d+(?:st|nd|rd|th)\b|\b(?:ova|movie|specials?|part|act)\b|[!:：]|"
    r"\b(?:ii|iii|iv|v|\d+)$|\s-\s).*$",
    re.IGNORECASE,
)


class GoldMissing(Exception):
    """The data folder has no anime set."""


@dataclass(frozen=True)
class GoldSong:
    """A real song.

    Attributes:
        themes: it in each of its shows, as a source gives them to the program.
        native_title: how it is written in Japanese, whether the program is told or not.
        native_names: Japanese spelling by artist name.
        half: `tune` or `test`; all songs of an anime and its sequels are in one.
        spotify_id: its real one, where it is known.
    """

    title: str
    native_title: str | None
    artists: tuple[str, ...]
    native_names: dict[str, str]
    themes: tuple[Theme, ...]
    half: str
    spotify_id: str | None
    has_real_spelling: bool

    @property
    def name(self) -> str:
        """A name of its own, for draws."""
        return f"{fold(self.title)}|{fold(' '.join(self.artists))}"


@dataclass(frozen=True)
class _Row:
    anime: str
    anime_key: int
    kind: str
    sequence: int
    title: str
    artists: tuple[str, ...]
    spotify_id: str | None = None


def load(data: Path) -> list[GoldSong]:
    """Every song of the set, by title and artists.

    Raises:
        GoldMissing: there is no such set in the folder.
    """
    folder = data / "anime"
    if not (folder / "themes.csv.gz").exists() or not (folder / "matches.csv").exists():
        raise GoldMissing(f"There is no anime set in {data} (docs/TRAINING.md says what is in it).")
    themes = list(_theme_rows(folder / "themes.csv.gz"))
    rows = [row for row in themes if row.artists]
    rows += _match_rows(folder / "matches.csv", themes)
    songs = _by_song(rows)
    halves = _halves(songs)
    spellings = real_spellings()
    return [_gold_song(same, half, spellings) for same, half in zip(songs, halves, strict=True)]


def _by_song(rows: Iterable[_Row]) -> list[list[_Row]]:
    """The rows of each song: the same title in a show and its sequels, or by the same artist."""
    groups = _Groups()
    named = [(row, _names_of_song(row)) for row in rows]
    for _, names in named:
        groups.join(names)
    songs: dict[str, list[_Row]] = {}
    for row, names in named:
        songs.setdefault(groups.root(names[0]), []).append(row)
    return [songs[name] for name in sorted(songs)]


def _names_of_song(row: _Row) -> list[str]:
    title = fold(row.title)
    names = [f"{title}|artist {fold(row.artists[0])}"] if row.artists else []
    return [*names, f"{title}|show {_leading(row.anime)}"] if row.anime or not names else names


class _Groups:
    """Names that belong together (a union-find)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The name that stands for a name's group: the first of it."""
        while self._parent.setdefault(name, name) != name:
            name = self._parent[name]
        return name

    def join(self, names: Sequence[str]) -> None:
        """Make one group of these names' groups."""
        for name in names[1:]:
            first, second = sorted((self.root(names[0]), self.root(name)))
            self._parent[second] = first


def _leading(anime: str) -> str:
    """What an anime and its sequels have in common: the leading part of the title."""
    return fold(_SEASON.sub("", anime)) or fold(anime)


def _halves(songs: Sequence[Sequence[_Row]]) -> list[str]:
    """The half of each song; songs that share a show, or its sequels, are together."""
    groups = _Groups()
    shows = [
        [_leading(row.anime) for row in same if row.anime]
        or [fold(same[0].artists[0]) if same[0].artists else fold(same[0].title)]
        for same in songs
    ]
    for names in shows:
        groups.join(names)
    return [
        "tune" if hashlib.sha256(groups.root(names[0]).encode()).digest()[0] % 2 else "test"
        for names in shows
    ]


def _gold_song(rows: list[_Row], half: str, spellings: dict[str, str]) -> GoldSong:
    first = max(rows, key=lambda row: (row.spotify_id is not None, len(row.artists)))
    native, is_real = spellings.get(fold(first.title)), True
    if native is None:
        native, is_real = _made(first.title), False
    names = {
        name: spelt
        for name in first.artists
        if (spelt := spellings.get(fold(name)) or _made(name)) is not None
    }
    song = GoldSong(
        first.title, native, first.artists, names, (), half, first.spotify_id,
        is_real and native is not None,
    )  # fmt: skip
    return replace(song, themes=_themes(song, rows))


def _made(text: str) -> str | None:
    if not is_japanese(text):
        return None
    spelt = made_spelling(text)
    return spelt if not spelt.isascii() else None


def _themes(song: GoldSong, rows: list[_Row]) -> tuple[Theme, ...]:
    """The song as a source tells of it: mostly, but not always, in both scripts."""
    rng = draws.dice(SEED, "told", song.name)
    native = song.native_title if rng.random() < NATIVE_TITLE_KNOWN else None
    artists = []
    for name in song.artists:
        known = rng.random() < NATIVE_NAME_KNOWN and name in song.native_names
        artists.append(Artist(name, (song.native_names[name],) if known else ()))
    themes = {
        (row.anime, row.kind, row.sequence): Theme(
            key=f"mal:{row.anime_key}:{row.kind}{row.sequence}:{fold(song.title)}",
            anime=Anime(row.anime, mal_id=row.anime_key),
            kind=ThemeKind(row.kind),
            title=song.title,
            sequence=row.sequence,
            native_title=native,
            artists=tuple(artists),
        )
        for row in rows
    }
    return tuple({theme.key: theme for theme in themes.values()}.values())


def _theme_rows(path: Path) -> Iterator[_Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["song_title"].strip():
                names = dict.fromkeys(name.strip() for name in row["artist"].split(";"))
                yield _Row(
                    row["anime_title"],
                    int(row["mal_id"]),
                    row["type"],
                    int(row["sequence"] or 1),
                    row["song_title"].strip(),
                    tuple(name for name in names if name),
                )


def _match_rows(path: Path, themes: list[_Row]) -> Iterator[_Row]:
    """The rows with a Spotify id; an artist that is missing is taken from the themes."""
    artists = {(fold(row.title), _leading(row.anime)): row.artists for row in themes if row.artists}
    shows = {fold(row.anime): row.anime_key for row in themes}
    seen: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if row["spotify_id"] in seen:
                continue
            seen.add(row["spotify_id"])
            told = (row["artist"].strip(),) if row["artist"].strip() else ()
            title, anime = row["song"].strip(), row["anime"].strip()
            yield _Row(
                anime,
                shows.get(fold(anime), 900_000 + number),
                "OP",
                1,
                title,
                told or artists.get((fold(title), _leading(anime)), ()),
                row["spotify_id"],
            )
