"""34 features of each 50 ms and their 68 statistics a segment: what speech, music and noise are
told apart by where no network is asked.

The features are those of pyAudioAnalysis (Giannakopoulos, "pyAudioAnalysis: an open-source Python
library for audio signal analysis", PLoS ONE, 2015), number for number, with two habits of that
library that a textbook does not have: its MFCC bank reads the lower half of the spectrum as if it
were all of it, and its chroma takes the highest bin of each semitone alone. A segment
is brought to mean 0 and peak 1 first, so that it does not matter how loud it is.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

RATE = 16_000
FRAME = RATE // 20
"""Samples in a frame; frames do not overlap."""

NAMES = (
    "zero_crossing_rate",
    "energy",
    "energy_entropy",
    "spectral_centroid",
    "spectral_spread",
    "spectral_entropy",
    "spectral_flux",
    "spectral_rolloff",
    *(f"mfcc_{number}" for number in range(1, 14)),
    *(f"chroma_{number}" for number in range(1, 13)),
    "chroma_deviation",
)
"""The 34 features, in order; chroma begins with A."""

Numbers = npt.NDArray[np.float64]

_BINS = FRAME // 2
_BLOCKS = 10
_ROLLOFF_SHARE = 0.9
_CEPSTRA = 13
_LOWEST_HERTZ = 133.33
_LINEAR_HERTZ = 200 / 3
_LINEAR_FILTERS, _LOG_FILTERS = 13, 27
_LOG_STEP = 1.0711703
_LOWEST_A = 27.5
_TINY = float(np.finfo(np.float64).eps)


def statistics(segments: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Mean and standard deviation of each feature over a segment's frames, shape (n, 68).

    Args:
        segments: mono samples at 16 kHz, shape (n, samples), at least one frame each.
    """
    frames = short_term(segments)
    return np.concatenate([frames.mean(1), frames.std(1)], axis=1).astype(np.float32)


def short_term(segments: npt.NDArray[np.float32]) -> Numbers:
    """The 34 features of each whole frame of each segment, shape (n, frames, 34).

    Args:
        segments: mono samples at 16 kHz, shape (n, samples), at least one frame each.
    """
    count = segments.shape[1] // FRAME
    if not count:
        raise ValueError(f"a segment has at least {FRAME} samples")
    samples = np.asarray(segments, np.float64)
    samples = samples - samples.mean(1, keepdims=True)
    samples /= np.abs(samples).max(1, keepdims=True) + 1e-10
    frames = samples[:, : count * FRAME].reshape(-1, count, FRAME)
    spectrum = np.abs(np.fft.rfft(frames, axis=2)[..., :_BINS]) / _BINS
    power = np.square(spectrum)
    chroma = power @ _chroma_bins() / _or_tiny(power.sum(2, keepdims=True))
    singles = (
        np.abs(np.diff(np.sign(frames), axis=2)).sum(2) / 2 / (FRAME - 1),
        np.square(frames).mean(2),
        _entropy_of_blocks(np.square(frames)),
        *_centroid_and_spread(spectrum),
        _entropy_of_blocks(power),
        _flux(spectrum),
        _rolloff(power),
    )
    return np.concatenate(
        [np.stack(singles, axis=2), _cepstra(spectrum), chroma, chroma.std(2, keepdims=True)],
        axis=2,
    )


def _or_tiny(divisor: Numbers) -> Numbers:
    return np.where(divisor == 0, _TINY, divisor)


def _entropy_of_blocks(energies: Numbers) -> Numbers:
    """Bits of the distribution of energy over ten equal stretches of the last axis."""
    blocks = energies.reshape(*energies.shape[:-1], _BLOCKS, -1).sum(-1)
    shares = blocks / (energies.sum(-1, keepdims=True) + _TINY)
    return np.asarray(-(shares * np.log2(shares + _TINY)).sum(-1))


def _centroid_and_spread(spectrum: Numbers) -> tuple[Numbers, Numbers]:
    """Both as shares of half the rate; the bins count from 1."""
    places = np.arange(1, _BINS + 1) / _BINS
    weights = spectrum / _or_tiny(spectrum.max(2, keepdims=True))
    total = weights.sum(2) + _TINY
    centroid = weights @ places / total
    apart = np.square(places - centroid[..., None])
    return centroid, np.sqrt((apart * weights).sum(2) / total)


def _flux(spectrum: Numbers) -> Numbers:
    """Squared change of the spectrum's shape since the frame before; 0 in a segment's first."""
    shape = spectrum / (spectrum + _TINY).sum(2, keepdims=True)
    return np.asarray(np.square(np.diff(shape, axis=1, prepend=shape[:, :1])).sum(2))


def _rolloff(power: Numbers) -> Numbers:
    """The share of the bins below which nine tenths of the power lie."""
    reached = np.cumsum(power, axis=2) + _TINY
    passed = reached > _ROLLOFF_SHARE * power.sum(2, keepdims=True)
    return np.asarray(np.argmax(passed, axis=2) / _BINS)


def _cepstra(spectrum: Numbers) -> Numbers:
    bank, cosines = _mel_bank()
    return np.asarray(np.log10(spectrum @ bank + _TINY) @ cosines)


@lru_cache
def _mel_bank() -> tuple[Numbers, Numbers]:
    """40 triangles of equal area over the bins, (400, 40), and the cosines of 13 cepstra."""
    linear = _LOWEST_HERTZ + _LINEAR_HERTZ * np.arange(_LINEAR_FILTERS)
    logarithmic = linear[-1] * _LOG_STEP ** np.arange(1, _LOG_FILTERS + 3)
    edges = np.concatenate([linear, logarithmic])
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    hertz = (np.arange(_BINS) / _BINS * RATE)[:, None]
    triangles = np.minimum((hertz - low) / (middle - low), (high - hertz) / (high - middle))
    bank = np.maximum(triangles, 0) * 2 / (high - low)
    filters = len(low)
    angles = np.pi / filters * (np.arange(filters)[:, None] + 0.5) * np.arange(_CEPSTRA)
    cosines = np.cos(angles) * np.sqrt(2 / filters)
    cosines[:, 0] /= np.sqrt(2)
    return bank, cosines


@lru_cache
def _chroma_bins() -> Numbers:
    """How much of each bin's power counts for each of the twelve, shape (400, 12)."""
    hertz = np.arange(1, _BINS + 1) * RATE / (2 * _BINS)
    semitones = np.round(12 * np.log2(hertz / _LOWEST_A)).astype(int)
    bins_of_semitone = np.array([(semitones == one).sum() for one in semitones])
    highest = {int(semitone) % _BINS: place for place, semitone in enumerate(semitones)}
    weights = np.zeros((_BINS, 12))
    for semitone, place in highest.items():
        weights[place, semitone % 12] = 1 / bins_of_semitone[semitones[semitone]]
    return weights
