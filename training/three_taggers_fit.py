"""How the mood network is trained: head first, then the taggers' upper layers with it.

Frozen phase: with the bodies as they are the linear head is a convex problem, solved to its end.
Unfrozen phase: fastai's one-cycle with discriminative rates around the one that its finder
suggests, four windows of a song drawn afresh each epoch and averaged before the loss, the weights
averaged over the steps. The lower layers never change, so their maps are computed once.
"""

import random
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from fastai.callback.core import Callback
from fastai.callback.schedule import Learner  # this module gives Learner its one-cycle
from fastai.data.core import DataLoaders
from fastai.data.load import DataLoader
from fastai.optimizer import Adam
from fastai.torch_core import default_device, params
from torch import nn
from torch.nn import functional

from training.spectrogram_cnn import FoundRate, find_rate, with_accelerator
from training.three_taggers import MOODS, ThreeTaggers

Maps = tuple[npt.NDArray[np.float16], ...]
Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Settings:
    """Of a training run.

    Attributes:
        strength: of the head's penalty, the smaller the stronger; scikit-learn's C.
        vad_weight: of the squared error of standardised V, A, D beside the cross-entropy.
        vad_penalty: how many times stronger the penalty on the V, A, D outputs is.
        windows: drawn of each song in an epoch.
        least_rate, most_rate: bounds of the rate that the finder suggests, which is the highest
            rate of the head and of the last trained layers of the bodies; a third below them.
        finder_steps: batches that the finder tries.
        average: decay of the average of the weights.
    """

    strength: float = 0.004
    vad_weight: float = 0.3
    vad_penalty: float = 8.0
    windows: int = 4
    epochs: int = 3
    batch: int = 16
    least_rate: float = 1e-4
    most_rate: float = 3e-4
    finder_steps: int = 60
    dropout: float = 0.1
    average: float = 0.98


@dataclass(frozen=True)
class Songs:
    """Frozen maps of the windows of every song, and what the songs are known to feel like.

    Attributes:
        maps: `ThreeTaggers.frozen_maps` of all windows, half precision.
        windows: of each song, the rows of `maps` that are its windows.
        moods: of each song, its place in `MOODS`.
        vad: valence, arousal, dominance of each song, 0 to 1, shape (n, 3).
    """

    maps: Maps
    windows: Sequence[npt.NDArray[np.int64]]
    moods: npt.NDArray[np.int64]
    vad: npt.NDArray[np.float64]


class _Drawn(torch.utils.data.Dataset[tuple[torch.Tensor, ...]]):
    """Windows of a song drawn without replacement, with its targets."""

    def __init__(
        self,
        songs: Songs,
        chosen: npt.NDArray[np.int64],
        targets: torch.Tensor,
        count: int,
        seed: int,
    ) -> None:
        self.songs, self.chosen, self.targets, self.count = songs, chosen, targets, count
        self.random = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.chosen)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, ...]:
        rows = self.songs.windows[self.chosen[index]]
        rows = self.random.choice(rows, self.count, replace=len(rows) < self.count)
        drawn = (torch.from_numpy(part[rows].astype(np.float32)) for part in self.songs.maps)
        return (*drawn, self.targets[index])


class _Upper(nn.Module):
    """What is trained: everything above the frozen maps."""

    def __init__(self, network: ThreeTaggers) -> None:
        super().__init__()
        self.network = network

    def forward(self, *frozen: torch.Tensor) -> torch.Tensor:
        return self.network.answer(self.network.mean_numbers(*frozen))


def _groups(upper: _Upper) -> list[list[nn.Parameter]]:
    network = upper.network
    vgg, other = network.vgg.blocks, network.musicnn
    deep = params(vgg[3]) + params(other.middle)
    return [deep, params(vgg[4]) + params(other.flat) + params(other.dense), params(network.head)]


class _Loss:
    """Cross-entropy, squared error of V, A, D, and the head's penalty."""

    def __init__(self, head: nn.Linear, songs: int, settings: Settings) -> None:
        self.head = head
        self.penalty = 1 / (2 * settings.strength * songs)
        self.vad_weight = settings.vad_weight
        self.vad_penalty = settings.vad_weight * settings.vad_penalty

    def __call__(self, out: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        entropy = -(targets[:, :MOODS] * functional.log_softmax(out[:, :MOODS], 1)).sum(1).mean()
        error = (out[:, MOODS:] - targets[:, MOODS:]).square().mean()
        weight = self.head.weight
        size = weight[:MOODS].square().sum() + self.vad_penalty * weight[MOODS:].square().sum()
        return entropy + self.vad_weight * error + self.penalty * size


class WeightAverage(Callback):  # type: ignore[misc]
    """Exponential average of the weights over the steps, put in their place at the end."""

    run_valid = False

    def __init__(self, decay: float) -> None:
        self.decay = decay

    def before_fit(self) -> None:
        self.mean = {k: v.clone() for k, v in self.model.state_dict().items()}

    def after_step(self) -> None:
        for name, value in self.model.state_dict().items():
            if value.dtype.is_floating_point:
                self.mean[name].lerp_(value, 1 - self.decay)

    def after_fit(self) -> None:
        self.model.load_state_dict(self.mean)


@torch.inference_mode()
def frozen_maps(
    network: ThreeTaggers, windows: Sequence[npt.NDArray[np.float32]]
) -> tuple[Maps, list[npt.NDArray[np.int64]]]:
    """Maps of every song's windows, and the rows that are each song's."""
    parts = [
        tuple(
            part.numpy().astype(np.float16) for part in network.frozen_maps(torch.from_numpy(song))
        )
        for song in windows
    ]
    ends = np.cumsum([0, *(len(song) for song in windows)])
    rows = [np.arange(a, b) for a, b in pairwise(ends)]
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True)), rows


