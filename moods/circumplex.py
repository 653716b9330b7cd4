"""The circumplex of affect: four moods on the plane of valence and arousal.

Valence (unpleasant to pleasant) and arousal (quiet to lively) run from 0 to 1 with the
axes crossing at 0.5. Source: Russell, "A circumplex model of affect", 1980; the quadrant
numbers are those of Panda, Malheiro and Paiva's four-quadrant audio set, 2018.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, hypot, log, sqrt


class Mood(StrEnum):
    """A quadrant of the circumplex. The order here is the order of every model's outputs."""

    HAPPY = "happy"  # valence +, arousal +; Q1
    ENERGETIC = "energetic"  # valence -, arousal +; Q2: driving, tense
    SAD = "sad"  # valence -, arousal -; Q3
    CALM = "calm"  # valence +, arousal -; Q4


MOODS: tuple[Mood, ...] = tuple(Mood)
QUADRANTS: Mapping[str, Mood] = dict(zip(("Q1", "Q2", "Q3", "Q4"), MOODS, strict=True))

Probabilities = Mapping[Mood, float]
"""One number from 0 to 1 for each of the four moods, summing to 1."""


@dataclass(frozen=True)
class Point:
    """A place on the plane; both coordinates from 0 to 1.

    Raises:
        ValueError: a coordinate is outside 0..1 or not a number.
    """

    valence: float
    arousal: float

    def __post_init__(self) -> None:
        if not (0 <= self.valence <= 1 and 0 <= self.arousal <= 1):
            raise ValueError("valence and arousal are numbers from 0 to 1")

    def distance(self, other: "Point") -> float:
        """Euclidean distance on the plane, 0 to sqrt(2)."""
        return hypot(self.valence - other.valence, self.arousal - other.arousal)

    @property
    def mood(self) -> Mood:
        """The quadrant the point lies in; a point on an axis counts as the + side."""
        if self.arousal >= 0.5:
            return Mood.HAPPY if self.valence >= 0.5 else Mood.ENERGETIC
        return Mood.CALM if self.valence >= 0.5 else Mood.SAD


@dataclass(frozen=True)
class Dimensions:
    """Valence, arousal and dominance, each 0 to 1."""

    valence: float
    arousal: float
    dominance: float


Places = Mapping[Mood, Dimensions]
"""Where the songs of each mood lie on average."""


def place_of(probabilities: Probabilities, places: Places) -> Dimensions:
    """Where a song lies by its mood probabilities: the mean of the moods' places."""
    weighted = [(places[mood], probabilities[mood]) for mood in MOODS]
    return Dimensions(
        sum(place.valence * weight for place, weight in weighted),
        sum(place.arousal * weight for place, weight in weighted),
        sum(place.dominance * weight for place, weight in weighted),
    )


@dataclass(frozen=True)
class Spread:
    """How far off a place may be: two standard deviations and how they go together.

    Attributes:
        valence, arousal: standard deviations, on the scale of the plane.
        tilt: the covariance of the two.
    """

    valence: float
    arousal: float
    tilt: float

    def ellipse(self, share: float) -> "Ellipse":
        """The ellipse about a song's place that holds it with a probability of `share`."""
        radius = sqrt(-2 * log(1 - share))
        mean = (self.valence**2 + self.arousal**2) / 2
        half = (self.valence**2 - self.arousal**2) / 2
        off = hypot(half, self.tilt)
        return Ellipse(
            radius * sqrt(mean + off),
            radius * sqrt(max(0.0, mean - off)),
            atan2(self.tilt, half) / 2,
        )


@dataclass(frozen=True)
class Ellipse:
    """Half its length, half its width, and the angle in radians from the axis of valence towards
    that of arousal."""

    length: float
    width: float
    angle: float


Within = Mapping[Mood, tuple[float, float, float]]
"""Of the songs of each mood: variance of valence, of arousal, and the covariance of the two."""


def spread_of(
    probabilities: Probabilities, places: Places, within: Within, factor: float = 1.0
) -> Spread:
    """How far off `place_of` may be, by the law of total variance.

    The songs of a mood differ, and it is not certain which mood it is: the covariance is the
    mean of those within the moods, and that of the moods' places about the song's.

    Args:
        factor: what the deviations are multiplied with, so that ellipses hold what they say.
    """
    middle = place_of(probabilities, places)
    valence = arousal = tilt = 0.0
    for mood in MOODS:
        share, (of_valence, of_arousal, of_both) = probabilities[mood], within[mood]
        across = places[mood].valence - middle.valence
        up = places[mood].arousal - middle.arousal
        valence += share * (of_valence + across**2)
        arousal += share * (of_arousal + up**2)
        tilt += share * (of_both + across * up)
    return Spread(factor * sqrt(valence), factor * sqrt(arousal), factor**2 * tilt)


def likeliest(probabilities: Probabilities) -> Mood:
    """The mood with the highest probability; the first in `Mood`'s order on a tie."""
    return max(MOODS, key=lambda mood: probabilities[mood])
