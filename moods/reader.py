"""The reader: a clip, audio features, or both, to a reading."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self

from moods.audio import decode
from moods.circumplex import place_of, spread_of
from moods.feature_net import FeatureModel
from moods.heads import Head
from moods.hybrid import fuse, proposed
from moods.models import WEIGHTS_DIR, Card
from moods.portrait import Portrait, portray
from moods.reading import ClipError, Reading
from moods.spectrogram_model import Heard, Moment, SpectrogramModel


class MoodReader:
    """Reads the mood of recordings with the spectrogram model and the feature net.

    Safe to use from several threads at once.
    """

    def __init__(
        self, spectrogram: SpectrogramModel, features: FeatureModel, genres: Head | None = None
    ) -> None:
        """Without a head of genres readings tell none."""
        self._spectrogram = spectrogram
        self._features = features
        self._genres = genres
        self._unsure_below = float(spectrogram.card.body.get("unsure_below", 0))

    @classmethod
    def load(cls, weights_dir: Path | None = None) -> Self:
        """The models in a folder of weights and cards; those shipped where none is given.

        Raises:
            moods.models.WeightsError: a file is missing or is not the one on its card.
        """
        folder = weights_dir or WEIGHTS_DIR
        return cls(
            SpectrogramModel(Card.read(folder / "spectrogram.json")),
            FeatureModel(Card.read(folder / "features.json")),
            Head.find("genres", folder),
        )

    @property
    def cards(self) -> tuple[Card, ...]:
        """What each model is: the one that hears, and the one that judges by features."""
        return self._spectrogram.card, self._features.card

    @property
    def versions(self) -> dict[str, str]:
        """Version of each model by its name."""
        return {card.name: card.version for card in self.cards}

    def read(
        self,
        clip: bytes | Path | None,
        features: Mapping[str, float | None] | None,
        *,
        clip_source: str | None,
    ) -> Reading:
        """What the models say of a recording.

        Args:
            clip: the bytes of an audio file or its path; None where there is none.
            features: Spotify-style features by name; those missing or None are unknown.
            clip_source: kept in the reading when the clip could be read.

        Raises:
            ClipError: the clip cannot be read and too few features are known.
        """
        sound: Heard | None = None
        problem: ClipError | None = None
        if clip is not None:
            try:
                sound = self._spectrogram.hear(decode(clip))
            except ClipError as error:
                problem = error
        return self._reading(sound, features, clip_source, problem)

    def portray(
        self, clip: bytes, features: Mapping[str, float | None] | None, *, clip_source: str | None
    ) -> tuple[Reading, Portrait | None]:
        """The same with a portrait, which takes about half as long again; None without a clip
        that can be read.
        """
        try:
            heard, portrait = portray(self._spectrogram, decode(clip))
        except ClipError as error:
            return self._reading(None, features, clip_source, error), None
        return self._reading(heard, features, clip_source, None), portrait

    def _reading(
        self,
        sound: Heard | None,
        features: Mapping[str, float | None] | None,
        clip_source: str | None,
        problem: ClipError | None,
    ) -> Reading:
        told = self._features.read(features) if features else None
        answers = {"spectrogram": sound.probabilities if sound else None, "features": told}
        by_model = {name: answer for name, answer in answers.items() if answer is not None}
        if not by_model:
            raise problem or ClipError(
                "clip_empty", "There is neither a clip nor features to read."
            )
        fused, model = fuse(by_model), self._spectrogram
        place = place_of(fused, model.places)
        return Reading(
            probabilities=fused,
            moods=proposed(by_model),
            valence=place.valence,
            arousal=place.arousal,
            dominance=place.dominance,
            by_model=by_model,
            models=tuple(f"{name} {self.versions[name]}" for name in by_model),
            clip_source=clip_source if sound else None,
            genres=self._genres_of(sound) if sound else (),
            unsure=max(fused.values()) < self._unsure_below,
            spread=spread_of(fused, model.places, model.within, model.spread_factor),
        )

    def _genres_of(self, sound: Heard) -> tuple[str, ...]:
        if self._genres is None:
            return ()
        return tuple(self._genres.told(self._genres.probabilities(sound.numbers[None])[0]))

    def course(self, clip: bytes | Path, every: float = 1.0) -> list[Moment]:
        """Valence, arousal and dominance over a recording, a moment each `every` seconds.

        `Moment.at` counts from the beginning of the recording.

        Raises:
            ClipError: the clip cannot be read.
        """
        decoded = decode(clip)
        moments = self._spectrogram.course(decoded, every)
        return [replace(each, at=each.at + decoded.offset_seconds) for each in moments]
