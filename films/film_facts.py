"""What is known of a film elsewhere, and which of several films a name means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from films.film_names import FilmName

MOST_TOLD = 10
"""Candidates told of an ambiguous title."""


class MetadataError(Exception):
    """The tables cannot be used; the message is fit for a user."""


@dataclass(frozen=True)
class Film:
    """A film as a table has it.

    Attributes:
        source: `imdb` or `movielens`.
        id: IMDb's `tt...`, or MovieLens' number.
        kind: `film`, `series`, `special` or `short`.
        rating: the mean, in the table's own scale (IMDb 1 to 10, MovieLens .5 to 5).
        votes: how many it is the mean of.
        directors: names, where the tables for them were given.
    """

    source: str
    id: str
    title: str
    year: int | None
    kind: str = "film"
    original_title: str | None = None
    genres: tuple[str, ...] = ()
    minutes: int | None = None
    rating: float | None = None
    votes: int | None = None
    imdb_id: str | None = None
    directors: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON-ready types."""
        return vars(self) | {"genres": list(self.genres), "directors": list(self.directors)}

    def __str__(self) -> str:
        year = "year unknown" if self.year is None else str(self.year)
        return f"{self.title} ({year}, {self.kind}, {self.id})"


@dataclass(frozen=True)
class Found:
    """What the tables say of a name: one film, several that it may be, or none."""

    name: FilmName
    film: Film | None = None
    candidates: tuple[Film, ...] = ()

    @property
    def state(self) -> str:
        """`found`, `ambiguous` or `unknown`."""
        if self.film is not None:
            return "found"
        return "ambiguous" if self.candidates else "unknown"

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON-ready types."""
        return {
            "state": self.state,
            "wanted": {"title": self.name.title, "year": self.name.year},
            "film": None if self.film is None else self.film.to_json(),
            "candidates": [film.to_json() for film in self.candidates[:MOST_TOLD]],
        }

    def told(self) -> str | None:
        """A sentence for a person where there is something to settle; None where there is not."""
        if self.film is not None:
            return None
        if not self.candidates:
            return f"No film called {self.name} is in the tables."
        some = "; ".join(map(str, self.candidates[:MOST_TOLD]))
        if not any(near(film, self.name) for film in self.candidates):
            return f"No film called {self.name} is in the tables; of that title there is: {some}."
        told = f"{self.name} may be any of {len(self.candidates)}: {some}."
        if self.name.year is not None:
            return told
        return f"{told} Put the year into the file's name, as in Title (1999).mkv."


def near(film: Film, name: FilmName, years: int = 1) -> bool:
    """Whether a film is from about the year of a name; any is, where the name has none."""
    if name.year is None:
        return True
    return film.year is not None and abs(film.year - name.year) <= years


def choose(name: FilmName, films: Sequence[Film]) -> Found:
    """The one film of that title and year, or the films that it may be.

    Short films count only where there is no other. A year that is one off is taken where no film
    is of the very year: release years differ from country to country.
    """
    candidates = [film for film in films if film.kind != "short"] or list(films)
    for years in (0, 1):
        close = [film for film in candidates if near(film, name, years)]
        if close:
            candidates = close
            break
    if len(candidates) == 1 and near(candidates[0], name):
        return Found(name, candidates[0])
    return Found(name, None, tuple(candidates))
