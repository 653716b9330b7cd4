"""What the page of patterns shows: how numbers go together, and where items lie."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from films.collection import KIND, Collection, Columns, of_films
from films.patterns import (
    Components,
    Correlations,
    chance,
    components,
    correlations,
    warnings_for,
)
from films.statistics import LEAST
from films.surfaces import GroupsError, surface
from server.services import Services
from server.store import films
from server.store.films import Film

PLANES = ("music", "facts", "both", "each")
OTHERS = ""
_MOST_MUSIC, _MOST_FACTS = 15, 8
_MOST_GROUPS = 6
_GROUPS_AT_FIRST = 3
_LEAST_OF_A_GROUP = 3
_MOST_PARTED = 250
_MOST_TOLD = 300
_LEVEL = 0.05


@dataclass(frozen=True)
class Chosen:
    """What is asked of the page.

    Attributes:
        by: what groups the items; the first way there is where it is empty.
        groups: the groups that are told apart; the commonest where there are none.
        plane: one of `PLANES`.
    """

    by: str = ""
    groups: tuple[str, ...] = ()
    plane: str = "each"


def collection_of_films(services: Services, user_id: int) -> Collection:
    """A user's films that have been read."""
    return of_films([_told(film) for film in films.read_ones(services.store, user_id)])


def patterns_view(collection: Collection, chosen: Chosen) -> dict[str, Any]:
    """All that the page shows of a collection."""
    ways = [name for name, labels in collection.groups.items() if any(own for own in labels)]
    by = chosen.by if chosen.by in ways else (ways[0] if ways else "")
    every = _commonest(collection.groups.get(by, ()))
    groups = tuple(name for name in chosen.groups if name in every)[:_MOST_GROUPS]
    groups = groups or tuple(every)[:_GROUPS_AT_FIRST]
    plane = chosen.plane if chosen.plane in PLANES else PLANES[-1]
    view: dict[str, Any] = {
        "count": len(collection),
        "ways": ways,
        "by": by,
        "every": every,
        "groups": groups,
        "plane": plane,
        "correlations": None,
        "warnings": [],
        "places": None,
        "regions": None,
        "regions_problem": None,
    }
    if len(collection) < 4:
        return view
    narrow = _narrowed(collection)
    found = correlations(narrow.both)
    luck = chance(narrow)
    return view | {
        "left_out": len(collection.both) - len(narrow.both),
        "correlations": _correlations(found, narrow),
        "warnings": warnings_for(narrow, found, luck),
        "places": _places(collection, plane, by, groups),
        **_regions(collection, by, groups),
    }


def _told(film: Film) -> dict[str, Any]:
    """A reading with what its owner and the metadata say of the film, as far as that is sound."""
    named = film.entry.named
    given = (film.metadata or {}).get("film")
    known: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    numbers = {
        name: value
        for name in ("rating", "votes", "minutes")
        if isinstance(value := known.get(name), int | float)
        and not isinstance(value, bool)
        and 0 < value < 1e9
    }
    about = {
        "title": named.title,
        "year": named.year,
        "genres": _names(known.get("genres")),
        "directors": [named.collection] if named.collection else _names(known.get("directors")),
        **numbers,
    }
    reading = dict(film.reading or {})
    for name in ("seconds", "peaks"):  # hours of them, and not asked for here
        reading.pop(name)
    course = reading["course"]
    reading["course"] = {
        name: np.array(course[name], np.float32) for name in ("valence", "arousal")
    }
    return {**reading, "metadata": {"film": about}}


def _names(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    return [one[:60] for one in value[:10] if isinstance(one, str) and one]


def _commonest(labels: Sequence[Sequence[str]]) -> dict[str, int]:
    """The groups with enough items to be told apart, and how many they have."""
    counts = Counter(label for own in labels for label in set(own))
    return {
        name: count
        for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:40]
        if count >= _LEAST_OF_A_GROUP
    }


def _narrowed(collection: Collection) -> Collection:
    """The collection with columns few enough for a picture."""
    return Collection(
        collection.items,
        _foremost(collection.music, _MOST_MUSIC),
        _foremost(collection.facts, _MOST_FACTS),
        collection.groups,
    )


