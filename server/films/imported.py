"""Readings that people made on their own machines: `mooddex film --json`, checked to the last key.

Only what is known is kept, so that a page meets no other shapes than those it was made for.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from films.detector import SOUNDS
from moods.circumplex import MOODS
from server.errors import BadRequest

MOST_BYTES = 32_000_000
MOST_LINES = 50
_MOST_SECONDS = 24 * 3600
_CLASSES = ("low", "middle", "high")
_MOODS = tuple(mood.value for mood in MOODS)
_DIMENSIONS = ("valence", "arousal", "dominance")
_MOST_METADATA = 100_000


class _Wrong(Exception):
    """Something is not what it should be."""


def readings_in(text: bytes) -> list[dict[str, Any]]:
    """The readings in a file: one object, or one on each line; lines that tell an error are left.

    Raises:
        BadRequest: it holds no reading, too many, or one that is not whole.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES and all(map(_is_object, lines)):
        raise BadRequest(
            "too_many_readings",
            f"There are {len(lines)} readings in this file.",
            f"Hand in at most {MOST_LINES} at once.",
        )
    several = len(lines) > 1 and all(map(_is_object, lines))
    told = [_parsed(one) for one in (lines if several else [text])]
    whole = [one for one in told if not (isinstance(one, Mapping) and "error" in one)]
    if not whole:
        raise _bad()
    try:
        return [reading_of(_mapping(one, "")) for one in whole]
    except _Wrong as error:
        raise _bad(str(error)) from error


def reading_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """A reading, rebuilt from what is known of its shape."""
    seconds = [_word(one, SOUNDS, "seconds") for one in _list(told, "seconds", _MOST_SECONDS)]
    if not seconds:
        raise _Wrong("seconds")
    length = len(seconds)
    course = _mapping(told.get("course", {}), "course")
    at = [_number(one, 0, length + 1, "course") for one in _list(course, "at", length)]
    return {
        "file": _text(told.get("file"), "file", 1000),
        "duration": _number(told.get("duration"), 0, _MOST_SECONDS + 1, "duration"),
        "seconds": seconds,
        "segments": [
            _segment(_mapping(one, "segments"), length) for one in _list(told, "segments", length)
        ],
        "shares": _shares(told.get("shares"), "shares", SOUNDS),
        "film": _whole(_mapping(told.get("film", {}), "film"), length),
        "course": {
            "at": at,
            **{name: _column(course, name, at, _unit) for name in _DIMENSIONS},
            "moods": _column(course, "moods", at, lambda one: _word(one, _MOODS, "course")),
        },
        "peaks": [_number(one, 0, 1000, "peaks") for one in _list(told, "peaks", length)],
        "track": _small(told.get("track", {}), "track"),
        "models": [_text(one, "models", 100) for one in _list(told, "models", 20)],
        "problems": [
            {
                "code": _text(one.get("code"), "problems", 64),
                "message": _text(one.get("message"), "problems", 1000),
                "at": _maybe(one.get("at"), lambda at: _number(at, 0, _MOST_SECONDS, "problems")),
            }
            for one in (_mapping(each, "problems") for each in _list(told, "problems", 200))
        ],
        "metadata": _maybe(told.get("metadata"), lambda one: _small(one, "metadata")),
    }


def _segment(told: Mapping[str, Any], length: int) -> dict[str, Any]:
    start = _number(told.get("start"), 0, length, "segments")
    end = _number(told.get("end"), 0, length, "segments")
    if not start < end:
        raise _Wrong("segments")
    return {
        "start": start,
        "end": end,
        "weight": end - start,
        "moods": [_word(one, _MOODS, "segments") for one in _list(told, "moods", 4)],
        "mood_shares": _shares(told.get("mood_shares", {}), "segments", _MOODS),
        **{name: _maybe(told.get(name), _unit) for name in _DIMENSIONS},
        "genres": [_text(one, "segments", 64) for one in _list(told, "genres", 50)],
        "film_genres": [_text(one, "segments", 64) for one in _list(told, "film_genres", 50)],
        **{name: _class(told.get(name)) for name in ("valence_class", "energy_class")},
        "danceability": _maybe(told.get("danceability"), _unit),
        "danceability_class": _class(told.get("danceability_class")),
    }


def _whole(told: Mapping[str, Any], length: int) -> dict[str, Any]:
    return {
        "music_seconds": _number(told.get("music_seconds", 0), 0, length, "film"),
        **{name: _maybe(told.get(name), _unit) for name in _DIMENSIONS},
        "moods": _shares(told.get("moods", {}), "film", _MOODS),
        "genres": _shares(told.get("genres", {}), "film"),
        "ten_genres": _shares(told.get("ten_genres", {}), "film"),
        "film_genres": _shares(told.get("film_genres", {}), "film"),
        **{
            name: _shares(told.get(name, {}), "film", _CLASSES)
            for name in ("valence_classes", "energy_classes", "danceability_classes")
        },
    }


def _column(
    told: Mapping[str, Any], name: str, at: Sequence[float], read: Callable[[Any], Any]
) -> list[Any]:
    values = [read(one) for one in _list(told, name, len(at))]
    if len(values) != len(at):
        raise _Wrong("course")
    return values


def _shares(value: Any, where: str, known: Sequence[str] | None = None) -> dict[str, float]:
    told = _mapping(value, where)
    if len(told) > 60:
        raise _Wrong(where)
    return {
        _text(name, where, 64) if known is None else _word(name, known, where): _number(
            share, 0, 1.001, where
        )
        for name, share in told.items()
    }


def _list(told: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = told.get(name, [])
    if not isinstance(value, list) or len(value) > most:
        raise _Wrong(name)
    return value


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _Wrong(where)
    return value


def _small(value: Any, where: str) -> dict[str, Any]:
    told = _mapping(value, where)
    if len(json.dumps(told)) > _MOST_METADATA:
        raise _Wrong(where)
    return dict(told)


def _number(value: Any, low: float, high: float, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _Wrong(where)
    if not low <= value <= high:
        raise _Wrong(where)
    return value


def _unit(value: Any) -> float:
    return _number(value, 0, 1, "valence, arousal or dominance")


def _class(value: Any) -> str | None:
    return None if value is None else _word(value, _CLASSES, "segments")


def _maybe(value: Any, read: Callable[[Any], Any]) -> Any:
    return None if value is None else read(value)


def _word(value: Any, known: Sequence[str], where: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise _Wrong(where)
    return value


def _text(value: Any, where: str, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise _Wrong(where)
    return value


def _is_object(line: bytes) -> bool:
    return line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}")


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _bad() from error


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _bad(where: str = "") -> BadRequest:
    hint = "Hand in what mooddex film --json printed, as it is."
    if where:
        return BadRequest("bad_film_json", f"This file's {where} cannot be understood.", hint)
    return BadRequest("bad_film_json", "This file does not hold what was read of a film.", hint)
