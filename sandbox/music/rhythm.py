"""What the drummer plays: a groove, crashes where a phrase begins, a fill where it ends."""

from random import Random

from sandbox.music.harmony import PHRASE, Bar
from sandbox.music.notes import Hit
from sandbox.music.style import Style

_KICKS = ((0.0, 1.0, 2.0, 3.0), (0.0, 1.5, 2.0), (0.0, 2.0, 2.5), (0.0, 0.75, 2.0, 3.5))


def happy_drums(style: Style, bars: list[Bar], rng: Random) -> list[Hit]:
    """A dancing beat with claps, shaker and open hats between the beats."""
    kicks = rng.choice(_KICKS)
    hits: list[Hit] = []
    for bar in bars:
        fills = bar.place == PHRASE - 1
        strokes = [(beat, "kick", 0.9) for beat in kicks]
        strokes += [(beat, name, 0.7) for beat in (1.0, 3.0) for name in ("snare", "clap")]
        strokes += [(eighth / 2, "hat", 0.6 if eighth % 2 == 0 else 0.4) for eighth in range(8)]
        strokes += [(beat + 0.5, "open hat", 0.35) for beat in (0, 1, 2, 3)]
        strokes += [(step / 4, "shaker", 0.5 if step % 4 == 2 else 0.3) for step in range(16)]
        if fills:
            strokes = [stroke for stroke in strokes if stroke[0] < 3.0]
            strokes += [(3.0, "snare", 0.7), (3.25, "snare", 0.5), (3.5, "high tom", 0.8)]
            strokes += [(3.75, "low tom", 0.8)]
        if bar.place == 0:
            strokes.append((0.0, "crash", 0.5))
        hits += _played(style, bar, strokes, rng)
    return hits


def driving_drums(style: Style, bars: list[Bar], rng: Random) -> list[Hit]:
    """A hard, fast beat; the feet double under the contrast and the hands roll into phrases."""
    hits: list[Hit] = []
    for bar in bars:
        fills = bar.place == PHRASE - 1
        doubled = bar.section == "contrast"
        feet = [step / 4 for step in range(16)] if doubled else [0.0, 0.5, 1.5, 2.0, 2.5, 3.5]
        strokes = [(beat, "kick", 0.95 if beat % 1 == 0 else 0.75) for beat in feet]
        strokes += [(beat, "snare", 1.0) for beat in (1.0, 3.0)]
        cymbal, step = ("crash", 0.5) if doubled else ("crash", 1.0)
        strokes += [(place * step, cymbal, 0.5) for place in range(int(4 / step))]
        if fills:
            strokes = [stroke for stroke in strokes if stroke[0] < 2.0]
            rolled = (
                "snare",
                "snare",
                "high tom",
                "high tom",
                "low tom",
                "low tom",
                "snare",
                "snare",
            )
            strokes += [(2.0 + place / 4, name, 0.85) for place, name in enumerate(rolled)]
            strokes += [(2.0 + place / 2, "kick", 0.8) for place in range(4)]
        if bar.place == 0:
            strokes.append((0.0, "crash", 0.9))
        hits += _played(style, bar, strokes, rng)
    return hits


def _played(
    style: Style, bar: Bar, strokes: list[tuple[float, str, float]], rng: Random
) -> list[Hit]:
    hits = []
    for beat, drum, velocity in strokes:
        late = style.swing if beat % 1 == 0.5 else 0.0
        start = bar.start + (beat + late) * style.beat + rng.uniform(0, 0.004)
        hits.append(Hit(start, drum, velocity * rng.uniform(0.88, 1.0)))
    return hits
