"""Measure, tell what is measured as it goes, and print all figures as one JSON object last."""

import json
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.films import measure_films, measure_three_hours
from benchmarks.growing import measure_growing
from benchmarks.interaction import measure_interaction
from benchmarks.journeys import measure_journeys
from benchmarks.main_job import measure_main_job
from benchmarks.planning import measure_planning
from benchmarks.reading import measure_reading
from benchmarks.recommend import measure_recommend
from benchmarks.writing import measure_writing

_MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "reading": measure_reading,
    "films": measure_films,
    "three_hours": measure_three_hours,
    "recommend": measure_recommend,
    "planning": measure_planning,
    "writing": measure_writing,
    "growing": measure_growing,
    "journeys": measure_journeys,
    "interaction": measure_interaction,
    "main_job": measure_main_job,
}


def main() -> None:
    """Run the measures named on the command line, or all."""
    names = sys.argv[1:] or list(_MEASURES)
    if unknown := [name for name in names if name not in _MEASURES]:
        sys.exit(f"No measure is called {', '.join(unknown)}. There are: {', '.join(_MEASURES)}.")
    figures = {}
    for name in names:
        print(f"{name}: {(_MEASURES[name].__doc__ or '').splitlines()[0]}", flush=True)
        figures[name] = _MEASURES[name]()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
