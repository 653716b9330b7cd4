"""Journeys: songs in an order that goes along a path on the plane, for as long as asked. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log2
from statistics import median

import numpy as np

from moods.circumplex import Point
from server.playlists.journey_search import Candidate, search
from server.playlists.path import Numbers, Path, Visit

REACH = 0.12
"""How far from the path a song may lie to be taken along, in units of the plane."""
SLACK = 0.03
"""How far a song may lie behind one that plays before it; far less than readings are sure of."""

_UNSURE = 0.04
"""How much farther away an unsure song counts."""
_KEPT = 0.05
"""How much nearer a song counts that the journey has already."""
_TEMPO = 0.12
"""What an octave of tempo between neighbours counts."""
_USUAL_STEP = 0.2
"""Octaves between two songs of unknown tempo; what is known to be smoother is welcome."""
_OCTAVE_APART = 0.1
"""What half or double the tempo counts, in octaves."""
_SAME = 1.0
"""What it counts that two songs of one show or artist follow each other."""
USUAL_SECONDS = 240.0
"""A song's length where none is known."""
_ROUNDS = 30


@dataclass(frozen=True)
class JourneySong:
    """A song that may be taken along.

    Attributes:
        key: whatever tells it from others.
        place: where it lies on the plane.
        seconds: its length, None where it is not known.
        tempo: beats a minute, None where it is not known.
        unsure: whether its place is little more than a guess.
        groups: shows and artists; two songs that share one had better not follow each other.
    """

    key: str
    place: Point
    seconds: float | None = None
    tempo: float | None = None
    unsure: bool = False
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stop:
    """A song of a journey, and how far along the path it lies, in units of the plane."""

    song: JourneySong
    along: float


@dataclass(frozen=True)
class Journey:
    """The songs in their order.

    Attributes:
        stops: none comes twice, and none lies more than `SLACK` behind one before it.
        seconds: how long it takes; songs of unknown length count as the middle one of the others.
        is_short: whether all songs within reach together take less time than was asked for.
    """

    stops: tuple[Stop, ...]
    seconds: float
    is_short: bool

    @property
    def keys(self) -> list[str]:
        """The songs' keys in their order."""
        return [stop.song.key for stop in self.stops]


def plan_journey(
    songs: Sequence[JourneySong],
    points: Sequence[Point],
    minutes: float,
    kept: Sequence[str] = (),
) -> Journey:
    """The songs along the path through the points, in the order in which it passes them.

    What is made small, over the whole journey: how far each song lies from where the path is while
    it plays, and the steps of tempo between neighbours. Two songs of one show or artist follow
    each other only where nothing else is within reach. The journey ends within half a song of the
    length that was asked for where the songs' lengths allow it, and takes all songs within reach
    where they do not last.

    Songs in `kept`, those of an earlier journey in their order, are preferred to others that fit
    a little better, and stay in that order: with the same songs to choose from the journey stays
    as it is. The same input gives the same journey.

    Raises:
        ValueError: the points do not make a path, or the minutes are not above 0.
    """
    if minutes <= 0:
        raise ValueError("a journey takes some time")
    path = Path(points)
    usual = median([song.seconds for song in songs if song.seconds] or [USUAL_SECONDS])
    lasting = [replace(song, seconds=song.seconds or usual) for song in songs]
    visits = _visits(path, lasting)
    available = sum(_seconds(lasting[place]) for place in {visit.place for visit in visits})
    is_short = available < minutes * 60
    if is_short:
        found = _nearest_visits(visits)
    else:
        taken = set(kept)
        candidates = [_candidate(visit, lasting[visit.place], taken) for visit in visits]
        found = search(
            path,
            candidates,
            minutes * 60,
            usual,
            lambda places: _pair_costs([lasting[place] for place in places]),
        )
    stops = _settled([Stop(lasting[visit.place], visit.along) for visit in found], kept)
    return Journey(tuple(stops), sum(_seconds(stop.song) for stop in stops), is_short)


def tempo_step(one: float | None, other: float | None) -> float | None:
    """How far two tempos are apart, in octaves; None where one is not known.

    Half and double the tempo feel alike, so each halving or doubling counts a tenth only.
    """
    if not one or not other or one < 0 or other < 0:
        return None
    return float(_folded(np.array(abs(log2(other / one)))))


