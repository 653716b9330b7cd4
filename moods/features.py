"""Log-mel spectrograms: one definition for training and serving.

16 kHz, Hann windows of 512 points every 256, power, 96 mel bands of Slaney's scale and
area, log10(10000 x + 1): the input of Pons and Serra's music taggers ("musicnn", ISMIR 2019).
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

RATE = 16_000
FFT = 512
HOP = 256
MELS = 96

LogMel = npt.NDArray[np.float32]

TYPICAL_PEAK = 1.0
_BLOCK = RATE // 10
_OFTEN_REACHED = 95  # per cent of the blocks stay below: a click or two do not count
_LEAST_PEAK = 0.003  # what is fainter by far than any recording is not made as loud as one


def heard(samples: npt.NDArray[np.float32]) -> LogMel:
    """What the networks hear of mono samples at 16 kHz: `log_mel` of `at_level`."""
    return log_mel(at_level(samples))


def at_level(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The samples with the gain that brings their peaks to `TYPICAL_PEAK`, so that it does not
    matter how loud a file is.

    Peaks, not the mean: a recording keeps what it gained by being mastered loud or soft.
    """
    whole = len(samples) // _BLOCK * _BLOCK
    blocks = np.abs(samples[:whole]).reshape(-1, _BLOCK) if whole else np.abs(samples)[None]
    gain = np.float32(gain_of(blocks.max(1, initial=0.0)))
    return np.asarray(samples * gain, np.float32)


def gain_of(peaks: npt.NDArray[np.float32]) -> float:
    """The gain of `at_level` for a recording with these peaks, one for each tenth of a second."""
    return TYPICAL_PEAK / max(float(np.percentile(peaks, _OFTEN_REACHED)), _LEAST_PEAK)


def log_mel(samples: npt.NDArray[np.float32]) -> LogMel:
    """Log-mel spectrogram of mono samples at 16 kHz, shape (1 + n // 256, 96), values >= 0.

    Frames are centred; the ends are padded with zeros.
    """
    padded = np.pad(np.asarray(samples, np.float32), FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    spectrum = np.fft.rfft(frames * _window(), axis=1)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    mels: LogMel = power @ mel_filters()
    return np.log10(10_000 * mels + 1, dtype=np.float32)


def windows_of(spectrogram: LogMel, frames: int, count: int, step: int = 1) -> LogMel:
    """`count` windows of `frames` frames, evenly spread, shape (count, frames, 96).

    Fewer when the spectrogram has no room for so many without a window being the same as
    another; a spectrogram shorter than one window is repeated to fill it. With a `step` they are
    the first and every `step`-th after it of `count * step` windows.
    """
    length = len(spectrogram)
    if length < frames:
        spectrogram = np.tile(spectrogram, (-(-frames // length), 1))[:frames]
    starts = window_starts(length, frames, count * step)[::step]
    return np.stack([spectrogram[start : start + frames] for start in starts])


def window_starts(length: int, frames: int, count: int) -> list[int]:
    """Where `count` windows of `frames` frames begin that lie evenly in so many frames."""
    room = max(length - frames, 0)
    return [int(at) for at in np.unique(np.linspace(0, room, count + 2)[1:-1].round())]


@lru_cache
def _window() -> npt.NDArray[np.float32]:
    return np.hanning(FFT + 1)[:-1].astype(np.float32)


@lru_cache
def mel_filters(rate: int = RATE, fft: int = FFT, mels: int = MELS) -> npt.NDArray[np.float32]:
    """Slaney's triangular filters of equal area, shape (257, 96), from 0 to 8 kHz; for another
    rate, size of FFT and number, shape (fft // 2 + 1, mels), from 0 to half the rate."""
    edges = _mel_to_hertz(np.linspace(_hertz_to_mel(0.0), _hertz_to_mel(rate / 2), mels + 2))
    bins = np.linspace(0, rate / 2, fft // 2 + 1)
    rising = (bins[:, None] - edges[None, :-2]) / np.diff(edges)[None, :-1]
    falling = (edges[None, 2:] - bins[:, None]) / np.diff(edges)[None, 1:]
    area = 2.0 / (edges[2:] - edges[:-2])
    return (np.maximum(0, np.minimum(rising, falling)) * area).astype(np.float32)


def middle_of(band: int) -> float:
    """The middle of one of the 96 mel bands, in hertz."""
    return float(_mel_to_hertz(np.array([_hertz_to_mel(RATE / 2) * (band + 1) / (MELS + 1)]))[0])


_LINEAR_HERTZ = 200 / 3  # hertz a mel below 1 kHz
_KNEE_MEL = 1000 / _LINEAR_HERTZ
_LOG_STEP = np.log(6.4) / 27


def _hertz_to_mel(hertz: float) -> float:
    if hertz < 1000:
        return hertz / _LINEAR_HERTZ
    return float(_KNEE_MEL + np.log(hertz / 1000) / _LOG_STEP)


def _mel_to_hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    above = 1000 * np.exp(_LOG_STEP * (mels - _KNEE_MEL))
    return np.where(mels < _KNEE_MEL, mels * _LINEAR_HERTZ, above)