def _foremost(columns: Columns, most: int) -> Columns:
    """Those that can be compared go first, of these scores and years before labels."""

    def place(name: str) -> tuple[bool, bool, int]:
        known = int(np.isfinite(columns[name]).sum())
        return known < LEAST, name.startswith(KIND), -known

    kept = set(sorted(columns, key=place)[:most])
    return {name: column for name, column in columns.items() if name in kept}


def _correlations(found: Correlations, narrow: Collection) -> dict[str, Any]:
    names = found.names
    pairs = []
    for a in range(len(names)):
        for b in range(a + 1, len(names)):
            if np.isfinite(found.rho[a, b]):
                p = float(found.p_false_share[a, b])
                pairs.append(
                    {
                        "one": names[a],
                        "other": names[b],
                        "rho": round(float(found.rho[a, b]), 2),
                        "p": float(found.p[a, b]),
                        "corrected": p,
                        "items": int(found.pairs[a, b]),
                        "holds": p < _LEVEL,
                        "between": (names[a] in narrow.music) != (names[b] in narrow.music),
                    }
                )
    told = found.to_json()
    return {
        "names": list(names),
        "rho": [[None if v is None else round(v, 2) for v in row] for row in told["rho"]],
        "corrected": told["p_false_share"],
        "pairs": sorted(pairs, key=lambda one: (one["corrected"], -abs(one["rho"]))),
        "tests": found.tests,
        "holding": sum(pair["holds"] for pair in pairs),
        "between": sum(pair["holds"] and pair["between"] for pair in pairs),
    }


def _places(
    collection: Collection, plane: str, by: str, groups: Sequence[str]
) -> dict[str, Any] | None:
    """Where the items lie on a plane of principal components, with the group of each."""
    if plane == "each":
        music, facts = components(collection.music), components(collection.facts)
        if music is None or facts is None:
            return None
        across, up = music.scores[:, 0], facts.scores[:, 0]
        axes = [_axis("music", music, 0), _axis("facts", facts, 0)]
    else:
        columns = {"music": collection.music, "facts": collection.facts, "both": collection.both}
        found = components(columns[plane])
        if found is None:
            return None
        across, up = found.scores[:, 0], found.scores[:, 1]
        axes = [_axis(plane, found, 0), _axis(plane, found, 1)]
    labels = collection.groups.get(by, ((),) * len(collection))
    rows = [
        {
            "item": item,
            "group": next((name for name in groups if name in own), OTHERS),
            "x": round(float(x), 2),
            "y": round(float(y), 2),
        }
        for item, own, x, y in zip(collection.items, labels, across, up, strict=True)
    ]
    return {"axes": axes, "rows": rows[:_MOST_TOLD], "untold": max(len(rows) - _MOST_TOLD, 0)}


def _axis(of: str, found: Components, number: int) -> dict[str, Any]:
    """What an axis is made of: its share of the variance, and its three heaviest columns."""
    weights = found.loadings[number]
    heaviest = np.argsort(-np.abs(weights), kind="stable")[:3]
    return {
        "of": of,
        "number": number + 1,
        "share": float(found.shares[number]),
        "columns": [
            {"name": found.names[place], "weight": round(float(weights[place]), 2)}
            for place in heaviest
        ],
    }


def _regions(collection: Collection, by: str, groups: Sequence[str]) -> dict[str, Any]:
    labels = collection.groups.get(by, ())
    own = sum(len(set(mine) & set(groups)) == 1 for mine in labels)
    if len(groups) < 2:
        return {"regions": None, "regions_problem": "few"}
    if own > _MOST_PARTED:
        return {"regions": None, "regions_problem": "many"}
    try:
        found = surface(collection, by, groups)
    except GroupsError:
        return {"regions": None, "regions_problem": "few"}
    told = found.to_json()
    rows = [
        {
            "item": item,
            "group": found.groups[group],
            "x": round(x, 2),
            "y": round(y, 2),
        }
        for item, group, (x, y) in zip(told["items"], told["own"], told["places"], strict=True)
    ]
    return {
        "regions": {
            "rows": rows,
            "across": [round(one, 2) for one in told["across"]],
            "up": [round(one, 2) for one in told["up"]],
            "cells": told["cells"],
            "groups": list(found.groups),
            "right": found.right,
            "most": found.most,
            "left_out": found.left_out,
        },
        "regions_problem": None,
    }
