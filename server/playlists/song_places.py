"""Where songs may truly lie on the plane, and how alike the places of some songs are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, erf, pi, sqrt
from typing import cast

import numpy as np
import numpy.typing as npt

from moods.circumplex import Point, Spread

Numbers = npt.NDArray[np.float64]

USUAL_SPREAD = Spread(0.12, 0.09, 0.0)
"""How far off a place may be where that is not told."""
_LEAST = 0.03
"""The least deviation that counts: the lattice below is fine enough for it."""

_SIDE = np.linspace(0, 1, 33)
_ROOTS, _WEIGHTS = np.polynomial.legendre.leggauss(40)
_STRIPS, _SHARES = (_ROOTS + 1) / 2, _WEIGHTS / 2
_FAR = 6.0
"""Deviations beyond which there is nothing to be summed."""
_TINY = 1e-300


@dataclass(frozen=True)
class Place:
    """Where a song lies and how far off that may be; None takes `USUAL_SPREAD`."""

    point: Point
    spread: Spread | None = None


def within(places: Sequence[Place], point: Point, radius: float) -> Numbers:
    """How probable it is that each song truly lies at most `radius` from a point: (songs,), 0..1.

    A song's true place is taken to be normally distributed about where it was heard.
    """
    return np.array([_within(place, point, radius) for place in places])


def profiles(places: Sequence[Place]) -> Numbers:
    """How probable each part of the plane is for each song: (songs, parts), none negative."""
    return _densities(places)


def mixture(profiles: Numbers, weights: Sequence[float] | None = None) -> Numbers:
    """The profile of some songs together: (parts,). Raises ValueError for none."""
    if not len(profiles):
        raise ValueError("no songs have no profile")
    return cast(Numbers, np.average(profiles, axis=0, weights=weights))


def likeness(profiles: Numbers, target: Numbers) -> Numbers:
    """How alike each profile and a target are, 0 to 1: the cosine between them."""
    lengths = np.linalg.norm(profiles, axis=-1) * np.linalg.norm(target)
    return cast(Numbers, np.clip(profiles @ target / np.maximum(lengths, _TINY), 0.0, 1.0))


def _densities(places: Sequence[Place]) -> Numbers:
    """The density of each song's place at each node of the lattice, `_SIDE` by `_SIDE`."""
    if not places:
        return np.zeros((0, len(_SIDE) ** 2))
    middles = np.array([(each.point.valence, each.point.arousal) for each in places])
    spreads = np.array([_covariance(each.spread or USUAL_SPREAD) for each in places])
    across, up, tilt = spreads.T[:, :, None]
    area = across * up - tilt**2
    right, above = (_SIDE - middles[:, axis, None] for axis in (0, 1))
    # Axis by axis, and in one array: thousands of songs would else be copied many times over.
    powers = (tilt / area * right)[:, :, None] * above[:, None, :]
    powers -= (up / area * right**2 / 2)[:, :, None]
    powers -= (across / area * above**2 / 2)[:, None, :]
    np.exp(powers, out=powers)
    powers /= 2 * np.pi * np.sqrt(area)[:, :, None]
    return cast(Numbers, powers.reshape(len(places), -1))


def _covariance(spread: Spread) -> tuple[float, float, float]:
    """Variance of valence, of arousal, and their covariance, kept within what both allow."""
    across, up = max(spread.valence, _LEAST), max(spread.arousal, _LEAST)
    most = 0.9 * across * up
    return across**2, up**2, min(max(spread.tilt, -most), most)


def _within(place: Place, point: Point, radius: float) -> float:
    """The same for one song: the circle's strips of one valence each, summed."""
    across, up, tilt = _covariance(place.spread or USUAL_SPREAD)
    off, deviation = place.point.valence - point.valence, sqrt(across)
    ends = (off - _FAR * deviation, off + _FAR * deviation)
    first, last = (asin(min(max(end / radius, -1.0), 1.0)) for end in ends)
    turns = first + (last - first) * _STRIPS
    strips, half = radius * np.sin(turns), radius * np.cos(turns)
    middle = place.point.arousal - point.arousal + tilt / across * (strips - off)
    left = sqrt(2 * (up - tilt**2 / across))
    held = [erf((h - m) / left) + erf((h + m) / left) for h, m in zip(half, middle, strict=True)]
    density = np.exp(-(((strips - off) / deviation) ** 2) / 2) / (deviation * sqrt(2 * pi))
    total = float(np.sum(_SHARES * density * half * np.array(held) / 2)) * (last - first)
    return min(max(total, 0.0), 1.0)
