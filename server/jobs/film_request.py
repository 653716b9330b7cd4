"""The request of a job that reads a film."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FilmRequest:
    """A film whose recording has been handed in; `title` is what its owner calls it."""

    film_id: str
    title: str


def film_json(request: FilmRequest) -> dict[str, Any]:
    """As JSON-ready types."""
    return {"film_id": request.film_id, "title": request.title}


def film_from_json(body: Mapping[str, Any]) -> FilmRequest:
    """The request that `film_json` wrote."""
    return FilmRequest(str(body["film_id"]), str(body["title"]))
