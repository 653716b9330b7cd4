"""From a score to stereo sound: players are placed, driven, sent into a room and levelled."""

import numpy as np
from numpy.typing import NDArray

from sandbox.music import drums
from sandbox.music.notes import Part, Score
from sandbox.music.style import Style
from sandbox.music.tones import Orchestra

Samples = NDArray[np.float32]

_GUITARS = frozenset({"guitar", "muted guitar"})
_PEAK = 0.93
_DETUNE = 0.05  # semitones


def mix(score: Score, style: Style, seconds: float, rate: int, seed: int) -> Samples:
    """float32 (n, 2) within -0.95..0.95, faded in and out."""
    count = round(seconds * rate)
    orchestra = Orchestra(rate, style.brightness, style.attack)
    dry, driven, room = (np.zeros((2, count), dtype=np.float32) for _ in range(3))
    for part in score.parts:
        bus = driven if part.instrument in _GUITARS else dry
        _place_part(bus, room, part, orchestra, rate)
    if driven.any():
        dry += _drive(driven, style.drive, rate)
    _place_drums(dry, room, score, rate)
    dry += _room(room, style.echo, rate, seed)
    return _level(dry, style, rate).T.copy()


def _place_part(bus: Samples, room: Samples, part: Part, orchestra: Orchestra, rate: int) -> None:
    left, right = _gains(part.pan)
    for note in part.notes:
        start = int(note.start * rate)
        if start >= bus.shape[1]:
            continue
        gain = part.gain * note.velocity
        sides = (
            [(0, _DETUNE, 0.8), (1, -_DETUNE, 0.8)]
            if part.wide
            else [(0, 0.0, left), (1, 0.0, right)]
        )
        for side, detune, share in sides:
            sound = orchestra.play(part.instrument, note.pitch, note.seconds, detune)
            sound = sound[: bus.shape[1] - start] * np.float32(gain * share)
            bus[side, start : start + len(sound)] += sound
            if part.send:
                room[side, start : start + len(sound)] += sound * np.float32(part.send)


def _place_drums(bus: Samples, room: Samples, score: Score, rate: int) -> None:
    for hit in score.hits:
        start = int(hit.start * rate)
        if start >= bus.shape[1]:
            continue
        sound = drums.strike(hit.drum, rate)[: bus.shape[1] - start]
        sound = sound * np.float32(hit.velocity * score.drums_gain)
        for side, share in enumerate(_gains(drums.pan_of(hit.drum))):
            bus[side, start : start + len(sound)] += sound * np.float32(share)
            if hit.drum != "kick":
                room[side, start : start + len(sound)] += sound * np.float32(share * 0.15)


def _gains(pan: float) -> tuple[float, float]:
    angle = (pan + 1) * np.pi / 4
    return float(np.cos(angle) * 1.2), float(np.sin(angle) * 1.2)


def _drive(guitars: Samples, drive: float, rate: int) -> Samples:
    """An amplifier that is turned up, and its loudspeaker, which passes 110 Hz to 7 kHz."""
    loud = np.tanh(guitars * np.float32(2 + 14 * drive))
    spectrum = np.fft.rfft(loud)
    hertz = np.fft.rfftfreq(loud.shape[1], 1 / rate)
    speaker = 1 / (1 + (hertz / 7000) ** 4) / (1 + (110 / np.maximum(hertz, 1)) ** 4)
    # A bite around 3 kHz, as such loudspeakers have.
    speaker *= 1 + 2.2 * np.exp(-(((hertz - 3000) / 1500) ** 2))
    heard = np.fft.irfft(spectrum * speaker.astype(np.float32), n=loud.shape[1])
    return (heard * 0.6).astype(np.float32)


def _room(sent: Samples, echo: float, rate: int, seed: int) -> Samples:
    """What comes back from a room: the sound through decaying noise, another for each ear."""
    count = sent.shape[1]
    tail = int(echo * rate)
    t = np.arange(tail) / rate
    noise = np.random.default_rng(seed).standard_normal((2, tail)).astype(np.float32)
    # Walls swallow the treble: each step averages two neighbours.
    noise[:, 1:] = (noise[:, 1:] + noise[:, :-1]) * 0.5
    decay = (10 ** (-3 * t / echo) * np.minimum(t / 0.02, 1.0)).astype(np.float32)
    answer = noise * decay / np.float32(np.sqrt((decay**2).sum()))
    size = -(-(count + tail) // 22_050) * 22_050
    spectrum = np.fft.rfft(sent, size) * np.fft.rfft(answer, size)
    return np.fft.irfft(spectrum, size)[:, :count].astype(np.float32)


def _level(sound: Samples, style: Style, rate: int) -> Samples:
    """To the style's loudness, peaks rounded off instead of cut, no click at either end."""
    sound = sound - sound.mean(axis=1, keepdims=True)
    rms = float(np.sqrt((sound**2).mean())) or 1.0
    sound = sound * np.float32(10 ** (style.loudness / 20) / rms)
    knee = np.float32(0.6)
    over = np.abs(sound) - knee
    rounded = knee + (_PEAK - knee) * np.tanh(np.maximum(over, 0) / (_PEAK - knee))
    sound = np.where(over > 0, np.sign(sound) * rounded, sound).astype(np.float32)
    rise = int((0.05 + style.attack) * rate)
    fall = int(min(1.8, sound.shape[1] / rate / 4) * rate)
    sound[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)[: sound.shape[1]]
    sound[:, -fall:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    return sound
