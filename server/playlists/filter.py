"""Which readings fit a mood, or a place on the plane. Pure.

`static/js/plane/choice.js` holds the same rules for the browser; a test compares the two.
"""

from collections.abc import Collection
from typing import Protocol

from moods.circumplex import Mood, Point

_SLACK = 1e-9  # .8 lies within .1 of .7, whatever their difference is in binary


class Placed(Protocol):
    """What has moods and lies on the plane; a `moods.reading.Reading` does."""

    @property
    def moods(self) -> Collection[Mood]:
        """The moods that it carries."""
        ...

    @property
    def point(self) -> Point:
        """Where it lies."""
        ...


def carries_all(reading: Placed, moods: Collection[Mood]) -> bool:
    """Whether a recording carries every one of the moods."""
    return set(moods) <= set(reading.moods)


def lies_within(reading: Placed, point: Point, radius: float) -> bool:
    """Whether a recording lies at most `radius` from the point."""
    return reading.point.distance(point) <= radius + _SLACK


def fits(
    reading: Placed, moods: Collection[Mood], point: Point | None, radius: float | None
) -> bool:
    """Whether a recording fits what was asked: a place and radius if there is one, else moods."""
    if point is not None:
        return lies_within(reading, point, radius or 0.0)
    return carries_all(reading, moods)
