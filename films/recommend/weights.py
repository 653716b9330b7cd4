"""How much each part of the ranking counts. An index keeps its own, chosen on folds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import isfinite
from typing import Any, Self

CHANNELS: tuple[str, ...] = (
    "song",
    "title",
    "performer",
    "writer",
    "name",
    "word",
    "same_song",
    "learned",
    "plane",
    "features",
    "popularity",
)
"""The parts, as `Weights` and `ranking.Ranker.channels` name them."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What is added up, and the bounds of trust.

    Attributes:
        song, title, performer, writer, name, word: of matching tokens, by kind.
        same_song: of the share of the songs asked with that a film has too, those that many films
            have counting less. It is not fitted: who asks with one song, rather than with a whole
            soundtrack, expects the films first that have it.
        learned: of the dot product of learned vectors.
        plane, features: of how alike the sounds are, 0 to 1.
        popularity: of how many have seen a film.
        film_pivot: 0 to 1; 1: a film with long credits is in no way preferred, 0: fully.
        question_pivot: 0 to 1; 1: matches count as a share of all that is asked with, 0: each.
        plane_prior, feature_prior: as many songs the expectation counts as, in films' profiles.
        question_prior: as many songs a question needs to be heard for its sound to count half.
        plane_scale, feature_scale: distances at which likeness has fallen to 1/e.
        diversity: what likeness to a film that is named already costs, in units of the sum.
        middle, scale: a sum of `middle` has the score .5; `scale` is how fast scores rise.
    """

    song: float = 1.0
    title: float = 0.1
    performer: float = 0.3
    writer: float = 0.2
    name: float = 0.6
    word: float = 0.1
    same_song: float = 4.0
    learned: float = 1.0
    plane: float = 0.3
    features: float = 0.1
    popularity: float = 0.1
    film_pivot: float = 0.5
    question_pivot: float = 0.5
    plane_prior: float = 4.0
    feature_prior: float = 4.0
    question_prior: float = 2.0
    plane_scale: float = 0.1
    feature_scale: float = 1.0
    diversity: float = 0.0
    middle: float = 1.0
    scale: float = 0.5

    def to_json(self) -> dict[str, float]:
        """By name."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """Those given, the rest as usual. Raises ValueError: no such weight, or not a number."""
        names = {one.name for one in fields(cls)}
        if unknown := set(body) - names:
            raise ValueError(f"there is no weight {', '.join(sorted(unknown))}")
        numbers = {name: float(value) for name, value in body.items()}
        if not all(map(isfinite, numbers.values())):
            raise ValueError("weights are finite numbers")
        weights = cls(**numbers)
        if min(weights.scale, weights.plane_scale, weights.feature_scale) <= 0:
            raise ValueError("scales are above 0")
        return weights
