"""The made film: the reference's check of a detector on a file of about 4 min 20 s whose truth is
known, composed from songs, voices and noises that no weights have learnt from."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from films.detector import SOUNDS, SoundDetector, smooth
from films.judging import VERDICTS, judged_runs
from films.runs import runs_of
from films.stream import opened
from moods.features import RATE
from training.metrics import Labels
from training.mixtures import Samples, Scene, Section, Stock, compose
from training.recordings import Recording, encode
from training.sound_metrics import confusion, f1_of_each

RIGHT, SIMPLE, EXTREME = VERDICTS

SCRIPT: Sequence[Section] = (
    Section("music", 25),
    Section("speech", 15),
    Section("other", 12),
    Section("speech", 18, (("music", 10),)),
    Section("music", 20, (("other", 10),)),
    Section("other", 10),
    Section("speech", 15, (("other", 10),)),
    Section("music", 30),
    Section("silence", 4),
    Section("speech", 12),
    Section("music", 10),
    Section("speech", 15, (("music", 5),)),
    Section("other", 14),
    Section("music", 22),
    Section("speech", 10),
    Section("other", 8),
    Section("speech", 10, (("music", 10), ("other", 15))),
    Section("music", 10),
)
"""What comes after what, and what lies under it at how many decibels: 260 s."""

_FORMAT = "m4a"


def compose_film(stock: Stock, seed: int) -> Scene:
    """The made film; another seed draws other recordings for the same script."""
    return compose(SCRIPT, stock, np.random.default_rng(seed))


def write_film(scene: Scene, folder: Path) -> Path:
    """The film as a file, as loud as films are."""
    folder.mkdir(parents=True, exist_ok=True)
    peak = max(float(np.abs(scene.samples).max()), 1e-6)
    path = folder / f"made-film.{_FORMAT}"
    path.write_bytes(encode(Recording(scene.samples[None] / np.float32(peak) * 0.9, RATE), _FORMAT))
    return path


def hear(detector: SoundDetector, path: Path) -> tuple[list[str], list[str]]:
    """What is heard in each whole second of a file: likeliest by itself, and smoothed."""
    with opened(path) as sound:
        samples = np.concatenate(list(sound.blocks()))
    told = detector.told_apart(seconds_of(samples))
    return [SOUNDS[place] for place in told.argmax(1)], smooth(told)


def seconds_of(samples: Samples) -> Samples:
    """Whole seconds, a row each; what is left over is dropped."""
    return samples[: len(samples) // RATE * RATE].reshape(-1, RATE)


def judge(truth: Sequence[str], heard: Sequence[str]) -> dict[str, Any]:
    """Figures by the second, and the table of runs.

    The two are compared as far as both go. `runs_heard` counts the runs that were heard, where
    there are `len(runs)` in truth.
    """
    length = min(len(truth), len(heard))
    truth, heard = truth[:length], heard[:length]
    matrix = confusion(_places(truth), _places(heard))
    runs = judged_runs(truth, heard)
    return {
        "seconds": length,
        "accuracy": float(np.trace(matrix) / max(matrix.sum(), 1)),
        "macro_f1": float(f1_of_each(matrix).mean()),
        "f1": dict(zip(SOUNDS, map(float, f1_of_each(matrix)), strict=True)),
        "confusion": matrix.tolist(),
        "runs": [asdict(run) for run in runs],
        "runs_heard": len(runs_of(heard)),
        "verdicts": {
            verdict: sum(run.verdict == verdict for run in runs)
            for verdict in (RIGHT, SIMPLE, EXTREME)
        },
        "truth": _letters(truth),
        "heard": _letters(heard),
    }


def _places(labels: Sequence[str]) -> Labels:
    return np.array([SOUNDS.index(one) for one in labels], np.int64)


def _letters(labels: Sequence[str]) -> str:
    """First letters, a second each: m, s, o."""
    return "".join(one[0] for one in labels)
