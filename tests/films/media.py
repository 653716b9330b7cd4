"""Media that the tests make: sounds, and files of them in any container."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

RATE = 16_000
Samples = npt.NDArray[np.float32]


def tone(seconds: float, pitch: float = 440.0, level: float = 0.3) -> Samples:
    at = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * pitch * at)).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def write(
    path: Path,
    tracks: Samples | Sequence[Samples],
    *,
    codec: str = "pcm_s16le",
    rate: int = RATE,
    layout: str = "mono",
    starts: Sequence[float] = (0.0,),
    options: dict[str, str] | None = None,
    languages: Sequence[str] = (),
    container: str | None = None,
    video: bool = False,
) -> Path:
    """A file of one or several tracks of mono samples at 16 kHz; `starts` in seconds for each."""
    several = [tracks] if isinstance(tracks, np.ndarray) else list(tracks)
    with av.open(str(path), "w", format=container, options=options or {}) as out:
        picture: Any = out.add_stream("mpeg4", rate=5) if video else None
        streams = [_stream(out, codec, rate, layout) for _ in several]
        for stream, language in zip(streams, languages, strict=False):
            stream.metadata["language"] = language
        packets = [
            packet
            for index, (stream, samples) in enumerate(zip(streams, several, strict=True))
            for packet in _packets(stream, samples, starts[min(index, len(starts) - 1)])
        ]
        if picture is not None:
            packets = [*_pictures(picture), *packets]
        for packet in sorted(packets, key=lambda each: float(each.dts * each.time_base)):
            out.mux(packet)
    return path


def _stream(out: Any, codec: str, rate: int, layout: str) -> Any:
    stream = out.add_stream(codec, rate=rate)
    stream.layout = layout
    return stream


def _packets(stream: Any, samples: Samples, start: float) -> Iterable[Any]:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples[None]), format="flt", layout="mono"
    )
    frame.sample_rate = RATE
    resampler = av.AudioResampler(
        format=stream.codec_context.format, layout=stream.layout, rate=stream.rate
    )
    fifo = av.AudioFifo()
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        piece.pts = None
        fifo.write(piece)
    size = stream.codec_context.frame_size or 1024
    at = round(start * stream.rate)
    while (piece := fifo.read(size, partial=True)) is not None:
        piece.pts = at
        at += piece.samples
        yield from stream.encode(piece)
    yield from stream.encode(None)


def _pictures(stream: Any) -> Iterable[Any]:
    stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
    for number in range(10):
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        frame.pts = number
        yield from stream.encode(frame)
    yield from stream.encode(None)
