"""How a mood sounds: the musical choices that follow from valence and arousal."""

from dataclasses import dataclass
from random import Random

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)

# Scale degrees of the triads, four bars each. In minor a 4 that leads home is played major.
_PROGRESSIONS = {
    "happy": ((0, 4, 5, 3), (3, 4, 2, 5), (0, 3, 4, 4), (0, 5, 3, 4), (3, 4, 0, 5)),
    "energetic": ((0, 5, 6, 0), (0, 6, 5, 4), (0, 3, 5, 4), (0, 0, 5, 6), (0, 2, 5, 4)),
    "sad": ((0, 5, 2, 6), (0, 3, 0, 4), (0, 6, 5, 4), (0, 4, 5, 3), (5, 3, 0, 4)),
    "calm": ((0, 3, 0, 3), (0, 2, 3, 3), (0, 5, 3, 4), (3, 0, 3, 0), (0, 1, 3, 0)),
}


@dataclass(frozen=True)
class Style:
    """The choices of one piece.

    Attributes:
        band: `happy`, `energetic`, `sad` or `calm`: which players are on stage.
        tempo: beats a minute.
        tonic: MIDI pitch of the key note, in the octave above middle C.
        scale: semitones of the seven degrees.
        progressions: two lines of four chords, for the verse and for the contrast.
        density: 0 to 1, how many notes the melody has.
        brightness: 0 to 1, how much of the upper partials is let through.
        attack: seconds until a held note is fully there.
        drive: 0 to 1, distortion.
        loudness: RMS level in dB below full scale.
        echo: seconds in which the room's sound dies away by 60 dB.
        swing: share of a beat by which every second eighth note comes late.
        meter: beats a bar.
    """

    band: str
    tempo: float
    tonic: int
    scale: tuple[int, ...]
    progressions: tuple[tuple[int, ...], tuple[int, ...]]
    density: float
    brightness: float
    attack: float
    drive: float
    loudness: float
    echo: float
    swing: float
    meter: int

    @property
    def is_minor(self) -> bool:
        """Whether the third above the key note is small."""
        return self.scale[2] == 3

    @property
    def beat(self) -> float:
        """Seconds."""
        return 60 / self.tempo


def style_of(valence: float, arousal: float, rng: Random) -> Style:
    """The style for a place on the mood plane, both coordinates from 0 to 1."""
    bright, lively = valence >= 0.5, arousal >= 0.5
    band = {(1, 1): "happy", (0, 1): "energetic", (0, 0): "sad", (1, 0): "calm"}[bright, lively]
    verse, contrast = rng.sample(_PROGRESSIONS[band], 2)
    rush = max(0.0, arousal - 0.5) * 2 * (1 - valence)
    low, high = {"happy": (62, 69), "energetic": (57, 64), "sad": (55, 62), "calm": (60, 67)}[band]
    return Style(
        band=band,
        tempo=54 + 78 * arousal + 70 * rush + rng.uniform(-4, 4),
        tonic=rng.randint(low, high),
        scale=MAJOR if bright else MINOR,
        progressions=(verse, contrast),
        density=min(max(0.15 + 0.8 * arousal + rng.uniform(-0.08, 0.08), 0.1), 1.0),
        brightness=min(max(0.1 + 0.75 * arousal + 0.1 * rush, 0.0), 1.0),
        attack=0.5 - 0.48 * arousal,
        drive=min(rush * 1.3, 1.0),
        loudness=-23.5 + 15.5 * arousal - (6.0 if band == "sad" else 0.0),
        echo=3.2 - 2.6 * arousal,
        swing=rng.choice((0.0, 0.0, 0.12)) if band == "happy" else 0.0,
        meter=rng.choice((4, 4, 3)) if band in {"sad", "calm"} else 4,
    )
