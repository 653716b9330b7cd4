"""The model that hears: log-mel windows of a clip to four mood probabilities."""

from dataclasses import dataclass

from moods.audio import Clip
from moods.circumplex import Probabilities
from moods.features import log_mel, windows_of
from moods.models import Card, Network, to_probabilities

_DOMINANCE = 2


@dataclass(frozen=True)
class Heard:
    """Calibrated probabilities, and dominance 0 to 1 (None: the network does not give it)."""

    probabilities: Probabilities
    dominance: float | None


class SpectrogramModel:
    """A convolutional network over windows; its answers are averaged over the clip.

    The card's `input` says how long a window is (`frames`), how many are read (`windows`) and
    the `step` of `windows_of`. A network may also give valence, arousal and dominance. Its
    dominance is told; its valence and arousal are not used yet: a reading's are those of its
    probabilities, which the feature net has a part in.
    """

    def __init__(self, card: Card) -> None:
        self._network = Network(card)
        self._frames = int(card.body["input"]["frames"])
        self._windows = int(card.body["input"]["windows"])
        self._step = int(card.body["input"].get("step", 1))
        self.card = card

    def read(self, clip: Clip) -> Probabilities:
        """Calibrated probabilities of the four moods of a clip at 16 kHz."""
        return self.hear(clip).probabilities

    def hear(self, clip: Clip) -> Heard:
        """The same, with dominance."""
        windows = windows_of(log_mel(clip.samples), self._frames, self._windows, self._step)
        logits, *more = (answer.mean(0) for answer in self._network.answers(windows))
        dominance = min(max(float(more[0][_DOMINANCE]), 0.0), 1.0) if more else None
        return Heard(to_probabilities(logits, self.card.temperature), dominance)
