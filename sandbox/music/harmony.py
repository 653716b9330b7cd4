"""Chords: which ones, bar by bar, and how their notes lie so that they move smoothly."""

from dataclasses import dataclass
from itertools import product
from random import Random

from sandbox.music.style import Style

PHRASE = 4  # bars


@dataclass(frozen=True)
class Bar:
    """A bar and its chord.

    Attributes:
        start: seconds.
        root: MIDI pitch of the chord's root in the tonic's octave.
        tones: pitch classes of the chord, the root first.
        section: `verse` or `contrast`.
        place: 0 to 3, which bar of its phrase this is.
        phrase: counted from 0.
    """

    start: float
    root: int
    tones: tuple[int, ...]
    section: str
    place: int
    phrase: int


def lay_bars(style: Style, seconds: float) -> list[Bar]:
    """Bars enough to fill the time: phrases of four, verse, verse, contrast, verse, ..."""
    length = style.beat * style.meter
    count = int(seconds / length) + 1
    bars = []
    for number in range(count):
        phrase, place = divmod(number, PHRASE)
        section = (
            "contrast" if phrase % 4 == 2 or (count <= 2 * PHRASE and phrase == 1) else "verse"
        )
        degree = style.progressions[section == "contrast"][place]
        root, tones = _chord(style, degree)
        bars.append(Bar(number * length, root, tones, section, place, phrase))
    return bars


def voice(bars: list[Bar], low: int, high: int, rng: Random) -> list[tuple[int, ...]]:
    """For each bar the pitches of its chord within low..high, each moving as little as it can."""
    voicings: list[tuple[int, ...]] = []
    for bar in bars:
        places = [[p for p in range(low, high + 1) if p % 12 == tone] for tone in bar.tones]
        options = [
            tuple(sorted(chosen)) for chosen in product(*places) if max(chosen) - min(chosen) <= 16
        ]
        if voicings:
            last = voicings[-1]
            options.sort(key=lambda option: _movement(last, option))
            voicings.append(options[0])
        else:
            middle = (low + high) / 2
            options.sort(key=lambda option: abs(sum(option) / len(option) - middle))
            voicings.append(rng.choice(options[:2]))
    return voicings


def _movement(before: tuple[int, ...], after: tuple[int, ...]) -> float:
    steps = [min(abs(pitch - other) for other in before) for pitch in after]
    return sum(steps) + abs(after[-1] - before[-1]) * 0.5


def _chord(style: Style, degree: int) -> tuple[int, tuple[int, ...]]:
    scale = style.scale

    def step(places: int) -> int:
        octaves, place = divmod(degree + places, 7)
        return style.tonic + scale[place] + 12 * octaves

    tones = [step(0), step(2), step(4)]
    if style.is_minor and degree == 4:
        tones[1] += 1  # the leading note pulls home
    if style.band == "calm":
        tones.append(step(6) if degree in {0, 3, 5, 1} else step(8))
    if style.band == "sad" and degree in {5, 3}:
        tones.append(step(6))
    return tones[0], tuple(tone % 12 for tone in tones)
