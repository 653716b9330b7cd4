"""Made sounds and files for tests: no recording is needed."""

import io
from typing import Any

import av
import numpy as np
import numpy.typing as npt

FORMATS = {
    "mp3": ("mp3", "libmp3lame", "fltp", 44_100),
    "ogg": ("ogg", "vorbis", "fltp", 44_100),
    "opus": ("ogg", "libopus", "flt", 48_000),
    "m4a": ("ipod", "aac", "fltp", 44_100),
    "flac": ("flac", "flac", "s16", 44_100),
    "wav": ("wav", "pcm_s16le", "s16", 44_100),
    "webm": ("webm", "libopus", "flt", 48_000),
}
"""Container, codec, sample format and rate by name."""


def tone(seconds: float, rate: int = 44_100, hertz: float = 440.0) -> npt.NDArray[np.float32]:
    """A steady tone at half of full scale, shape (n,)."""
    at = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def chirps(seconds: float, rate: int = 44_100) -> npt.NDArray[np.float32]:
    """A tone whose pitch says where in the recording one is: 200 Hz more every 10 seconds."""
    at = np.arange(round(seconds * rate)) / rate
    hertz = 200 + 200 * np.floor(at / 10)
    return (0.5 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def encode(
    samples: npt.NDArray[np.float32], kind: str, *, layout: str = "stereo", picture: bool = False
) -> bytes:
    """A file of a kind in `FORMATS`; with `picture`, a video stream comes with it."""
    container, codec, sample_format, rate = FORMATS[kind]
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        video = file.add_stream("libvpx", rate=10) if picture else None
        stream: Any = file.add_stream(codec, rate=rate)
        if codec == "vorbis":  # its own encoder knows two channels and calls itself experimental
            layout = "stereo"
            stream.codec_context.options = {"strict": "-2"}
        stream.layout = layout
        stream.format = sample_format
        if video is not None:
            _draw(file, video)
        resampler = av.AudioResampler(format=sample_format, layout=layout, rate=rate)
        channels = np.repeat(samples, 2 if layout == "stereo" else 1)
        frame = av.AudioFrame.from_ndarray(channels[None], format="flt", layout=layout)
        frame.sample_rate = 44_100
        fifo = av.AudioFifo()
        for piece in resampler.resample(frame):
            fifo.write(piece)
        for piece in resampler.resample(None):
            fifo.write(piece)
        size = stream.codec_context.frame_size or 1024
        at = 0
        while (chunk := fifo.read(size, partial=True)) is not None:
            chunk.pts = at
            at += chunk.samples
            file.mux(stream.encode(chunk))
        file.mux(stream.encode(None))
    return out.getvalue()


def wav_of(samples: npt.NDArray[Any], rate: int, channels: int = 1, *, code: int = 1) -> bytes:
    """A wav file written by hand, so that its header may say anything."""
    body = samples.tobytes()
    width = samples.dtype.itemsize
    header = b"RIFF" + (36 + len(body)).to_bytes(4, "little") + b"WAVEfmt "
    header += (16).to_bytes(4, "little") + code.to_bytes(2, "little")
    header += channels.to_bytes(2, "little") + rate.to_bytes(4, "little")
    header += (rate * channels * width & 0xFFFFFFFF).to_bytes(4, "little")
    header += (channels * width & 0xFFFF).to_bytes(2, "little") + (8 * width).to_bytes(2, "little")
    return header + b"data" + len(body).to_bytes(4, "little") + body


def _draw(file: Any, video: Any) -> None:
    video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
    for number in range(20):
        frame = av.VideoFrame(64, 64, "yuv420p")
        frame.pts = number
        file.mux(video.encode(frame))
    file.mux(video.encode(None))
