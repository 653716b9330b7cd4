"""The reference's recipe as it was written: a picture of a spectrogram, and an image network.

Bucheli 2022: pydub cuts the middle 30 s, the left channel goes through matplotlib's `specgram`,
the picture is kept as jpg; fastai trains an image network, batches of 64, one cycle of five
epochs frozen at the rate that the finder suggests, then two unfrozen at 1e-6 to 1e-4.

Left open there and chosen here: pictures of 128 x 128, matplotlib's default of 256 points and
colours, no flips or turns. The image network that it started from (trained on photographs) is
not to be had here: this one starts from random weights, so nothing is frozen in the first phase.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import torch
from fastai.callback.schedule import Learner
from fastai.data.core import DataLoaders
from fastai.data.load import DataLoader
from fastai.losses import CrossEntropyLossFlat
from fastai.torch_core import set_seed
from PIL import Image
from pydub import AudioSegment
from torch import nn

mpl.use("Agg")

from matplotlib import pyplot as plt

from moods.circumplex import MOODS
from training.recordings import Recording, encode, read_whole

SIDE = 128
MIDDLE_SECONDS = 30
BATCH = 64
_JPEG_QUALITY = 90

Picture = npt.NDArray[np.uint8]
"""Red, green and blue, shape (3, 128, 128)."""


def picture_of(path: Path) -> Picture:
    """The specgram picture of a recording's middle 30 s, left channel, through a jpg file.

    Raises:
        moods.reading.ClipError: the recording cannot be read.
    """
    segment = middle_of(read_whole(path))
    left = np.array(segment.split_to_mono()[0].get_array_of_samples())
    figure = plt.figure(figsize=(1, 1), dpi=SIDE)
    try:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        with np.errstate(divide="ignore"):  # silence has no logarithm and stays white
            axes.specgram(left, Fs=segment.frame_rate)
        axes.margins(0)
        file = io.BytesIO()
        figure.savefig(file, format="jpeg", dpi=SIDE, pil_kwargs={"quality": _JPEG_QUALITY})
    finally:
        plt.close(figure)
    return np.ascontiguousarray(np.asarray(Image.open(file)).transpose(2, 0, 1))


def middle_of(recording: Recording) -> AudioSegment:
    """The middle 30 s as pydub cuts it; all of what is shorter."""
    segment = AudioSegment.from_wav(io.BytesIO(encode(recording, "wav")))
    start = max(0, (len(segment) - 1000 * MIDDLE_SECONDS) // 2)
    return segment[start : start + 1000 * MIDDLE_SECONDS]


class _Block(nn.Module):
    """A residual block that halves the picture (He et al., 2016)."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.straight = nn.Sequential(
            nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(inplace=True),
            nn.Conv2d(after, after, 3, padding=1, bias=False),
            nn.BatchNorm2d(after),
        )
        self.around = nn.Sequential(nn.Conv2d(before, after, 1, stride=2), nn.BatchNorm2d(after))

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.straight(maps) + self.around(maps))


class PictureCnn(nn.Module):
    """A small residual image network: (n, 3, 128, 128) shares to (n, 4) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.BatchNorm2d(3), _Block(3, 16), _Block(16, 32), _Block(32, 64), _Block(64, 128)
        )
        self.head = nn.Linear(2 * 128, len(MOODS))

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        maps = self.body(pictures)
        return self.head(  # type: ignore[no-any-return]
            torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1)
        )


class _Pictures(torch.utils.data.Dataset[tuple[torch.Tensor, torch.Tensor]]):
    def __init__(self, pictures: Picture, labels: npt.NDArray[np.int64]) -> None:
        self.pictures, self.labels = pictures, labels

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.from_numpy(self.pictures[index]).float() / 255, torch.tensor(
            self.labels[index]
        )


def train(
    pictures: Picture,
    labels: npt.NDArray[np.int64],
    rate: float | None,
    seed: int,
    *,
    epochs: tuple[int, int] = (5, 2),
) -> tuple[PictureCnn, float]:
    """A network trained on pictures (n, 3, 128, 128), and the rate of its first phase.

    Args:
        rate: None has the finder suggest one from the training loss of these pictures.
    """
    set_seed(seed)
    torch.manual_seed(seed)
    network = PictureCnn()
    data = _Pictures(pictures, labels)
    batch = min(BATCH, len(data))
    loader = DataLoader(data, bs=batch, shuffle=True, drop_last=True, num_workers=0)
    learner: Any = Learner(
        DataLoaders(loader, DataLoader([], bs=batch)), network, loss_func=CrossEntropyLossFlat()
    )
    with learner.no_bar(), learner.no_logging():
        if rate is None:
            with TemporaryDirectory() as aside:  # where the finder puts its network aside
                learner.path = Path(aside)
                rate = float(learner.lr_find(num_it=60, show_plot=False).valley)
        learner.fit_one_cycle(epochs[0], slice(rate))
        learner.fit_one_cycle(epochs[1], lr_max=slice(1e-6, 1e-4))
    return network, rate


def logits_of(network: PictureCnn, pictures: Picture) -> npt.NDArray[np.float64]:
    """Logits of pictures, shape (n, 4)."""
    network.eval()
    with torch.inference_mode():
        return network(torch.from_numpy(pictures).float() / 255).numpy().astype(np.float64)  # type: ignore[no-any-return]
