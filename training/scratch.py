"""The recipe that starts from nothing: a small CNN, learning-rate finder and one cycle."""

from typing import Any

import torch

from training.cross_validation import Labels, Material
from training.spectrogram_cnn import Crops, SmallCnn, make_learner

_RATES = (5e-4, 1e-2)


class Scratch:
    """Trains `SmallCnn` from random weights.

    The learning rate is found once, on the first songs given, from the training loss alone,
    and is kept for all folds.
    """

    name = "scratch"

    def __init__(self, epochs: int = 16) -> None:
        self.epochs = epochs
        self.rate: float | None = None
        self._finder: list[list[float]] = []
        self._losses: list[float] = []

    def train(self, material: Material, learn: Labels, seed: int) -> torch.nn.Module:
        """A network trained on the songs at these positions."""
        torch.manual_seed(seed)
        network = SmallCnn()
        spectrograms = [material.spectrograms[i] for i in learn]
        crops = Crops(spectrograms, material.labels[learn], seed)
        learner = make_learner(network, crops, seed=seed)
        with learner.no_bar(), learner.no_logging():
            if self.rate is None:
                found = learner.lr_find(num_it=80, show_plot=False).valley
                self.rate = min(max(float(found), _RATES[0]), _RATES[1])
                curve = zip(learner.recorder.lrs, learner.recorder.losses, strict=False)
                self._finder = [[float(rate), float(loss)] for rate, loss in curve]
            learner.fit_one_cycle(self.epochs, self.rate, wd=0.02)
        self._losses = [float(loss) for loss in learner.recorder.losses]
        return network

    def describe(self) -> dict[str, Any]:
        """Settings, the finder's curve as (rate, loss), and the last run's losses by batch."""
        return {
            "network": "SmallCnn",
            "weights": sum(p.numel() for p in SmallCnn().parameters()),
            "epochs": self.epochs,
            "rate": self.rate,
            "finder": self._finder,
            "losses": self._losses[::4],
        }
