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
from moods.features import log_mel, windows_of
from moods.models import WEIGHTS_DIR, Card, Network


def measure(
    files: Sequence[Path], *, rounds: int = 5, weights: Path = WEIGHTS_DIR
) -> dict[str, Any]:
    """Milliseconds a clip, each the median over files of the best of `rounds`.

    `bare` is the codec alone over the same file; `decode` also resamples to 16 kHz mono.
    `times_bare` and `times_decode` are what all of a reading costs in those units.
    """
    card = Card.read(weights / "spectrogram.json")
    network = Network(card)
    read = card.body["input"]
    rows = []
    for file in files:
        data = file.read_bytes()
        samples = decode(data).samples
        spectrogram = log_mel(samples)
        batch = windows_of(spectrogram, read["frames"], read["windows"], read.get("step", 1))
        steps: list[Callable[[], object]] = [
            partial(_decode_bare, data),
            partial(decode, data),
            partial(log_mel, samples),
            partial(network.logits, batch),
        ]
        rows.append([_best(step, rounds) for step in steps])
    bare, decoding, features, model = (median(column) for column in zip(*rows, strict=True))
    whole = decoding + features + model
    return {
        "clips": len(files),
        "bare_ms": bare,
        "decode_ms": decoding,
        "features_ms": features,
        "model_ms": model,
        "read_ms": whole,
        "times_bare": whole / bare,
        "times_decode": whole / decoding,
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
