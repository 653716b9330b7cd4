"""Which readings fit a mood, or a place on the plane. Pure."""

from collections.abc import Collection

from moods.circumplex import Mood, Point
from moods.reading import Reading


def carries_all(reading: Reading, moods: Collection[Mood]) -> bool:
    """Whether a recording carries every one of the moods."""
    return set(moods) <= set(reading.moods)


def lies_within(reading: Reading, point: Point, radius: float) -> bool:
    """Whether a recording lies at most `radius` from the point."""
    return reading.point.distance(point) <= radius


def fits(
    reading: Reading, moods: Collection[Mood], point: Point | None, radius: float | None
) -> bool:
    """Whether a recording fits what was asked: a place and radius if there is one, else moods."""
    if point is not None:
        return lies_within(reading, point, radius or 0.0)
    return carries_all(reading, moods)
