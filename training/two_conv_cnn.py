"""Karydis 2020's networks for attributes of music, as that work describes them.

8 kHz mono, pieces of 10 s of the first 80 s, log-mels of 128 bands x 100 steps of .1 s;
convolutions of 16 and 32 maps (3 x 3, same, ReLU, 2 x 2 max-pool), a dense layer of 64 with an L2
penalty, softmax; SGD at .001 in batches of 32, 120 epochs, the rate cut tenfold when the loss
stands still for three.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.fft import rfft
from torch import nn
from torch.nn import functional

from moods.audio import decode
from moods.features import mel_filters
from training.datasets import Song
from training.kept import kept

Numbers = npt.NDArray[np.float32]

MELS, STEPS = 128, 100
_RATE, _HOP, _FFT = 8000, 800, 1024
_LONGEST = 80.0
_PENALTY = 0.01
_BATCH = 32
_DEFINITION = "mel128x100-v1"


def pieces_of(samples: Numbers) -> Numbers:
    """Log-mels of whole pieces of 10 s of mono samples at 8 kHz, shape (n, 128, 100); what is
    shorter is repeated."""
    least = _HOP * STEPS
    if len(samples) < least:
        samples = np.resize(samples, least)
    count = len(samples) // least
    padded = np.pad(samples[: count * least], _FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP][: count * STEPS]
    window = np.hanning(_FFT + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(rfft(frames * window, axis=1)))
    level = 10 * np.log10(np.maximum(power @ mel_filters(_RATE, _FFT, MELS), 1e-10))
    return np.asarray(level.reshape(count, STEPS, MELS).transpose(0, 2, 1), np.float32)


def cached_pieces(songs: Sequence[Song], cache: Path) -> list[Numbers]:
    """The pieces of every song, computed where `cache` lacks them."""
    folder = cache / _DEFINITION
    return [kept(folder / f"{song.id}.npy", partial(_heard, song)) for song in songs]


def _heard(song: Song) -> Numbers:
    return pieces_of(decode(song.path, rate=_RATE, seconds=_LONGEST).samples)


class TwoConvCnn(nn.Module):
    """Pieces, standardised, (n, 128, 100), to logits (n, classes)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.maps = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        )  # fmt: skip
        self.dense = nn.Linear(32 * (MELS // 4) * (STEPS // 4), 64)
        self.out = nn.Linear(64, classes)

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        return self.out(torch.relu(self.dense(self.maps(pieces[:, None]))))  # type: ignore[no-any-return]


def fit(
    pieces: Numbers, classes: npt.NDArray[np.int64], *, epochs: int, seed: int
) -> tuple[TwoConvCnn, float, float]:
    """A trained network, and the mean and spread that its input is standardised with."""
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    mean, spread = float(pieces.mean()), float(pieces.std())
    data = torch.from_numpy((pieces - mean) / spread)
    wanted = torch.from_numpy(classes)
    network = TwoConvCnn(int(classes.max()) + 1)
    steps = torch.optim.SGD(network.parameters(), lr=1e-3)
    plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(steps, patience=3)
    for _ in range(epochs):
        total = 0.0
        for rows in np.array_split(order.permutation(len(data)), -(-len(data) // _BATCH)):
            loss = functional.cross_entropy(network(data[rows]), wanted[rows])
            total += float(loss.detach()) * len(rows)
            loss = loss + _PENALTY * network.dense.weight.square().sum()
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
        plateau.step(total / len(data))
    network.eval()
    return network, mean, spread


@torch.inference_mode()
def answer(network: TwoConvCnn, pieces: Numbers, mean: float, spread: float) -> Numbers:
    """Mean probabilities over a song's pieces, shape (classes,)."""
    out = torch.softmax(network(torch.from_numpy((pieces - mean) / spread)), 1)
    return np.asarray(out.mean(0).numpy(), np.float32)
