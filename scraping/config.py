"""How a page is read: selectors, patience and columns, from a small TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraping.columns import REQUIRED, Column
from scraping.errors import ScrapeError

DEFAULT = Path(__file__).with_name("table.toml")


@dataclass(frozen=True)
class Field:
    """Where a column's text is on a page.

    Attributes:
        headings: the column's possible headings.
        link: whether the address of a link is taken, and not the cell's text.
        contains: what that address has in it; empty for any.
        nth: which of the columns with that heading, from 1; None where there must be but one.
    """

    headings: tuple[str, ...]
    link: bool = False
    contains: str = ""
    nth: int | None = None


@dataclass(frozen=True)
class Selectors:
    """CSS selectors of the parts of a page; an empty one finds nothing."""

    rows: str
    cells: str
    headings: str
    next: str
    more: str
    busy: str
    scroll: bool


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for things, and the most pages of a run."""

    pause: float
    appear: float
    settle: float
    finish: float
    pages: float


@dataclass(frozen=True)
class PageConfig:
    """Everything that is to be known of a page before it is read."""

    page: Selectors
    patience: Patience
    columns: Mapping[Column, Field]


def load_config(path: Path | None = None) -> PageConfig:
    """The default, with what a file of one's own says instead.

    Raises:
        ScrapeError: the file cannot be read, or something in it is not understood.
    """
    try:
        default = tomllib.loads(DEFAULT.read_text(encoding="utf-8"))
        own = {} if path is None else tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScrapeError(f"The settings in {path} cannot be read: {error}") from error
    if unknown := own.keys() - default.keys():
        raise ScrapeError(f"The settings have no part called {_names(unknown)}.")
    columns = own.get("columns", default["columns"])
    if not isinstance(columns, dict):
        raise ScrapeError("[columns] is no table.")
    return PageConfig(
        page=Selectors(**_merged("page", default, own)),
        patience=Patience(**_merged("patience", default, own)),
        columns=_columns(columns),
    )


def _merged(part: str, default: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    given = own.get(part, {})
    if not isinstance(given, dict):
        raise ScrapeError(f"[{part}] is no table.")
    for name, value in given.items():
        if name not in default[part]:
            raise ScrapeError(f"[{part}] has no setting called {name}.")
        is_number = isinstance(default[part][name], int | float) and name != "scroll"
        wanted: Any = (int, float) if is_number else type(default[part][name])
        if not isinstance(value, wanted) or (is_number and (value is True or value < 0)):
            raise ScrapeError(f"{name} in [{part}] cannot be {value!r}.")
    return {**default[part], **given}


def _columns(given: Mapping[str, Any]) -> dict[Column, Field]:
    if unknown := given.keys() - {column.value for column in Column}:
        raise ScrapeError(f"[columns] has no column called {_names(unknown)}.")
    if missing := {column.value for column in REQUIRED} - given.keys():
        raise ScrapeError(f"[columns] lacks {_names(missing)}.")
    return {Column(name): _field(name, value) for name, value in given.items()}


def _field(name: str, value: Any) -> Field:
    match value:
        case {"headings": [str(), *_] as headings, "take": "text" | "link" as take, **rest}:
            contains, nth = rest.get("contains", ""), rest.get("nth")
            if (
                rest.keys() <= {"contains", "nth"}
                and all(isinstance(each, str) for each in headings)
                and isinstance(contains, str)
                and (nth is None or (isinstance(nth, int) and nth >= 1))
            ):
                return Field(tuple(headings), take == "link", contains, nth)
    raise ScrapeError(
        f"The column {name} is not understood. It reads like "
        f'{name} = {{ headings = ["Song"], take = "text" }}, or take = "link".'
    )


def _names(names: set[str]) -> str:
    return ", ".join(sorted(names))
