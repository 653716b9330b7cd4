"""Asking for a journey: from one mood to another, or along a path, for so many minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from moods.circumplex import MOODS, Mood, Point
from server.errors import BadRequest
from server.jobs.checks import number

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 600
USUAL_MINUTES = 30
MOST_POINTS = 12

_SHORTEST_PATH = 0.02
_KEYS = ("path", "from", "to", "minutes")


@dataclass(frozen=True)
class JourneyRequest:
    """The songs of a playlist made here that lie along a path, in the order of the path.

    Attributes:
        minutes: how long it is to last, 5 to 600.
        ends: the moods from whose place to whose place it goes; None where there is a path.
        path: 2 to 12 points; empty where there are ends.
    """

    playlist_id: str
    minutes: float
    ends: tuple[Mood, Mood] | None = None
    path: tuple[Point, ...] = ()


def is_journey(body: Mapping[str, object]) -> bool:
    """Whether a request asks for a journey; what it asks need not be right."""
    return any(body.get(key) not in (None, "", [], ()) for key in _KEYS)


def parse_journey_request(playlist_id: str, body: Mapping[str, object]) -> JourneyRequest:
    """What asks for a journey: `path` of points, or `from` and `to`; and `minutes`.

    Minutes that are left out are 30.

    Raises:
        BadRequest: `bad_path`, `bad_minutes`.
    """
    given = body.get("path")
    has_path = given not in (None, "", [], ())
    has_ends = any(body.get(key) not in (None, "") for key in ("from", "to"))
    if has_path == has_ends:
        raise _bad_path("A journey goes from one mood to another, or along a path that you draw.")
    if has_path:
        return JourneyRequest(playlist_id, _minutes(body), path=_path(given))
    ends = _mood(body.get("from")), _mood(body.get("to"))
    if ends[0] is ends[1]:
        raise _bad_path(f"A journey from {ends[0].value} to {ends[1].value} goes nowhere.")
    return JourneyRequest(playlist_id, _minutes(body), ends=ends)


def journey_json(request: JourneyRequest) -> dict[str, Any]:
    """A request as JSON-ready types, in the form that the parser takes."""
    told: dict[str, Any] = {"playlist_id": request.playlist_id, "minutes": request.minutes}
    if request.ends is not None:
        return told | {"from": request.ends[0].value, "to": request.ends[1].value}
    points = [{"valence": each.valence, "arousal": each.arousal} for each in request.path]
    return told | {"path": points}


def _minutes(body: Mapping[str, object]) -> float:
    given = body.get("minutes")
    if given in (None, ""):
        return USUAL_MINUTES
    minutes = number(given, SHORTEST_MINUTES, LONGEST_MINUTES)
    if minutes is None:
        raise BadRequest(
            "bad_minutes",
            f"A journey lasts from {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes.",
            "Give the minutes as a number, 30 for example.",
        )
    return int(minutes) if minutes == int(minutes) else minutes


def _path(given: object) -> tuple[Point, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise _bad_path("A path is a list of points, each with a valence and an arousal.")
    if not 2 <= len(given) <= MOST_POINTS:
        raise _bad_path(f"A path has from 2 to {MOST_POINTS} points.")
    points = tuple(_point(each) for each in given)
    if sum(one.distance(other) for one, other in pairwise(points)) < _SHORTEST_PATH:
        raise _bad_path("This path goes nowhere.")
    return points


def _point(given: object) -> Point:
    if isinstance(given, Mapping):
        valence, arousal = (number(given.get(axis), 0, 1) for axis in ("valence", "arousal"))
        if valence is not None and arousal is not None:
            return Point(valence, arousal)
    raise _bad_path("Each point of a path is a valence and an arousal, from 0 to 1.")


def _mood(given: object) -> Mood:
    if isinstance(given, str) and given.strip().lower() in set(MOODS):
        return Mood(given.strip().lower())
    raise _bad_path("A journey goes from one of the four moods to another.")


def _bad_path(message: str) -> BadRequest:
    return BadRequest(
        "bad_path",
        message,
        f"Choose two of {', '.join(MOODS)}, or draw a line of two points or more.",
    )
