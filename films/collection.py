"""A collection: films that were read, or the shows of a list, as a table of numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

KIND = "is "
"""How columns begin that say of each item whether it has a label."""

Column = npt.NDArray[np.float64]
Columns = Mapping[str, Column]

_LEAST_OF_A_KIND = 2
_SHARES = {"moods": "", "genres": "sounds ", "energy_classes": "energy "}
"""Parts of a film's reading that become columns, and how those are called."""


@dataclass(frozen=True, eq=False)
class Collection:
    """Items and what is known of each; a number that is not known is NaN.

    Attributes:
        items: what they are called.
        music: columns of what their music is like, each of shape (items,).
        facts: columns of what else is known of them.
        groups: labels of each item by what groups them (`director`, `genre`, ...); an item may
            have several or none.
    """

    items: tuple[str, ...]
    music: Columns
    facts: Columns
    groups: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = [*self.music.values(), *self.facts.values()]
        if any(len(column) != len(self.items) for column in columns):
            raise ValueError("every column has a number for each item")

    def __len__(self) -> int:
        return len(self.items)

    @property
    def both(self) -> Columns:
        """The columns of music, then those of facts."""
        return {**self.music, **self.facts}


def columns_of(rows: Sequence[Mapping[str, float | None]]) -> dict[str, Column]:
    """Rows of named numbers as columns; those that hold nothing or one value only are left out."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {
        name: np.array([np.nan if row.get(name) is None else row[name] for row in rows], np.float64)
        for name in names
    }
    return {name: column for name, column in columns.items() if _varies(column)}


def kinds_of(labels: Sequence[Sequence[str]], prefix: str) -> list[dict[str, float | None]]:
    """For each item 1 or 0 for each label that at least two items have."""
    counts = Counter(label for own in labels for label in set(own))
    shared = [label for label, count in counts.most_common() if count >= _LEAST_OF_A_KIND]
    return [{f"{prefix}{label}": float(label in own) for label in shared} for own in labels]


def merged(
    *parts: Iterable[Mapping[str, float | None]],
) -> list[dict[str, float | None]]:
    """Rows put together, side by side."""
    return [dict(item for part in row for item in part.items()) for row in zip(*parts, strict=True)]


def of_films(readings: Sequence[Mapping[str, Any]]) -> Collection:
    """The collection of films whose readings, as JSON, are given.

    Raises:
        KeyError, TypeError, ValueError: one of them is no reading of a film.
    """
    films = [(reading.get("metadata") or {}).get("film") or {} for reading in readings]
    genres = [tuple(film.get("genres") or ()) for film in films]
    facts = merged(map(_facts, films), kinds_of(genres, KIND))
    names = [
        str(film.get("title") or reading["file"])
        for film, reading in zip(films, readings, strict=True)
    ]
    by: Mapping[str, Callable[[Mapping[str, Any]], Sequence[str]]] = {
        "director": lambda film: film.get("directors") or (),
        "genre": lambda film: film.get("genres") or (),
        "decade": lambda film: [f"{film['year'] // 10 * 10}s"] if film.get("year") else (),
    }
    groups = {name: tuple(tuple(labels(film)) for film in films) for name, labels in by.items()}
    shares = [_shares(readings, key, prefix) for key, prefix in _SHARES.items()]
    return Collection(
        tuple(names),
        columns_of(merged(map(_music, readings), *shares)),
        columns_of(facts),
        groups,
    )


def _music(reading: Mapping[str, Any]) -> dict[str, float | None]:
    film, course = reading["film"], reading["course"]
    hours = max(float(reading["duration"]), 1.0) / 3600
    segments = reading["segments"]
    danced = [part["danceability"] for part in segments if part["danceability"] is not None]
    told: dict[str, float | None] = {
        f"{sound} share": float(share) for sound, share in reading["shares"].items()
    }
    told |= {name: film[name] for name in ("valence", "arousal", "dominance")}
    told |= {
        "valence spread": _spread(course["valence"]),
        "arousal spread": _spread(course["arousal"]),
        "danceability": float(np.mean(danced)) if danced else None,
        "pieces an hour": len(segments) / hours,
        "seconds a piece": film["music_seconds"] / len(segments) if segments else None,
    }
    return told


def _shares(readings: Sequence[Mapping[str, Any]], key: str, prefix: str) -> list[dict[str, Any]]:
    """Shares of the music by label; 0 for a label that a film has not, None where it has none."""
    films = [reading["film"][key] for reading in readings]
    labels = dict.fromkeys(label for film in films for label in film)
    return [
        {f"{prefix}{label}": float(film.get(label, 0)) if film else None for label in labels}
        for film in films
    ]


def _facts(film: Mapping[str, Any]) -> dict[str, float | None]:
    votes = film.get("votes")
    return {
        "year": film.get("year"),
        "rating": film.get("rating"),
        "votes (log)": float(np.log10(votes)) if votes else None,
        "minutes": film.get("minutes"),
    }


def _spread(values: Sequence[float]) -> float | None:
    return float(np.std(values)) if len(values) > 1 else None


def _varies(column: Column) -> bool:
    known = column[np.isfinite(column)]
    return len(known) > 1 and bool(np.ptp(known) > 0)
