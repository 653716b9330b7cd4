"""A reading: all that the models say of one recording."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from moods.circumplex import MOODS, Mood, Point, Probabilities, Spread

_BY_NAME: Mapping[str, Mood] = {mood.value: mood for mood in MOODS}


class ClipError(Exception):
    """A clip that cannot be read: not audio, truncated, empty, or out of bounds.

    `code` is one of `clip_not_audio`, `clip_empty`, `clip_corrupt`, `clip_too_large`,
    `clip_silent`; the message is fit for a user.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Reading:
    """What the models say of a recording. Stored for good and shared by all users.

    Attributes:
        probabilities: the hybrid's four mood probabilities, summing to 1.
        moods: the moods proposed by either model, in the order of `Mood`; at least one.
        valence, arousal: 0 to 1.
        dominance: 0 to 1, or None where no model gives it.
        by_model: the four probabilities of each model that could run, by the model's name
            (`spectrogram`, `features`).
        models: name and version of each model that ran, as `spectrogram 1.0`.
        clip_source: where the clip came from (`animethemes`, `deezer`, `itunes`, `file`),
            or None when only features were read.
        genres: genre tags, the likeliest first.
        unsure: whether `confidence` is below what the models' card asks for (`unsure_below`).
        spread: how far off the place may be; None in readings of before it was told.
    """

    probabilities: Probabilities
    moods: tuple[Mood, ...]
    valence: float
    arousal: float
    dominance: float | None
    by_model: Mapping[str, Probabilities]
    models: tuple[str, ...]
    clip_source: str | None
    genres: tuple[str, ...] = field(default=())
    unsure: bool = False
    spread: Spread | None = None

    @property
    def confidence(self) -> float:
        """How probable the likeliest mood is, 0 to 1."""
        return max(self.probabilities.values())

    @property
    def point(self) -> Point:
        """Where the recording lies on the plane."""
        return Point(self.valence, self.arousal)

    def to_json(self) -> dict[str, Any]:
        """The reading as JSON-ready types; numbers are rounded to 4 places.

        What rounding four probabilities adds or takes away goes to the likeliest: they sum to 1.
        """

        def numbers(probabilities: Probabilities) -> dict[str, float]:
            rounded = {mood.value: round(probabilities[mood], 4) for mood in MOODS}
            likeliest = max(rounded, key=rounded.__getitem__)
            rounded[likeliest] = round(rounded[likeliest] + 1 - sum(rounded.values()), 4)
            return rounded

        fused = numbers(self.probabilities)
        return {
            "valence": round(self.valence, 4),
            "arousal": round(self.arousal, 4),
            "dominance": None if self.dominance is None else round(self.dominance, 4),
            "moods": [mood.value for mood in self.moods],
            "probabilities": fused,
            "confidence": max(fused.values()),
            "unsure": self.unsure,
            "by_model": {name: numbers(p) for name, p in self.by_model.items()},
            "models": list(self.models),
            "clip_source": self.clip_source,
            "genres": list(self.genres),
            "spread": None
            if self.spread is None
            else {
                "valence": round(self.spread.valence, 4),
                "arousal": round(self.spread.arousal, 4),
                "tilt": round(self.spread.tilt, 6),
            },
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """The reading that `to_json` wrote. Raises KeyError or ValueError on anything else.

        One written before readings told whether they are unsure counts as sure; one of before
        they told their spread has none.
        """
        spread = body.get("spread")

        def numbers(raw: Mapping[str, float]) -> dict[Mood, float]:
            return {mood: float(raw[mood]) for mood in MOODS}

        return cls(
            probabilities=numbers(body["probabilities"]),
            moods=tuple(_BY_NAME[name] for name in body["moods"]),
            valence=float(body["valence"]),
            arousal=float(body["arousal"]),
            dominance=None if body["dominance"] is None else float(body["dominance"]),
            by_model={name: numbers(raw) for name, raw in body["by_model"].items()},
            models=tuple(body["models"]),
            clip_source=body["clip_source"],
            genres=tuple(body["genres"]),
            unsure=bool(body.get("unsure", False)),
            spread=spread
            and Spread(*(float(spread[name]) for name in ("valence", "arousal", "tilt"))),
        )
