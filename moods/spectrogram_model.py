"""The model that hears: log-mel windows of a clip to moods, and so to valence and arousal."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import numpy as np

from moods.audio import Clip
from moods.circumplex import MOODS, Dimensions, Probabilities, Within, place_of
from moods.features import HOP, RATE, LogMel, heard, window_starts, windows_of
from moods.models import Array, Card, Network, WeightsError, to_probabilities

_LONG_SECONDS = 45.0


@dataclass(frozen=True)
class Heard:
    """Calibrated probabilities, where the song lies, and the numbers (1504,) that say so.

    The numbers are those that the network's head reads, standardised over the songs it learnt
    from; `SpectrogramModel.answer_of` their mean is what is heard of windows together.
    """

    probabilities: Probabilities
    dimensions: Dimensions
    numbers: Array = field(compare=False, repr=False)


@dataclass(frozen=True)
class Moment:
    """What is heard around a moment, `at` seconds from the clip's beginning."""

    at: float
    heard: Heard

    def to_json(self) -> dict[str, float]:
        """`at`, in seconds, and the three dimensions, rounded."""
        told = asdict(self.heard.dimensions)
        return {"at": round(self.at, 2)} | {name: round(one, 4) for name, one in told.items()}


class SpectrogramModel:
    """A convolutional network over windows of a song, which it describes together.

    The card's `places` say where the songs of each mood lie on average; a song lies where its
    probabilities put it between them.

    The card's `input` says how long a window is (`frames`), how many are read (`windows`, twice
    as many of a recording of more than 45 s) and the `step` of `windows_of`.

    Attributes:
        frames: how long a window is, 187 frames of log-mel (3 s).
        step: which of the windows of `starts` are read.
        places: where the songs of each mood lie on average.
        within: how far they lie from there, and `spread_factor`; see `moods.circumplex.spread_of`.
    """

    def __init__(self, card: Card) -> None:
        """Raises WeightsError: the card lacks something, or its weights are not those it names."""
        self._network = Network(card)
        self._head = self._network.head()
        try:
            self.frames = int(card.body["input"]["frames"])
            self._windows = int(card.body["input"]["windows"])
            self.step = int(card.body["input"].get("step", 1))
            places = card.body["places"]
            self.places = {mood: Dimensions(*map(float, places[mood.value])) for mood in MOODS}
            self.within: Within = {mood: _three(card.body["within"][mood.value]) for mood in MOODS}
            self.spread_factor = float(card.body["spread_factor"])
        except (KeyError, TypeError, ValueError) as error:
            raise WeightsError(
                f"The card of the spectrogram model lacks what serving needs: {error}"
            ) from error
        self.card = card

    def read(self, clip: Clip) -> Probabilities:
        """Calibrated probabilities of the four moods of a clip at 16 kHz."""
        return self.hear(clip).probabilities

    def hear(self, clip: Clip) -> Heard:
        """The same, with valence, arousal and dominance."""
        spectrogram = heard(clip.samples)
        return self.together(self.numbers_at(spectrogram, self.starts(clip)[:: self.step]))

    def starts(self, clip: Clip) -> list[int]:
        """The frames of a clip's log-mel where windows begin: of all, every `step`-th is read."""
        count = self._windows * (2 if clip.seconds > _LONG_SECONDS else 1)
        return window_starts(1 + len(clip.samples) // HOP, self.frames, count * self.step)

    def course(self, clip: Clip, every: float = 1.0) -> list[Moment]:
        """What is heard around each moment of a clip, `every` so many seconds.

        A moment is the middle of one window (3 s); a clip shorter than that has one moment,
        its own middle.
        """
        spectrogram = heard(clip.samples)
        length = max(len(spectrogram) - self.frames, 0)
        middle = min(len(spectrogram), self.frames) / 2
        starts = range(0, length + 1, max(1, round(every * RATE / HOP)))
        numbers = self.numbers_at(spectrogram, starts)
        return [
            Moment((start + middle) * HOP / RATE, self.answer_of(one))
            for start, one in zip(starts, numbers, strict=True)
        ]

    def numbers_at(self, spectrogram: LogMel, starts: Iterable[int]) -> Array:
        """The numbers of the windows of a log-mel that begin at these frames, shape (n, 1504)."""
        frames = self.frames
        return self.numbers(
            np.stack([windows_of(spectrogram[at : at + frames], frames, 1)[0] for at in starts])
        )

    def numbers(self, windows: LogMel) -> Array:
        """What the head reads of single windows (n, `frames`, 96), shape (n, 1504).

        `windows` are slices of `moods.features.heard` of a recording. One by one they take less
        time and memory than together.
        """
        return np.concatenate([self._network.numbers(one[None, None]) for one in windows])

    def together(self, numbers: Array) -> Heard:
        """What is heard in the numbers (n, 1504) of several windows."""
        return self.answer_of(numbers.mean(0))

    def answer_of(self, numbers: Array) -> Heard:
        """What is heard in the numbers (1504,) of a window, or in the mean of several windows'."""
        probabilities = to_probabilities(self._head.logits(numbers), self.card.temperature)
        return Heard(probabilities, place_of(probabilities, self.places), numbers)


def _three(told: Iterable[float]) -> tuple[float, float, float]:
    one, two, three = map(float, told)
    return one, two, three