@torch.inference_mode()
def song_numbers(network: ThreeTaggers, songs: Songs) -> Numbers:
    """Mean over the windows of what describes them, for every song, (songs, 1504)."""
    return np.stack(
        [
            network.mean_numbers(
                *(torch.from_numpy(part[rows].astype(np.float32))[None] for part in songs.maps)
            )[0].numpy()
            for rows in songs.windows
        ]
    )


def train(
    network: ThreeTaggers,
    songs: Songs,
    chosen: npt.NDArray[np.int64],
    settings: Settings,
    *,
    seed: int,
    kept_rate: Path,
    numbers: Numbers | None = None,
) -> dict[str, Any]:
    """Train `network` in place on the chosen songs; gives its settings and curves.

    Args:
        kept_rate: where the rate, once found, is kept for other folds and seeds.
        numbers: `song_numbers` of the untrained bodies, where they are known already.
    """
    torch.manual_seed(seed)
    random.seed(seed)  # fastai shuffles with it
    if numbers is None:
        numbers = song_numbers(network, songs)
    targets = _targets(songs, chosen)
    loss = _Loss(network.head, len(chosen), settings)
    _solve_head(network, torch.from_numpy(numbers[chosen]), targets, loss)
    drawn = _Drawn(songs, chosen, targets, settings.windows, seed)
    found = _found_rate(network, drawn, settings, len(chosen), kept_rate)
    learner = make_learner(network, drawn, loss, settings, len(songs.maps))
    learner.add_cb(WeightAverage(settings.average))
    with learner.no_bar(), learner.no_logging():
        rates = np.array([found.rate / 3, found.rate, found.rate])
        learner.fit_one_cycle(settings.epochs, lr_max=rates, pct_start=0.25)
    network.cpu().eval()
    losses = [float(value) for value in learner.recorder.losses]
    return {
        **asdict(settings),
        "seed": seed,
        "rate": found.rate,
        "finder": found.curve,
        "losses": losses[::4],
    }


def make_learner(
    network: ThreeTaggers, drawn: "_Drawn", loss: "_Loss", settings: Settings, inputs: int
) -> Learner:
    """The unfrozen phase as a fastai learner; no validation set, so nothing is tuned on one.

    A GPU is used where there is one, in mixed precision.
    """
    training = DataLoader(drawn, bs=settings.batch, shuffle=True, drop_last=True, num_workers=0)
    loaders = DataLoaders(training, DataLoader([], bs=settings.batch), device=default_device())
    loaders.n_inp = inputs
    learner = Learner(
        loaders,
        _Upper(network),
        loss_func=loss,
        opt_func=lambda groups, lr, **_: Adam(groups, lr=lr, wd=0.0),
        splitter=_groups,
    )
    return with_accelerator(learner)


def _found_rate(
    network: ThreeTaggers, drawn: "_Drawn", settings: Settings, songs: int, kept: Path
) -> FoundRate:
    """The finder's rate, from a copy of the network: the training begins untouched by it."""
    trial = deepcopy(network)
    loss = _Loss(trial.head, songs, settings)
    learner = make_learner(trial, drawn, loss, settings, len(drawn.songs.maps))
    with learner.no_bar(), learner.no_logging():
        return find_rate(
            learner,
            kept,
            steps=settings.finder_steps,
            lowest=settings.least_rate,
            highest=settings.most_rate,
        )


def _targets(songs: Songs, chosen: npt.NDArray[np.int64]) -> torch.Tensor:
    """One-hot moods and standardised V, A, D."""
    vad = torch.from_numpy(songs.vad[chosen]).float()
    moods = functional.one_hot(torch.from_numpy(songs.moods[chosen]), MOODS).float()
    return torch.cat([moods, (vad - vad.mean(0)) / vad.std(0).clamp(min=1e-3)], 1)


def _solve_head(
    network: ThreeTaggers, numbers: torch.Tensor, targets: torch.Tensor, loss: _Loss
) -> None:
    """The frozen phase."""
    network.centre.copy_(numbers.mean(0))
    network.scale.copy_(numbers.std(0) + 1e-3 * (1 + numbers.mean(0).abs()))
    network.eval()
    nn.init.zeros_(network.head.weight)
    nn.init.zeros_(network.head.bias)
    solver = torch.optim.LBFGS(
        network.head.parameters(), max_iter=200, line_search_fn="strong_wolfe"
    )

    def step() -> torch.Tensor:
        solver.zero_grad()
        value = loss(network.answer(numbers), targets)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    solver.step(step)  # type: ignore[no-untyped-call]
