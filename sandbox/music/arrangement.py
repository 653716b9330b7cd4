"""Four bands: who plays what for a happy, an energetic, a sad and a calm piece."""

from random import Random

from sandbox.music.harmony import PHRASE, Bar, lay_bars, voice
from sandbox.music.melody import write_melody
from sandbox.music.notes import Note, Part, Score
from sandbox.music.rhythm import driving_drums, happy_drums
from sandbox.music.style import Style

Voicings = list[tuple[int, ...]]


def arrange(style: Style, seconds: float, rng: Random) -> Score:
    """The score of a piece in the style, long enough to fill the time."""
    bars = lay_bars(style, seconds)
    bands = {"happy": _happy, "energetic": _energetic, "sad": _sad, "calm": _calm}
    return bands[style.band](style, bars, rng)


def _happy(style: Style, bars: list[Bar], rng: Random) -> Score:
    chords = voice(bars, 58, 76, rng)
    tune = write_melody(style, bars, 69, 88, rng)
    tune = [note for note in tune if note.start >= bars[min(2, len(bars) - 1)].start]
    octave_below = tuple(Note(n.start, n.seconds, n.pitch - 12, n.velocity) for n in tune)
    return Score(
        parts=(
            Part("lead", tuple(tune), gain=0.26, pan=0.1, send=0.3),
            Part("voice", octave_below, gain=0.25, pan=-0.1, send=0.25),
            Part("stab", tuple(_offbeats(style, bars, chords, rng)), 0.5, wide=True, send=0.2),
            Part("bass", tuple(_bouncing_bass(style, bars)), gain=0.6, send=0.0),
        ),
        hits=tuple(happy_drums(style, bars, rng)),
        drums_gain=1.7,
    )


def _energetic(style: Style, bars: list[Bar], rng: Random) -> Score:
    tune = write_melody(style, bars, 62, 81, rng)
    tune = [note for note in tune if note.start >= bars[min(2, len(bars) - 1)].start]
    muted, open_chords = _riff(style, bars, rng)
    return Score(
        parts=(
            Part("muted guitar", tuple(muted), gain=0.5, wide=True, send=0.05),
            Part("guitar", tuple(open_chords), gain=0.42, wide=True, send=0.08),
            Part("guitar", tuple(tune), gain=0.3, pan=0.2, send=0.1),
            Part("voice", tuple(tune), gain=0.2, pan=0.0, send=0.2),
            Part("bass", tuple(_driving_bass(style, bars)), gain=0.30, send=0.0),
        ),
        hits=tuple(driving_drums(style, bars, rng)),
        drums_gain=0.75,
    )


def _sad(style: Style, bars: list[Bar], rng: Random) -> Score:
    chords = voice(bars, 48, 67, rng)
    tune = write_melody(style, bars, 60, 77, rng)
    sung = tuple(note for note in tune if note.start >= bars[min(1, len(bars) - 1)].start)
    later = [note for note in _held(style, bars, chords, 0.6) if note.start >= bars[-1].start / 2]
    return Score(
        parts=(
            Part("steel strings", tuple(_strummed(style, bars, chords, rng)), 0.4, -0.1, send=0.1),
            Part("voice", sung, gain=0.22, send=0.3),
            Part("piano", tuple(_broken_chords(style, bars, chords, rng)), 0.08, 0.2, send=0.4),
            Part("strings", tuple(later), gain=0.04, wide=True, send=0.5),
        ),
        hits=(),
    )


def _calm(style: Style, bars: list[Bar], rng: Random) -> Score:
    chords = voice(bars, 53, 74, rng)
    tune = write_melody(style, bars, 67, 84, rng)
    return Score(
        parts=(
            Part("pad", tuple(_held(style, bars, chords, 0.7)), gain=0.16, wide=True, send=0.5),
            Part("harp", tuple(_arpeggio(style, bars, chords, rng)), 0.22, 0.25, send=0.55),
            Part("flute", tuple(n for n in tune if n.start >= bars[1].start), 0.2, -0.2, send=0.6),
            Part("soft bass", tuple(_low_roots(style, bars)), gain=0.28, send=0.1),
        ),
        hits=(),
    )


def _held(style: Style, bars: list[Bar], chords: Voicings, velocity: float) -> list[Note]:
    """Chords that last a bar; a note that the next chord keeps is held over, not struck again."""
    length = style.beat * style.meter
    notes = []
    for number, (bar, chord) in enumerate(zip(bars, chords, strict=True)):
        for pitch in chord:
            if number and pitch in chords[number - 1] and bar.place % 2:
                continue
            held = number + 1 < len(bars) and bars[number + 1].place % 2 == 1
            both = held and pitch in chords[number + 1]
            notes.append(Note(bar.start, length * (2 if both else 1), pitch, velocity))
    return notes


def _offbeats(style: Style, bars: list[Bar], chords: Voicings, rng: Random) -> list[Note]:
    pattern = rng.choice(((0.5, 1.5, 2.5, 3.5), (0.0, 0.75, 1.5, 2.5, 3.0), (0.0, 1.5, 2.0, 3.5)))
    return [
        Note(
            bar.start + beat * style.beat, style.beat * 0.4, pitch, 0.75 + rng.uniform(-0.08, 0.08)
        )
        for bar, chord in zip(bars, chords, strict=True)
        for beat in pattern
        for pitch in chord
    ]


