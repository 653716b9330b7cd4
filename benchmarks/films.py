"""How fast a long recording is read, in units of its length, and how much memory it takes."""

import tempfile
import time
from collections.abc import Mapping
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from films.analysis import FilmModels, analyse
from sandbox.composer import compose

_RATE = 48_000
_PIECE = 60.0
_PIECES = 15
"""A quarter of an hour; memory grows by some 20 MiB for each further hour of music."""


def measure_films() -> dict[str, Any]:
    """Read a quarter of an hour that is made of one minute of sound, over and over.

    `times_real` is how many times faster than its length it is read, `processor_seconds` what all
    threads together took, and `peak_mib` the memory of the whole process. Once with nothing but
    music, which is the slowest, and once with music for a third.
    """
    return _measured({"music": _PIECE, "third": _PIECE / 3}, _PIECES)


def measure_three_hours() -> dict[str, Any]:
    """Read three hours in the same way, by the same names: nothing but music, and half of it."""
    return _measured({"music": _PIECE, "half": _PIECE / 2}, 12 * _PIECES)


def _measured(music: Mapping[str, float], pieces: int) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, seconds in music.items():
            file = make_recording(Path(folder) / f"{name}.mkv", seconds, pieces)
            figures |= {f"{name}_{key}": value for key, value in cost_of(file).items()}
    return figures


def cost_of(file: Path) -> dict[str, float]:
    """What reading a file costs, by the names of `measure_films`, in a process of its own."""
    with get_context("spawn").Pool(1) as fresh_process:
        told: dict[str, float] = fresh_process.apply(_read, (file,))
        return told


def make_recording(path: Path, music: float, pieces: int) -> Path:
    """A file of one minute, `pieces` times; the first `music` seconds of each are music.

    The rest is noise that comes and goes. The minute is encoded once (AAC, stereo) and its
    packets are written again and again, so that hours are made in seconds.
    """
    rest = round((_PIECE - music) * _RATE)
    noise = 0.1 * np.random.default_rng(0).normal(size=(rest, 2))
    noise *= (np.sin(np.arange(rest) / _RATE * 3) > 0)[:, None]
    sound = [compose(0.7, 0.7, 3, seconds=music, rate=_RATE), noise.astype(np.float32)]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=_RATE)
        stream.layout = "stereo"
        packets = [bytes(packet) for packet in _encoded(stream, np.concatenate(sound))]
        for number, body in enumerate(packets * pieces):
            packet = av.Packet(body)
            packet.stream = stream
            packet.time_base = Fraction(1, _RATE)
            packet.pts = packet.dts = number * 1024
            packet.duration = 1024
            out.mux(packet)
    return path


def _encoded(stream: Any, samples: npt.NDArray[np.float32]) -> list[Any]:
    packets = []
    for begin in range(0, len(samples) - 1024, 1024):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples[begin : begin + 1024].T), format="fltp", layout="stereo"
        )
        frame.sample_rate = _RATE
        frame.pts = begin
        packets += stream.encode(frame)
    return [packet for packet in [*packets, *stream.encode(None)] if packet.size]


def _read(file: Path) -> dict[str, float]:
    models = FilmModels.load()
    began, worked = time.perf_counter(), time.process_time()
    reading = analyse(file, models)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    status = Path("/proc/self/status").read_text()
    return {
        "minutes": round(reading.duration / 60, 2),
        "times_real": round(reading.duration / took, 1),
        "processor_seconds": round(worked, 1),
        "peak_mib": round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1),
        "music_share": round(reading.shares["music"], 3),
    }
