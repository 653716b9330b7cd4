"""From a page's cells to a row's texts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scraping.columns import Column, Places
from scraping.config import Field
from scraping.errors import ColumnsChanged
from scraping.links import spotify_uri
from server.songs.normalise import squash


@dataclass(frozen=True)
class Cell:
    """A cell as the page has it: its text, its links, and how many columns and rows it covers."""

    text: str
    links: tuple[str, ...] = ()
    columns: int = 1
    rows: int = 1


@dataclass
class Grid:
    """Rows of cells laid out by position: a cell that covers several rows stands in each."""

    _hanging: dict[int, tuple[Cell, int]] = field(default_factory=dict)
    """By position: a cell that covers rows yet to come, and how many."""

    def row(self, cells: Sequence[Cell]) -> list[Cell]:
        """The next row, a cell for every column of the table."""
        laid: list[Cell] = []
        waiting = list(cells)
        hanging, self._hanging = self._hanging, {}
        while waiting or len(laid) in hanging:
            place = len(laid)
            if place in hanging:
                cell, left = hanging[place]
                self._hang(place, cell, left - 1)
                laid.append(cell)
                continue
            cell = waiting.pop(0)
            for column in range(cell.columns):
                self._hang(place + column, cell, cell.rows - 1)
                laid.append(cell)
        return laid

    def _hang(self, place: int, cell: Cell, left: int) -> None:
        if left > 0:
            self._hanging[place] = (cell, left)


def find_columns(headings: Sequence[str], fields: Mapping[Column, Field]) -> Places:
    """Where each column is by the page's headings.

    Raises:
        ColumnsChanged: a column is not there, or cannot be told from another.
    """
    folded = [squash(heading) for heading in headings]
    places = {}
    for column, wanted in fields.items():
        named = (_all(folded, squash(name)) for name in wanted.headings)
        found = next((places for places in named if places), [])
        if len(found) < (wanted.nth or 1):
            raise _changed(headings, f"None is the column {column.value}", wanted)
        if len(found) > 1 and wanted.nth is None:
            raise _changed(headings, f"Several may be the column {column.value}", wanted)
        places[column] = found[(wanted.nth or 1) - 1]
    return places


def _all(folded: Sequence[str], name: str) -> list[int]:
    return [place for place, heading in enumerate(folded) if heading == name]


def read_row(
    cells: Sequence[Cell], places: Places, fields: Mapping[Column, Field]
) -> dict[Column, str]:
    """The texts and links of a laid-out row."""
    return {column: _take(cells[place], fields[column]) for column, place in places.items()}


def _take(cell: Cell, wanted: Field) -> str:
    if not wanted.link:
        return cell.text
    spelt_out = [cell.text] if "://" in cell.text or spotify_uri(cell.text) else []
    return next((link for link in [*cell.links, *spelt_out] if wanted.contains in link), "")


def _changed(headings: Sequence[str], what: str, wanted: Field) -> ColumnsChanged:
    there = ", ".join(f"“{each}”" for each in headings) or "none at all"
    looked_for = ", ".join(f"“{each}”" for each in wanted.headings)
    return ColumnsChanged(
        f"The page's columns are not as expected. Its headings: {there}. {what}, looked for as "
        f"{looked_for}. Nothing was read from this page; name its headings in a settings file "
        "and give it with --config."
    )
