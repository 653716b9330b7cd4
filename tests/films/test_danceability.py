"""The estimate of danceability: a steady strong beat against everything else."""

import numpy as np

from films.danceability import class_of, danceability
from moods.features import RATE, heard


def _beat(beats_a_minute: float, seconds: float = 12) -> np.ndarray:
    samples = np.random.default_rng(1).normal(size=int(seconds * RATE)).astype(np.float32) * 0.01
    step = int(RATE * 60 / beats_a_minute)
    hit = np.random.default_rng(2).normal(size=800) * np.exp(-np.arange(800) / 150)
    for start in range(0, len(samples) - 800, step):
        samples[start : start + 800] += hit.astype(np.float32)
    return samples


def test_a_steady_beat_is_more_danceable_than_noise_and_a_held_tone() -> None:
    seconds = np.arange(12 * RATE) / RATE
    noise = np.random.default_rng(3).normal(size=len(seconds)).astype(np.float32) * 0.2
    tone = np.sin(2 * np.pi * 220 * seconds).astype(np.float32)

    beat, hiss, hum = (danceability(heard(each)) for each in (_beat(122), noise, tone))

    assert beat is not None
    assert hiss is not None
    assert hum is not None
    assert class_of(beat) == "high"
    assert beat > hiss + 0.2
    assert beat > hum + 0.2


def test_how_loud_it_is_does_not_matter() -> None:
    loud, soft = danceability(heard(_beat(122))), danceability(heard(_beat(122) * 0.1))

    assert loud is not None
    assert soft is not None
    assert abs(loud - soft) < 0.05


def test_a_moment_is_too_short_to_tell() -> None:
    assert danceability(heard(_beat(122, 2))) is None


def test_silence_is_not_danceable() -> None:
    assert danceability(heard(np.zeros(8 * RATE, np.float32))) == 0
