"""Changes that make a scene's parts less easy to know again: speed and pitch, rooms, channels,
codecs, and noises that no set holds.

All of them befall every sound alike, so that neither bandwidth nor loudness tells which set a
second came from.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.signal import resample

from moods.audio import MAX_DECODED_SECONDS, decode
from moods.features import RATE
from training.mixtures import Samples
from training.recordings import Recording, encode

_SPEEDS = (0.8, 1.25)
_CODECS = ("mp3-32", "opus-16", "opus-32", "m4a-48")


def changed(_: str, samples: Samples, random: np.random.Generator) -> Samples:
    """Half of all recordings at another speed, a third of them in a room."""
    if random.random() < 0.5:
        samples = at_speed(samples, float(np.exp(random.uniform(*np.log(_SPEEDS)))))
    if random.random() < 0.35:
        samples = in_room(samples, float(random.uniform(0.1, 0.9)), random)
    return samples


def at_speed(samples: Samples, factor: float) -> Samples:
    """Faster and higher, or slower and lower."""
    whole = samples[: len(samples) // 64 * 64]  # a length that the Fourier transform likes
    if not len(whole):
        return samples
    return np.asarray(resample(whole, max(64, round(len(whole) / factor / 64) * 64)), np.float32)


def in_room(samples: Samples, seconds: float, random: np.random.Generator) -> Samples:
    """With a decaying echo that falls by 60 dB in so many seconds."""
    length = round(seconds * RATE)
    echo = random.normal(0, 1, length) * 10 ** (-3 * np.arange(length) / length)
    echo *= random.uniform(0.2, 0.8) / np.sqrt(np.square(echo).sum())
    echo[0] += 1
    return _filtered(samples, np.fft.rfft(echo, _padded(len(samples) + length)))


def through_channel(samples: Samples, random: np.random.Generator) -> Samples:
    """A scene as some device, line or file would have it."""
    samples = _filtered(samples, _response(_padded(len(samples)), random))
    if random.random() < 0.25:
        samples = _pressed(samples, random)
    if random.random() < 0.5:
        level = np.sqrt(np.square(samples).mean()) * 10 ** (random.uniform(-60, -25) / 20)
        samples = samples + np.float32(level) * _coloured(len(samples), random)
    if random.random() < 0.35:
        samples = through_codec(samples, _CODECS[int(random.integers(len(_CODECS)))])
    return samples * np.float32(10 ** (random.uniform(-25, 15) / 20))


def through_codec(samples: Samples, kind: str) -> Samples:
    """Encoded and decoded again, as long as before; at most a minute and a half."""
    peak = max(float(np.abs(samples).max(initial=0)), 1e-6)
    loud = np.asarray(samples / peak * 0.7, np.float32)
    file = encode(Recording(loud[None], RATE), kind)
    back = decode(file, seconds=MAX_DECODED_SECONDS).samples[: len(samples)]
    return np.pad(back, (0, len(samples) - len(back))) * np.float32(peak / 0.7)


def made_noises(count: int, random: np.random.Generator) -> list[Samples]:
    """Noises of 5 s that no set holds: hiss, rumble, hum, clicks, with slow or fast swelling."""
    return [_made_noise(random) for _ in range(count)]


def _made_noise(random: np.random.Generator) -> Samples:
    length = 5 * RATE
    kind = random.integers(4)
    time = np.arange(length) / RATE
    if kind <= 1:
        noise = np.asarray(_coloured(length, random), np.float64)
    elif kind == 2:
        hertz = random.uniform(40, 400)
        hum = [
            random.uniform(0, 1) / n * np.sin(2 * np.pi * hertz * n * time) for n in range(1, 12)
        ]
        noise = np.sum(hum, axis=0) + 0.1 * _coloured(length, random)
    else:
        noise = 0.05 * np.asarray(_coloured(length, random), np.float64)
        for at in random.integers(0, length - 2000, random.integers(3, 60)):
            decay = np.exp(-np.arange(2000) / random.uniform(10, 500))
            noise[at : at + 2000] += random.normal(0, 1, 2000) * decay
    if random.random() < 0.5:
        noise = noise * (
            1 + random.uniform(0, 1) * np.sin(2 * np.pi * random.uniform(0.1, 12) * time)
        )
    return np.asarray(noise * (0.1 / max(np.abs(noise).max(), 1e-9)), np.float32)


def _coloured(length: int, random: np.random.Generator) -> npt.NDArray[np.float32]:
    """Noise of unit power whose spectrum falls by some power of the frequency."""
    size = _padded(length)
    spectrum = np.fft.rfft(random.normal(0, 1, size))
    spectrum *= np.maximum(np.arange(len(spectrum)), 20.0) ** -random.uniform(0, 1.2)
    noise = np.fft.irfft(spectrum)[:length]
    return np.asarray(noise / np.sqrt(np.square(noise).mean()), np.float32)


def _response(size: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """A gain for each frequency: a band, a tilt and a few bumps."""
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    octaves = np.log2(np.maximum(hertz, 20) / 1000)
    decibels = random.uniform(-3, 3) * octaves
    for _ in range(random.integers(4)):
        middle, width = random.uniform(-4, 3), random.uniform(0.2, 1.5)
        decibels += random.uniform(-10, 8) * np.exp(-np.square((octaves - middle) / width))
    gains = 10 ** (decibels / 20)
    if random.random() < 0.6:
        gains /= np.sqrt(1 + (hertz / random.uniform(2800, 8000)) ** random.choice([8, 24, 64]))
    if random.random() < 0.4:
        gains /= np.sqrt(1 + (random.uniform(30, 350) / np.maximum(hertz, 1)) ** 6)
    return np.asarray(gains, np.float64)


def _pressed(samples: Samples, random: np.random.Generator) -> Samples:
    """Peaks rounded off, as a recorder that is driven too hard does."""
    peak = max(float(np.percentile(np.abs(samples), 99.9)), 1e-6)
    drive = random.uniform(1, 4)
    return np.asarray(np.tanh(samples / peak * drive) * (peak / drive), np.float32)


def _filtered(samples: Samples, response: npt.NDArray[Any]) -> Samples:
    size = 2 * (len(response) - 1)
    out = np.fft.irfft(np.fft.rfft(samples, size) * response, size)[: len(samples)]
    return np.asarray(out, np.float32)


def _padded(length: int) -> int:
    """A size of at least that, which the Fourier transform likes."""
    step = 1 << max(length.bit_length() - 4, 1)
    return -(-length // step) * step


def lowpassed(samples: Samples, hertz: float) -> Samples:
    """Without what lies above a frequency."""
    size = _padded(len(samples))
    return _filtered(samples, 1 / np.sqrt(1 + (np.fft.rfftfreq(size, 1 / RATE) / hertz) ** 64))


def telephone(samples: Samples) -> Samples:
    """Between 300 and 3,400 Hz."""
    low = np.fft.rfftfreq(_padded(len(samples)), 1 / RATE)
    return lowpassed(_filtered(samples, 1 / np.sqrt(1 + (300 / np.maximum(low, 1)) ** 16)), 3_400)
