"""What is heard in each second: music, speech or anything else.

A second is speech where somebody speaks and is not drowned; else music, where there is music; else
other, which noises and silence are (the foreground rule of `training/mixtures.py`).

It is judged by what comes before and after it too. So that the answer does not depend on how a
recording is read, recordings are judged in pieces that begin every `PIECE` seconds, each with
`MARGIN` seconds around it.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moods.features import HOP, MELS, RATE, gain_of, log_mel
from moods.models import Card, Network, WeightsError

SOUNDS = ("music", "speech", "other")
"""What a second may be, in the order of all probabilities."""

WEIGHTS_DIR = Path(__file__).parent / "weights"

SWITCH_COST = 0.5
"""What a change from one second to the next costs, in nats; chosen on the folds."""

PIECE = 60
MARGIN = 8
FRAMES = 63
"""Frames of log-mel that are heard of a second."""

COLUMNS = MELS + 1
"""What the network reads of each frame: the log-mels, and the gain as a power of ten that the
second's level was brought up by, the same in all of its frames."""

_LEAST = 1e-6
_PEAKS = 10  # of each second

Probabilities = npt.NDArray[np.float32]
Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Piece:
    """Seconds that are judged together: those from `begin` to before `end` are heard, those from
    `first` to before `last` are what is asked about."""

    begin: int
    first: int
    last: int
    end: int


def next_piece(known: int, there: int, *, is_last: bool) -> Piece | None:
    """The piece after `known` seconds, a multiple of `PIECE`, of a recording of which so many are
    there; None while too few are. There are no more to come if `is_last`."""
    if known >= there or (not is_last and there < known + PIECE + MARGIN):
        return None
    last = min(known + PIECE, there)
    return Piece(max(known - MARGIN, 0), known, last, min(last + MARGIN, there))


class SoundDetector:
    """A network that hears seconds that follow one another. Safe to use from several threads."""

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

    def probabilities(self, samples: Samples) -> Probabilities:
        """How likely each second is music, speech, other.

        Args:
            samples: mono at 16 kHz, shape (n, 16000), one second after another; memory grows with
                them, so give a long recording in pieces (`next_piece`).

        Returns:
            Calibrated probabilities, shape (n, 3), in the order of `SOUNDS`.
        """
        if samples.ndim != 2 or samples.shape[1] != RATE:
            raise ValueError(f"samples are rows of {RATE}, one second each")
        if not len(samples):
            return np.empty((0, len(SOUNDS)), np.float32)
        scaled = self._network.logits(rows_of(samples)).astype(np.float64) / self.card.temperature
        powers = np.exp(scaled - scaled.max(1, keepdims=True))
        return np.asarray(powers / powers.sum(1, keepdims=True), np.float32)

    def told_apart(self, samples: Samples) -> Probabilities:
        """The same of a whole recording, piece by piece as it is served."""
        out = np.empty((len(samples), len(SOUNDS)), np.float32)
        known = 0
        while piece := next_piece(known, len(samples), is_last=True):
            told = self.probabilities(samples[piece.begin : piece.end])
            out[piece.first : piece.last] = told[piece.first - piece.begin :][:PIECE]
            known = piece.last
        return out


def rows_of(samples: Samples) -> npt.NDArray[np.float32]:
    """What the network reads of seconds that follow one another, (n, 16000) to (n, 63, 97).

    Each second is brought to one level by itself; its first and last frames reach half a frame
    into its neighbours.
    """
    flow = samples.ravel()
    out = np.empty((len(samples), FRAMES, COLUMNS), np.float32)
    for second, row in enumerate(out):
        gain = gain_of(np.abs(samples[second]).reshape(_PEAKS, -1).max(1))
        begin, end = second * RATE - HOP, (second + 1) * RATE + HOP
        heard = flow[max(begin, 0) : end] * np.float32(gain)
        missing = max(-begin, 0), max(end - len(flow), 0)
        row[:, :MELS] = log_mel(np.pad(heard, missing))[1 : 1 + FRAMES]
        row[:, MELS] = np.log10(gain)
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
