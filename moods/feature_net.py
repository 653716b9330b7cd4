"""The model that judges by Spotify-style audio features, of which any may be unknown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from moods.circumplex import Probabilities
from moods.models import Array, Card, Network, WeightsError, to_probabilities

_Column = npt.NDArray[np.float64]

FEATURES = (
    "danceability",
    "energy",
    "loudness",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
    "duration_ms",
)
"""The order of a row. Shares run 0 to 1, loudness is in dB, tempo in beats a minute."""

LOWEST = np.array([0, 0, -40, 0.02, 1e-3, 1e-4, 0.03, 0, 40, 60_000], np.float32)
HIGHEST = np.array([1, 1, -1, 1, 1 - 1e-3, 1 - 1e-4, 1, 1, 220, 900_000], np.float32)
"""What lies outside is taken for the end it is beyond."""

CURVES = (
    "even", "even", "fading", "log", "logit", "logit", "log", "even", "even", "log",
)  # fmt: skip
"""How a feature is bent, so that its crowded ends are spread: `even` leaves it as it is, `fading`
is -log(-x) for decibels below full scale."""

CENTRE = np.array([0.55, 0.5, -2.1, -3, 0, -4, -1.9, 0.4, 118, 12.25], np.float32)
SPREAD = np.array([0.18, 0.33, 0.75, 0.6, 3.5, 5, 0.65, 0.26, 28, 0.35], np.float32)
"""About where the bent features of labelled songs lie, and how far they vary."""

MIN_KNOWN = 3
_BEYOND_ALL = 1e30  # single precision holds it, and no feature reaches it


def row_of(features: Mapping[str, float | None]) -> Array:
    """One row in the order of `FEATURES`; NaN where a feature is missing or not a number."""
    return np.array([_number(features.get(name)) for name in FEATURES], np.float32)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return float("nan")
    if isinstance(value, float) and not isfinite(value):
        return float("nan")
    return max(-_BEYOND_ALL, min(_BEYOND_ALL, value))


_BENDS: Mapping[str, Callable[[_Column], _Column]] = {
    "even": lambda x: x,
    "fading": lambda x: -np.log(-x),
    "log": np.log,
    "logit": lambda x: np.log(x / (1 - x)),
}


@dataclass(frozen=True)
class Scaling:
    """How the rows are bent and scaled for a network; each part has one entry a feature."""

    lowest: Array
    highest: Array
    curves: tuple[str, ...]
    centre: Array
    spread: Array

    @classmethod
    def of_card(cls, body: Mapping[str, Any]) -> "Scaling":
        """As its card says; a card that knows no curves means -1 to 1 between the two ends.

        Raises WeightsError.
        """
        try:
            told = body["input"]
            if tuple(told["features"]) != FEATURES:
                raise WeightsError("The card of the feature net names other features.")
            lowest, highest = _numbers(told["lowest"]), _numbers(told["highest"])
            if "curves" not in told:
                middle = ((lowest + highest) / 2).astype(np.float32)
                half = ((highest - lowest) / 2).astype(np.float32)
                return cls(lowest, highest, ("even",) * len(FEATURES), middle, half)
            centre, spread = _numbers(told["centre"]), _numbers(told["spread"])
            curves = tuple(told["curves"])
            if len(curves) != len(FEATURES) or not _BENDS.keys() >= set(curves):
                raise WeightsError("The card of the feature net names curves nobody knows.")
        except (KeyError, TypeError, ValueError) as error:
            raise WeightsError(f"The card of the feature net lacks its scaling: {error}") from error
        return cls(lowest, highest, curves, centre, spread)

    def for_card(self) -> dict[str, Any]:
        """What `of_card` reads under `input`."""
        return {
            "features": list(FEATURES),
            "lowest": [round(float(x), 4) for x in self.lowest],
            "highest": [round(float(x), 4) for x in self.highest],
            "curves": list(self.curves),
            "centre": [round(float(x), 4) for x in self.centre],
            "spread": [round(float(x), 4) for x in self.spread],
            "definition": "moods.feature_net.network_input",
        }


def _numbers(values: object) -> Array:
    """One number a feature. Raises ValueError."""
    numbers = np.asarray(values, np.float32)
    if numbers.shape != (len(FEATURES),):
        raise ValueError("not one number for each feature")
    return numbers


SCALING = Scaling(LOWEST, HIGHEST, CURVES, CENTRE, SPREAD)
"""Of the networks trained now."""


def network_input(rows: npt.NDArray[np.float32], scaling: Scaling = SCALING) -> Array:
    """What the network takes for rows of shape (n, 10), NaN for unknown: shape (n, 20).

    First each feature held between its ends, bent by its curve and scaled to about -2..2 (0 where
    unknown), then 1 where it is known and 0 where not.
    """
    known = ~np.isnan(rows)
    held = np.clip(np.where(known, rows, scaling.lowest), scaling.lowest, scaling.highest)
    held = held.astype(np.float64)
    bent = np.stack([_BENDS[curve](held[:, n]) for n, curve in enumerate(scaling.curves)], axis=1)
    scaled = (bent - scaling.centre) / scaling.spread
    return np.concatenate([np.where(known, scaled, 0), known], axis=1).astype(np.float32)


class FeatureModel:
    """A small dense network over one row of features and the mask of those that are known."""

    def __init__(self, card: Card) -> None:
        self._network = Network(card)
        self._scaling = Scaling.of_card(card.body)
        self.card = card

    def read(self, features: Mapping[str, float | None]) -> Probabilities | None:
        """Calibrated probabilities; None when fewer than `MIN_KNOWN` features are known."""
        row = row_of(features)
        if np.isfinite(row).sum() < MIN_KNOWN:
            return None
        logits = self._network.logits(network_input(row[None], self._scaling))[0]
        return to_probabilities(logits, self.card.temperature)
