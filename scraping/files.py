"""Tables of anime songs as files: CSV, and text with `;;` between the columns (animeSongs.txt).

A line of the text file reads `;;show;;MyAnimeList URL;;song;;artist;;Spotify link;;artist
URL;;kind`, with `track:<id>` or `playlist:<id>` as the Spotify link. That order is assumed where
a file has no line of headings and its columns do not say otherwise by their look.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraping.columns import Column, common_width, places_by_content, places_by_heading
from scraping.gathered import Gathered
from scraping.record import clean, texts_of
from server.store.song_table import TableSong

SEPARATOR = ";;"
_UNKNOWN = (
    "the columns are not known: give the file a first line of headings "
    f"({', '.join(column.value for column in Column)})"
)


@dataclass(frozen=True)
class _Line:
    """A line of a file: its number from 1, and its cells; None where it cannot be read."""

    number: int
    text: str
    cells: list[str] | None


def read_table(data: bytes) -> Gathered:
    """The songs of a file in either format, told apart by its content. A total function.

    One line is one row. A line that cannot be used is skipped with its reason; a file whose
    columns cannot be told gives no song and one reason.
    """
    gathered = Gathered()
    lines = _lines(data.decode("utf-8-sig", errors="replace"))
    rows = _without_empty_end([line.cells for line in lines if line.cells is not None])
    places = places_by_heading(rows[0]) if rows else None
    is_headed = places is not None
    places = places or places_by_content(rows)
    if places is None:
        if lines:
            gathered.skip(f"line {lines[0].number}", _UNKNOWN, clean(lines[0].text))
        return gathered
    width = max(common_width(rows), *places.values())
    remaining = iter(rows)
    for line in lines:
        where, cells = f"line {line.number}", None if line.cells is None else next(remaining)
        if cells is None:
            gathered.skip(where, "the line cannot be read as CSV", clean(line.text))
        elif is_headed and cells is rows[0]:
            continue
        elif len(cells) != width:
            gathered.skip(where, "not as many columns as the others", " | ".join(cells))
        else:
            gathered.add(where, {column: cells[place] for column, place in places.items()})
    return gathered


def write_csv(songs: Iterable[TableSong]) -> str:
    """The songs as CSV with a line of headings."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.value for column in Column])
    for song in songs:
        row = texts_of(song)
        writer.writerow([row[column] for column in Column])
    return text.getvalue()


def write_text(songs: Iterable[TableSong]) -> str:
    """The songs as lines of `;;`-separated columns, each line beginning with `;;`."""
    return "".join(
        SEPARATOR + SEPARATOR.join(_apart(row[column]) for column in Column) + "\n"
        for row in map(texts_of, songs)
    )


def write_table(path: Path, songs: Iterable[TableSong]) -> None:
    """Write a file at once or not at all; its name says which format: `.csv`, else text."""
    text = write_csv(songs) if path.suffix.lower() == ".csv" else write_text(songs)
    unfinished = path.with_name(f".{path.name}.writing")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def _apart(text: str) -> str:
    """A text that cannot be mistaken for a part of the separators beside it."""
    before = " " if text.startswith(";") else ""
    after = " " if text.endswith(";") else ""
    return f"{before}{text}{after}"


def _lines(text: str) -> list[_Line]:
    unified = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [(number, line) for number, line in enumerate(unified, start=1) if line.strip()]
    first = lines[0][1] if lines else ""
    if SEPARATOR in first:
        return [_Line(number, line, _split(line)) for number, line in lines]
    delimiter = max(",;\t", key=first.count)
    return [_Line(number, line, _read_csv(line, delimiter)) for number, line in lines]


def _split(line: str) -> list[str]:
    return [clean(cell) for cell in line.strip().removeprefix(SEPARATOR).split(SEPARATOR)]


def _read_csv(line: str, delimiter: str) -> list[str] | None:
    try:
        cells = next(csv.reader([line], strict=True, delimiter=delimiter))
        return [clean(cell) for cell in cells]
    except csv.Error:
        return None


def _without_empty_end(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows without columns at the end that are empty in all of them."""
    trimmed = list(rows)
    while (width := common_width(trimmed)) > len(Column):
        if any(row[-1] for row in trimmed if len(row) == width):
            break
        trimmed = [row[:-1] if len(row) == width else row for row in trimmed]
    return trimmed
