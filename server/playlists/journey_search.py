"""The cheapest way through the songs along a path that takes a given time. Pure.

Dynamic programming over the visits, in the order in which the path passes them: the cheapest
journey that ends with a visit after so many seconds is one that ended with an earlier visit before
it, and that one by it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from server.playlists.path import Numbers, Path, Visit

_MOST = 360
"""Visits that are looked at; of more, the nearest of each stretch of the path."""
_STRETCHES = 24
_BUCKET = 30.0
"""Seconds within which two journeys to the same song count as equally long; the cheaper stays."""
_OFF = 0.1
"""What it counts to end a song too late or too early, in units of the plane."""


@dataclass(frozen=True)
class Candidate:
    """A song that may play while the path passes it.

    Attributes:
        seconds: its length.
        place: valence and arousal.
        extra: what it counts beyond its distance from the path, in units of the plane.
    """

    visit: Visit
    seconds: float
    place: tuple[float, float]
    extra: float = 0.0


def search(
    path: Path,
    candidates: Sequence[Candidate],
    seconds: float,
    usual: float,
    pair_costs: Callable[[Sequence[int]], Numbers],
) -> list[Visit]:
    """The visits to make, in their order along the path, no place twice.

    Each song counts by how far it lies from where the path is while it plays, for as long as it
    plays, and each two neighbours by `pair_costs`, which gives a matrix for the indexes of so many
    places. The whole takes `seconds` to within half a usual song, or as near to that as it goes.
    """
    left = sorted(candidates, key=lambda each: (each.visit.along, each.visit.place))
    while left:
        some = _nearest(left, path.length)
        found = _Search(path, some, seconds, usual, pair_costs).best()
        times = Counter(each.visit.place for each in found)
        twice = {place for place, count in times.items() if count > 1}
        if not twice:
            return [each.visit for each in found]
        left = _once(left, twice)
    return []


class _Search:
    def __init__(
        self,
        path: Path,
        some: Sequence[Candidate],
        seconds: float,
        usual: float,
        pair_costs: Callable[[Sequence[int]], Numbers],
    ) -> None:
        self._path, self._some, self._wanted, self._usual = path, some, seconds, usual
        self._places = np.array([each.place for each in some])
        self._pairs = pair_costs([each.visit.place for each in some])
        longest = max(each.seconds for each in some)
        self._latest = seconds + longest
        shape = (len(some), int(self._latest // _BUCKET) + 1)
        self._cost = np.full(shape, np.inf)
        self._time = np.zeros(shape)
        self._before = np.full(shape, -1, dtype=np.int64)

    def best(self) -> list[Candidate]:
        for number in range(len(self._some)):
            self._extend(number)
        off = np.abs(self._time - self._wanted)
        off[np.isinf(self._cost)] = np.inf
        allowed = off <= max(self._usual / 2, float(off.min()))
        worth = np.where(allowed, self._cost + _OFF * off / self._usual, np.inf)
        at = int(worth.argmin())
        found: list[Candidate] = []
        while at >= 0:
            found.append(self._some[at // self._cost.shape[1]])
            at = int(self._before.flat[at])
        return found[::-1]

    def _extend(self, number: int) -> None:
        """The journeys that end with this song: it alone, or it after each earlier one."""
        costs, begins, before = self._befores(number)
        song = self._some[number]
        ends = begins + song.seconds
        in_time = ends <= self._latest
        costs, begins, ends = costs[in_time], begins[in_time], ends[in_time]
        before = before[in_time]
        away = self._places[number] - self._path.at(self._progress(begins + song.seconds / 2))
        distance = np.hypot(away[:, 0], away[:, 1])
        costs = costs + (distance + song.extra) * song.seconds / self._usual
        # Of several that fall into one bucket, the last one written stays.
        order = np.argsort(-costs, kind="stable")
        buckets = (ends // _BUCKET).astype(np.int64)[order]
        self._cost[number, buckets] = costs[order]
        self._time[number, buckets] = ends[order]
        self._before[number, buckets] = before[order]

    def _befores(self, number: int) -> tuple[Numbers, Numbers, npt.NDArray[np.int64]]:
        """Cost, time and place in the table of every way to come to this song."""
        none = np.zeros(1), np.zeros(1), np.full(1, -1, dtype=np.int64)
        if not number:
            return none
        reached = self._cost[:number] + self._pairs[:number, number, None]
        which = reached.argmin(axis=0)
        buckets = np.arange(reached.shape[1])
        there = np.isfinite(reached[which, buckets])
        which, buckets = which[there], buckets[there]
        return (
            np.concatenate((none[0], reached[which, buckets])),
            np.concatenate((none[1], self._time[which, buckets])),
            np.concatenate((none[2], which * reached.shape[1] + buckets)),
        )

    def _progress(self, moments: Numbers) -> Numbers:
        """How much of the path lies behind at these seconds; all of it at the last song."""
        whole = max(self._wanted - self._usual, 1.0)
        return np.clip((moments - self._usual / 2) / whole, 0, 1)


def _nearest(candidates: Sequence[Candidate], length: float) -> list[Candidate]:
    """The candidates that are looked at, in their order."""
    if len(candidates) <= _MOST:
        return list(candidates)
    by_cost = sorted(candidates, key=lambda each: each.visit.distance + each.extra)
    room = Counter[int]()
    chosen: dict[int, Candidate] = {}
    for each in by_cost:
        stretch = min(int(each.visit.along / length * _STRETCHES), _STRETCHES - 1)
        room[stretch] += 1
        if room[stretch] <= _MOST // _STRETCHES // 2:
            chosen[id(each)] = each
    for each in by_cost:
        if len(chosen) >= _MOST:
            break
        chosen.setdefault(id(each), each)
    return [each for each in candidates if id(each) in chosen]


def _once(candidates: Sequence[Candidate], twice: Collection[int]) -> list[Candidate]:
    """Only the nearest visit to each of these places; the others as they are."""
    nearest: dict[int, Visit] = {}
    for each in candidates:
        place = each.visit.place
        if place in twice and (
            place not in nearest or each.visit.distance < nearest[place].distance
        ):
            nearest[place] = each.visit
    return [each for each in candidates if nearest.get(each.visit.place, each.visit) is each.visit]
