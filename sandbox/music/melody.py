"""A tune: motifs of rhythm that come back, chord tones on the strong beats, steps between."""

from random import Random

from sandbox.music.harmony import Bar
from sandbox.music.notes import Note
from sandbox.music.style import Style

# Onsets of a bar in beats, from sparse to busy.
_RHYTHMS_4 = (
    ((0.0, 2.0), (0.0, 3.0), (1.0,), (0.0, 1.5), (0.0,)),
    ((0.0, 1.0, 2.0), (0.0, 1.5, 2.0), (0.5, 1.0, 2.0, 3.0), (0.0, 2.0, 3.0)),
    ((0.0, 0.5, 1.0, 2.0, 3.0), (0.0, 0.75, 1.5, 2.0, 3.0), (0.5, 1.0, 1.5, 2.5, 3.0, 3.5)),
    (
        (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
        (0.0, 0.75, 1.5, 2.0, 2.5, 3.0, 3.5),
        (0.0, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 3.25, 3.5),
    ),
)
_RHYTHMS_3 = (
    ((0.0,), (0.0, 2.0), (0.0, 1.5)),
    ((0.0, 1.0, 2.0), (0.0, 1.0), (0.0, 1.5, 2.0)),
)
_CADENCES = ((0.0,), (0.0, 1.0), (0.0, 0.5, 1.0))


def write_melody(style: Style, bars: list[Bar], low: int, high: int, rng: Random) -> list[Note]:
    """The tune over the bars, within low..high; the last bar of a phrase comes to rest."""
    shelves = _RHYTHMS_4 if style.meter == 4 else _RHYTHMS_3
    shelf = shelves[min(int(style.density * len(shelves)), len(shelves) - 1)]
    motifs = {
        section: (rng.choice(shelf), rng.choice(shelf), rng.choice(_CADENCES))
        for section in ("verse", "contrast")
    }
    contours: dict[tuple[str, int], list[int]] = {}
    notes: list[Note] = []
    pitch = (low + high) // 2
    for bar in bars:
        first, second, cadence = motifs[bar.section]
        onsets = (first, second, first, cadence)[bar.place]
        moves = contours.setdefault(
            (bar.section, bar.place), [_move(rng, style) for _ in range(len(onsets))]
        )
        end = style.meter if bar.place < 3 else max(onsets) + 2.0
        for number, (onset, until) in enumerate(zip(onsets, (*onsets[1:], end), strict=True)):
            strong = onset in {0.0, 2.0}
            pitch = _next_pitch(style, bar, pitch + moves[number], low, high, strong=strong)
            seconds = (min(until, style.meter) - onset) * style.beat
            accent = 0.9 if onset == 0 else 0.78 if strong else 0.68
            start = bar.start + _swung(onset, style.swing) * style.beat
            notes.append(Note(start, seconds * 0.96, pitch, accent + rng.uniform(-0.06, 0.06)))
    return notes


def _move(rng: Random, style: Style) -> int:
    reach = (-4, -2, -2, -1, 1, 2, 2, 4) if style.density > 0.5 else (-3, -2, -2, -1, 1, 2, 3)
    leap = rng.random() < 0.12
    return rng.choice((-7, 5, 7) if leap else reach)


def _next_pitch(style: Style, bar: Bar, wish: int, low: int, high: int, *, strong: bool) -> int:
    while wish > high:
        wish -= 7
    while wish < low:
        wish += 7
    allowed = set(bar.tones)
    if not strong:
        allowed |= {(style.tonic + step) % 12 for step in style.scale}
        if any(tone == (style.tonic + 11) % 12 for tone in bar.tones):
            allowed.discard((style.tonic + 10) % 12)
    candidates = [p for p in range(low - 6, high + 7) if p % 12 in allowed]
    return min(candidates, key=lambda candidate: (abs(candidate - wish), candidate))


def _swung(onset: float, swing: float) -> float:
    return onset + swing if onset % 1 == 0.5 else onset
