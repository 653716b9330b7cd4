"""What the served mood network hears in songs: what heads that ship are trained on."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moods.audio import decode
from moods.models import WEIGHTS_DIR, Card
from moods.spectrogram_model import SpectrogramModel


def served_numbers(recordings: Iterable[Path]) -> npt.NDArray[np.float32]:
    """The numbers of every recording, the mean over its windows, shape (recordings, 1504)."""
    model = SpectrogramModel(Card.read(WEIGHTS_DIR / "spectrogram.json"))
    return np.stack([model.hear(decode(path)).numbers for path in recordings])
