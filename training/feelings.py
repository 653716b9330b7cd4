"""Where songs lie by their labels."""

from collections.abc import Sequence

import numpy as np

from moods.circumplex import Mood
from training.datasets import Song
from training.metrics import Scores


def feelings(songs: Sequence[Song]) -> Scores:
    """Valence, arousal, dominance of every song; the middle of its mood's quarter if unknown."""
    return np.array([song.vad or _middle_of(song.mood) for song in songs], np.float64)


def _middle_of(mood: Mood) -> tuple[float, float, float]:
    valence = 0.75 if mood in (Mood.HAPPY, Mood.CALM) else 0.25
    arousal = 0.75 if mood in (Mood.HAPPY, Mood.ENERGETIC) else 0.25
    return valence, arousal, 0.5
