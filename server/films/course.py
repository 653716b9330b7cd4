"""What is heard over time, in few enough rows for a table and for a chart that shows the same."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from films.runs import majority

MOST_ROWS = 200
_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600)
_LEVELS = 400


def course_rows(reading: Mapping[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    """Rows of so many seconds each, in which music was heard: the step, and the rows.

    A row has `start`, `end`, `valence`, `arousal` (means), and the `mood` heard most.
    """
    course, length = reading["course"], len(reading["seconds"])
    step = next((one for one in _STEPS if length / one <= MOST_ROWS), _STEPS[-1])
    rows: dict[int, list[int]] = {}
    for place, at in enumerate(course["at"]):
        rows.setdefault(int(at) // step, []).append(place)
    return step, [
        {
            "start": number * step,
            "end": min((number + 1) * step, length),
            **{
                name: round(float(np.mean([course[name][place] for place in places])), 4)
                for name in ("valence", "arousal")
            },
            "mood": majority(course["moods"][place] for place in places),
        }
        for number, places in sorted(rows.items())
    ]


def waveform(reading: Mapping[str, Any]) -> dict[str, Any]:
    """The loudest sample of each stretch of `step` seconds, as shares of the loudest of all."""
    peaks = [float(peak) for peak in reading["peaks"]]
    step = max(1, -(-len(peaks) // _LEVELS))
    levels = [max(peaks[at : at + step]) for at in range(0, len(peaks), step)]
    loudest = max(levels, default=0.0) or 1.0
    return {"step": step, "levels": [round(level / loudest, 3) for level in levels]}
