"""Pieces with a mood that is known, as the network hears them: spectrogram, label, prediction."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from moods.audio import decode
from moods.circumplex import MOODS, Mood, likeliest
from moods.features import HOP, MELS, RATE, heard
from moods.spectrogram_model import SpectrogramModel
from training.recordings import Recording, encode

BRIGHTEST = 5.0
"""Log-mels run from 0 to about this; a record keeps them in 256 steps."""

_FRAMES = 160


def example(model: SpectrogramModel, recording: Recording, mood: Mood) -> dict[str, Any]:
    """What a record keeps of one piece: its mood, the model's answer, a small spectrogram, and
    valence, arousal and dominance over its course."""
    clip = decode(encode(recording, "mp3-128"))
    told = model.read(clip)
    mels = heard(clip.samples)
    every = max(1, len(mels) // _FRAMES)
    mels = mels[: len(mels) // every * every].reshape(-1, every, MELS // 2, 2).mean((1, 3))
    steps = np.round(np.clip(mels / BRIGHTEST, 0, 1) * 255).astype(np.uint8)
    return {
        "mood": mood.value,
        "predicted": likeliest(told).value,
        "probabilities": {each.value: told[each] for each in MOODS},
        "seconds": len(steps) * every * HOP / RATE,
        "frames": len(steps),
        "mels": base64.b64encode(steps.tobytes()).decode("ascii"),
        "course": [moment.to_json() for moment in model.course(clip)],
    }


def spectrogram_of(kept: Mapping[str, Any]) -> npt.NDArray[np.float32]:
    """The small spectrogram of an example, shape (frames, 48), 0 to `BRIGHTEST`."""
    steps = np.frombuffer(base64.b64decode(kept["mels"]), np.uint8)
    return (steps.reshape(kept["frames"], -1) * (BRIGHTEST / 255)).astype(np.float32)
