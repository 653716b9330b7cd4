"""Labels a second to runs of music, windows within them, and shares. Nothing here hears anything.

Runs of at least 10 s, windows of 10 s every second, the majority of a run's windows as its label
and its seconds as its weight: Karydis 2020.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

LEAST_MUSIC = 10
WINDOW = 10
STEP = 1

Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True)
class Run:
    """A stretch of seconds with one label, from `start` to before `end`."""

    start: int
    end: int
    label: str

    @property
    def seconds(self) -> int:
        """How long it is, at least 1."""
        return self.end - self.start


def runs_of(labels: Sequence[str]) -> list[Run]:
    """The stretches of equal labels, one after another, from the first second to the last."""
    runs: list[Run] = []
    start = 0
    for second in range(1, len(labels) + 1):
        if second == len(labels) or labels[second] != labels[start]:
            runs.append(Run(start, second, labels[start]))
            start = second
    return runs


def music_runs(labels: Sequence[str], least: int = LEAST_MUSIC) -> list[Run]:
    """The runs of music of at least so many seconds, in order."""
    return [run for run in runs_of(labels) if run.label == "music" and run.seconds >= least]


def windows_of(run: Run) -> range:
    """Where the windows of a run begin, in seconds; none in a run shorter than a window."""
    return range(run.start, run.end - WINDOW + 1, STEP)


def majority(labels: Iterable[Label]) -> Label | None:
    """The commonest label; of several the one met first; None where there is none."""
    counted = Counter(labels).most_common(1)
    return counted[0][0] if counted else None


def shares_of(weighted: Iterable[tuple[Label, float]]) -> dict[Label, float]:
    """The share of each label in the sum of all weights, the greatest first; they sum to 1.

    Weights are 0 or more; empty where they sum to 0.
    """
    sums: dict[Label, float] = {}
    for label, weight in weighted:
        sums[label] = sums.get(label, 0.0) + weight
    whole = sum(sums.values())
    if not whole > 0:
        return {}
    return {
        label: weight / whole for label, weight in sorted(sums.items(), key=lambda one: -one[1])
    }


def sound_shares(labels: Sequence[str], sounds: Sequence[str]) -> dict[str, float]:
    """The share of seconds of each sound, 0 where it is never heard."""
    counts: Mapping[str, int] = Counter(labels)
    whole = max(len(labels), 1)
    return {sound: counts.get(sound, 0) / whole for sound in sounds}
