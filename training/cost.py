"""What reading a clip costs, split into decoding, features and model."""

import io
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import av

from moods.audio import decode
from moods.features import heard, windows_of
from moods.models import WEIGHTS_DIR, Card
from moods.spectrogram_model import SpectrogramModel

WINDOWS = (1, 3, 5, 10)


def measure(
    files: Sequence[Path], *, rounds: int = 5, weights: Path = WEIGHTS_DIR
) -> dict[str, Any]:
    """Milliseconds a clip, each the median over files of the best of `rounds`.

    `bare` is the codec alone over the same file; `decode` also resamples to 16 kHz mono.
    `times_bare` and `times_decode` are what all of a reading costs in those units, and
    `by_windows` is what the model alone costs by the number of windows read.
    """
    card = Card.read(weights / "spectrogram.json")
    model = SpectrogramModel(card)
    read = card.body["input"]
    rows = []
    by_windows: dict[int, list[float]] = {count: [] for count in WINDOWS}
    for file in files:
        data = file.read_bytes()
        samples = decode(data).samples
        spectrogram = heard(samples)
        batch = windows_of(spectrogram, read["frames"], read["windows"], read.get("step", 1))
        steps: list[Callable[[], object]] = [
            partial(_decode_bare, data),
            partial(decode, data),
            partial(heard, samples),
            partial(model.numbers, batch),
        ]
        rows.append([_best(step, rounds) for step in steps])
        for count, times in by_windows.items():
            some = windows_of(spectrogram, read["frames"], count)
            times.append(_best(partial(model.numbers, some), rounds))
    bare, decoding, features, network = (median(column) for column in zip(*rows, strict=True))
    whole = decoding + features + network
    return {
        "clips": len(files),
        "bare_ms": bare,
        "decode_ms": decoding,
        "features_ms": features,
        "model_ms": network,
        "read_ms": whole,
        "times_bare": whole / bare,
        "times_decode": whole / decoding,
        "by_windows": {str(count): median(times) for count, times in by_windows.items()},
    }


def _decode_bare(data: bytes) -> None:
    with av.open(io.BytesIO(data), mode="r") as container:
        audio = container.streams.audio[0]
        audio.codec_context.thread_count = 1
        for _ in container.decode(audio):
            pass


def _best(step: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        step()
        times.append(time.perf_counter() - began)
    return 1000 * min(times)
