"""How positive a text is, and what of it seven audio features tell: Spotiflix' first way.

A text's positiveness is pos / (pos + neg) of VADER (C. J. Hutto and E. Gilbert, "VADER: A
Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text", ICWSM 2014). Its word
list is English: texts in other languages come out unknown, or wrong by false friends. One linear
layer goes from the features of a song to the positiveness of its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

Table = npt.NDArray[np.float64]

LEARNING_RATE = 0.001
FILMS_NAMED = 5

_WORDS = 100


@dataclass(frozen=True, slots=True)
class Layer:
    """weight: shape (7,); the positiveness of features is their product with it, plus bias."""

    weight: Table
    bias: float

    def positiveness(self, features: npt.ArrayLike) -> Table:
        """Of features of shape (songs, 7), shape (songs,); may lie a little outside 0 to 1."""
        return np.asarray(np.asarray(features, np.float64) @ self.weight + self.bias, np.float64)


class Sentiment:
    """VADER, read once."""

    def __init__(self) -> None:
        self._analyser = SentimentIntensityAnalyzer()

    def positiveness(self, text: str) -> float | None:
        """pos / (pos + neg), 0 to 1; None where no word of the text has a feeling.

        Lines are judged one by one and weigh by their words: VADER is made for sentences, and its
        time grows with the square of a text's length.
        """
        pleasant = unpleasant = 0.0
        for line in _pieces(text):
            words = len(line.split())
            told = self._analyser.polarity_scores(line)
            pleasant += told["pos"] * words
            unpleasant += told["neg"] * words
        felt = pleasant + unpleasant
        return pleasant / felt if felt > 0 else None


def train_layer(
    features: npt.NDArray[np.float32], positiveness: Table, *, epochs: int, seed: int
) -> Layer:
    """Adam with rate .001 on the squared error, songs in batches of 32.

    Args:
        features: shape (songs, 7), each from 0 to 1.
        positiveness: of their words, shape (songs,).
    """
    torch.manual_seed(seed)
    layer = nn.Linear(features.shape[1], 1)
    steps = torch.optim.Adam(layer.parameters(), LEARNING_RATE)
    rows = torch.from_numpy(np.asarray(features, np.float32))
    goal = torch.from_numpy(np.asarray(positiveness, np.float32))
    for _ in range(epochs):
        for some in torch.split(torch.randperm(len(rows)), 32):
            loss = nn.functional.mse_loss(layer(rows[some])[:, 0], goal[some])
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
    return Layer(layer.weight.detach().numpy()[0].astype(np.float64), float(layer.bias.item()))


def nearest_films(
    films: Mapping[str, float], positiveness: float, count: int = FILMS_NAMED
) -> list[str]:
    """The films whose texts are most nearly as positive, the nearest first."""
    return sorted(films, key=lambda film: (abs(films[film] - positiveness), film))[:count]


def _pieces(text: str) -> list[str]:
    pieces = []
    for line in text.splitlines():
        words = line.split()
        pieces += [" ".join(words[at : at + _WORDS]) for at in range(0, len(words), _WORDS)]
    return pieces
