"""The network that hears in a row of seconds whether each is music, speech or other.

Two pairs of ears hear each second: small convolutions that learn here, and the lower layers of a
music tagger (MSD_musicnn), which stay as they are. Recurrent layers then go over the seconds
forwards and backwards.
"""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from films.detector import FRAMES, SOUNDS
from moods.features import MELS
from training.musicnn_bodies import TEMPORAL, MusicnnBody

TAGGER_NUMBERS = 512
"""What the tagger hears of a second: mean and greatest value of 256 maps."""

_HEARD, _TAGGED, _COURSE = 128, 96, 64
_CHANNELS = (16, 32, 64, 96)
_BANDS, _THIRDS = 32, 3
_CYCLES = 24
_GROUPS = (0, 1, 2, 3, 4, 5, 7, 10, 14, 19, _CYCLES)
"""Modulations of 1 to 24 cycles a second in ten groups: syllables come at 2 to 8."""
_CEPSTRA = 40
_REACH = max(TEMPORAL) // 2
_PARTS = 4
_NEAR, _FAR = 3, 7  # seconds to either side whose level counts
_LEAST = 1e-6


class Ears(nn.Module):
    """Four convolutions beside what each band does over the second, and a dense layer over both.

    Of 32 bands: mean, deviation, maximum, mean change, the mean of each third of the second, and
    how strongly it swells at ten groups of frequencies; of 40 cepstra, which tell tones from
    words: mean and deviation. Takes log-mels (n, 63, 96) and how much softer than the seconds
    around it each one is (n, 1).
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
        quarters = 4  # of the second: what four halvings leave of its frames
        width = (2 + quarters) * before + _BANDS * (4 + _THIRDS + len(_GROUPS) - 1)
        width += 2 * _CEPSTRA + MELS + 1
        self.dense = nn.Sequential(
            nn.BatchNorm1d(width),
            nn.Dropout(0.2),
            nn.Linear(width, 256),
            nn.BatchNorm1d(256),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(256, _HEARD),
            nn.ReLU(),
        )

    def forward(self, mels: torch.Tensor, softer: torch.Tensor) -> torch.Tensor:
        """What is heard of each second, (n, 128)."""
        even = self.level(mels.transpose(1, 2)).transpose(1, 2)
        seen = self.body(even.unsqueeze(1).contiguous(memory_format=torch.channels_last))
        bands = even.reshape(-1, FRAMES, _BANDS, MELS // _BANDS).mean(3)
        thirds = bands.reshape(-1, _THIRDS, FRAMES // _THIRDS, _BANDS).mean(2)
        turning = bands.transpose(1, 2) @ self.turns
        swelling = torch.sqrt(turning[..., :_CYCLES] ** 2 + turning[..., _CYCLES:] ** 2 + _LEAST)
        cepstra = even @ self.cosines
        told = [
            seen.mean((2, 3)),
            seen.amax((2, 3)),
            seen.mean(3).flatten(1),
            bands.mean(1),
            _deviation(bands),
            bands.amax(1),
            (bands[:, 1:] - bands[:, :-1]).abs().mean(1),
            torch.log(swelling @ self.groups + 0.05).flatten(1),
            cepstra.mean(1),
            _deviation(cepstra),
            _deviation(even),
            thirds.flatten(1),
            softer,
        ]
        return self.dense(torch.cat(told, 1))  # type: ignore[no-any-return]


class SoundNetwork(nn.Module):
    """Rows of seconds as `films.detector.rows_of` gives them, (n, seconds, 63, 97), to logits
    (n, seconds, 3) in the order of `SOUNDS`.

    Args:
        tagger: MSD_musicnn's body, pruned; without one a body of random filters, which is worth
            less.
    """

    def __init__(self, tagger: MusicnnBody | None = None) -> None:
        super().__init__()
        self.tagger: Any = (tagger or MusicnnBody(_FEW)).requires_grad_(False).eval()
        self.ears = Ears()
        self.tagged = nn.Sequential(
            nn.BatchNorm1d(TAGGER_NUMBERS),
            nn.Dropout(0.3),
            nn.Linear(TAGGER_NUMBERS, _TAGGED),
            nn.ReLU(),
        )
        both = _HEARD + _TAGGED
        self.alone = nn.Linear(both, len(SOUNDS))
        self.course = nn.GRU(both, _COURSE, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.2)
        self.together = nn.Linear(2 * _COURSE, len(SOUNDS))

    def train(self, mode: bool = True) -> "SoundNetwork":
        """The tagger's normalisations keep the statistics of its own training."""
        super().train(mode)
        self.tagger.eval()
        return self

    def tag(self, rows: torch.Tensor) -> torch.Tensor:
        """What the tagger hears of each second, (n, seconds, 512): frames in a row, as loud beside
        one another as the loudest within three seconds leaves them."""
        mels, gains = rows[..., :MELS], rows[..., 0, MELS]
        count, seconds = gains.shape
        level = _loudest(gains, _NEAR) - gains
        power = (10**mels - 1) * 10 ** (2 * level)[..., None, None]
        flow = torch.log10(power + 1).reshape(count, -1, MELS)
        maps = self.tagger.through_middle(front_of(self.tagger, flow, seconds))
        maps = maps.reshape(count, maps.shape[1], seconds, FRAMES)
        return torch.cat([maps.mean(3), maps.amax(3)], 1).transpose(1, 2)

    def follow(self, rows: torch.Tensor, tagged: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of the seconds in their course and of each by itself, each (n, seconds, 3), from
        rows and what the tagger hears of them."""
        mels, gains = rows[..., :MELS], rows[..., 0, MELS]
        count, seconds = gains.shape
        softer = (gains - _loudest(gains, _FAR)).reshape(-1, 1)
        heard = self.ears(mels.reshape(-1, FRAMES, MELS), softer)
        known = torch.cat([heard, self.tagged(tagged.reshape(-1, TAGGER_NUMBERS))], 1)
        alone = self.alone(known).reshape(count, seconds, -1)
        course, _ = self.course(known.reshape(count, seconds, -1))
        return alone + self.together(self.dropout(course)), alone

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """Logits of the seconds in their course."""
        return self.follow(rows, self.tag(rows))[0]


_FEW = (23, 14, 3, 7, 17)


def front_of(tagger: Any, flow: torch.Tensor, seconds: int) -> torch.Tensor:
    """`MusicnnBody.front` of log-mels (n, seconds * 63, 96) in a tenth of the memory.

    A quarter of the seconds at a time; of each map the greatest value over the bands is taken
    before the normalisation, or the least where that turns it round.
    """
    image = functional.pad(tagger.scale(flow[:, None]), (0, 0, _REACH, _REACH + FRAMES))
    parts = []
    for quarter in range(_PARTS):
        first, last = (
            seconds * quarter // _PARTS * FRAMES,
            seconds * (quarter + 1) // _PARTS * FRAMES,
        )
        # One second more than is asked for, as no convolution likes to have nothing to do.
        part = image[:, :, first : last + FRAMES + 2 * _REACH]
        heard = [_greatest(layer, part, 3, 3) for layer in tagger.timbral]
        for layer, frames in zip(tagger.temporal, TEMPORAL, strict=True):
            heard.append(_greatest(layer, part, (frames - 1) // 2, frames // 2))
        parts.append(torch.cat(heard, 1)[..., : last - first])
    return torch.cat(parts, 2)


def _greatest(layer: Any, part: torch.Tensor, before: int, after: int) -> torch.Tensor:
    """A layer's maps (n, maps, frames) of a part that has `_REACH` frames around it."""
    convolution, _, norm = layer
    raw = convolution(part[:, :, _REACH - before : part.shape[2] - _REACH + after])
    turned = norm.weight < 0
    over = raw.amax(3)
    if bool(turned.any()):
        over = torch.where(turned[:, None], raw.amin(3), over)
    return norm(functional.relu(over)[..., None])[..., 0]  # type: ignore[no-any-return]


def _loudest(gains: torch.Tensor, around: int) -> torch.Tensor:
    """The least gain within so many seconds, (n, seconds)."""
    return -functional.max_pool1d(-gains[:, None], 2 * around + 1, 1, around)[:, 0]


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