def _strummed(style: Style, bars: list[Bar], chords: Voicings, rng: Random) -> list[Note]:
    """A guitar in eighths, down and up, the strings one shortly after the other."""
    notes = []
    for bar, chord in zip(bars, chords, strict=True):
        shape = sorted({*chord, chord[0] - 12, chord[-1] + 12 if chord[-1] < 70 else chord[-1]})
        for eighth in range(style.meter * 2):
            if eighth in {1, 4} and rng.random() < 0.7:
                continue
            strings = shape if eighth % 2 == 0 else shape[::-1][:3]
            start = bar.start + (eighth / 2 + (style.swing if eighth % 2 else 0)) * style.beat
            velocity = (0.8 if eighth % 4 == 2 else 0.6) + rng.uniform(-0.1, 0.1)
            notes += [
                Note(start + place * 0.007, style.beat * 0.7, pitch, velocity)
                for place, pitch in enumerate(strings)
            ]
    return notes


def _bouncing_bass(style: Style, bars: list[Bar]) -> list[Note]:
    """Roots and their octaves in eighths, a step towards the next root at the end of a bar."""
    notes = []
    for number, bar in enumerate(bars):
        root = _low(bar.root, 36)
        following = _low(bars[(number + 1) % len(bars)].root, 36)
        for eighth in range(8):
            pitch = root + (12 if eighth % 2 else 0)
            if eighth == 7 and following != root:
                pitch = following + (2 if following < root else -2)
            start = bar.start + (eighth / 2 + (style.swing if eighth % 2 else 0)) * style.beat
            notes.append(Note(start, style.beat * 0.42, pitch, 0.85 if eighth % 2 == 0 else 0.7))
    return notes


def _driving_bass(style: Style, bars: list[Bar]) -> list[Note]:
    return [
        Note(bar.start + step / 2 * style.beat, style.beat * 0.46, _low(bar.root, 33), 0.9)
        for bar in bars
        for step in range(8)
    ]


def _riff(style: Style, bars: list[Bar], rng: Random) -> tuple[list[Note], list[Note]]:
    """Muted sixteenths between accents, and the power chords that ring on the accents."""
    accents = {
        section: sorted([0, *rng.sample((3, 6, 8, 10, 11, 12, 14), 3)])
        for section in ("verse", "contrast")
    }
    muted, ringing = [], []
    sixteenth = style.beat / 4
    for bar in bars:
        root = _low(bar.root, 40)
        rings_whole = bar.section == "contrast" or bar.place == PHRASE - 1
        for step in range(16):
            start = bar.start + step * sixteenth
            if step % 8 == 0 if rings_whole else step in accents[bar.section]:
                length = sixteenth * (7.6 if rings_whole else 1.9)
                ringing += [Note(start, length, root + up, 0.95) for up in (0, 7, 12)]
            elif not rings_whole and step % 2 == 0:
                muted += [Note(start, sixteenth * 1.8, root + up, 0.8) for up in (0, 7)]
            elif not rings_whole:
                muted.append(Note(start, sixteenth * 0.9, root, 0.6))
    return muted, ringing


def _broken_chords(style: Style, bars: list[Bar], chords: Voicings, rng: Random) -> list[Note]:
    """A sparse piano: the chord's notes one after the other, the last bar of a phrase held."""
    notes = []
    for bar, chord in zip(bars, chords, strict=True):
        order = [0, 1, 2, 1] if style.meter == 4 else [0, 1, 2]
        for beat, place in enumerate(order):
            if bar.place == PHRASE - 1 and beat > 1:
                continue
            start = bar.start + beat * style.beat + rng.uniform(0, 0.02)
            left = (style.meter - beat) * style.beat
            velocity = (0.7 if beat == 0 else 0.52) + rng.uniform(-0.06, 0.06)
            notes.append(Note(start, left, chord[place], velocity))
    return notes


def _arpeggio(style: Style, bars: list[Bar], chords: Voicings, rng: Random) -> list[Note]:
    """Eighths up and down the chord, softly."""
    notes = []
    for bar, chord in zip(bars, chords, strict=True):
        ladder = [*chord, chord[0] + 12, chord[1] + 12]
        wave = ladder + ladder[-2:0:-1]
        for eighth in range(style.meter * 2):
            start = bar.start + eighth * style.beat / 2 + rng.uniform(0, 0.012)
            velocity = (0.68 if eighth == 0 else 0.5) + rng.uniform(-0.08, 0.08)
            notes.append(Note(start, style.beat * 1.2, wave[eighth % len(wave)], velocity))
    return notes


def _low_roots(style: Style, bars: list[Bar]) -> list[Note]:
    return [Note(bar.start, style.beat * style.meter, _low(bar.root, 36), 0.62) for bar in bars]


def _low(pitch: int, floor: int) -> int:
    return floor + (pitch - floor) % 12
