"""What a score is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """One note. `start` and `seconds` in seconds, `pitch` as in MIDI, `velocity` 0 to 1."""

    start: float
    seconds: float
    pitch: int
    velocity: float


@dataclass(frozen=True)
class Hit:
    """One stroke on a drum, named as in `sandbox.music.drums`."""

    start: float
    drum: str
    velocity: float


@dataclass(frozen=True)
class Part:
    """What one instrument plays.

    Attributes:
        instrument: a name known to `sandbox.music.tones`.
        pan: -1 (left) to 1 (right).
        wide: played twice, a little out of tune, one on either side.
        gain: linear.
        send: how much of it goes into the room, 0 to 1.
    """

    instrument: str
    notes: tuple[Note, ...]
    gain: float = 1.0
    pan: float = 0.0
    wide: bool = False
    send: float = 0.2


@dataclass(frozen=True)
class Score:
    """All parts and the drums of a piece."""

    parts: tuple[Part, ...]
    hits: tuple[Hit, ...]
    drums_gain: float = 1.0
