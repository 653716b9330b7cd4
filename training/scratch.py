"""The recipe that starts from nothing: a small CNN, learning-rate finder and one cycle."""

from pathlib import Path
from typing import Any

import torch

from training.cross_validation import Labels, Material
from training.spectrogram_cnn import (
    Crops,
    FoundRate,
    OverWindows,
    SmallCnn,
    find_rate,
    make_learner,
)

_RATES = (5e-4, 1e-2)


class Scratch:
    """Trains `SmallCnn` from random weights.

    The learning rate is found once, on the first songs given, from the training loss alone,
    and is kept for all folds.
    """

    name = "scratch"

    def __init__(self, runs: Path, epochs: int = 16) -> None:
        self.epochs = epochs
        self.key = f"{epochs} epochs"
        self.kept_rate = runs / f"{self.name}-rate.json"
        self._found: FoundRate | None = None
        self._losses: list[float] = []

    def train(self, material: Material, learn: Labels, seed: int) -> torch.nn.Module:
        """A network trained on the songs at these positions."""
        torch.manual_seed(seed)
        network = SmallCnn()
        spectrograms = [material.spectrograms[i] for i in learn]
        crops = Crops(spectrograms, material.labels[learn], seed)
        learner = make_learner(network, crops, seed=seed)
        with learner.no_bar(), learner.no_logging():
            low, high = _RATES
            self._found = find_rate(learner, self.kept_rate, steps=80, lowest=low, highest=high)
            learner.fit_one_cycle(self.epochs, self._found.rate, wd=0.02)
        self._losses = [float(loss) for loss in learner.recorder.losses]
        return OverWindows(network.cpu())

    def describe(self) -> dict[str, Any]:
        """Settings, the finder's curve as (rate, loss), and the last run's losses by batch."""
        return {
            "network": "SmallCnn",
            "weights": sum(p.numel() for p in SmallCnn().parameters()),
            "epochs": self.epochs,
            "rate": self._found and self._found.rate,
            "finder": self._found and self._found.curve,
            "losses": self._losses[::4],
        }
