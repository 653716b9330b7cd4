"""Drums: bursts of noise and falling tones."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

_PANS = {"hat": 0.25, "open hat": 0.25, "crash": -0.35, "high tom": -0.3, "low tom": 0.3}


def pan_of(drum: str) -> float:
    """Where the drum stands, -1 (left) to 1 (right)."""
    return _PANS.get(drum, 0.0)


@lru_cache(maxsize=64)
def strike(drum: str, rate: int) -> Samples:
    """One stroke at full strength.

    Raises:
        KeyError: no such drum.
    """
    sound = {
        "kick": lambda: _skin(rate, 0.35, 48, (140, 30), 7) + 0.25 * _hiss(rate, 0.35, 90, 0.6, 1),
        "snare": lambda: (
            0.5 * _skin(rate, 0.25, 180, (110, 40), 18) + 1.2 * _hiss(rate, 0.25, 15, 0.1, 2)
        ),
        "hat": lambda: 0.8 * _hiss(rate, 0.08, 60, 0.5, 3),
        "open hat": lambda: 0.9 * _hiss(rate, 0.35, 11, 0.5, 4),
        "crash": lambda: _hiss(rate, 1.8, 2.6, 0.5, 5),
        "clap": lambda: _claps(rate),
        "high tom": lambda: _skin(rate, 0.35, 150, (60, 20), 10),
        "low tom": lambda: _skin(rate, 0.45, 95, (50, 18), 8),
        "shaker": lambda: 0.5 * _swell(rate),
    }[drum]()
    fade = min(int(0.01 * rate), len(sound))
    sound[-fade:] *= np.linspace(1, 0, fade)
    return sound.astype(np.float32)


def _skin(
    rate: int, seconds: float, hertz: float, drop: tuple[float, float], decay: float
) -> NDArray[np.float64]:
    """A tone that falls to its pitch: `drop` is how far, in Hz, and how fast, a second."""
    t = np.arange(int(seconds * rate)) / rate
    depth, speed = drop
    phase = hertz * t + depth / speed * (1 - np.exp(-speed * t))
    rise = np.minimum(t / 0.001, 1.0)
    return np.asarray(np.sin(2 * np.pi * phase) * np.exp(-decay * t) * rise)


def _hiss(rate: int, seconds: float, decay: float, edge: float, seed: int) -> NDArray[np.float64]:
    """Noise that dies away; the higher the edge (0 to 1) the less of its low end is left."""
    count = int(seconds * rate)
    noise = np.random.default_rng(seed).standard_normal(count + 1)
    sharp = noise[1:] - edge * noise[:-1]
    t = np.arange(count) / rate
    return np.asarray(sharp * np.exp(-decay * t) * np.minimum(t / 0.0008, 1.0) * 0.5)


def _claps(rate: int) -> NDArray[np.float64]:
    whole = np.zeros(int(0.3 * rate))
    for number, at in enumerate((0.0, 0.011, 0.023)):
        start = int(at * rate)
        burst = _hiss(rate, 0.2, 30 if number == 2 else 120, 0.6, 6 + number)
        whole[start : start + len(burst)] += 0.6 * burst
    return whole


def _swell(rate: int) -> NDArray[np.float64]:
    t = np.arange(int(0.09 * rate)) / rate
    return np.asarray(_hiss(rate, 0.09, 5, 0.9, 9) * np.sin(np.pi * t / 0.09) ** 2)
