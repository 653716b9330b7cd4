"""The model that hears: log-mel windows of a clip to moods, and so to valence and arousal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from moods.audio import Clip
from moods.circumplex import MOODS, Dimensions, Probabilities, place_of
from moods.features import HOP, RATE, heard, windows_of
from moods.models import Card, Network, WeightsError, to_probabilities

_LONG_SECONDS = 45.0
_MOMENTS_AT_ONCE = 8  # bounds the memory of a course


@dataclass(frozen=True)
class Heard:
    """Calibrated probabilities, and where the song lies."""

    probabilities: Probabilities
    dimensions: Dimensions


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
    """

    def __init__(self, card: Card) -> None:
        """Raises WeightsError: the card lacks something, or its weights are not those it names."""
        self._network = Network(card)
        try:
            self._frames = int(card.body["input"]["frames"])
            self._windows = int(card.body["input"]["windows"])
            self._step = int(card.body["input"].get("step", 1))
            places = card.body["places"]
            self.places = {mood: Dimensions(*map(float, places[mood.value])) for mood in MOODS}
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
        count = self._windows * (2 if clip.seconds > _LONG_SECONDS else 1)
        windows = windows_of(heard(clip.samples), self._frames, count, self._step)
        return self._answers(windows[None])[0]

    def course(self, clip: Clip, every: float = 1.0) -> list[Moment]:
        """What is heard around each moment of a clip, `every` so many seconds.

        A moment is the middle of one window (3 s); a clip shorter than that has one moment,
        its own middle.
        """
        spectrogram = heard(clip.samples)
        length = max(len(spectrogram) - self._frames, 0)
        middle = min(len(spectrogram), self._frames) / 2
        starts = np.arange(0, length + 1, max(1, round(every * RATE / HOP)))
        moments: list[Moment] = []
        for some in np.array_split(starts, -(-len(starts) // _MOMENTS_AT_ONCE)):
            windows = np.stack(
                [windows_of(spectrogram[s : s + self._frames], self._frames, 1) for s in some]
            )
            for start, answer in zip(some, self._answers(windows), strict=True):
                moments.append(Moment(float(start + middle) * HOP / RATE, answer))
        return moments

    def _answers(self, songs: npt.NDArray[np.float32]) -> Sequence[Heard]:
        answers = self._network.logits(songs)
        probabilities = [to_probabilities(one, self.card.temperature) for one in answers]
        return [Heard(one, place_of(one, self.places)) for one in probabilities]
