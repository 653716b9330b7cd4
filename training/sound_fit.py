"""How the network that tells music, speech and other apart is trained, on scenes."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from films.detector import SOUNDS
from moods.features import MELS
from training.musicnn_bodies import MusicnnBody
from training.sound_network import SoundNetwork
from training.sound_pools import Scenes

_SCENES = 8  # in a batch
_HIGHEST_RATE = 3e-3
_DECAY = 0.02
_SMOOTHING = 0.03
_ALONE = 0.3  # the weight of each second by itself
_SOFT = 0.5  # how much the shares of a second count against what it is most
_CUT, _LENGTHS = 0.25, (1, 2, 4, 5, 10)  # how often scenes are cut into pieces of so many seconds
_TILT_DB, _BUMP_DB = 4.0, 6.0

Rows = npt.NDArray[np.float32]


def fit(
    scenes: Scenes,
    tagger: MusicnnBody | None,
    *,
    epochs: int,
    seed: int,
    say: Callable[[str], None],
) -> SoundNetwork:
    """Train on scenes, one cycle of the learning rate."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = SoundNetwork(tagger)
    labels = scenes.shares.argmax(2).ravel()
    counts = np.maximum(np.bincount(labels, minlength=len(SOUNDS)), 1)
    weights = torch.from_numpy(len(labels) / counts / len(SOUNDS)).float()
    steps = -(-len(scenes.rows) // _SCENES)
    learning = [each for each in network.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(learning, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, _HIGHEST_RATE, total_steps=steps * epochs, pct_start=0.2
    )
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for chosen in np.array_split(random.permutation(len(scenes.rows)), steps):
            rows, tagged, wanted = _batch(scenes, chosen, random)
            together, alone = network.follow(rows, tagged)
            loss = _loss(together, wanted, weights) + _ALONE * _loss(alone, wanted, weights)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learning, 5.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        say(f"round {epoch + 1} of {epochs}: loss {total / steps:.4f}")
    return network.eval()


def _loss(logits: torch.Tensor, wanted: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Cross entropy, each sound weighing as much as the others."""
    weighed = wanted * weights
    return -(weighed * functional.log_softmax(logits, 2)).sum() / weighed.sum()


def _batch(
    scenes: Scenes, chosen: npt.NDArray[np.int64], random: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Some scenes through another filter, what the tagger heard of them, and what they are; now
    and then cut into short pieces, so that a clip of a second or two can be named too."""
    rows = _filtered(scenes.rows[chosen].astype(np.float32), random)
    tagged = scenes.tagged[chosen].astype(np.float32)
    shares = scenes.shares[chosen]
    if random.random() < _CUT:
        length = int(random.choice([n for n in _LENGTHS if rows.shape[1] % n == 0]))
        rows, tagged, shares = (
            each.reshape(-1, length, *each.shape[2:]) for each in (rows, tagged, shares)
        )
    sure = np.eye(len(SOUNDS), dtype=np.float32)[shares.argmax(2)]
    wanted = (1 - _SMOOTHING) * (_SOFT * shares + (1 - _SOFT) * sure) + _SMOOTHING / len(SOUNDS)
    return torch.from_numpy(rows), torch.from_numpy(tagged), torch.from_numpy(wanted)


def _filtered(rows: Rows, random: np.random.Generator) -> Rows:
    """Each scene with a tilt and two bumps over its bands."""
    count = len(rows)
    place = np.linspace(-1, 1, MELS)[None]
    decibels = random.uniform(-_TILT_DB, _TILT_DB, (count, 1)) * place
    for _ in range(2):
        middle, width = random.uniform(-1, 1, (count, 1)), random.uniform(0.1, 0.6, (count, 1))
        height = random.uniform(-_BUMP_DB, _BUMP_DB, (count, 1))
        decibels = decibels + height * np.exp(-np.square((place - middle) / width))
    power = (10 ** rows[..., :MELS] - 1) * (10 ** (decibels / 10))[:, None, None].astype(np.float32)
    rows[..., :MELS] = np.log10(power + 1)
    return rows


def logits_of(network: SoundNetwork, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Logits of seconds that follow one another, (seconds, 63, 97) to (seconds, 3)."""
    network.eval()
    with torch.inference_mode():
        told = network(torch.from_numpy(np.asarray(rows, np.float32))[None])
    return np.asarray(told[0].numpy(), np.float64)


def tagged_of(network: SoundNetwork, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.float16]:
    """What the tagger hears of scenes, (scenes, seconds, 63, 97) to (scenes, seconds, 512)."""
    with torch.inference_mode():
        parts = [
            network.tag(torch.from_numpy(np.asarray(scene, np.float32))[None])[0].numpy()
            for scene in rows
        ]
    return np.stack(parts).astype(np.float16)
