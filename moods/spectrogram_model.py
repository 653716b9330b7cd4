"""The model that hears: log-mel windows of a clip to four mood probabilities."""

from moods.audio import Clip
from moods.circumplex import Probabilities
from moods.features import log_mel, windows_of
from moods.models import Card, Network, to_probabilities


class SpectrogramModel:
    """A convolutional network over windows; its logits are averaged over the clip.

    The card's `input` says how long a window is (`frames`) and how many are read (`windows`).
    """

    def __init__(self, card: Card) -> None:
        self._network = Network(card)
        self._frames = int(card.body["input"]["frames"])
        self._windows = int(card.body["input"]["windows"])
        self.card = card

    def read(self, clip: Clip) -> Probabilities:
        """Calibrated probabilities of the four moods of a clip at 16 kHz."""
        windows = windows_of(log_mel(clip.samples), self._frames, self._windows)
        logits = self._network.logits(windows).mean(0)
        return to_probabilities(logits, self.card.temperature)
