"""What was heard, held against what is known to be there: run by run, and second by second.

How wrong a run is (after Karydis 2020): in the order music, speech, other a neighbour is one step,
a simple error; music taken for other, or other for music, is two steps, an extreme one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from films.detector import SOUNDS
from films.runs import runs_of

VERDICTS = ("right", "simple", "extreme")
UNKNOWN = ""
"""The label of a second of which nothing is known."""


@dataclass(frozen=True)
class JudgedRun:
    """A stretch of one sound in truth, and what was heard in most of its seconds.

    Attributes:
        start, end: seconds.
        share: of its seconds that were heard right.
        verdict: one of `VERDICTS`, by what was heard in most of them.
    """

    start: int
    end: int
    truth: str
    heard: str
    share: float
    verdict: str


def verdict(truth: str, heard: str) -> str:
    """`right`, or by how many steps it is not."""
    return VERDICTS[abs(SOUNDS.index(truth) - SOUNDS.index(heard))]


def judged_runs(truth: Sequence[str], heard: Sequence[str]) -> list[JudgedRun]:
    """Each run of the truth with what was heard in most of its seconds, in doubt the right.

    The two are compared as far as both go; stretches of which nothing is known are left out.
    """
    length = min(len(truth), len(heard))
    out = []
    for run in runs_of(truth[:length]):
        if run.label == UNKNOWN:
            continue
        within = list(heard[run.start : run.end])
        label = run.label
        most = max(SOUNDS, key=lambda one: (within.count(one), one == label))
        share = within.count(label) / len(within)
        out.append(JudgedRun(run.start, run.end, label, most, share, verdict(label, most)))
    return out


def judge(truth: Sequence[str], heard: Sequence[str]) -> dict[str, Any]:
    """Figures over the seconds of which the truth is known, and the runs.

    `accuracy` is the share heard right; `macro_f1` the mean F1 of the sounds that are there or were
    heard; None where nothing is known.
    """
    pairs = [(one, other) for one, other in zip(truth, heard, strict=False) if one != UNKNOWN]
    runs = judged_runs(truth, heard)
    return {
        "seconds": len(pairs),
        "accuracy": sum(one == other for one, other in pairs) / len(pairs) if pairs else None,
        "macro_f1": _macro_f1(pairs),
        "runs": [vars(run) for run in runs],
        "verdicts": {name: sum(run.verdict == name for run in runs) for name in VERDICTS},
    }


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float | None:
    there = [sound for sound in SOUNDS if any(sound in pair for pair in pairs)]
    if not there:
        return None
    return sum(
        2
        * sum(one == other == sound for one, other in pairs)
        / sum((one == sound) + (other == sound) for one, other in pairs)
        for sound in there
    ) / len(there)
