"""Patterns in a collection: rank correlations, principal components, and what chance would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from films.collection import Collection, Columns
from films.statistics import LEAST, benjamini_hochberg, holm, ranks, spearman

Floats = npt.NDArray[np.float64]

SMALL = 30
"""A collection of fewer items gets a word of warning."""

_SHUFFLES = 500
_LEVEL = 0.05
_LEAST_ITEMS = 3


@dataclass(frozen=True, eq=False)
class Correlations:
    """Spearman's rho of all pairs of columns; square, in the order of `names`.

    Attributes:
        p: two-sided p-values as they are; NaN where there is no rho, and on the diagonal.
        p_false_share: corrected after Benjamini and Hochberg.
        p_any_false: corrected after Holm.
        pairs: how many items each rests on.
        tests: how many pairs of columns were tested.
    """

    names: tuple[str, ...]
    rho: Floats
    p: Floats
    p_false_share: Floats
    p_any_false: Floats
    pairs: npt.NDArray[np.int64]
    tests: int

    def found(self, level: float = _LEVEL) -> list[tuple[str, str, float, float]]:
        """The pairs whose corrected p is below a level: names, rho, p; the strongest first."""
        rows, columns = np.nonzero(np.triu(self.p_false_share < level, 1))
        told = [
            (self.names[a], self.names[b], float(self.rho[a, b]), float(self.p_false_share[a, b]))
            for a, b in zip(rows, columns, strict=True)
        ]
        return sorted(told, key=lambda one: (one[3], -abs(one[2])))

    def to_json(self) -> dict[str, Any]:
        """All of it; what is not known is null."""
        return {
            "columns": list(self.names),
            "rho": grid(self.rho),
            "p": grid(self.p, 6),
            "p_false_share": grid(self.p_false_share, 6),
            "p_any_false": grid(self.p_any_false, 6),
            "pairs": self.pairs.tolist(),
            "tests": self.tests,
        }


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components of standardised columns.

    Attributes:
        names: of the columns.
        loadings: shape (components, columns), each row of length 1.
        shares: of the variance, falling, summing to 1 over all components.
        scores: where each item lies, shape (items, components).
        filled: how many missing values the columns' means stand in for.
    """

    names: tuple[str, ...]
    loadings: Floats
    shares: Floats
    scores: Floats
    filled: int

    def to_json(self, most: int = 5) -> dict[str, Any]:
        """The first components."""
        return {
            "columns": list(self.names),
            "loadings": grid(self.loadings[:most]),
            "shares": grid(self.shares[:most]),
            "scores": grid(self.scores[:, :most]),
            "filled": self.filled,
        }


@dataclass(frozen=True)
class Chance:
    """What the strongest correlation between music and facts is worth.

    Attributes:
        strongest: the greatest absolute rho of any pair.
        by_chance: that which a collection whose facts were dealt out anew reaches in half of the
            cases.
        p: in how many of them it is at least as great as here.
    """

    strongest: float
    by_chance: float
    p: float


def correlations(columns: Columns) -> Correlations:
    """All pairs of columns, corrected for as many tests as there are pairs."""
    names = tuple(columns)
    size = len(names)
    rho, p = np.eye(size), np.full((size, size), np.nan)
    pairs = np.zeros((size, size), np.int64)
    above = np.triu_indices(size, 1)
    for a, b in zip(*above, strict=True):
        found = spearman(columns[names[a]], columns[names[b]])
        rho[a, b], p[a, b], pairs[a, b] = found
        rho[b, a], p[b, a], pairs[b, a] = found
    for name, place in zip(names, range(size), strict=True):
        pairs[place, place] = int(np.isfinite(columns[name]).sum())
    return Correlations(
        names,
        rho,
        p,
        _spread(benjamini_hochberg(p[above]), size),
        _spread(holm(p[above]), size),
        pairs,
        int(np.isfinite(p[above]).sum()),
    )


