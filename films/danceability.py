"""How danceable a stretch of music is: an estimate from its beat, learnt from nothing.

No audio with danceability labels is at hand, so this is a rule: a strong onset pattern that
repeats itself steadily, at a tempo people dance to, counts as danceable. Source of the tempo's
weight: Moelants, "Preferred tempo reconsidered", ICMPC 2002 (most dance music lies around 120 to
130 beats a minute).
"""

import numpy as np
import numpy.typing as npt

from moods.features import HOP, RATE, LogMel

Onsets = npt.NDArray[np.float64]

CLASSES = ("low", "middle", "high")
EDGES = (1 / 3, 2 / 3)

_FRAMES_A_SECOND = RATE / HOP
_SLOWEST, _FASTEST = 60.0, 200.0  # beats a minute
_LIKED, _OCTAVES = 125.0, 0.6
_LEAST_SECONDS = 4.0
_STEADY = (0.05, 0.8)
_LIVELY = (0.02, 0.22)


def danceability(log_mel: LogMel) -> float | None:
    """0 to 1 for a log-mel as of `moods.features.heard`; None for less than 4 s.

    The product's third root of three shares: how well the onsets repeat after one beat (their
    autocorrelation), how strong they are, and how near the tempo is to what is danced to.
    """
    return danceability_of(onsets_of(log_mel))


def onsets_of(log_mel: LogMel) -> Onsets:
    """How much each frame of a log-mel rises over the one before, shape (frames - 1,)."""
    return np.asarray(np.maximum(np.diff(log_mel.astype(np.float64), axis=0), 0).mean(1))


def danceability_of(onsets: Onsets) -> float | None:
    """The same of the onsets of a stretch, 62.5 a second."""
    if len(onsets) + 1 < _LEAST_SECONDS * _FRAMES_A_SECOND:
        return None
    strength = float(onsets.std())
    centred = onsets - onsets.mean()
    power = float((centred**2).sum())
    if power <= 0:
        return 0.0
    length = 2 ** int(np.ceil(np.log2(2 * len(centred))))
    spectrum = np.fft.rfft(centred, length)
    repeats = np.fft.irfft(np.abs(spectrum) ** 2, length)[: len(centred)] / power
    lags = np.arange(
        int(_FRAMES_A_SECOND * 60 / _FASTEST), int(_FRAMES_A_SECOND * 60 / _SLOWEST) + 1
    )
    tempos = 60 * _FRAMES_A_SECOND / lags
    liking = np.exp(-0.5 * (np.log2(tempos / _LIKED) / _OCTAVES) ** 2)
    best = int((repeats[lags] * liking).argmax())
    shares = (
        _share(float(repeats[lags[best]]), _STEADY),
        _share(strength, _LIVELY),
        float(liking[best]),
    )
    return float(np.prod(shares) ** (1 / 3))


def class_of(value: float) -> str:
    """`low`, `middle` or `high`."""
    low, high = EDGES
    return CLASSES[int(value >= low) + int(value > high)]


def _share(value: float, between: tuple[float, float]) -> float:
    low, high = between
    return float(np.clip((value - low) / (high - low), 0, 1))
