"""Small models over the numbers that the mood network hears: genres, classes of a scale.

A head's card says which `labels` it tells, whether they are `exclusive` (one of them, softmax) or
not (any number of them, each with its threshold).
"""

from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from moods.models import WEIGHTS_DIR, Card, Network, WeightsError

Numbers = npt.NDArray[np.float32]
Shares = npt.NDArray[np.float64]


class Head:
    """Rows of numbers, (n, 1504), to probabilities of labels, (n, labels).

    Safe to use from several threads at once.
    """

    def __init__(self, card: Card) -> None:
        """Raises WeightsError: the card lacks something, or its weights are not those it names."""
        self._network = Network(card)
        try:
            self.labels = tuple(str(label) for label in card.body["labels"])
            self.exclusive = bool(card.body["exclusive"])
            self.thresholds = np.array(card.body.get("thresholds", ()), np.float64)
        except (KeyError, TypeError, ValueError) as error:
            raise WeightsError(f"The card of {card.name} lacks something: {error}") from error
        if not self.exclusive and len(self.thresholds) != len(self.labels):
            raise WeightsError(f"The card of {card.name} has no threshold for every label.")
        self.card = card

    @classmethod
    def read(cls, path: Path) -> Self:
        """The head of a card in a JSON file. Raises WeightsError."""
        return cls(Card.read(path))

    @classmethod
    def find(cls, name: str, folder: Path | None = None) -> Self | None:
        """The head of that name among those shipped, or in a folder; None where there is none.

        Raises:
            WeightsError: it is there and is not the one on its card.
        """
        path = (folder or WEIGHTS_DIR) / f"{name}.json"
        return cls.read(path) if path.exists() else None

    def logits(self, rows: Numbers) -> Shares:
        """Shape (n, labels)."""
        return np.asarray(self._network.logits(rows), np.float64)

    def probabilities(self, rows: Numbers) -> Shares:
        """Shape (n, labels), each 0 to 1; rows of an exclusive head sum to 1."""
        scaled = self.logits(rows) / self.card.temperature
        if not self.exclusive:
            return np.asarray(1 / (1 + np.exp(-scaled)))
        powers = np.exp(scaled - scaled.max(1, keepdims=True))
        return np.asarray(powers / powers.sum(1, keepdims=True))

    def told(self, probabilities: Shares) -> list[str]:
        """The labels that a row's probabilities, shape (labels,), speak for, the likeliest first.

        Of exclusive labels the likeliest; of others those above their thresholds, maybe none.
        """
        if self.exclusive:
            return [self.labels[int(probabilities.argmax())]]
        order = np.argsort(-probabilities, kind="stable")
        return [self.labels[at] for at in order if probabilities[at] >= self.thresholds[at]]
