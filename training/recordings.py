"""Recordings whole, and again as other files: what robustness is measured with."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from moods.reading import ClipError

MAX_SECONDS = 600.0

_BLOCK = 44_100


@dataclass(frozen=True)
class Recording:
    """Sound as a file has it.

    Attributes:
        samples: float32, shape (channels, n), one or two channels.
        rate: samples a second.
    """

    samples: npt.NDArray[np.float32]
    rate: int

    @property
    def seconds(self) -> float:
        """Length."""
        return int(self.samples.shape[1]) / self.rate

    def part(self, start: float, seconds: float) -> "Recording":
        """The `seconds` that begin at `start`."""
        first = round(start * self.rate)
        return Recording(self.samples[:, first : first + round(seconds * self.rate)], self.rate)

    def louder(self, decibels: float) -> "Recording":
        """The same with a gain, which may be negative."""
        return Recording(self.samples * np.float32(10 ** (decibels / 20)), self.rate)

    def mono(self) -> "Recording":
        """The mean of the channels."""
        return Recording(self.samples.mean(0, keepdims=True), self.rate)


@dataclass(frozen=True)
class Format:
    """A kind of file: container, codec, the sample format and rate it takes, kbit/s if any."""

    container: str
    codec: str
    sample_format: str
    rate: int
    kilobits: int | None = None


FORMATS: Mapping[str, Format] = MappingProxyType({
    "mp3-96": Format("mp3", "libmp3lame", "fltp", 44_100, 96),
    "mp3-128": Format("mp3", "libmp3lame", "fltp", 44_100, 128),
    "ogg": Format("ogg", "libopus", "flt", 48_000, 96),
    "m4a": Format("ipod", "aac", "fltp", 44_100, 128),
    "wav": Format("wav", "pcm_s16le", "s16", 44_100),
    "wav-22k": Format("wav", "pcm_s16le", "s16", 22_050),
    "mp3-32": Format("mp3", "libmp3lame", "fltp", 24_000, 32),
    "opus-16": Format("ogg", "libopus", "flt", 48_000, 16),
    "opus-32": Format("ogg", "libopus", "flt", 48_000, 32),
    "m4a-48": Format("ipod", "aac", "fltp", 32_000, 48),
})  # fmt: skip


def read_whole(path: Path) -> Recording:
    """A file's sound, its first `MAX_SECONDS` where it is longer.

    Raises:
        ClipError: it cannot be read.
    """
    try:
        with av.open(str(path), mode="r") as container:
            if not container.streams.audio:
                raise ClipError("clip_not_audio", "There is no sound in this file.")
            return _read(container)
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise ClipError("clip_corrupt", "This clip is damaged or cut short.") from error


def _read(container: Any) -> Recording:
    audio = container.streams.audio[0]
    layout = "mono" if audio.channels == 1 else "stereo"
    resampler = av.AudioResampler(format="fltp", layout=layout, rate=audio.sample_rate)
    pieces, have = [], 0
    for frame in container.decode(audio):
        frame.pts = None
        pieces += [piece.to_ndarray() for piece in resampler.resample(frame)]
        have += frame.samples
        if have >= MAX_SECONDS * audio.sample_rate:
            break
    pieces += [piece.to_ndarray() for piece in resampler.resample(None)]
    if not pieces:
        raise ClipError("clip_empty", "This clip is empty.")
    return Recording(np.concatenate(pieces, axis=1), audio.sample_rate)


def encode(recording: Recording, kind: str) -> bytes:
    """The recording as a file of a kind in `FORMATS`, with as many channels as it has."""
    form = FORMATS[kind]
    layout = "mono" if len(recording.samples) == 1 else "stereo"
    target = io.BytesIO()
    with av.open(target, "w", format=form.container) as container:
        stream: Any = container.add_stream(form.codec, rate=form.rate)
        if form.kilobits is not None:
            stream.bit_rate = form.kilobits * 1000
        stream.layout, stream.format = layout, form.sample_format
        resampler = av.AudioResampler(form.sample_format, layout, form.rate)
        for start in range(0, recording.samples.shape[1], _BLOCK):
            block = np.ascontiguousarray(recording.samples[:, start : start + _BLOCK])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate = recording.rate
            frame.pts, frame.time_base = start, Fraction(1, recording.rate)
            for piece in resampler.resample(frame):
                container.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return target.getvalue()
