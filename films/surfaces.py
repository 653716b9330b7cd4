"""Where groups of a collection lie on a plane, and the surface that parts them.

A support vector machine with a Gaussian kernel, one group against the rest, solved by dual
coordinate descent (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM",
ICML 2008); the kernel plus 1 stands in for an intercept.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from films.collection import Collection, Columns
from films.patterns import components, grid

Floats = npt.NDArray[np.float64]

_SOFTNESS = 1.0
_ROUNDS = 400
_STILL = 1e-4
_GRID = 40
_MARGIN = 0.15
_FOLDS = 5
_LEAST_OF_A_GROUP = 3
_MOST_GROUPS = 8


class GroupsError(Exception):
    """There is nothing to part; the message is fit for a user."""


@dataclass(frozen=True, eq=False)
class Machine:
    """Decides between two sides: positive values speak for the one."""

    points: Floats
    weights: Floats
    width: float

    def decide(self, points: Floats) -> Floats:
        """Shape (n, d) to (n,)."""
        return np.asarray((_kernel(points, self.points, self.width) + 1) @ self.weights)


@dataclass(frozen=True, eq=False)
class Surface:
    """The plane of the first two components of the music, cut up between groups.

    Attributes:
        groups: names; numbers below index them.
        items, own, places: names, groups and coordinates (n, 2) of the items that have a group.
        across, up: coordinates of the grid's columns and rows.
        cells: the group of each place of the grid, shape (rows, columns).
        right: the share of items whose group is told from the others alone, in folds.
        most: the share that one answer always would have right.
        left_out: how many items have none of the groups, or several.
    """

    groups: tuple[str, ...]
    items: tuple[str, ...]
    own: npt.NDArray[np.int64]
    places: Floats
    across: Floats
    up: Floats
    cells: npt.NDArray[np.int64]
    right: float
    most: float
    left_out: int

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON-ready types."""
        return {
            "groups": list(self.groups),
            "items": list(self.items),
            "own": self.own.tolist(),
            "places": grid(self.places),
            "across": grid(self.across),
            "up": grid(self.up),
            "cells": self.cells.tolist(),
            "right": round(self.right, 4),
            "most": round(self.most, 4),
            "left_out": self.left_out,
        }


def fit(points: Floats, sides: Floats, width: float, softness: float = _SOFTNESS) -> Machine:
    """The machine for points (n, d) and their sides, each 1 or -1."""
    signed = (_kernel(points, points, width) + 1) * np.outer(sides, sides)
    alphas = np.zeros(len(points))
    slope = -np.ones(len(points))  # of the dual at these alphas
    for _ in range(_ROUNDS):
        moved = 0.0
        for at in range(len(points)):
            new = min(max(alphas[at] - slope[at] / signed[at, at], 0.0), softness)
            step = new - alphas[at]
            if step:
                slope += step * signed[:, at]
                alphas[at] = new
                moved = max(moved, abs(step))
        if moved < _STILL:
            break
    return Machine(points, alphas * sides, width)


def surface(
    collection: Collection, by: str, groups: Sequence[str] = (), columns: Columns | None = None
) -> Surface:
    """The surface between groups of a collection.

    Args:
        by: what groups the items, one of `collection.groups`.
        groups: which; where none are named the commonest with at least three items, as many, up
            to eight, as leave the most items with one of them alone.
        columns: what the plane is made of; the music where nothing is said.

    Raises:
        GroupsError: there are fewer than two such groups, or too little to make a plane of.
    """
    labels = collection.groups.get(by)
    if labels is None:
        raise GroupsError(f"Items have no {by}. There is: {', '.join(collection.groups)}.")
    counts = Counter(label for own in labels for label in set(own))
    wanted = tuple(groups) or _commonest(labels, counts)
    few = [label for label in wanted if counts[label] < _LEAST_OF_A_GROUP]
    if few:
        raise GroupsError(f"Fewer than {_LEAST_OF_A_GROUP} items are of {', '.join(few)}.")
    found = components(columns or collection.music)
    own = [[wanted.index(label) for label in set(mine) if label in wanted] for mine in labels]
    kept = [at for at, mine in enumerate(own) if len(mine) == 1]
    chosen = np.array([own[at][0] for at in kept], np.int64)
    if found is None or len(set(chosen.tolist())) < 2:
        raise GroupsError(f"There are not two groups by {by} with items of their own to part.")
    places = found.scores[kept, :2]
    places = places if places.shape[1] == 2 else np.pad(places, ((0, 0), (0, 1)))
    width = _width(places)
    low, high = places.min(0), places.max(0)
    margin = _MARGIN * np.maximum(high - low, 1e-6)
    across, up = (
        np.linspace(low[axis] - margin[axis], high[axis] + margin[axis], _GRID) for axis in (0, 1)
    )
    cells = np.column_stack([np.tile(across, _GRID), np.repeat(up, _GRID)])
    return Surface(
        wanted,
        tuple(collection.items[at] for at in kept),
        chosen,
        places,
        across,
        up,
        _told(cells, places, chosen, len(wanted), width).reshape(_GRID, _GRID),
        _right_in_folds(places, chosen, len(wanted), width),
        float(np.bincount(chosen).max() / len(chosen)),
        len(collection) - len(kept),
    )


def _commonest(labels: Sequence[Sequence[str]], counts: Counter[str]) -> tuple[str, ...]:
    """Items may have several labels: the more groups, the more items are of two of them."""
    common = [name for name, n in counts.most_common(_MOST_GROUPS) if n >= _LEAST_OF_A_GROUP]

    def alone(size: int) -> int:
        return sum(len(set(mine) & set(common[:size])) == 1 for mine in labels)

    best = max(range(2, max(len(common), 2) + 1), key=lambda size: (alone(size), size))
    return tuple(common[:best])


def _told(
    points: Floats, known: Floats, own: npt.NDArray[np.int64], count: int, width: float
) -> npt.NDArray[np.int64]:
    """The group of each point: the one whose machine speaks for it most."""
    votes = np.full((len(points), count), -np.inf)
    for group in set(own.tolist()):
        sides = np.where(own == group, 1.0, -1.0)
        votes[:, group] = fit(known, sides, width).decide(points)
    return np.asarray(votes.argmax(1), np.int64)


def _right_in_folds(places: Floats, own: npt.NDArray[np.int64], count: int, width: float) -> float:
    order = np.argsort(own, kind="stable")  # so that every group is spread over the folds
    folds = np.empty(len(own), np.int64)
    folds[order] = np.arange(len(own)) % _FOLDS
    right = 0
    for fold in range(_FOLDS):
        test = folds == fold
        if test.any() and (~test).any():
            told = _told(places[test], places[~test], own[~test], count, width)
            right += int((told == own[test]).sum())
    return right / len(own)


def _kernel(some: Floats, others: Floats, width: float) -> Floats:
    apart = ((some[:, None] - others[None]) ** 2).sum(2)
    return np.asarray(np.exp(-width * apart))


def _width(points: Floats) -> float:
    return float(1 / max(points.shape[1] * float(points.var()), 1e-12))
