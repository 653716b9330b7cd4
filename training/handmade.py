"""Features of a clip by hand: what the field measured before networks listened.

Timbre (MFCC statistics and covariances), spectral shape, harmony (chroma, key and mode after
Krumhansl, "Cognitive foundations of musical pitch", 1990), the modulation spectrum of band
envelopes, onsets and tempo, and dynamics. All from mono samples at 16 kHz, with numpy and scipy.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.fft import dct, rfft
from scipy.signal import find_peaks
from scipy.stats import skew

from moods.features import HOP, MELS, RATE, log_mel

Numbers = npt.NDArray[np.float32]

_FRAMES_A_SECOND = RATE / HOP
_TINY = 1e-10
_MFCC = 20
_COVARIED = 13
_SHAPE_FFT, _SHAPE_HOP = 1024, 512
_CONTRAST_EDGES = (0, 200, 400, 800, 1600, 3200, 8000)
_CHROMA_FFT, _CHROMA_HOP = 4096, 2048
_CHROMA_HERTZ = (65.0, 2100.0)
_MODULATION_BANDS = 12
_MODULATION_EDGES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 31.0)
_MODULATION_FRAMES = 256
_ONSET_BANDS = (slice(0, 12), slice(12, 36), slice(36, 66), slice(66, MELS))
_TEMPO = (40, 220)
_MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
_MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])


def features_of(samples: Numbers) -> Numbers:
    """One row of finite numbers for mono samples at 16 kHz of at least a second, shape (n,)."""
    mels = log_mel(samples)
    parts = [
        _timbre(mels),
        _shape(samples),
        _harmony(samples),
        _modulation(mels),
        _rhythm(mels),
        _dynamics(samples),
    ]
    return np.nan_to_num(np.concatenate(parts), posinf=0, neginf=0).astype(np.float32)


def _timbre(mels: Numbers) -> Numbers:
    """Statistics of 20 MFCC and of their steps, and how 13 of them move together."""
    coefficients = dct(mels, norm="ortho", axis=1)[:, :_MFCC]
    spread = coefficients.std(0)
    alike = np.asarray(np.corrcoef(coefficients[:, :_COVARIED].T))
    covariance = np.cov(coefficients[:, :_COVARIED].T)
    above = np.triu_indices(_COVARIED, 1)
    steps = np.diff(coefficients, axis=0)
    return np.concatenate(
        [coefficients.mean(0), spread, skew(coefficients), steps.std(0), alike[above],
         np.sign(covariance[above]) * np.sqrt(np.abs(covariance[above]))]
    )  # fmt: skip


def _shape(samples: Numbers) -> Numbers:
    """Centroid, spread, roll-off, flatness, entropy, flux, zero crossings, contrast by octave."""
    magnitudes = _spectrum(samples, _SHAPE_FFT, _SHAPE_HOP) + _TINY
    hertz = np.linspace(0, RATE / 2, magnitudes.shape[1])
    share = magnitudes / magnitudes.sum(1, keepdims=True)
    centroid = share @ hertz
    spread = np.sqrt(np.maximum(share @ hertz**2 - centroid**2, 0))
    rolloff = (share.cumsum(1) < 0.85).sum(1) * hertz[1]
    flatness = np.log(magnitudes).mean(1) - np.log(magnitudes.mean(1))
    entropy = -(share * np.log(share)).sum(1)
    flux = np.abs(np.diff(share, axis=0)).sum(1)
    crossings = np.diff(np.signbit(_framed(samples, _SHAPE_FFT, _SHAPE_HOP)), axis=1).mean(1)
    curves = [centroid, spread, rolloff, flatness, entropy, flux, crossings]
    for low, high in pairwise(_CONTRAST_EDGES):
        band = np.log10(magnitudes[:, (hertz >= low) & (hertz < high)])
        peak, valley = np.quantile(band, (0.9, 0.1), axis=1)
        curves += [peak - valley, peak]
    return np.concatenate([_statistics(curve) for curve in curves])


def _harmony(samples: Numbers) -> Numbers:
    """Chroma turned to its tonic, how major or minor it is, how clear, and how fast it moves."""
    magnitudes = _spectrum(samples, _CHROMA_FFT, _CHROMA_HOP)
    hertz = np.linspace(0, RATE / 2, magnitudes.shape[1])
    low, high = _CHROMA_HERTZ
    used = (hertz >= low) & (hertz < high)
    pitches = np.round(12 * np.log2(hertz[used] / 440)).astype(int) % 12
    chroma = np.log1p(100 * magnitudes[:, used]) @ np.eye(12)[pitches]
    chroma /= np.maximum(chroma.sum(1, keepdims=True), _TINY)
    mean = chroma.mean(0)
    fits = np.array(
        [[np.corrcoef(np.roll(mean, -key), mode)[0, 1] for key in range(12)]
         for mode in (_MAJOR, _MINOR)]
    )  # fmt: skip
    tonic = int(fits.max(0).argmax())
    ranked = np.sort(fits.ravel())
    steps = np.abs(np.diff(chroma, axis=0)).sum(1)
    entropy = -(chroma * np.log(chroma + _TINY)).sum(1)
    keys = [fits[0].max(), fits[1].max(), fits[0].max() - fits[1].max(), ranked[-1] - ranked[-2]]
    return np.concatenate(
        [np.roll(mean, -tonic), chroma.std(0)[np.arange(tonic, tonic + 12) % 12], keys,
         fits[:, tonic], _statistics(steps), _statistics(entropy)]
    )  # fmt: skip


def _modulation(mels: Numbers) -> Numbers:
    """For each of 12 bands, how much its loudness wavers at each of six speeds."""
    bands = mels.reshape(len(mels), _MODULATION_BANDS, -1).mean(2)
    if len(bands) < _MODULATION_FRAMES:
        bands = np.tile(bands, (-(-_MODULATION_FRAMES // len(bands)), 1))
    pieces = np.lib.stride_tricks.sliding_window_view(bands, _MODULATION_FRAMES, axis=0)
    pieces = pieces[:: _MODULATION_FRAMES // 2]  # (pieces, bands, frames)
    pieces = (pieces - pieces.mean(2, keepdims=True)) * np.hanning(_MODULATION_FRAMES)
    power = np.square(np.abs(rfft(pieces, axis=2))).mean(0)
    speeds = np.arange(power.shape[1]) * _FRAMES_A_SECOND / _MODULATION_FRAMES
    edges = pairwise(_MODULATION_EDGES)
    shares = [power[:, (speeds >= low) & (speeds < high)].sum(1) for low, high in edges]
    return np.log10(np.concatenate(shares) + 1e-4)


def _rhythm(mels: Numbers) -> Numbers:
    """Onsets in four bands and in all, and the tempi that their sum repeats at."""
    rises = np.maximum(np.diff(mels, axis=0), 0)
    curves = [rises[:, band].mean(1) for band in _ONSET_BANDS]
    whole = rises.mean(1)
    seconds = len(mels) / _FRAMES_A_SECOND
    out = []
    for curve in (*curves, whole):
        peaks, _ = find_peaks(curve, height=curve.mean() + curve.std(), distance=5)
        out += [*_statistics(curve), len(peaks) / seconds, float(curve[peaks].sum() / seconds)]
    centred = whole - whole.mean()
    size = 2 * len(centred)
    repeats = np.fft.irfft(np.square(np.abs(rfft(centred, size))))[: len(centred)]
    lags = np.arange(1, len(repeats))
    tempi = 60 * _FRAMES_A_SECOND / lags
    usual = (tempi >= _TEMPO[0]) & (tempi <= _TEMPO[1])
    strength = repeats[1:][usual] / max(float(repeats[0]), _TINY)
    if not len(strength):
        strength, tempi, usual = np.zeros(1), np.zeros(1), np.ones(1, bool)
    # Of the multiples of a beat, listeners hear the one near 120 a minute.
    heard = strength * np.exp(-0.5 * np.square(np.log2(np.maximum(tempi[usual], 1) / 120)))
    out += [float(tempi[usual][heard.argmax()]), float(strength.max()), float(strength.std())]
    return np.array(out)


def _dynamics(samples: Numbers) -> Numbers:
    """Level in dB: its statistics, its course, quiet frames, and peaks above the mean."""
    frames = _framed(samples, 4 * HOP, 2 * HOP)
    power = np.square(frames).mean(1)
    level = 10 * np.log10(power + 1e-8)
    slope = np.polyfit(np.linspace(0, 1, len(level)), level, 1)[0] if len(level) > 1 else 0.0
    crest = 20 * np.log10(np.abs(samples).max() / (np.sqrt(power.mean()) + 1e-6) + _TINY)
    quiet = float((power < power.mean() / 4).mean())
    return np.array([*_statistics(level), np.ptp(level), slope, quiet, crest])


def _statistics(curve: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Mean, spread, and the lower and upper tenth of a curve over time, shape (4,)."""
    return np.array([curve.mean(), curve.std(), *np.quantile(curve, (0.1, 0.9))])


def _framed(samples: Numbers, size: int, hop: int) -> Numbers:
    padded = np.pad(samples, (0, max(size - len(samples), 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]


def _spectrum(samples: Numbers, size: int, hop: int) -> Numbers:
    """Magnitudes, shape (frames, 1 + size // 2)."""
    window = np.hanning(size).astype(np.float32)
    return np.abs(rfft(_framed(samples, size, hop) * window, axis=1))
