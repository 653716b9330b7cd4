"""Networks that give a recording any number of tags, and how fastai trains one."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch
from fastai.callback.core import Callback
from fastai.callback.schedule import Learner  # this module gives Learner its one-cycle
from fastai.data.core import DataLoaders
from fastai.data.load import DataLoader
from fastai.losses import BCEWithLogitsLossFlat
from fastai.torch_core import default_device, set_seed
from torch import nn

from moods.features import windows_of
from training.spectrogram_cnn import (
    FRAMES,
    Crops,
    SmallCnn,
    Spectrograms,
    Windows,
    find_rate,
    with_accelerator,
)
from training.tagger import TaggerBody
from training.transfer import MoodNetwork, Upper

_BATCH = 32
_RATES = (5e-4, 1e-2)

Tags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tagged:
    """Recordings' spectrograms and which tag each has, shape (recordings, tags)."""

    spectrograms: Spectrograms
    truth: Tags


@dataclass(frozen=True)
class Phase:
    """Some rounds of one cycle; `frozen` while the head alone learns."""

    name: str
    epochs: int
    frozen: bool


class TagNetwork(MoodNetwork):
    """A music tagger's body with a head for other tags; its lower half stays as it is.

    Input (n, 187, 96) log-mels, output (n, tags) logits.
    """

    def __init__(self, body: TaggerBody, tags: int, dropout: float = 0.5) -> None:
        super().__init__(body, Upper(body, dropout, tags))
        for part in (self.scale, self.low):
            part.requires_grad_(False)

    def train(self, mode: bool = True) -> Self:
        """As in torch, but the lower half's batch normalisation keeps the tagger's statistics."""
        super().train(mode)
        self.scale.eval()
        self.low.eval()
        return self


class MiddleWindows(Windows):
    """The middle window of each song, always the same."""

    def __init__(self, songs: Tagged) -> None:
        self.songs = songs

    def __len__(self) -> int:
        return len(self.songs.spectrograms)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        window = windows_of(self.songs.spectrograms[index], FRAMES, 1)[0]
        return torch.from_numpy(window), torch.tensor(self.songs.truth[index], dtype=torch.float32)


def make_network(tags: int, body: TaggerBody | None, seed: int) -> tuple[nn.Module, list[Phase]]:
    """A network for so many tags and its usual phases: from a tagger's body, or from scratch."""
    set_seed(seed)
    if body is None:
        return SmallCnn(outputs=tags), [Phase("all", 16, frozen=False)]
    return TagNetwork(body, tags), [
        Phase("head", 4, frozen=True),
        Phase("upper", 9, frozen=False),
    ]


def train(
    network: nn.Module,
    phases: Sequence[Phase],
    learn: Tagged,
    validation: Tagged,
    folder: Path,
    *,
    seed: int,
    finder_steps: int = 80,
    callbacks: Sequence[Callback] = (),
) -> dict[str, Any]:
    """Train a network with binary cross-entropy; gives the rate and the losses by epoch.

    After each epoch its state is kept in `folder`: a run that was interrupted goes on with the
    next one. A GPU is used where there is one, in mixed precision; the network ends on the CPU.
    """
    learner = _make_learner(network, learn, validation, folder, seed)
    with learner.no_bar(), learner.no_logging():
        low, high = _RATES
        found = find_rate(
            learner, folder / "rate.json", steps=finder_steps, lowest=low, highest=high
        )
        done = _Progress.of(folder)
        for number, phase in enumerate(phases):
            if number < done.phase:
                continue
            (learner.freeze if phase.frozen else learner.unfreeze)()
            start = done.epochs if number == done.phase else 0
            if start:
                learner.load(done.state, with_opt=True)
            # The parts further from the answer learn at a tenth of the rate.
            rates = found.rate if phase.frozen else slice(found.rate / 10, found.rate)
            keep = _KeepEpochs(folder, number, start)
            learner.fit_one_cycle(
                phase.epochs, rates, wd=0.05, start_epoch=start, cbs=[keep, *callbacks]
            )
    network.cpu()
    return {"rate": found.rate, "finder": found.curve, "losses": _Progress.of(folder).losses}


def _make_learner(
    network: nn.Module, learn: Tagged, validation: Tagged, folder: Path, seed: int
) -> Learner:
    set_seed(seed)
    crops = Crops(learn.spectrograms, learn.truth.astype(np.float32), seed)
    batch = min(_BATCH, len(crops))
    loaders = DataLoaders(
        DataLoader(crops, bs=batch, shuffle=True, drop_last=True, num_workers=0),
        DataLoader(MiddleWindows(validation), bs=batch, num_workers=0),
        device=default_device(),
    )
    transferred = isinstance(network, TagNetwork)
    options = {"splitter": _halves, "train_bn": False} if transferred else {}
    learner = Learner(
        loaders, network, loss_func=BCEWithLogitsLossFlat(), path=folder, model_dir=".", **options
    )
    return with_accelerator(learner)


def _halves(network: TagNetwork) -> list[list[nn.Parameter]]:
    return [list(network.upper.high.parameters()), list(network.upper.head.parameters())]


@dataclass(frozen=True)
class _Progress:
    """How far a run has come: finished epochs of a phase, the state after them, the losses."""

    phase: int = 0
    epochs: int = 0
    state: str = ""
    losses: list[list[float]] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path) -> Self:
        file = folder / "progress.json"
        return cls(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else cls()

    def keep(self, folder: Path) -> None:
        part = folder / "progress.part.json"
        part.write_text(json.dumps(asdict(self)), encoding="utf-8")
        part.replace(folder / "progress.json")


class _KeepEpochs(Callback):  # type: ignore[misc]
    """Keeps the learner's state after each epoch, in place of that of the one before."""

    order = 60  # after the recorder, which has the losses

    def __init__(self, folder: Path, phase: int, start: int) -> None:
        self.folder, self.phase, self.start = folder, phase, start

    def after_epoch(self) -> None:
        if self.epoch < self.start:
            return  # fastai comes here for the epochs that it skips, too
        before, epochs = _Progress.of(self.folder), self.epoch + 1
        losses = [float(loss) for loss in self.recorder.values[-1]]
        state = f"state-{self.phase}-{epochs}"
        self.learn.save(state, with_opt=True)
        _Progress(self.phase, epochs, state, [*before.losses, losses]).keep(self.folder)
        if before.state:
            (self.folder / f"{before.state}.pth").unlink(missing_ok=True)
