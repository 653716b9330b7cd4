"""Instruments: a pitch and a length become a sound, by looking up single waves in tables."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

_SIZE = 4096
_FORMANTS = (
    (700.0, 130.0, 1.0),
    (1150.0, 170.0, 0.7),
    (2700.0, 300.0, 0.4),
    (3500.0, 400.0, 0.3),
    (5200.0, 900.0, 0.12),
)


def frequency(pitch: float) -> float:
    """Hz of a MIDI pitch, equal temperament, A at 440 Hz."""
    return float(440.0 * 2.0 ** ((pitch - 69) / 12))


class Orchestra:
    """The instruments at one brightness; notes asked for again come from a cache.

    Args:
        rate: samples a second.
        brightness: 0 to 1.
        attack: seconds, of the instruments that are bowed or blown.
    """

    def __init__(self, rate: int, brightness: float, attack: float) -> None:
        self._rate = rate
        self._brightness = brightness
        self._attack = attack
        self._notes: dict[tuple[str, int, int, float], Samples] = {}
        self._players: dict[str, Callable[[float, int], Samples]] = {
            "piano": self._piano,
            "strings": self._strings,
            "pad": self._pad,
            "harp": self._harp,
            "steel strings": self._steel_strings,
            "flute": self._flute,
            "voice": self._voice,
            "lead": self._lead,
            "stab": self._stab,
            "guitar": self._guitar,
            "muted guitar": self._muted_guitar,
            "bass": self._bass,
            "soft bass": self._soft_bass,
        }

    def play(self, instrument: str, pitch: int, seconds: float, detune: float = 0.0) -> Samples:
        """One note at full velocity, with its release; `detune` in semitones."""
        count = max(int(seconds * self._rate), 64)
        key = (instrument, pitch, count, detune)
        if key not in self._notes:
            self._notes[key] = self._players[instrument](frequency(pitch + detune), count)
        return self._notes[key]

    def _piano(self, hertz: float, count: int) -> Samples:
        count += int(0.25 * self._rate)
        t = self._time(count)
        soft = self._wave(hertz, t, _partials(hertz, self._rate, slope=1.5))
        hard = self._wave(hertz * 1.0006, t, _partials(hertz, self._rate, slope=0.8))
        fade = np.exp(-t * (0.9 + hertz / 500))
        strike = (0.4 + 0.5 * self._brightness) * np.exp(-t * (5 + hertz / 200))
        return self._shape((soft * 0.8 + hard * strike) * fade, 0.004, 0.2)

    def _strings(self, hertz: float, count: int) -> Samples:
        count += int(0.5 * self._rate)
        t = self._time(count)
        table = _partials(hertz, self._rate, slope=1.0, ceiling=2200 + 3500 * self._brightness)
        vibrato = 0.0025 * hertz / (2 * np.pi * 5.3) * (1 - np.cos(2 * np.pi * 5.3 * t))
        mix = self._wave(hertz, t, table, vibrato) + self._wave(hertz * 1.004, t, table)
        return self._shape(mix * 0.4, 0.08 + self._attack, 0.5)

    def _pad(self, hertz: float, count: int) -> Samples:
        count += int(0.8 * self._rate)
        t = self._time(count)
        table = _partials(hertz, self._rate, slope=1.5, ceiling=900 + 2500 * self._brightness)
        mix = self._wave(hertz, t, table) + self._wave(hertz * 1.003, t, table)
        return self._shape(mix * 0.45, 0.15 + 1.3 * self._attack, 0.8)

    def _harp(self, hertz: float, count: int) -> Samples:
        count += int(0.6 * self._rate)
        t = self._time(count)
        soft = self._wave(hertz, t, _partials(hertz, self._rate, slope=2.0))
        hard = self._wave(hertz, t, _partials(hertz, self._rate, slope=0.8))
        sound = soft * np.exp(-t * 2.2) + 0.5 * hard * np.exp(-t * 16)
        return self._shape(sound, 0.006, 0.4)

    def _steel_strings(self, hertz: float, count: int) -> Samples:
        """Three layers that die away the sooner the higher they lie, and the pick."""
        count += int(0.3 * self._rate)
        t = self._time(count)
        sound = np.zeros(count)
        for slope, decay, gain in ((2.0, 1.3, 0.7), (1.2, 3.5, 0.6), (0.6, 9.0, 0.35)):
            wave = self._wave(hertz, t, _partials(hertz, self._rate, slope=slope))
            sound += gain * wave * np.exp(-t * decay)
        sound += _noise(count) * 0.1 * np.exp(-t * 160)
        return self._shape(sound, 0.002, 0.25)

    def _flute(self, hertz: float, count: int) -> Samples:
        count += int(0.15 * self._rate)
        t = self._time(count)
        depth = np.minimum(t / 0.6, 1.0) * 0.004 * hertz / (2 * np.pi * 4.8)
        vibrato = depth * (1 - np.cos(2 * np.pi * 4.8 * t))
        sound = self._wave(hertz, t, _partials(hertz, self._rate, slope=2.6), vibrato)
        breath = _noise(count) * 0.02
        return self._shape(sound + breath, 0.06 + 0.2 * self._attack, 0.15)

    def _voice(self, hertz: float, count: int) -> Samples:
        count += int(0.12 * self._rate)
        t = self._time(count)
        depth = np.minimum(t / 0.5, 1.0) * 0.005 * hertz / (2 * np.pi * 5.5)
        vibrato = depth * (1 - np.cos(2 * np.pi * 5.5 * t))
        sound = self._wave(hertz, t, _vowel(round(hertz, 1), self._rate), vibrato)
        sound = sound + _noise(count) * np.float32(0.02) * (1 + 4 * np.exp(-t * 25))
        return self._shape(sound, 0.03 + 0.12 * self._attack, 0.12)

    def _lead(self, hertz: float, count: int) -> Samples:
        count += int(0.06 * self._rate)
        t = self._time(count)
        ceiling = 1500 + 7000 * self._brightness
        table = _partials(hertz, self._rate, slope=1.0, ceiling=ceiling, odd=0.6)
        depth = np.minimum(t / 0.35, 1.0) * 0.005 * hertz / (2 * np.pi * 6)
        vibrato = depth * (1 - np.cos(2 * np.pi * 6 * t))
        return self._shape(self._wave(hertz, t, table, vibrato) * 0.6, 0.008, 0.06)

    def _stab(self, hertz: float, count: int) -> Samples:
        count += int(0.1 * self._rate)
        t = self._time(count)
        soft = self._wave(hertz, t, _partials(hertz, self._rate, slope=1.5))
        table = _partials(hertz, self._rate, slope=0.95, ceiling=2500 + 8000 * self._brightness)
        hard = self._wave(hertz * 1.003, t, table)
        return self._shape((soft + hard * np.exp(-t * 9)) * np.exp(-t * 3.5) * 0.6, 0.004, 0.09)

    def _guitar(self, hertz: float, count: int) -> Samples:
        count += int(0.05 * self._rate)
        t = self._time(count)
        table = _partials(hertz, self._rate, slope=0.9)
        sound = self._wave(hertz, t, table) + 0.7 * self._wave(hertz * 1.002, t, table)
        return self._shape(sound * np.exp(-t * 0.8) * 0.6, 0.003, 0.05)

    def _muted_guitar(self, hertz: float, count: int) -> Samples:
        count += int(0.02 * self._rate)
        t = self._time(count)
        sound = self._wave(hertz, t, _partials(hertz, self._rate, slope=0.95))
        return self._shape(sound * np.exp(-t * 16), 0.002, 0.02)

    def _bass(self, hertz: float, count: int) -> Samples:
        count += int(0.03 * self._rate)
        t = self._time(count)
        soft = self._wave(hertz, t, _partials(hertz, self._rate, slope=1.6))
        table = _partials(hertz, self._rate, slope=1.0, ceiling=900 + 2500 * self._brightness)
        hard = self._wave(hertz, t, table)
        return self._shape(soft * 0.8 + hard * np.exp(-t * 8) * 0.5, 0.005, 0.03)

    def _soft_bass(self, hertz: float, count: int) -> Samples:
        count += int(0.3 * self._rate)
        t = self._time(count)
        sound = self._wave(hertz, t, _partials(hertz, self._rate, slope=2.4))
        return self._shape(sound * np.exp(-t * 0.5), 0.04, 0.3)

    def _time(self, count: int) -> NDArray[np.float64]:
        return np.arange(count) / self._rate

    def _wave(
        self,
        hertz: float,
        t: NDArray[np.float64],
        table: Samples,
        vibrato: NDArray[np.float64] | float = 0.0,
    ) -> Samples:
        phase = hertz * t + vibrato
        wave: Samples = table[(phase * _SIZE).astype(np.int64) & (_SIZE - 1)]
        return wave

    def _shape(self, sound: NDArray[np.floating], rise: float, fall: float) -> Samples:
        shaped = sound.astype(np.float32)
        ramp_in = min(max(int(rise * self._rate), 32), len(shaped) // 2)
        ramp_out = min(max(int(fall * self._rate), 32), len(shaped) - ramp_in)
        shaped[:ramp_in] *= np.sin(np.linspace(0, np.pi / 2, ramp_in, dtype=np.float32)) ** 2
        shaped[-ramp_out:] *= np.cos(np.linspace(0, np.pi / 2, ramp_out, dtype=np.float32)) ** 2
        return shaped


def _partials(
    hertz: float, rate: int, *, slope: float, ceiling: float = 16_000.0, odd: float = 0.0
) -> Samples:
    highest = max(int(min(ceiling * 2, rate * 0.45) / hertz), 1)
    return _table(min(highest, 120), slope, round(ceiling / hertz), odd)


@lru_cache(maxsize=512)
def _table(highest: int, slope: float, corner: int, odd: float) -> Samples:
    """One wave whose partials fall off by the slope, faster above the corner; even ones less."""
    numbers = np.arange(1, highest + 1)
    gains = numbers**-slope / (1 + (numbers / max(corner, 1)) ** 4)
    gains = gains * np.where(numbers % 2 == 0, 1 - odd, 1.0)
    return _wave_of(gains)


@lru_cache(maxsize=512)
def _vowel(hertz: float, rate: int) -> Samples:
    """One wave of a sung "ah": a buzz through three resonances."""
    numbers = np.arange(1, max(int(min(9000.0, rate * 0.45) / hertz), 1) + 1)
    at = numbers * hertz
    gains = sum(
        gain / (1 + ((at - centre) / width) ** 2) for centre, width, gain in _FORMANTS
    ) + 0.12 * np.exp(-at / 600)
    return _wave_of(gains / numbers**0.5)


def _wave_of(gains: NDArray[np.float64]) -> Samples:
    spectrum = np.zeros(_SIZE // 2 + 1, dtype=np.complex128)
    # Spread phases keep the peaks of rich waves low.
    turns = np.arange(1, len(gains) + 1) ** 2 * 0.37
    spectrum[1 : len(gains) + 1] = gains * np.exp(-1j * (np.pi / 2 + turns))
    wave = np.fft.irfft(spectrum)
    wave /= np.abs(wave).max()
    return wave.astype(np.float32)


def _noise(count: int) -> Samples:
    return np.resize(_hiss(), count)


@lru_cache
def _hiss() -> Samples:
    return np.random.default_rng(7).standard_normal(500_000).astype(np.float32)
