"""Decoded frames of any format, laid end to end on one clock as mono samples at 16 kHz."""

from collections.abc import Iterator
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from moods.audio import RATE
from moods.mixing import without_cancelling

Samples = npt.NDArray[np.float32]

_GATHERED = 32_768  # samples resampled at once: one call a frame costs as much as decoding it
_TOLERANCE = 0.1  # seconds by which frames may be off before their clock is followed
_SILENCE = 60 * RATE  # samples of silence handed on at once
_PEAK = 4.0
# The resampler adds channels up, at -3 dB and more each, which is louder than their mean.
_GAINS = {1: 1.0, 2: float(np.sqrt(0.5))}
_GAIN_OF_MORE = 0.4


class Splice:
    """Takes frames with their places, gives samples without holes.

    Attributes:
        at: how many samples from the recording's beginning have been given or passed over.
    """

    def __init__(self, start: int) -> None:
        """What lies before `start`, a number of samples, is taken and dropped."""
        self.at = start
        self._kind: tuple[str, str, int] | None = None
        self._resampler: Any = None
        self._waiting: Any = None
        self._gain = np.float32(1.0)
        self._began = 0.0  # seconds: where the unbroken stretch began
        self._taken = 0  # its frames' samples, at their own rate
        self._head = round(self._began * RATE)  # where its next resampled sample lies
        self._rate = RATE

    def add(self, frame: Any, at: float | None) -> Iterator[Samples]:
        """A frame that lies `at` seconds into the recording; None: right after the one before."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        due = self._began + self._taken / self._rate
        if kind != self._kind or (at is not None and abs(at - due) > _TOLERANCE):
            yield from self.rest()
            self._begin(kind, frame.layout.nb_channels, due if at is None else at)
        frame.pts = None  # a queue has its own clock
        self._waiting.write(frame)
        self._taken += frame.samples
        if self._waiting.samples >= _GATHERED:
            yield from self._resampled(without_cancelling(self._waiting.read()))

    def rest(self) -> Iterator[Samples]:
        """What is still held back."""
        if self._resampler is None:
            return
        if self._waiting.samples:
            yield from self._resampled(without_cancelling(self._waiting.read()))
        yield from self._resampled(None)
        self._resampler = self._kind = None

    def _begin(self, kind: tuple[str, str, int], channels: int, at: float) -> None:
        self._kind = kind
        self._rate = kind[2]
        self._resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        self._waiting = av.AudioFifo()
        self._gain = np.float32(_GAINS.get(channels, _GAIN_OF_MORE))
        self._began, self._taken = at, 0
        self._head = round(at * RATE)

    def _resampled(self, block: Any) -> Iterator[Samples]:
        for piece in self._resampler.resample(block):
            samples = piece.to_ndarray()[0]
            begins = self._head
            self._head += len(samples)
            if self._head <= self.at:
                continue
            yield from self._silence(begins - self.at)
            samples = np.nan_to_num(samples[max(self.at - begins, 0) :] * self._gain, nan=0.0)
            self.at += len(samples)
            yield np.clip(samples, -_PEAK, _PEAK)

    def _silence(self, samples: int) -> Iterator[Samples]:
        while samples > 0:
            some = min(samples, _SILENCE)
            self.at += some
            samples -= some
            yield np.zeros(some, np.float32)
