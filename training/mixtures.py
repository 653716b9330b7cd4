"""Scenes as films have them: music, speech and noises, one after another and over one another, with
the truth of every second.

**What a mixture is called.** The foreground rule: a second is speech where somebody speaks and
is not more than `AUDIBLE_DB` below everything else together; else music, where there is music no
more than as much below the noises; else other, which silence is too. Ratios are between the
levels of whole layers, each measured where it sounds, not between single seconds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from films.detector import SOUNDS
from moods.features import RATE

Samples = npt.NDArray[np.float32]
Stock = Mapping[str, Sequence[Samples]]
"""Recordings to draw from, by sound; utterances without the silence around them."""

Change = Callable[[str, Samples, np.random.Generator], Samples]
"""What is done to each recording of a sound before it is mixed."""

AUDIBLE_DB = -3.0
MUSIC, SPEECH, OTHER = range(len(SOUNDS))

_BLOCK = RATE // 50
_ACTIVE_DB = {"speech": -30.0, "music": -45.0, "other": -40.0}  # below the loud blocks: silence
_HANGOVER_BLOCKS = 10  # 0.2 s on either side still belong to what sounds
_FADE = RATE // 50
_LEVEL = 0.05
_NOTHING = 1e-4


@dataclass(frozen=True)
class Section:
    """A stretch of a scene: one sound in front, others so many decibels below it (above it where
    negative).

    Attributes:
        front: one of `SOUNDS`, or `silence`.
        seconds: its length.
        under: the sounds below, each with its distance in decibels.
    """

    front: str
    seconds: float
    under: tuple[tuple[str, float], ...] = ()

    @property
    def name(self) -> str:
        """What is over what: `speech over music`."""
        return " over ".join([self.front, *(sound for sound, _ in self.under)])


@dataclass(frozen=True)
class Scene:
    """Mixed samples and their truth.

    Attributes:
        samples: mono, 16 kHz.
        present: for each layer and block of 20 ms whether it sounds, shape (3, blocks), in the
            order of `SOUNDS`: loud enough to be in front by the foreground rule.
        sections: what was asked for, with the second at which each begins.
    """

    samples: Samples
    present: npt.NDArray[np.bool_]
    sections: Sequence[tuple[float, Section]]

    def truth(self, start: int = 0) -> npt.NDArray[np.int64]:
        """Positions in `SOUNDS`, one for each whole second from the sample `start` on."""
        return np.asarray(self.shares(start).argmax(1), np.int64)

    def clear(self, start: int = 0, share: float = 0.8) -> npt.NDArray[np.bool_]:
        """Which of those seconds are one thing for at least this share of their length."""
        return np.asarray(self.shares(start).max(1) >= share)

    def shares(self, start: int = 0) -> npt.NDArray[np.float64]:
        """How much of each of those seconds is which of `SOUNDS`, shape (seconds, 3)."""
        front = np.where(self.present[SPEECH], SPEECH, np.where(self.present[MUSIC], MUSIC, OTHER))[
            start // _BLOCK :
        ]
        blocks = RATE // _BLOCK
        seconds = front[: len(front) // blocks * blocks].reshape(-1, blocks)
        return np.stack([(seconds == sound).mean(1) for sound in range(len(SOUNDS))], axis=1)


def unchanged(_: str, samples: Samples, __: np.random.Generator) -> Samples:
    """Recordings as they are."""
    return samples


def compose(
    sections: Sequence[Section],
    stock: Stock,
    random: np.random.Generator,
    change: Change = unchanged,
) -> Scene:
    """Draw what the sections ask for and mix it."""
    samples, present, begins = [], [], [0.0]
    for section in sections:
        mixed, sounding = _mix(section, stock, random, change)
        samples.append(_faded(mixed))
        present.append(sounding)
        begins.append(begins[-1] + len(mixed) / RATE)
    return Scene(
        np.concatenate(samples),
        np.concatenate(present, axis=1),
        list(zip(begins[:-1], sections, strict=True)),
    )


def active(samples: Samples, sound: str = "speech") -> npt.NDArray[np.bool_]:
    """Which blocks of 20 ms of a recording sound, short pauses included."""
    power = np.square(samples[: len(samples) // _BLOCK * _BLOCK]).reshape(-1, _BLOCK).mean(1)
    if not len(power):
        return np.zeros(0, bool)
    below = 10 ** (_ACTIVE_DB[sound] / 10)
    loud = power > max(np.percentile(power, 95) * below, _NOTHING**2)
    near = np.convolve(loud, np.ones(2 * _HANGOVER_BLOCKS + 1), mode="same") > 0
    return np.asarray(near[: len(loud)])


def trimmed(samples: Samples) -> Samples:
    """An utterance without the silence before and after it."""
    places = np.flatnonzero(active(samples))
    return samples[places[0] * _BLOCK : (places[-1] + 1) * _BLOCK] if len(places) else samples


def _mix(
    section: Section, stock: Stock, random: np.random.Generator, change: Change
) -> tuple[Samples, npt.NDArray[np.bool_]]:
    length = round(section.seconds * RATE) // _BLOCK * _BLOCK
    present = np.zeros((len(SOUNDS), length // _BLOCK), bool)
    mixed = np.zeros(length, np.float32)
    if section.front == "silence":
        return mixed, present
    levels = {section.front: 0.0} | {sound: -below for sound, below in section.under}
    for sound, level in levels.items():
        layer, sounding = _draw(sound, length, stock, random, change)
        mixed += _at_level(layer, sounding) * np.float32(10 ** (level / 20))
        rest = [other for name, other in levels.items() if _hides(name, sound)]
        above = 10 * np.log10(sum(10 ** (other / 10) for other in rest)) if rest else -np.inf
        if level - above >= AUDIBLE_DB:
            present[SOUNDS.index(sound)] = sounding
    return mixed, present


def _hides(one: str, other: str) -> bool:
    """Whether a sound counts against another being heard: music is not hidden by words."""
    return one != other and not (one == "speech" and other == "music")


def _draw(
    sound: str, length: int, stock: Stock, random: np.random.Generator, change: Change
) -> tuple[Samples, npt.NDArray[np.bool_]]:
    """Recordings of a sound, one after another, until the length is filled, and which of their
    blocks sound."""
    out = np.zeros(length, np.float32)
    sounding = np.zeros(length // _BLOCK, bool)
    at = 0
    while at < length:
        piece = stock[sound][int(random.integers(len(stock[sound])))]
        room = length - at
        if sound != "speech" and len(piece) > 2 * room:
            start = int(random.integers(len(piece) - 2 * room + 1))
            piece = piece[start : start + 2 * room]
        piece = _faded(change(sound, piece, random)[:room])
        out[at : at + len(piece)] = piece
        blocks = active(piece, sound)
        sounding[at // _BLOCK : at // _BLOCK + len(blocks)] = blocks
        at += max(len(piece), _BLOCK)
        if sound == "speech":
            at += int(random.uniform(0.05, 0.4) * RATE)
        at = -(-at // _BLOCK) * _BLOCK
    return out, sounding


def _at_level(samples: Samples, sounding: npt.NDArray[np.bool_]) -> Samples:
    """Brought to one level, measured where it sounds."""
    blocks = samples.reshape(-1, _BLOCK)[sounding]
    level = float(np.sqrt(np.square(blocks).mean())) if len(blocks) else 0.0
    return samples * np.float32(_LEVEL / max(level, _NOTHING))


def _faded(samples: Samples) -> Samples:
    """With 20 ms of fading in and out, so that a cut is no click."""
    out = samples.copy()
    edge = min(_FADE, len(out) // 2)
    slope = np.linspace(0, 1, edge, dtype=np.float32)
    out[:edge] *= slope
    out[len(out) - edge :] *= slope[::-1]
    return out
