"""A portrait of a recording: little pictures and numbers from which no recording can be had back.

It is made while a recording is read, from what the reading needs anyway: between any two
windows that are read lies one more, and together they tell its course.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moods.audio import Clip
from moods.circumplex import Dimensions
from moods.features import HOP, LogMel, heard
from moods.spectrogram_model import Heard, SpectrogramModel

COLUMNS = 240
"""How many columns the waveform and the picture have at most."""

LOUDEST = 6.0
"""The log-mel that the brightest point of a picture stands for; 0 is the darkest."""

_SOUND_SCALE = 25.0  # of standardised numbers: what is more than 5 deviations off counts as 5
_SILENCE = 128
_SHADE = 8

Bytes = npt.NDArray[np.uint8]
Sound = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Portrait:
    """What is kept of how a recording sounds.

    Attributes:
        seconds: how much of it was heard.
        offset_seconds: where in the recording that begins.
        peaks: the lowest and highest sample of each of n equal parts, shape (n, 2); 128 is
            silence, 0 and 255 the loudest moment.
        picture: log-mel, shape (96, n), low pitches first, 0 to 255 for 0 to `LOUDEST`, in steps
            of 8, for it packs to half the size so and looks the same.
        course: moments, in seconds from the recording's beginning, and what is heard around each.
        sound: the numbers that the model reads of all of it, shape (1504,), in steps of 1/25.
    """

    seconds: float
    offset_seconds: float
    peaks: Bytes
    picture: Bytes
    course: tuple[tuple[float, Dimensions], ...]
    sound: Sound


def portray(model: SpectrogramModel, clip: Clip) -> tuple[Heard, Portrait]:
    """What a model hears of a clip, as `SpectrogramModel.hear` does, and its portrait."""
    spectrogram = heard(clip.samples)
    starts = model.starts(clip)
    numbers = model.numbers_at(spectrogram, starts)
    together = model.together(numbers[:: model.step])
    middle = min(len(spectrogram), model.frames) / 2
    course = (
        (
            round(clip.offset_seconds + (start + middle) * HOP / clip.rate, 2),
            model.answer_of(one).dimensions,
        )
        for start, one in zip(starts, numbers, strict=True)
    )
    return together, Portrait(
        seconds=clip.seconds,
        offset_seconds=clip.offset_seconds,
        peaks=peaks_of(clip.samples),
        picture=picture_of(spectrogram),
        course=tuple(course),
        sound=sound_of(together.numbers),
    )


def peaks_of(samples: npt.NDArray[np.float32]) -> Bytes:
    """Lowest and highest sample of up to `COLUMNS` equal parts, as shares of the loudest one."""
    edges = _edges(len(samples))
    pairs = np.stack(
        [np.minimum.reduceat(samples, edges), np.maximum.reduceat(samples, edges)], axis=1
    )
    loudest = max(float(np.abs(pairs).max()), 1e-6)
    return np.clip(np.rint(_SILENCE + 127 * pairs / loudest), 0, 255).astype(np.uint8)


def picture_of(spectrogram: LogMel) -> Bytes:
    """The mean log-mel of up to `COLUMNS` equal parts, low pitches first, shape (96, n)."""
    edges = _edges(len(spectrogram))
    lengths = np.diff([*edges, len(spectrogram)])
    means = np.add.reduceat(spectrogram, edges, axis=0) / lengths[:, None]
    steps = np.clip(np.rint(means.T * (255 / LOUDEST / _SHADE)), 0, 255 // _SHADE)
    return np.asarray(steps * _SHADE, np.uint8)


def sound_of(numbers: npt.NDArray[np.float32]) -> Sound:
    """Standardised numbers in one byte each."""
    return np.asarray(np.clip(np.rint(numbers * _SOUND_SCALE), -127, 127), np.int8)


def likeness(sound: Sound, others: npt.NDArray[np.int8]) -> npt.NDArray[np.float32]:
    """How alike sounds are to others (n, 1504): the cosine of the angle between, -1 to 1."""
    one, many = sound.astype(np.float32), others.astype(np.float32)
    lengths = np.linalg.norm(many, axis=1) * np.linalg.norm(one)
    return np.asarray(many @ one / np.maximum(lengths, 1e-6), np.float32)


def _edges(length: int) -> npt.NDArray[np.intp]:
    return np.unique(np.linspace(0, length, COLUMNS, endpoint=False).astype(np.intp))