def components(columns: Columns) -> Components | None:
    """Principal components by a singular value decomposition; None of fewer than 2 columns or 3
    items. The sign of each is such that its greatest loading is positive."""
    table = np.column_stack(list(columns.values())) if columns else np.zeros((0, 0))
    if table.shape[0] < _LEAST_ITEMS or table.shape[1] < 2:
        return None
    missing = ~np.isfinite(table)
    means = np.nanmean(table, axis=0)
    filled = np.where(missing, means, table) - means
    spread = filled.std(0)
    standard = filled / np.where(spread > 0, spread, 1)
    left, singular, loadings = np.linalg.svd(standard, full_matrices=False)
    power = singular**2
    signs = np.sign(loadings[np.arange(len(loadings)), np.abs(loadings).argmax(1)])
    signs = np.where(signs == 0, 1.0, signs)
    return Components(
        tuple(columns),
        loadings * signs[:, None],
        power / max(float(power.sum()), 1e-300),
        left * singular * signs,
        int(missing.sum()),
    )


def chance(collection: Collection, *, shuffles: int = _SHUFFLES, seed: int = 0) -> Chance | None:
    """How strong the strongest correlation of music with facts would be by chance alone.

    The facts of items are dealt out anew many times, all facts of an item together. None where
    there are no columns of both sorts, or fewer than 4 items.
    """
    if len(collection) < LEAST or not collection.music or not collection.facts:
        return None
    music, facts = _ranked(collection.music), _ranked(collection.facts)
    here = float(np.abs(music.T @ facts).max())
    random = np.random.default_rng(seed)
    dealt = [
        float(np.abs(music.T @ facts[random.permutation(len(facts))]).max())
        for _ in range(shuffles)
    ]
    reached = sum(value >= here - 1e-12 for value in dealt)
    return Chance(here, float(np.median(dealt)), (1 + reached) / (1 + shuffles))


def warnings_for(collection: Collection, found: Correlations, luck: Chance | None) -> list[str]:
    """What to keep in mind before believing a pattern, in plain words."""
    told: list[str] = []
    count = len(collection)
    if count < LEAST:
        return [f"Patterns need at least {LEAST} items; there are {count} here."]
    if count < SMALL:
        told.append(
            f"This collection has only {count} items: patterns in so few come and go by chance. "
            f"Of {found.tests} pairs compared, about {round(found.tests * _LEVEL)} look "
            "significant by chance alone before the correction."
        )
    if luck is not None and luck.p > _LEVEL:
        told.append(
            f"The strongest link between music and facts here is {luck.strongest:.2f}; in "
            f"collections whose facts were dealt out at random it is at least as strong in "
            f"{100 * luck.p:.0f} % of cases, so none of them can be told from chance."
        )
    if not found.found():
        told.append("No pair of columns goes together more than chance allows.")
    return told


def grid(values: Floats, places: int = 4) -> list[Any]:
    """Nested lists of rounded numbers, None for NaN."""
    if values.ndim == 1:
        return [None if np.isnan(one) else round(float(one), places) for one in values]
    return [grid(row, places) for row in values]


def told(collection: Collection, by: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All patterns of a collection as JSON; `by` is added as `groups`."""
    found, luck = correlations(collection.both), chance(collection)
    parts = {"music": collection.music, "facts": collection.facts, "both": collection.both}
    analysed = {name: components(columns) for name, columns in parts.items()}
    return {
        "items": list(collection.items),
        "columns": {"music": list(collection.music), "facts": list(collection.facts)},
        "table": {name: grid(column) for name, column in collection.both.items()},
        "correlations": found.to_json(),
        "found": [
            {"one": one, "other": other, "rho": round(rho, 4), "p_false_share": round(p, 6)}
            for one, other, rho, p in found.found()
        ],
        "components": {
            name: None if one is None else one.to_json() for name, one in analysed.items()
        },
        "chance": None if luck is None else vars(luck),
        "groups": None if by is None else dict(by),
        "warnings": warnings_for(collection, found, luck),
    }


def _spread(upper: Floats, size: int) -> Floats:
    out = np.full((size, size), np.nan)
    above = np.triu_indices(size, 1)
    out[above] = upper
    out.T[above] = upper
    return out


def _ranked(columns: Columns) -> Floats:
    """Ranks of each column with mean 0 and length 1; what is not known has the mean rank."""
    out = []
    for column in columns.values():
        known = np.isfinite(column)
        row = np.zeros(len(column))
        row[known] = ranks(column[known])
        row[known] -= row[known].mean()
        out.append(row / max(float(np.sqrt(row @ row)), 1e-300))
    return np.column_stack(out)
