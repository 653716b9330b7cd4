"""The model that judges by Spotify-style audio features, of which any may be unknown."""

from collections.abc import Mapping
from math import isfinite

import numpy as np
import numpy.typing as npt

from moods.circumplex import Probabilities
from moods.models import Array, Card, Network, to_probabilities

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

LOWEST = np.array([0, 0, -40, 0, 0, 0, 0, 0, 40, 60_000], np.float32)
HIGHEST = np.array([1, 1, 0, 1, 1, 1, 1, 1, 220, 480_000], np.float32)
MIN_KNOWN = 3


def row_of(features: Mapping[str, float | None]) -> Array:
    """One row in the order of `FEATURES`; NaN where a feature is missing or not a number."""
    return np.array([_number(features.get(name)) for name in FEATURES], np.float32)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return float("nan")
    return float(value)


def network_input(rows: npt.NDArray[np.float32]) -> Array:
    """What the network takes for rows of shape (n, 10), NaN for unknown: shape (n, 20).

    First each feature scaled to -1..1 (0 where unknown; outliers are held at the ends), then
    1 where it is known and 0 where not.
    """
    known = ~np.isnan(rows)
    scaled = np.clip((rows - LOWEST) / (HIGHEST - LOWEST), 0, 1) * 2 - 1
    return np.concatenate([np.where(known, scaled, 0), known], axis=1).astype(np.float32)


class FeatureModel:
    """A small dense network over one row of features and the mask of those that are known."""

    def __init__(self, card: Card) -> None:
        self._network = Network(card)
        self.card = card

    def read(self, features: Mapping[str, float | None]) -> Probabilities | None:
        """Calibrated probabilities; None when fewer than `MIN_KNOWN` features are known."""
        row = row_of(features)
        if np.isfinite(row).sum() < MIN_KNOWN:
            return None
        logits = self._network.logits(network_input(row[None]))[0]
        return to_probabilities(logits, self.card.temperature)
