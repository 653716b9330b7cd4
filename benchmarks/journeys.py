"""How near journeys keep to their path and how smooth they are, beside simpler choices."""

import time
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

import numpy as np

from moods.circumplex import Point
from server.playlists.journey import JourneySong, plan_journey, tempo_step
from server.playlists.path import Path

SONGS, MINUTES, SEEDS = 400, 60.0, 10
PATHS = (
    (Point(0.68, 0.36), Point(0.31, 0.55)),
    (Point(0.34, 0.39), Point(0.74, 0.60)),
    (Point(0.68, 0.36), Point(0.74, 0.60), Point(0.31, 0.55)),
)

_CORNERS = ((0.74, 0.60), (0.31, 0.55), (0.34, 0.39), (0.68, 0.36))
_USUAL = 240.0


def measure_journeys() -> dict[str, float]:
    """Journeys of an hour through 400 made songs, against random and nearest songs."""
    figures: dict[str, list[float]] = {}
    for seed in range(SEEDS):
        songs = made_songs(SONGS, seed)
        for points in PATHS:
            began = time.perf_counter()
            journey = plan_journey(songs, points, MINUTES)
            figures.setdefault("seconds", []).append(time.perf_counter() - began)
            planned = [stop.song for stop in journey.stops]
            chosen = {
                "planned": planned,
                "random": songs[: len(planned)],
                "nearest": nearest_only(songs, points, len(planned)),
            }
            for name, some in chosen.items():
                figures.setdefault(f"{name}_distance", []).append(distance(some, points))
                figures.setdefault(f"{name}_tempo_step", []).append(roughness(some))
    return {name: round(fmean(values), 3) for name, values in figures.items()}


def made_songs(count: int, seed: int) -> list[JourneySong]:
    """Songs that lie as readings do, most near one of the four moods' places."""
    draw = np.random.default_rng(seed)
    return [_made(number, count, draw) for number in range(count)]


def nearest_only(
    songs: Sequence[JourneySong], points: Sequence[Point], count: int
) -> list[JourneySong]:
    """For each of so many places along the path the nearest song that is left."""
    left, chosen = list(songs), []
    for place in Path(points).at(np.linspace(0, 1, count)):
        at = Point(*place)
        song = min(left, key=lambda each: each.place.distance(at))
        left.remove(song)
        chosen.append(song)
    return chosen


def distance(songs: Sequence[JourneySong], points: Sequence[Point]) -> float:
    """Mean distance of the songs from where the path is while they play."""
    lasting = np.array([song.seconds or _USUAL for song in songs])
    middles = np.cumsum(lasting) - lasting / 2
    shares = (middles - middles[0]) / max(middles[-1] - middles[0], 1.0)
    places = np.array([(song.place.valence, song.place.arousal) for song in songs])
    return float(np.hypot(*(places - Path(points).at(shares)).T).mean())


def roughness(songs: Sequence[JourneySong]) -> float:
    """Mean step of tempo between neighbours, in octaves, where both are known."""
    steps = [tempo_step(one.tempo, other.tempo) for one, other in pairwise(songs)]
    return fmean([step for step in steps if step is not None] or [0.0])


def _made(number: int, count: int, draw: np.random.Generator) -> JourneySong:
    shares = draw.gamma(0.6, size=len(_CORNERS))
    valence, arousal = (
        sum(
            share * corner[axis]
            for share, corner in zip(shares / shares.sum(), _CORNERS, strict=True)
        )
        for axis in (0, 1)
    )
    return JourneySong(
        key=f"song{number}",
        place=Point(valence, arousal),
        seconds=max(float(draw.normal(_USUAL, 30)), 80.0) if draw.random() < 0.9 else None,
        tempo=float(draw.uniform(70, 190)) if draw.random() < 0.8 else None,
        unsure=draw.random() < 0.3,
        groups=frozenset(
            {f"show{draw.integers(count // 3 + 1)}", f"artist{draw.integers(count // 2 + 1)}"}
        ),
    )
