"""Encodes sound as the services offer it: mp3, ogg (Opus) or m4a (AAC)."""

import io
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

_FORMATS = {
    "mp3": ("mp3", "libmp3lame", "s16p", 44_100, 128_000),
    "ogg": ("ogg", "libopus", "flt", 48_000, 96_000),
    "m4a": ("ipod", "aac", "fltp", 44_100, 128_000),
}
MEDIA_TYPES = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4"}
_BLOCK = 44_100


def encode(samples: NDArray[np.float32], rate: int, extension: str) -> bytes:
    """The whole file, about 128 kbit/s (ogg: 96); the same samples give the same bytes.

    Args:
        samples: (n, 2), within -1..1.
        rate: samples a second; resampled where the format wants another.
        extension: `mp3`, `ogg` or `m4a`.

    Raises:
        ValueError: another extension, or samples that are not stereo.
    """
    if extension not in _FORMATS:
        raise ValueError(f"no such format here: {extension}")
    if samples.ndim != 2 or samples.shape[1] != 2:
        raise ValueError("samples are (n, 2)")
    container_format, codec, sample_format, wanted_rate, bit_rate = _FORMATS[extension]
    target = io.BytesIO()
    with av.open(
        target, "w", format=container_format, options={"fflags": "+bitexact"}
    ) as container:
        stream = container.add_stream(codec, rate=wanted_rate)
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = bit_rate
        stream.layout = "stereo"
        stream.format = sample_format
        resampler = av.AudioResampler(sample_format, "stereo", wanted_rate)
        for start in range(0, len(samples), _BLOCK):
            block = np.ascontiguousarray(samples[start : start + _BLOCK].T, dtype=np.float32)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate = rate
            frame.pts = start
            frame.time_base = Fraction(1, rate)
            for resampled in resampler.resample(frame):
                container.mux(stream.encode(resampled))
        for resampled in resampler.resample(None):
            container.mux(stream.encode(resampled))
        container.mux(stream.encode(None))
    return target.getvalue()
