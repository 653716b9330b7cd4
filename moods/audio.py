"""Decoding: any common recording to mono samples, within fixed bounds of time and memory.

The container is recognised by its first bytes and decoded by that demuxer alone, so that a
playlist or a manifest dressed up as audio can open nothing else. Only codecs that carry music
are let through, and at most `MAX_DECODED_SECONDS` of sound is ever decoded.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import av
import numpy as np
import numpy.typing as npt

from moods.mixing import without_cancelling
from moods.reading import ClipError

Samples = npt.NDArray[np.float32]

RATE = 16_000
MAX_DECODED_SECONDS = 95.0
WHOLE_SECONDS = 90.0
"""A recording up to this long is read whole: what a show plays of its song."""

MAX_BYTES = 16 * 1024 * 1024
MIN_SECONDS = 1.0
_DEADLINE_SECONDS = 10.0
_MAX_BAD_PACKETS = 50
_BLOCK = 16_384  # samples resampled at once: one call a frame costs as much as decoding it
_MARGIN_SECONDS = 0.1  # what the resampler may hold back
_MAX_PACKETS = 100_000
_MAX_CHANNELS = 8
_RATES = range(4_000, 384_001)
_SILENCE_RMS = 10 ** (-70 / 20)
_HALF_POWER = np.float32(np.sqrt(0.5))
_PEAK = 4.0
_CODECS = {"mp3", "mp3float", "mp2", "mp2float", "vorbis", "libvorbis", "opus", "libopus"} | {
    "aac", "aac_fixed", "flac", "alac"
}  # fmt: skip
_OPTIONS = {"probesize": "1000000", "analyzeduration": "2000000", "protocol_whitelist": "none"}


@dataclass(frozen=True)
class Clip:
    """Decoded sound.

    Attributes:
        samples: mono, float32, nominally -1 to 1, shape (n,).
        rate: samples a second.
        offset_seconds: where in the recording the samples begin.
        source_seconds: length of the whole recording, or None where its file does not say.
    """

    samples: Samples
    rate: int
    offset_seconds: float
    source_seconds: float | None

    @property
    def seconds(self) -> float:
        """Length of the samples."""
        return len(self.samples) / self.rate


def decode(data: bytes | Path, *, rate: int = RATE, seconds: float = WHOLE_SECONDS) -> Clip:
    """The middle `seconds` of a recording (mp3, ogg, opus, m4a, aac, flac, wav, webm, mkv).

    Args:
        data: the bytes of a file, at most `MAX_BYTES`, or the path of a file of any size.
        rate: samples a second of the result.
        seconds: how much to take, more than 0 and at most `MAX_DECODED_SECONDS`.

    Raises:
        ClipError: the recording cannot be read; see its codes.
        ValueError: `seconds` is out of range.
    """
    if not 0 < seconds <= MAX_DECODED_SECONDS:
        raise ValueError(f"seconds runs from 0 to {MAX_DECODED_SECONDS:g}")
    deadline = time.monotonic() + _DEADLINE_SECONDS
    with _open_bytes(data) as stream:
        try:
            clip = _decode_stream(stream, rate, seconds, deadline, from_middle=True)
        except ClipError as error:
            if error.code != "clip_corrupt":
                raise
            clip = None
        if clip is None or clip.seconds < MIN_SECONDS:
            # Perhaps the file ends before its header says it does: there may be a beginning.
            clip = _decode_stream(stream, rate, seconds, deadline, from_middle=False)
    return _checked(clip)


def length_of(path: Path) -> float | None:
    """Seconds that a recording lasts, as its file has it; None where it cannot be told."""
    try:
        with _open_bytes(path) as stream:
            name = container_of(stream.read(16))
            stream.seek(0)
            with av.open(stream, mode="r", format=name, options=_OPTIONS) as container:
                audio = container.streams.audio
                return _length(container, audio[0]) if audio else None
    except (ClipError, av.error.FFmpegError, ValueError, OverflowError, OSError):
        return None


def _open_bytes(data: bytes | Path) -> IO[bytes]:
    if isinstance(data, bytes):
        if len(data) > MAX_BYTES:
            raise ClipError("clip_too_large", "This clip is larger than 16 MB.")
        return io.BytesIO(data)
    if not data.is_file():
        raise ClipError("clip_not_audio", "There is no such file, or it is not a plain file.")
    try:
        return data.open("rb")
    except OSError as error:
        raise ClipError("clip_corrupt", "This file cannot be opened.") from error


def container_of(head: bytes) -> str:
    """The demuxer for a file that begins with these bytes."""
    if not head:
        raise ClipError("clip_empty", "This clip is empty.")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "mp4"
    for magic, name in (
        (b"OggS", "ogg"),
        (b"fLaC", "flac"),
        (b"ID3", "mp3"),
        (b"\x1a\x45\xdf\xa3", "matroska"),
    ):
        if head.startswith(magic):
            return name
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "aac"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "mp3"
    raise ClipError("clip_not_audio", "This is not an audio file that can be read.")


def _decode_stream(
    stream: IO[bytes], rate: int, seconds: float, deadline: float, *, from_middle: bool
) -> Clip:
    stream.seek(0)
    name = container_of(stream.read(16))
    stream.seek(0)
    try:
        with av.open(stream, mode="r", format=name, options=_OPTIONS) as container:
            return _decode_container(container, rate, seconds, deadline, from_middle)
    except (av.error.FFmpegError, ValueError, OverflowError, MemoryError, OSError) as error:
        raise ClipError("clip_corrupt", "This clip is damaged or cut short.") from error


def _decode_container(
    container: av.container.InputContainer,
    rate: int,
    seconds: float,
    deadline: float,
    from_middle: bool,
) -> Clip:
    if not container.streams.audio:
        raise ClipError("clip_not_audio", "There is no sound in this file.")
    audio = container.streams.audio[0]
    _check_stream(audio)
    length = _length(container, audio)
    start = 0.0
    if from_middle and length is not None and length > seconds + 1:
        start = (length - seconds) / 2
        origin = float((audio.start_time or 0) * audio.time_base) if audio.time_base else 0.0
        container.seek(int((start + origin) * av.time_base))
        start += origin
    wanted = round(seconds * rate)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    waiting = av.AudioFifo()
    samples = np.zeros(0, np.float32)
    pieces: list[Samples] = []
    begins: float | None = None
    have = 0.0
    gain = np.float32(1.0)
    for frame in _frames(container, audio, deadline):
        at = frame.time
        if at is not None and at + frame.samples / frame.sample_rate <= start:
            continue
        if begins is None:
            begins = at if at is not None else start
            # The resampler adds two channels at -3 dB each, which is louder than their mean.
            gain = _HALF_POWER if frame.layout.nb_channels == 2 else np.float32(1.0)
        frame.pts = None  # a queue has its own clock
        waiting.write(frame)
        have += frame.samples / frame.sample_rate
        if waiting.samples >= _BLOCK:
            pieces += _resampled(resampler, without_cancelling(waiting.read()))
        if have >= seconds + _MARGIN_SECONDS:
            break
    if waiting.samples:
        pieces += _resampled(resampler, without_cancelling(waiting.read()))
    if pieces:
        samples = np.concatenate(pieces + _resampled(resampler, None))[:wanted] * gain
    return Clip(samples, rate, max(begins or 0.0, 0.0) if start else 0.0, length)


def _resampled(resampler: av.AudioResampler, block: av.AudioFrame | None) -> list[Samples]:
    return [piece.to_ndarray()[0] for piece in resampler.resample(block)]


def _check_stream(audio: av.AudioStream) -> None:
    codec = audio.codec_context.name
    if codec not in _CODECS and not codec.startswith("pcm_"):
        raise ClipError("clip_not_audio", f"Sound in the format {codec} cannot be read.")
    if audio.sample_rate not in _RATES or not 1 <= audio.channels <= _MAX_CHANNELS:
        raise ClipError("clip_corrupt", "The header of this clip makes no sense.")
    audio.codec_context.thread_count = 1


def _length(container: av.container.InputContainer, audio: av.AudioStream) -> float | None:
    """Length of the recording in seconds as its file has it; None where that is no length."""
    if audio.duration and audio.time_base:
        length = float(audio.duration * audio.time_base)
    elif container.duration:
        length = container.duration / av.time_base
    else:
        return None
    return length if 0 < length < 48 * 3600 else None


def _frames(
    container: av.container.InputContainer, audio: av.AudioStream, deadline: float
) -> Iterator[av.AudioFrame]:
    """Decoded frames, at most `MAX_DECODED_SECONDS` of them, over damaged packets."""
    decoded = 0.0
    bad = 0
    for count, packet in enumerate(container.demux(audio)):
        if count > _MAX_PACKETS or time.monotonic() > deadline:
            raise ClipError("clip_corrupt", "This clip takes too long to read.")
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            bad += 1
            if bad > _MAX_BAD_PACKETS:
                raise
            continue
        for frame in frames:
            if frame.sample_rate not in _RATES or frame.layout.nb_channels > _MAX_CHANNELS:
                raise ClipError("clip_corrupt", "The sound of this clip changes its nature.")
            decoded += frame.samples / frame.sample_rate
            if decoded > MAX_DECODED_SECONDS:
                return
            yield frame


def _checked(clip: Clip) -> Clip:
    if clip.seconds < MIN_SECONDS:
        raise ClipError("clip_empty", "There is less than a second of sound in this clip.")
    if not np.isfinite(clip.samples).all():
        raise ClipError("clip_corrupt", "The samples of this clip are not numbers.")
    samples = np.clip(clip.samples, -_PEAK, _PEAK)
    if float(np.sqrt(np.mean(np.square(samples)))) < _SILENCE_RMS:
        raise ClipError("clip_silent", "There is only silence in this clip.")
    return Clip(samples, clip.rate, clip.offset_seconds, clip.source_seconds)
