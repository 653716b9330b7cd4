"""What is noted while a recording is listened to: all that its reading is made of."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from films.detector import SOUNDS

EVERY = 2
"""Seconds between the windows of 3 s that the mood network reads."""

ONSETS = 125
"""Frames of log-mel in that time."""

PEAKS = 10
"""Peaks noted of each second."""

NUMBERS = 1504

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Whole = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Notes:
    """Notes of a stretch of whole seconds.

    Attributes:
        first: its first second.
        sounds: probabilities of music, speech and other, shape (seconds, 3).
        peaks: the highest absolute sample of each tenth of a second, shape (seconds, 10).
        starts: the seconds at which windows of music begin, rising, shape (windows,).
        numbers: what the mood network hears in each, shape (windows, 1504).
        onsets: how much each frame of a window's first two seconds rises over the one before,
            shape (windows, 125).
    """

    first: int
    sounds: Floats
    peaks: Floats
    starts: Whole
    numbers: Halves
    onsets: Halves

    @property
    def seconds(self) -> int:
        """How many seconds the stretch has."""
        return len(self.sounds)

    @classmethod
    def none(cls, width: int = NUMBERS) -> "Notes":
        """Notes of nothing."""
        return cls(
            0,
            np.zeros((0, len(SOUNDS)), np.float32),
            np.zeros((0, PEAKS), np.float32),
            np.zeros(0, np.int32),
            np.zeros((0, width), np.float16),
            np.zeros((0, ONSETS), np.float16),
        )


def joined(parts: Iterable[Notes]) -> Notes:
    """The notes of stretches that follow one another, as those of one."""
    several = list(parts)
    if not several:
        return Notes.none()
    return Notes(
        several[0].first,
        np.concatenate([part.sounds for part in several]),
        np.concatenate([part.peaks for part in several]),
        np.concatenate([part.starts for part in several]),
        np.concatenate([part.numbers for part in several]),
        np.concatenate([part.onsets for part in several]),
    )
