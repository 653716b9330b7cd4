"""The networks that hear a mood in windows of log-mel, and how fastai trains one."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from fastai.callback.fp16 import MixedPrecision
from fastai.callback.mixup import MixUp
from fastai.callback.schedule import Learner  # this module gives Learner its one-cycle
from fastai.data.core import DataLoaders
from fastai.data.load import DataLoader
from fastai.losses import CrossEntropyLossFlat
from fastai.torch_core import default_device, set_seed
from torch import nn

from moods.circumplex import MOODS
from moods.features import MELS, windows_of

FRAMES = 187  # 3 s: the window of the music taggers, so that bodies can be exchanged

Spectrograms = Sequence[npt.NDArray[np.float32]]
Windows = torch.utils.data.Dataset[tuple[torch.Tensor, torch.Tensor]]


class SmallCnn(nn.Module):
    """Four blocks of 3 x 3 convolutions, pooled over time and frequency; 0.1 M weights.

    Input (n, 187, 96) log-mel, output (n, `outputs`) logits: four in the order of `MOODS`.
    """

    def __init__(
        self,
        widths: Sequence[int] = (16, 32, 64, 96),
        dropout: float = 0.3,
        outputs: int = len(MOODS),
    ) -> None:
        super().__init__()
        self.scale = nn.BatchNorm2d(1)
        blocks: list[nn.Module] = []
        for before, after in zip((1, *widths), widths, strict=False):
            blocks += [
                nn.Conv2d(before, after, 3, padding=1, bias=False),
                nn.BatchNorm2d(after),
                nn.ReLU(inplace=True),
                nn.MaxPool2d(2),
            ]
        self.body = nn.Sequential(*blocks)
        self.head = nn.Sequential(nn.Dropout(dropout), nn.Linear(2 * widths[-1], outputs))

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        maps = self.body(self.scale(windows[:, None]))
        pooled = torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1)
        return self.head(pooled)  # type: ignore[no-any-return]


class Crops(Windows):
    """A random window of each song, with SpecAugment's bars of silence (Park et al., 2019).

    Labels are one of anything a song: a number, or a row of zeros and ones.
    """

    def __init__(self, spectrograms: Spectrograms, labels: npt.NDArray[Any], seed: int):
        self.spectrograms = spectrograms
        self.labels = labels
        self.random = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.spectrograms)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        song = self.spectrograms[index]
        if len(song) < FRAMES:
            song = np.tile(song, (-(-FRAMES // len(song)), 1))
        start = int(self.random.integers(0, len(song) - FRAMES + 1))
        window = song[start : start + FRAMES].copy()
        width = int(self.random.integers(0, 24))
        at = int(self.random.integers(0, FRAMES - width))
        window[at : at + width] = 0
        width = int(self.random.integers(0, 12))
        at = int(self.random.integers(0, MELS - width))
        window[:, at : at + width] = 0
        return torch.from_numpy(window), torch.tensor(self.labels[index])


def make_learner(
    network: nn.Module,
    crops: Windows,
    *,
    seed: int,
    batch: int = 32,
    mixup: float = 0.3,
    **options: Any,
) -> Learner:
    """A fastai learner over random windows, with mixup (Zhang et al., 2018).

    It has no validation set, so that nothing can be tuned on one. A GPU is used where there is
    one, in mixed precision; who trains then brings the network back to the CPU.
    """
    set_seed(seed)
    batch = min(batch, len(crops))  # type: ignore[arg-type]
    training = DataLoader(crops, bs=batch, shuffle=True, drop_last=True, num_workers=0)
    loaders = DataLoaders(training, DataLoader([], bs=batch), device=default_device())
    learner = Learner(
        loaders, network, loss_func=CrossEntropyLossFlat(), cbs=MixUp(mixup), **options
    )
    return with_accelerator(learner)


def with_accelerator(learner: Learner) -> Learner:
    """The learner itself, in mixed precision where there is a CUDA GPU."""
    return learner.add_cb(MixedPrecision()) if torch.cuda.is_available() else learner


@dataclass(frozen=True)
class FoundRate:
    """A learning rate and the finder's curve of (rate, loss) that suggested it."""

    rate: float
    curve: list[list[float]]


def find_rate(
    learner: Learner, kept: Path, *, steps: int, lowest: float, highest: float
) -> FoundRate:
    """The valley that fastai's finder suggests (Smith, 2017), held between bounds.

    Found once and kept in a file, so that all folds of a run, interrupted or not, use one rate.
    """
    if kept.exists():
        return FoundRate(**json.loads(kept.read_text(encoding="utf-8")))
    kept.parent.mkdir(parents=True, exist_ok=True)
    learner.path = kept.parent  # the finder puts its network aside there
    valley = float(learner.lr_find(num_it=steps, show_plot=False).valley)
    curve = zip(learner.recorder.lrs, learner.recorder.losses, strict=False)
    found = FoundRate(
        min(max(valley, lowest), highest), [[float(rate), float(loss)] for rate, loss in curve]
    )
    kept.write_text(json.dumps(asdict(found)), encoding="utf-8")
    return found


class OverWindows(nn.Module):
    """A network of windows (n, 187, 96) made one of songs (n, k, 187, 96): its mean answer."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, songs: torch.Tensor) -> torch.Tensor:
        count, windows = songs.shape[:2]
        answers = self.network(songs.flatten(0, 1))
        return answers.reshape(count, windows, -1).mean(1)  # type: ignore[no-any-return]


def song_logits(
    network: Callable[[torch.Tensor], torch.Tensor],
    spectrograms: Spectrograms,
    windows: int,
    step: int = 1,
) -> npt.NDArray[np.float64]:
    """Logits of each song, shape (n, 4) or as many as there are, by a network of songs
    (n, k, 187, 96).

    `windows` and `step` are those of `windows_of`.
    """
    if isinstance(network, nn.Module):
        network.eval()
    with torch.inference_mode():
        rows = [
            network(torch.from_numpy(windows_of(song, FRAMES, windows, step))[None])
            for song in spectrograms
        ]
    return torch.cat(rows).numpy().astype(np.float64)
