"""The recipe that starts from a music tagger: its body frozen, then its upper half let go.

The lower half (two of five convolutions, three quarters of the work) keeps the tagger's own
weights throughout, so that its maps can be made once. First the head alone learns, then the
upper half with it at a rate of a tenth: fastai's frozen and unfrozen phases. Batch
normalisation keeps the tagger's statistics, since a batch of 32 windows knows less.
"""

from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from moods.circumplex import MOODS
from moods.features import windows_of
from training.cross_validation import Labels, Material, Say
from training.spectrogram_cnn import (
    FRAMES,
    FoundRate,
    OverWindows,
    Windows,
    find_rate,
    make_learner,
)
from training.tagger import CITATION, EMBEDDING, LICENCE, MODEL, TaggerBody

MAPS = (128, 46, 24)
"""Shape of the lower half's maps of one window: maps, time, frequency."""

WINDOWS_A_SONG = 10
_RATES = (2e-3, 1e-2)

LowMaps = npt.NDArray[np.float16]


class MoodNetwork(nn.Module):
    """The tagger's body and a head of our own: (n, 187, 96) log-mels to (n, 4) logits."""

    def __init__(self, body: TaggerBody, upper: "Upper") -> None:
        super().__init__()
        self.scale, self.low, self.upper = body.scale, body.low, upper

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        return self.upper(self.low(self.scale(windows[:, None])))  # type: ignore[no-any-return]


class Upper(nn.Module):
    """The part that learns: three convolutions of the tagger, then the head."""

    def __init__(self, body: TaggerBody, dropout: float, outputs: int = len(MOODS)) -> None:
        super().__init__()
        fresh = TaggerBody()
        fresh.load_state_dict(body.state_dict())
        self.high = fresh.high
        self.head = nn.Sequential(
            nn.BatchNorm1d(EMBEDDING), nn.Dropout(dropout), nn.Linear(EMBEDDING, outputs)
        )

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.head(self.high(maps).permute(0, 2, 3, 1).flatten(1))  # type: ignore[no-any-return]

    def train(self, mode: bool = True) -> Self:
        """As in torch, but the tagger's batch normalisation stays as it is."""
        super().train(mode)
        self.high.eval()
        return self


class MapCrops(Windows):
    """One of each song's windows, as the lower half's maps, with bars masked out."""

    def __init__(self, maps: LowMaps, learn: Labels, labels: Labels, seed: int) -> None:
        self.maps, self.learn, self.labels = maps, learn, labels
        self.random = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.learn)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        song = self.learn[index]
        window = self.maps[song, self.random.integers(WINDOWS_A_SONG)].astype(np.float32)
        width = int(self.random.integers(0, 8))
        at = int(self.random.integers(0, MAPS[1] - width))
        window[:, at : at + width] = 0
        width = int(self.random.integers(0, 4))
        at = int(self.random.integers(0, MAPS[2] - width))
        window[:, :, at : at + width] = 0
        return torch.from_numpy(window), torch.tensor(self.labels[song])


class Transfer:
    """Trains a mood network from the tagger in the package `musicnn`.

    Args:
        body: the tagger's body, as `load_tagger` gives it.
        runs: where the learning rate, once found, is kept.
        cache: where the lower half's maps are kept (about 2 GB for 720 songs).
    """

    name = "tagger"

    def __init__(
        self,
        body: TaggerBody,
        runs: Path,
        cache: Path,
        say: Say,
        *,
        frozen_epochs: int = 4,
        epochs: int = 9,
        dropout: float = 0.5,
        finder_steps: int = 80,
    ) -> None:
        self.body = body.eval()
        self.cache, self.say = cache, say
        self.kept_rate = runs / f"{self.name}-rate.json"
        self.frozen_epochs, self.epochs = frozen_epochs, epochs
        self.dropout = dropout
        self.key = f"{frozen_epochs} and {epochs} epochs, dropout {dropout}"
        self.finder_steps = finder_steps
        self._losses: list[float] = []
        self._found: FoundRate | None = None

    def train(self, material: Material, learn: Labels, seed: int) -> nn.Module:
        """A network trained on the songs at these positions."""
        maps = self._maps_of(material)
        torch.manual_seed(seed)
        upper = Upper(self.body, self.dropout)
        learner = make_learner(
            upper,
            MapCrops(maps, learn, material.labels, seed),
            seed=seed,
            splitter=lambda net: [list(net.high.parameters()), list(net.head.parameters())],
            train_bn=False,
        )
        with learner.no_bar(), learner.no_logging():
            learner.freeze()
            low, high = _RATES
            self._found = find_rate(
                learner, self.kept_rate, steps=self.finder_steps, lowest=low, highest=high
            )
            rate = self._found.rate
            learner.fit_one_cycle(self.frozen_epochs, rate, wd=0.05)
            losses = [float(loss) for loss in learner.recorder.losses]
            if self.epochs:
                learner.unfreeze()
                rates = slice(rate / 10, rate)
                learner.fit_one_cycle(self.epochs, rates, wd=0.05)
                losses += [float(loss) for loss in learner.recorder.losses]
        self._losses = losses
        return OverWindows(MoodNetwork(self.body, upper.cpu()))

    def describe(self) -> dict[str, Any]:
        """Settings, the finder's curve as (rate, loss), and the last run's losses by batch."""
        return {
            "network": f"{MODEL} body, lower two of five convolutions as published",
            "source": CITATION,
            "source_licence": LICENCE,
            "weights": sum(
                p.numel() for p in MoodNetwork(self.body, Upper(self.body, 0)).parameters()
            ),
            "frozen_epochs": self.frozen_epochs,
            "epochs": self.epochs,
            "rate": self._found and self._found.rate,
            "finder": self._found and self._found.curve,
            "losses": self._losses[::4],
        }

    def _maps_of(self, material: Material) -> LowMaps:
        """The lower half's maps of every song, (songs, 10, 128, 46, 24); made once and kept."""
        folder = self.cache / f"maps-{MODEL}-v2"
        folder.mkdir(parents=True, exist_ok=True)
        shape = (len(material.songs), WINDOWS_A_SONG, *MAPS)
        kept, part = folder / "maps.npy", folder / "maps.part.npy"
        if kept.exists():
            stored: LowMaps = np.load(kept, mmap_mode="r")
            if stored.shape == shape:
                return stored
        maps = np.lib.format.open_memmap(part, "w+", np.float16, shape)
        for number, spectrogram in enumerate(material.spectrograms):
            windows = windows_of(spectrogram, FRAMES, WINDOWS_A_SONG)
            windows = windows[np.arange(WINDOWS_A_SONG) % len(windows)]
            with torch.inference_mode():
                low = self.body.low(self.body.scale(torch.from_numpy(windows)[:, None]))
            maps[number] = low.numpy()
            if number % 100 == 0:
                self.say(f"maps of song {number} of {len(material.songs)}")
        maps.flush()
        part.replace(kept)
        return maps
