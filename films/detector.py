"""What is heard in each second: music, speech or anything else.

A second is speech where somebody speaks and is not drowned; else music, where there is music; else
other, which noises and silence are (the foreground rule of `training/mixtures.py`).
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from moods.features import RATE, heard
from moods.models import Card, Network, WeightsError

SOUNDS = ("music", "speech", "other")
"""What a second may be, in the order of all probabilities."""

WEIGHTS_DIR = Path(__file__).parent / "weights"

SWITCH_COST = 3.0
"""What a change from one second to the next costs, in nats; chosen on the folds."""

_SECONDS_AT_ONCE = 64  # bounds the memory of a long recording
_LEAST = 1e-6

Probabilities = npt.NDArray[np.float32]


class SoundDetector:
    """A small network that hears one second at a time. Safe to use from several threads."""

    def __init__(self, card: Card) -> None:
        """Raises WeightsError: the card is another model's, or the weights are not its own."""
        if tuple(card.body.get("outputs", ())) != SOUNDS:
            raise WeightsError(f"{card.name} does not tell {', '.join(SOUNDS)} apart.")
        self._network = Network(card)
        self.card = card

    @classmethod
    def load(cls, weights_dir: Path | None = None) -> "SoundDetector":
        """The detector whose card is `detector.json` of a folder. Raises WeightsError."""
        return cls(Card.read((weights_dir or WEIGHTS_DIR) / "detector.json"))

    def probabilities(self, samples: npt.NDArray[np.float32]) -> Probabilities:
        """How likely each second is music, speech, other.

        Args:
            samples: mono at 16 kHz, a second a row, shape (n, 16000). Rows are judged apart.

        Returns:
            Calibrated probabilities, shape (n, 3), in the order of `SOUNDS`.
        """
        if samples.ndim != 2 or samples.shape[1] != RATE:
            raise ValueError(f"samples are rows of {RATE}, one second each")
        out = np.empty((len(samples), len(SOUNDS)), np.float32)
        for start in range(0, len(samples), _SECONDS_AT_ONCE):
            mels = np.stack([heard(second) for second in samples[start : start + _SECONDS_AT_ONCE]])
            scaled = self._network.logits(mels).astype(np.float64) / self.card.temperature
            powers = np.exp(scaled - scaled.max(1, keepdims=True))
            out[start : start + len(mels)] = powers / powers.sum(1, keepdims=True)
        return out


def smooth(
    probabilities: npt.NDArray[np.floating], *, switch_cost: float = SWITCH_COST
) -> list[str]:
    """One label for each second, out of `SOUNDS`: the course that is likeliest as a whole.

    A change from one second to the next costs `switch_cost` nats (Viterbi's algorithm), so that a
    lone second that is only a little likelier to be something else is not torn out of its run.
    """
    if not len(probabilities):
        return []
    gains = np.log(np.maximum(np.asarray(probabilities, np.float64), _LEAST))
    stay_or_switch = np.where(np.eye(len(SOUNDS), dtype=bool), 0.0, -switch_cost)
    best = gains[0]
    came_from = np.zeros(gains.shape, np.int64)
    for second in range(1, len(gains)):
        ways = best[:, None] + stay_or_switch
        came_from[second] = ways.argmax(0)
        best = ways.max(0) + gains[second]
    course = [int(best.argmax())]
    for second in range(len(gains) - 1, 0, -1):
        course.append(int(came_from[second, course[-1]]))
    return [SOUNDS[sound] for sound in reversed(course)]
