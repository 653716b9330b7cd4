"""Distributions on the mood plane, and how far two of them are apart.

The distance is the energy distance of Székely and Rizzo ("Energy statistics", 2013): it is 0 for
equal distributions only, and tells apart two that have the same mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from moods.circumplex import MOODS, Point

Floats = npt.NDArray[np.float64]

USUAL_SPREAD = (0.1, 0.07, 0.0)
"""Standard deviations and covariance of a song whose reading does not tell them."""


@dataclass(frozen=True)
class Grid:
    """The part of the plane where songs lie, in cells; what lies outside counts at its edge.

    Attributes:
        valence, arousal: lowest and highest value.
        shape: how many cells across and up.
    """

    valence: tuple[float, float] = (0.2, 0.8)
    arousal: tuple[float, float] = (0.3, 0.7)
    shape: tuple[int, int] = (12, 8)

    @property
    def cells(self) -> int:
        """How many there are."""
        return self.shape[0] * self.shape[1]

    @cached_property
    def centres(self) -> Floats:
        """Valence and arousal of each cell's middle, shape (cells, 2)."""
        across, up = (
            low + (np.arange(count) + 0.5) * (high - low) / count
            for (low, high), count in zip((self.valence, self.arousal), self.shape, strict=True)
        )
        return np.stack(np.meshgrid(across, up, indexing="ij"), axis=-1).reshape(-1, 2)

    @cached_property
    def distances(self) -> Floats:
        """Between the middles of any two cells, shape (cells, cells)."""
        steps = self.centres[:, None] - self.centres[None]
        return np.asarray(np.hypot(steps[..., 0], steps[..., 1]))

    @cached_property
    def moods(self) -> tuple[npt.NDArray[np.bool_], ...]:
        """For each mood which cells are in its quadrant, each of shape (cells,)."""
        of_cells = [Point(*map(float, centre)).mood for centre in self.centres]
        return tuple(np.array([one is mood for one in of_cells]) for mood in MOODS)

    def histogram(
        self,
        points: npt.ArrayLike,
        spreads: Sequence[tuple[float, float, float] | None] | None = None,
        weights: npt.ArrayLike | None = None,
    ) -> Floats:
        """Where songs lie, each blurred by how far off its reading may be.

        Args:
            points: valence and arousal, shape (n, 2), n > 0.
            spreads: a song's standard deviations and covariance, or None (`USUAL_SPREAD`).
            weights: how much each counts, shape (n,); all alike when None.

        Returns:
            Shape (cells,), summing to 1.
        """
        places = np.asarray(points, np.float64).reshape(-1, 2)
        lows, highs = np.array([self.valence, self.arousal]).T
        places = np.clip(places, lows, highs)
        counts = np.ones(len(places)) if weights is None else np.asarray(weights, np.float64)
        told = [spread or USUAL_SPREAD for spread in spreads or [None] * len(places)]
        inverse = np.stack([self._precision(spread) for spread in told])
        steps = self.centres[None] - places[:, None]
        powers = -0.5 * np.einsum("nci,nij,ncj->nc", steps, inverse, steps)
        masses = np.exp(powers - powers.max(1, keepdims=True))
        masses /= masses.sum(1, keepdims=True)
        mixed = counts @ masses
        return np.asarray(mixed / mixed.sum())

    def _precision(self, spread: tuple[float, float, float]) -> Floats:
        """The inverse covariance; no blur is narrower than a cell."""
        across, up, tilt = spread
        width = (self.valence[1] - self.valence[0]) / self.shape[0]
        height = (self.arousal[1] - self.arousal[0]) / self.shape[1]
        across, up = max(across, width / 2), max(up, height / 2)
        most = 0.95 * across * up
        tilt = min(max(tilt, -most), most)
        return np.asarray(np.linalg.inv([[across**2, tilt], [tilt, up**2]]))


def within(some: Floats, distances: Floats) -> Floats:
    """The mean distance between two songs of the same distribution, shape (n,)."""
    return np.asarray(np.einsum("nc,nc->n", some @ distances, some))


def energy_distances_to(
    reach: npt.NDArray[Any], inner: Floats, other: Floats, distances: Floats
) -> Floats:
    """How far each of some distributions is from another, on the scale of the plane.

    The same distribution may be taken from all of `some` and from `other` before: what is left is
    smaller, and `reach` may then be of single precision.

    Args:
        reach: `some @ distances`, which can be computed once, shape (n, cells).
        inner: `within(some, distances)`, shape (n,).
        other: shape (cells,), summing to 1.
        distances: between cells, shape (cells, cells).

    Returns:
        Shape (n,): 0 where they are equal, never negative.
    """
    squared = 2 * (reach @ other.astype(reach.dtype)) - inner - other @ distances @ other
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)), np.float64)
