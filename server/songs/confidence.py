"""The calibrated confidence of a match: a logistic model of a handful of plain inputs.

Its weights stand in `match_weights.json`, with how they were fitted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Self

WEIGHTS_FILE = Path(__file__).parent / "match_weights.json"


@dataclass(frozen=True)
class ConfidenceModel:
    """Weights by input, and the confidence from which a match is sure or worth a look.

    Attributes:
        intercept, weights: of the log-odds that a track is the very recording.
        sure, review: thresholds, 0 to 1; below `review` there is no match.
    """

    intercept: float
    weights: Mapping[str, float]
    sure: float
    review: float

    @classmethod
    def read(cls, path: Path = WEIGHTS_FILE) -> Self:
        """The model in a file."""
        body = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            intercept=float(body["intercept"]),
            weights={name: float(weight) for name, weight in body["weights"].items()},
            sure=float(body["thresholds"]["sure"]),
            review=float(body["thresholds"]["review"]),
        )

    def confidence(self, inputs: Mapping[str, float]) -> float:
        """The probability that a track with these inputs is the right one, 0 to 1."""
        total = self.intercept + sum(weight * inputs[name] for name, weight in self.weights.items())
        return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


MODEL = ConfidenceModel.read()
"""The one in use."""
