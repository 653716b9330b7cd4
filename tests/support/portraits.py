"""Portraits that nobody sat for."""

import numpy as np

from moods.circumplex import Dimensions
from moods.portrait import Portrait


def made_portrait(seed: int = 1) -> Portrait:
    """A portrait of 30 s as they are stored: the same for the same seed."""
    random = np.random.default_rng(seed)
    loud = 60 + 40 * np.abs(np.sin(np.linspace(0, 9, 240))) + random.normal(0, 12, 240)
    loud = np.clip(loud, 1, 127)
    pitches = 180 * np.exp(-np.arange(96) / 40)[:, None] + random.normal(0, 25, (96, 240))
    course = random.normal(0, 0.02, (10, 3)).cumsum(axis=0) + np.array((0.6, 0.5, 0.5))
    return Portrait(
        seconds=30.0,
        offset_seconds=12.5,
        peaks=np.stack([128 - loud, 128 + loud], axis=1).astype(np.uint8),
        picture=np.clip(pitches, 0, 255).astype(np.uint8) // 8 * 8,
        course=tuple(
            (round(14 + 2.45 * n, 2), Dimensions(*(round(float(x), 4) for x in place)))
            for n, place in enumerate(np.clip(course, 0.3, 0.75))
        ),
        sound=random.integers(-127, 128, 1504).astype(np.int8),
    )
