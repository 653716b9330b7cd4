"""The small network that hears in a second of log-mels whether it is music, speech or other."""

from collections.abc import Callable
from itertools import pairwise

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
_HIGHEST_RATE = 4e-3
_DECAY = 0.02
_SMOOTHING = 0.02
_MIXED, _MIXED_DB = 0.25, (-1.0, 18.0)
_RANK = (1, 2, 0)  # of `SOUNDS`, by the foreground rule: words, then music, then the rest
_CHANNELS = (16, 32, 64, 96)
_BANDS = 32
_CYCLES = 24
_GROUPS = (0, 1, 2, 3, 4, 5, 7, 10, 14, 19, _CYCLES)
"""Modulations of 1 to 24 cycles a second in ten groups: syllables come at 2 to 8."""
_CEPSTRA = 40
_LEAST = 1e-6


class SoundCnn(nn.Module):
    """Four convolutions beside what each band does over the second, and dense layers over both.

    Of 32 bands: mean, deviation, maximum, mean change, and how strongly it swells at ten groups
    of frequencies; of 40 cepstra, which tell tones from words: mean and deviation.
    Takes log-mels (n, 63, 96), gives logits (n, 3) in the order of `SOUNDS`.
    """

    turns: torch.Tensor
    groups: torch.Tensor
    cosines: torch.Tensor

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
        for name, constant in _constants().items():
            self.register_buffer(name, torch.from_numpy(constant), persistent=False)
        width = 2 * before + _BANDS * (4 + len(_GROUPS) - 1) + 2 * _CEPSTRA + MELS
        self.head = nn.Sequential(
            nn.BatchNorm1d(width),
            nn.Dropout(0.2),
            nn.Linear(width, 256),
            nn.BatchNorm1d(256),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(256, 96),
            nn.ReLU(),
            nn.Linear(96, len(SOUNDS)),
        )

    def forward(self, mels: torch.Tensor) -> torch.Tensor:
        """Logits of each second."""
        even = self.level(mels.transpose(1, 2)).transpose(1, 2)
        seen = self.body(even.unsqueeze(1).contiguous(memory_format=torch.channels_last))
        bands = even.reshape(-1, FRAMES, _BANDS, MELS // _BANDS).mean(3)
        turning = bands.transpose(1, 2) @ self.turns
        swelling = torch.sqrt(turning[..., :_CYCLES] ** 2 + turning[..., _CYCLES:] ** 2 + _LEAST)
        cepstra = even @ self.cosines
        told = [
            seen.mean((2, 3)),
            seen.amax((2, 3)),
            bands.mean(1),
            _deviation(bands),
            bands.amax(1),
            (bands[:, 1:] - bands[:, :-1]).abs().mean(1),
            torch.log(swelling @ self.groups + 0.05).flatten(1),
            cepstra.mean(1),
            _deviation(cepstra),
            _deviation(even),
        ]
        return self.head(torch.cat(told, 1))  # type: ignore[no-any-return]


def _deviation(flow: torch.Tensor) -> torch.Tensor:
    apart = flow - flow.mean(1, keepdim=True)
    return torch.sqrt((apart**2).mean(1) + _LEAST)


def _constants() -> dict[str, npt.NDArray[np.float32]]:
    """Cosines and sines under a window (63, 48), groups of cycles (24, 10), cepstra (96, 40)."""
    angles = 2 * np.pi * np.outer(np.arange(FRAMES), np.arange(1, _CYCLES + 1)) / FRAMES
    window = np.hanning(FRAMES + 2)[1:-1, None] / 8
    groups = np.zeros((_CYCLES, len(_GROUPS) - 1))
    for place, (low, high) in enumerate(pairwise(_GROUPS)):
        groups[low:high, place] = 1 / (high - low)
    steps = np.pi / MELS * (np.arange(MELS)[:, None] + 0.5) * np.arange(_CEPSTRA)
    constants = {
        "turns": np.concatenate([np.cos(angles), np.sin(angles)], 1) * window,
        "groups": groups,
        "cosines": np.cos(steps) * np.sqrt(2 / MELS),
    }
    return {name: np.asarray(each, np.float32) for name, each in constants.items()}


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
            batch = _mixed(seconds, rows, random)
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
    """Log-mels of some seconds; below a quarter of those with words or music alone another
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
