"""Tiles of 40 MFCC x 100 frames and the networks that read them, as in Stone 2015.

A tile is about 9.3 s: 22,050 Hz, Hann windows of 2,048 samples, one after the other. Its numbers
are scaled by those of the training songs. That work's networks: a two-layer net (50-50), a deep
CNN, and an ensemble of one-vs-all CNNs, each on all positives and as many negatives drawn anew.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.fft import dct, rfft
from torch import nn
from torch.nn import functional

from moods.audio import decode
from moods.features import mel_filters
from training.datasets import Song
from training.kept import kept

Numbers = npt.NDArray[np.float32]

MFCC, FRAMES = 40, 100
_RATE, _FFT, _MELS = 22_050, 2048, 128
_SECONDS = 30
_BATCH = 64
_DEFINITION = "tiles40x100-v1"


def tiles_of(samples: Numbers) -> Numbers:
    """Tiles of mono samples at 22,050 Hz, shape (n, 40, 100); what is shorter is repeated."""
    least = _FFT * FRAMES
    if len(samples) < least:
        samples = np.resize(samples, least)
    frames = samples[: len(samples) // least * least].reshape(-1, _FFT)
    window = np.hanning(_FFT + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(rfft(frames * window, axis=1)))
    level = 10 * np.log10(np.maximum(power @ mel_filters(_RATE, _FFT, _MELS), 1e-10))
    rows = dct(level, norm="ortho", axis=1)[:, :MFCC].astype(np.float32)
    return np.asarray(rows.reshape(-1, FRAMES, MFCC).transpose(0, 2, 1), np.float32)


def cached_tiles(songs: Sequence[Song], cache: Path) -> list[Numbers]:
    """The tiles of every song, computed where `cache` lacks them."""
    folder = cache / _DEFINITION
    return [kept(folder / f"{song.id}.npy", partial(_heard, song)) for song in songs]


def _heard(song: Song) -> Numbers:
    return tiles_of(decode(song.path, rate=_RATE, seconds=_SECONDS).samples)


def two_layer_net(labels: int) -> nn.Module:
    """Two hidden layers of 50 with dropout."""
    return nn.Sequential(
        nn.Flatten(), nn.Linear(MFCC * FRAMES, 50), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(50, 50), nn.ReLU(), nn.Dropout(0.5), nn.Linear(50, labels),
    )  # fmt: skip


def deep_cnn(labels: int) -> nn.Module:
    """Convolutions of 32 5x5, 64 3x3, 128 2x2 and 256 2x2 with pools, then 50-50."""
    return nn.Sequential(
        nn.Unflatten(1, (1, MFCC)),
        nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(128, 256, 2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Dropout(0.5), nn.Flatten(), nn.Linear(256 * 5, 50), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(50, 50), nn.ReLU(), nn.Linear(50, labels),
    )  # fmt: skip


def one_vs_all_cnn() -> nn.Module:
    """Convolutions of 32 3x3, 64 2x2 and 128 2x2 with pools, then 50-50 and one answer."""
    return nn.Sequential(
        nn.Unflatten(1, (1, MFCC)),
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Dropout(0.5), nn.Flatten(), nn.Linear(128 * 4 * 11, 50), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(50, 50), nn.ReLU(), nn.Linear(50, 1),
    )  # fmt: skip


def fit(network: nn.Module, tiles: Numbers, truth: Numbers, *, epochs: int, seed: int) -> None:
    """Train in place with Adam on the sigmoid cross-entropy of the labels, shape (n, labels)."""
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    data, wanted = torch.from_numpy(tiles), torch.from_numpy(truth)
    steps = torch.optim.Adam(network.parameters(), lr=1e-3)
    network.train()
    for _ in range(epochs):
        for rows in np.array_split(order.permutation(len(tiles)), -(-len(tiles) // _BATCH)):
            loss = functional.binary_cross_entropy_with_logits(network(data[rows]), wanted[rows])
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
    network.eval()


@torch.inference_mode()
def answers(network: nn.Module, tiles: Numbers) -> npt.NDArray[np.float64]:
    """Probabilities of the labels, shape (n, labels)."""
    return np.asarray(torch.sigmoid(network(torch.from_numpy(tiles))).numpy(), np.float64)


def balanced_draw(positive: npt.NDArray[np.bool_], seed: int) -> npt.NDArray[np.int64]:
    """Positions of all positives and of as many negatives, drawn."""
    random = np.random.default_rng(seed)
    here, there = np.flatnonzero(positive), np.flatnonzero(~positive)
    return np.concatenate([here, random.choice(there, min(len(here), len(there)), replace=False)])