def _folded(apart: Numbers) -> Numbers:
    whole = np.floor(apart)
    near = apart - whole + _OCTAVE_APART * whole
    return np.minimum(near, whole + 1 - apart + _OCTAVE_APART * (whole + 1))


def _visits(path: Path, songs: Sequence[JourneySong]) -> list[Visit]:
    places = np.array([(song.place.valence, song.place.arousal) for song in songs])
    return list(path.visits(places.reshape(-1, 2), REACH))


def _nearest_visits(visits: Sequence[Visit]) -> list[Visit]:
    """The nearest visit to each place, in the order of the path."""
    nearest: dict[int, Visit] = {}
    for visit in sorted(visits, key=lambda each: (each.distance, each.along)):
        nearest.setdefault(visit.place, visit)
    return sorted(nearest.values(), key=lambda each: (each.along, each.place))


def _candidate(visit: Visit, song: JourneySong, kept: Collection[str]) -> Candidate:
    return Candidate(
        visit,
        seconds=_seconds(song),
        place=(song.place.valence, song.place.arousal),
        extra=_UNSURE * song.unsure - _KEPT * (song.key in kept),
    )


def _seconds(song: JourneySong) -> float:
    return song.seconds or USUAL_SECONDS


def _pair_costs(songs: Sequence[JourneySong]) -> Numbers:
    """What it counts that one song follows another, in units of the plane: (n, n).

    Below 0 is welcome: two songs whose tempos are nearer than usual.
    """
    tempos = [song.tempo if song.tempo and song.tempo > 0 else np.nan for song in songs]
    octaves = np.log2(np.array(tempos))
    steps = _folded(np.abs(octaves[:, None] - octaves))
    smooth = np.where(np.isnan(steps), 0.0, _TEMPO * (steps - _USUAL_STEP))
    known = {group: column for column, group in enumerate(set().union(*(s.groups for s in songs)))}
    member = np.zeros((len(songs), len(known)), dtype=np.float32)
    for row, song in enumerate(songs):
        member[row, [known[group] for group in song.groups]] = 1
    return np.asarray(smooth + _SAME * (member @ member.T > 0))


def _settled(sorted_stops: Sequence[Stop], kept: Sequence[str]) -> list[Stop]:
    """Songs that lie about as far along change places where that is smoother; kept ones do not."""
    stops, held = _with_kept_order(sorted_stops, kept)
    costs = _pair_costs([stop.song for stop in stops])
    now = list(range(len(stops)))
    for _ in range(_ROUNDS):
        changed = False
        for gap in (1, 2, 3):
            for first in range(len(now) - gap):
                after = list(now)
                last = first + gap
                after[first], after[last] = after[last], after[first]
                around = slice(max(first - 1, 0), last + 2)
                turned = after[first : last + 1]
                if (
                    _roughness(after[around], costs) < _roughness(now[around], costs) - 1e-9
                    and _in_order([stops[number].along for number in turned], SLACK)
                    and _in_order([number for number in turned if number in held], 0)
                ):
                    now, changed = after, True
        if not changed:
            break
    return [stops[number] for number in now]


def _roughness(numbers: Sequence[int], costs: Numbers) -> float:
    return sum(float(costs[one, other]) for one, other in pairwise(numbers))


def _with_kept_order(stops: Sequence[Stop], kept: Sequence[str]) -> tuple[list[Stop], set[int]]:
    """Kept stops as they followed each other, the others among them, each where it lies.

    Also the numbers of those kept. One that lies elsewhere now is not held there.
    """
    by_key = {stop.song.key: stop for stop in stops}
    line: list[Stop] = []
    farthest = 0.0
    for key in kept:
        if key in by_key and by_key[key].along >= farthest - SLACK:
            line.append(by_key.pop(key))
            farthest = max(farthest, line[-1].along)
    held = {stop.song.key for stop in line}
    for stop in stops:
        if stop.song.key not in held:
            later = (at for at, each in enumerate(line) if each.along > stop.along)
            line.insert(next(later, len(line)), stop)
    return line, {at for at, stop in enumerate(line) if stop.song.key in held}


def _in_order(along: Sequence[float], slack: float) -> bool:
    farthest = 0.0
    for each in along:
        if each < farthest - slack:
            return False
        farthest = max(farthest, each)
    return True
