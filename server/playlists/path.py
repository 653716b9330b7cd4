"""A path on the plane: where it is, how long, and where along it a place lies. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moods.circumplex import Point

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Visit:
    """A stretch of a path at which a place is nearer than just before and just after.

    Attributes:
        place: the index of the place.
        along: how far along the path that is, in units of the plane.
        distance: how far the place is from the path there.
    """

    place: int
    along: float
    distance: float


class Path:
    """Straight legs through the points, in their order.

    Raises:
        ValueError: fewer than two points that differ.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        corners = [(point.valence, point.arousal) for point in points]
        differ = [corner for i, corner in enumerate(corners) if not i or corner != corners[i - 1]]
        if len(differ) < 2:
            raise ValueError("a path goes through at least two different points")
        self._corners = np.array(differ)
        self._steps = np.diff(self._corners, axis=0)
        self._legs = np.hypot(self._steps[:, 0], self._steps[:, 1])
        self._reached = np.concatenate(([0.0], np.cumsum(self._legs)))

    @property
    def length(self) -> float:
        """How long it is, in units of the plane."""
        return float(self._reached[-1])

    def at(self, fractions: Numbers) -> Numbers:
        """Where the path is at fractions of its length (0 to 1): (n,) to (n, 2)."""
        along = fractions * self.length
        return np.stack(
            [np.interp(along, self._reached, self._corners[:, axis]) for axis in (0, 1)], axis=-1
        )

    def visits(self, places: Numbers, reach: float) -> Iterator[Visit]:
        """Each time that the path passes places (n, 2) within reach, leg by leg.

        A path that comes back to a place passes it more than once.
        """
        shares = [self._share(leg, places) for leg in range(len(self._legs))]
        for leg, share in enumerate(shares):
            nearest = self._corners[leg] + share[:, None] * self._steps[leg]
            distances = np.hypot(*(places - nearest).T)
            ends_here = (
                shares[leg + 1] <= 0 if leg + 1 < len(shares) else np.ones(len(share), dtype=bool)
            )
            # A corner belongs to the leg that ends there, if the path leads away on both sides.
            passes = ((share > 0) | (leg == 0)) & ((share < 1) | ends_here)
            for place in np.flatnonzero(passes & (distances <= reach)):
                along = self._reached[leg] + share[place] * self._legs[leg]
                yield Visit(int(place), float(along), float(distances[place]))

    def _share(self, leg: int, places: Numbers) -> Numbers:
        """How much of a leg lies before its point nearest to each place, 0 to 1."""
        along = (places - self._corners[leg]) @ self._steps[leg] / self._legs[leg] ** 2
        return np.asarray(np.clip(along, 0, 1))
