"""The columns of an anime-song table, and how a file's own order of them is found out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from scraping.kinds import read_kind
from scraping.links import artist_page, mal_id, spotify_uri
from server.songs.normalise import squash


class Column(StrEnum):
    """What a column holds; the values are the headings of the files that are written here."""

    ANIME = "anime_title"
    MAL = "mal_url"
    SONG = "song"
    ARTIST = "artist"
    LINK = "spotify_url"
    ARTIST_LINK = "artist_url"
    KIND = "kind"


Places = Mapping[Column, int]
"""The position of each column, from 0; a column that is not there is missing."""

REQUIRED = (Column.ANIME, Column.SONG, Column.KIND)
"""Without these a row says nothing."""

_HEADINGS = {
    Column.ANIME: "anime title, anime, anime name, show, series",
    Column.MAL: "mal url, mal, mal link, myanimelist, myanimelist url, myanimelist link, "
    "anime url, anime link",
    Column.SONG: "song, song title, song name, track, track name",
    Column.ARTIST: "artist, artists, artist name, performer, singer",
    Column.LINK: "spotify url, spotify, spotify link, spotify song url, spotify song link, "
    "song url, song link, track url, track link",
    Column.ARTIST_LINK: "artist url, artist link, artist page, spotify artist url",
    Column.KIND: "kind, type, theme, theme type, song type",
}
_BY_HEADING = {
    squash(name): column for column, names in _HEADINGS.items() for name in names.split(", ")
}

_LOOKS: Mapping[Column, Callable[[str], object]] = {
    Column.MAL: mal_id,
    Column.LINK: spotify_uri,
    Column.ARTIST_LINK: artist_page,
    Column.KIND: read_kind,
}
_TEXTS = (Column.ANIME, Column.SONG, Column.ARTIST)
_SAMPLE = 500


def places_by_heading(cells: Sequence[str]) -> Places | None:
    """Where the columns are by a line of headings; None where the line is none."""
    places: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        column = _BY_HEADING.get(squash(cell))
        if column is not None:
            places.setdefault(column, place)
    return places if all(column in places for column in REQUIRED) else None


def places_by_content(rows: Sequence[Sequence[str]]) -> Places | None:
    """Where the columns are by what stands in them; None where that cannot be told.

    Rows in the usual order (that of `Column`) are taken so. Else links and kinds are known by
    their look, and the three columns that are left are taken to be show, song and artist, in this
    order: texts cannot be told apart.
    """
    width = common_width(rows)
    sample = [row for row in rows[:_SAMPLE] if len(row) == width]
    shares = {
        column: [_share(sample, place, looks) for place in range(width)]
        for column, looks in _LOOKS.items()
    }
    usual = {column: place for place, column in enumerate(Column)}
    if width == len(Column) and all(
        share is None or share >= 0.5
        for share in (shares[column][usual[column]] for column in _LOOKS)
    ):
        return usual if shares[Column.KIND][usual[Column.KIND]] is not None else None
    places: dict[Column, int] = {}
    for column, by_place in shares.items():
        free = [place for place in range(width) if place not in places.values()]
        best = max(free, key=lambda place: by_place[place] or 0, default=None)
        if best is not None and (by_place[best] or 0) >= 0.5:
            places[column] = best
    texts = [place for place in range(width) if place not in places.values()]
    if Column.KIND not in places or len(texts) != len(_TEXTS):
        return None
    return {**places, **dict(zip(_TEXTS, texts, strict=True))}


def common_width(rows: Sequence[Sequence[str]]) -> int:
    """How many columns most rows have; 0 without rows."""
    widths = Counter(len(row) for row in rows[:_SAMPLE])
    return max(widths, key=lambda width: widths[width], default=0)


def _share(
    rows: Sequence[Sequence[str]], place: int, looks: Callable[[str], object]
) -> float | None:
    """The share of a column's filled cells that look so; None where all are empty."""
    cells = [row[place] for row in rows if row[place]]
    return sum(looks(cell) is not None for cell in cells) / len(cells) if cells else None
