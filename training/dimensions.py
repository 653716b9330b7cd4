"""Diaz Banet's networks for one of valence, arousal, dominance (2021), and how they are trained.

From that work: two convolutions or an LSTM of 512 units, then dense layers of 128, 128 and 64,
mean squared error, each dimension trained apart. What it leaves open is the field's usual:
convolutions over time that read all numbers of a step, 3 steps wide, 64 maps, ReLU and a pool of
2; Adam, batches of 64; the end of training found on a fold apart.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.nn import functional

Numbers = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

DIMENSIONS = ("valence", "arousal", "dominance")
EMBEDDED = 128
UNITS = {"embeddings": 512, "mfcc": 64}
"""Of the LSTM. Over the 323 or 646 steps of MFCC 512 take nearly twenty times as long as 64, which
are themselves the slowest of all: many hours on one core."""

RATES = {"cnn": 3e-4, "lstm": 1e-3}
"""Of Adam. With the usual .001 the CNN is at its best after one epoch; of .001, .0003 and .0001
the second had about the least error on the songs watched, of two folds, in a few epochs."""

_MAPS, _KERNEL = 64, 3
_DENSE = (128, 128, 64)


@dataclass(frozen=True)
class Settings:
    """Of a training run; it ends `patience` epochs after the best on the fold apart."""

    rates: Mapping[str, float] = field(default_factory=lambda: dict(RATES))
    batch: int = 64
    epochs: int = 20
    patience: int = 3


@dataclass(frozen=True)
class Cell:
    """One of the networks: what it reads (`mfcc` or `embeddings`), what it is (`cnn` or `lstm`),
    the seconds of a piece (15 or 30)."""

    reads: str
    network: str
    seconds: int

    @property
    def name(self) -> str:
        return f"{self.reads}-{self.network}-{self.seconds}s"

    def make(self, steps: int, width: int) -> nn.Module:
        """An untrained network from (n, steps, width) to (n,)."""
        return Cnn(steps, width) if self.network == "cnn" else Lstm(width, UNITS[self.reads])


class Cnn(nn.Module):
    """Pieces (n, steps, width) to standardised values (n,)."""

    def __init__(self, steps: int, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            *_convolution(width), *_convolution(_MAPS), nn.Flatten(), *_dense(_MAPS * (steps // 4))
        )

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        return self.layers(pieces.transpose(1, 2))[:, 0]  # type: ignore[no-any-return]


class Lstm(nn.Module):
    """Pieces (n, steps, width) to standardised values (n,), from the last step's state."""

    def __init__(self, width: int, units: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(width, units, batch_first=True)
        self.dense = nn.Sequential(*_dense(units))

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        return self.dense(self.lstm(pieces)[0][:, -1])[:, 0]  # type: ignore[no-any-return]


def _convolution(width: int) -> list[nn.Module]:
    return [nn.Conv1d(width, _MAPS, _KERNEL, padding=_KERNEL // 2), nn.ReLU(), nn.MaxPool1d(2)]


def _dense(width: int) -> list[nn.Module]:
    layers: list[nn.Module] = []
    for size in _DENSE:
        layers += [nn.Linear(width, size), nn.ReLU()]
        width = size
    return [*layers, nn.Linear(width, 1)]


def pieces_of(songs: Numbers, seconds: int) -> Numbers:
    """Songs of 30 s (n, steps, width) cut to pieces, shape (n, pieces, steps of one, width)."""
    pieces = 30 // seconds
    count, steps, width = songs.shape
    return songs.reshape(count, pieces, steps // pieces, width)


def scaled(pieces: Numbers, learn: Places, reads: str) -> Numbers:
    """Pieces in units of the songs `learn`: MFCC with their mean and spread, embeddings turned
    to at most 128 principal components of spread 1, as VGGish's own are."""
    rows = pieces[learn].reshape(-1, pieces.shape[-1])
    if reads == "embeddings":
        size = min(EMBEDDED, *rows.shape)
        step: Any = PCA(size, whiten=True, svd_solver="covariance_eigh").fit(rows)
    else:
        step = StandardScaler().fit(rows)
    flat = np.asarray(step.transform(pieces.reshape(-1, pieces.shape[-1])), np.float32)
    return flat.reshape(*pieces.shape[:-1], -1)


@dataclass(frozen=True)
class Parts:
    """Positions of the songs that a network learns from, is watched on, and is asked about."""

    learn: Places
    watch: Places
    held: Places

    @classmethod
    def of(cls, folds: Places, fold: int) -> "Parts":
        """`fold` is asked about; the fold after it is what training is watched on.

        Raises:
            ValueError: there are fewer than three folds.
        """
        names: Sequence[int] = np.unique(folds).tolist()
        if len(names) < 3:
            raise ValueError("a fold to ask, one to watch and one to learn from: three at least")
        watched = names[(names.index(fold) + 1) % len(names)]
        apart = (folds == fold) | (folds == watched)
        places = (np.flatnonzero(part) for part in (~apart, folds == watched, folds == fold))
        return cls(*places)


def answers_of(
    cell: Cell, pieces: Numbers, values: Values, parts: Parts, *, settings: Settings, seed: int
) -> tuple[Values, list[float]]:
    """Train a network on one dimension and ask it about the songs held out.

    Args:
        pieces: of every song, scaled: (songs, pieces, steps, width).
        values: of every song, 0 to 1; each of its pieces inherits its song's.

    Returns:
        Its values for the pieces held out, (songs held, pieces), and by epoch the error on the
        songs watched, as a share of the variance of those it learns from.
    """
    torch.manual_seed(seed)
    centre, spread = values[parts.learn].mean(), max(values[parts.learn].std(), 1e-6)
    targets = torch.from_numpy(((values - centre) / spread).astype(np.float32))
    network = cell.make(*pieces.shape[2:])
    rate = settings.rates[cell.network]
    errors = _fit(network, torch.from_numpy(pieces), targets, parts, settings=settings, rate=rate)
    told = _ask(network, torch.from_numpy(pieces[parts.held]).flatten(0, 1))
    shape = (len(parts.held), pieces.shape[1])
    return told.numpy().astype(np.float64).reshape(shape) * spread + centre, errors


def _fit(
    network: nn.Module,
    pieces: torch.Tensor,
    targets: torch.Tensor,
    parts: Parts,
    *,
    settings: Settings,
    rate: float,
) -> list[float]:
    """Train until the watched error has not fallen for a while; the best weights stay."""
    count = pieces.shape[1]
    (learnt, answers), (watched, wanted) = (
        (pieces[part].flatten(0, 1), targets[part].repeat_interleave(count))
        for part in (parts.learn, parts.watch)
    )
    adam = torch.optim.Adam(network.parameters(), rate)
    errors: list[float] = []
    best = copy.deepcopy(network.state_dict())
    for _ in range(settings.epochs):
        network.train()
        for batch in torch.split(torch.randperm(len(learnt)), settings.batch):
            adam.zero_grad()
            functional.mse_loss(network(learnt[batch]), answers[batch]).backward()  # type: ignore[no-untyped-call]
            adam.step()
        errors.append(float(functional.mse_loss(_ask(network, watched), wanted)))
        if errors[-1] == min(errors):
            best = copy.deepcopy(network.state_dict())
        if len(errors) - errors.index(min(errors)) > settings.patience:
            break
    network.load_state_dict(best)
    return errors


@torch.inference_mode()
def _ask(network: nn.Module, pieces: torch.Tensor) -> torch.Tensor:
    network.eval()
    return torch.cat([network(batch) for batch in torch.split(pieces, 256)])
