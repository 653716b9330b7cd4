"""How right the hearing of films is: on a film whose truth is known, and on one's own."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from films.detector import SOUNDS
from films.errors import clock
from films.judging import UNKNOWN, judge
from films.runs import runs_of
from server.errors import BadRequest

Truth = list[list[Any]]

_MOST_LINES = 2000
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:\.\d+)?)")
_LETTERS = {sound[0]: sound for sound in SOUNDS}


def made_film() -> dict[str, Any] | None:
    """The made film as it was last measured; None where this copy has no record of it."""
    record = _record()
    return None if record is None else view_of(record)


def view_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of the made film, as `mooddex evaluate made-film` writes it."""
    film = record["film"]
    truth = [_LETTERS[letter] for letter in film["truth"]]
    heard = [_LETTERS[letter] for letter in film["heard"]]
    return {
        **_view(truth, heard, film),
        "weights": record["weights"],
        "draws": record["draws"],
        "command": record["command"],
    }


def own_film(reading: Mapping[str, Any], truth: Truth) -> dict[str, Any]:
    """A film's reading against what its owner says is heard."""
    heard = list(reading["seconds"])
    known = [UNKNOWN] * len(heard)
    for start, end, label in truth:
        for second in _seconds_of(start, min(end, len(known))):
            known[second] = label
    return _view(known, heard, judge(known, heard))


def read_truth(text: str, length: int) -> Truth:
    """True labels, a line each: start, end, label; a line of headings may come first.

    Times are seconds or `m:ss` or `h:mm:ss`; labels are `music`, `speech` and `other`.

    Raises:
        BadRequest: a line cannot be understood, or there is none.
    """
    text = text.removeprefix("\ufeff")
    delimiter = ";" if ";" in text and "," not in text else ","  # as spreadsheets write it
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error as error:
        raise _wrong("These lines are not CSV.") from error
    lines = [row for row in rows if any(cell.strip() for cell in row)]
    if len(lines) > _MOST_LINES:
        raise _wrong(f"There are more than {_MOST_LINES} lines.")
    if lines and len(lines[0]) >= 3 and _seconds(lines[0][0]) is None:
        lines = lines[1:]
    truth = [_line(number, row, length) for number, row in enumerate(lines, 1)]
    if not truth:
        raise _wrong("There is no line with a label.")
    if not any(_seconds_of(start, end) for start, end, _ in truth):
        raise _wrong("These labels hold no whole second.")
    truth.sort()
    for one, other in pairwise(truth):
        if other[0] < one[1]:
            raise _wrong(f"Two labels overlap at {clock(other[0])}.")
    return truth


def _seconds_of(start: float, end: float) -> range:
    """The seconds that a label is true of; none, where it is too short."""
    return range(round(start), round(end))


def _line(number: int, row: Sequence[str], length: int) -> list[Any]:
    cells = [cell.strip() for cell in row]
    start, end = (_seconds(cells[0]), _seconds(cells[1])) if len(cells) == 3 else (None, None)
    if start is None or end is None or not start < end:
        raise _wrong(f"Label {number} is not a start, a later end and a word.")
    if cells[2].lower() not in SOUNDS:
        raise _wrong(f"Label {number} is neither music, speech nor other.")
    if start >= length:
        raise _wrong(f"Label {number} lies after the end of the film.")
    return [start, min(end, float(length)), cells[2].lower()]


def _seconds(text: str) -> float | None:
    text = text.strip()
    if found := _CLOCK.fullmatch(text):
        return 3600.0 * int(found[1] or 0) + 60.0 * int(found[2]) + float(found[3])
    return float(text) if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", text) else None


def _view(truth: Sequence[str], heard: Sequence[str], judged: Mapping[str, Any]) -> dict[str, Any]:
    length = min(len(truth), len(heard))
    bands = {"truth": truth[:length], "heard": heard[:length]}
    return {
        **{name: judged[name] for name in ("seconds", "accuracy", "macro_f1", "verdicts")},
        "length": length,
        "runs": [
            {**run, "from": clock(run["start"]), "to": clock(run["end"])} for run in judged["runs"]
        ],
        "bands": {
            name: [
                [run.start, run.end, run.label] for run in runs_of(labels) if run.label != UNKNOWN
            ]
            for name, labels in bands.items()
        },
        "heard": [
            {"from": clock(run.start), "to": clock(run.end), "sound": run.label}
            for run in runs_of(heard[:length])
        ],
    }


@cache
def _record() -> dict[str, Any] | None:
    kept = files("films").joinpath("evaluation/made_film.json")
    if not kept.is_file():
        return None
    record: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return record


def _wrong(message: str) -> BadRequest:
    return BadRequest(
        "bad_truth",
        message,
        "Write a line for each: start, end, label. For example: 0:00,1:30,music",
    )
