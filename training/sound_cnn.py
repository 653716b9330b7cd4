"""The small network that hears in a second of log-mels whether it is music, speech or other."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from films.detector import SOUNDS
from moods.features import MELS
from training.sound_pools import ToLearn

FRAMES = 63
"""Frames of the log-mel of one second."""

LogMels = npt.NDArray[np.float16]

_BATCH = 128
_HIGHEST_RATE = 3e-3
_DECAY = 1e-3
_SMOOTHING = 0.05
_MIXED, _MIXED_DB = 0.5, (-1.0, 18.0)
_RANK = (1, 2, 0)  # of `SOUNDS`, by the foreground rule: words, then music, then the rest
_CHANNELS = (16, 32, 64, 96)


class SoundCnn(nn.Module):
    """Four convolutions, the mean and the maximum over what is left, two dense layers.

    Takes log-mels (n, 63, 96), gives logits (n, 3) in the order of `SOUNDS`.
    """

    def __init__(self) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        before = 1
        for channels in _CHANNELS:
            blocks += [
                nn.Conv2d(before, channels, 3, stride=2, padding=1, bias=False),
                nn.BatchNorm2d(channels),
                nn.ReLU(),
            ]
            before = channels
        self.level = nn.BatchNorm1d(MELS)
        self.body = nn.Sequential(*blocks).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.head = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(2 * before, 64), nn.ReLU(), nn.Linear(64, len(SOUNDS))
        )

    def forward(self, mels: torch.Tensor) -> torch.Tensor:
        """Logits of each second."""
        flow = self.level(mels.transpose(1, 2)).transpose(1, 2).unsqueeze(1)
        flow = self.body(flow.contiguous(memory_format=torch.channels_last))
        return self.head(torch.cat([flow.mean((2, 3)), flow.amax((2, 3))], 1))  # type: ignore[no-any-return]


def fit(seconds: ToLearn, *, epochs: int, seed: int, say: Callable[[str], None]) -> SoundCnn:
    """Train on seconds of scenes, one cycle of the learning rate."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = SoundCnn()
    labels = seconds.labels
    weights = len(labels) / np.maximum(np.bincount(labels, minlength=len(SOUNDS)), 1) / len(SOUNDS)
    loss_of = nn.CrossEntropyLoss(
        weight=torch.from_numpy(weights).float(), label_smoothing=_SMOOTHING
    )
    steps = -(-len(labels) // _BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, _HIGHEST_RATE, total_steps=steps * epochs, pct_start=0.2
    )
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for rows in np.array_split(random.permutation(len(labels)), steps):
            batch = _disturbed(_mixed(seconds, rows, random), random)
            loss = loss_of(network(torch.from_numpy(batch)), torch.from_numpy(labels[rows]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        say(f"round {epoch + 1} of {epochs}: loss {total / steps:.4f}")
    return network.eval()


def logits_of(network: SoundCnn, mels: LogMels) -> npt.NDArray[np.float64]:
    """Logits of seconds of log-mels, shape (n, 3)."""
    network.eval()
    with torch.inference_mode():
        parts = [
            network(torch.from_numpy(mels[start : start + 512].astype(np.float32))).numpy()
            for start in range(0, len(mels), 512)
        ]
    return np.concatenate(parts).astype(np.float64)


def _mixed(
    seconds: ToLearn, rows: npt.NDArray[np.int64], random: np.random.Generator
) -> npt.NDArray[np.float32]:
    """Log-mels of some seconds; below a third of those with words or music alone another
    second is laid that does not change their name."""
    batch = seconds.mels[rows].astype(np.float32)
    for place in np.flatnonzero(seconds.alone[rows] & (random.random(len(rows)) < _MIXED)):
        other = int(random.integers(len(seconds.labels)))
        below = seconds.labels[other]
        label = seconds.labels[rows[place]]
        if not seconds.alone[other] or _RANK[label] <= _RANK[below]:
            continue
        front, back = _power(batch[place]), _power(seconds.mels[other].astype(np.float32))
        ratio = 10 ** (-random.uniform(*_MIXED_DB) / 10)
        back *= ratio * front.mean() / max(float(back.mean()), 1e-9)
        batch[place] = np.log10(10_000 * (front + back) / (1 + ratio) + 1)
    return batch


def _power(mels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray((10**mels - 1) / 10_000, np.float32)


def _disturbed(
    batch: npt.NDArray[np.float32], random: np.random.Generator
) -> npt.NDArray[np.float32]:
    """A stretch of time and a band of frequencies left out of each, and all a little louder or
    softer."""
    for one in batch:
        width, height = int(random.integers(0, 13)), int(random.integers(0, 17))
        at = int(random.integers(0, FRAMES - width + 1))
        one[at : at + width] = 0
        low = int(random.integers(0, MELS - height + 1))
        one[:, low : low + height] = 0
    batch += random.uniform(-0.3, 0.3, (len(batch), 1, 1)).astype(np.float32) * (batch > 0)
    return batch
