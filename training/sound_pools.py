"""Seconds to learn from and to be judged by, made once a part and kept under runs/."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from films.detector import SOUNDS
from films.sound_features import statistics
from moods.features import RATE, heard
from training.mixtures import Samples, Scene, Stock, compose
from training.scenes import sections_to_judge, sections_to_learn
from training.sound_changes import changed, made_noises, through_channel
from training.sound_parts import FOLDS, Recorded, stock_of

CLIP_SECONDS = 2
"""How much of a clip is heard to name it: of every clip as much, its loudest stretch. EmoDB's
files have that length."""

_DEFINITION = "v3"  # a new name whenever the seconds change
_SCENE_SECONDS = 40.0
_MADE_NOISES = 60
_ONE_IN = 6  # of the noises to learn from so many are made up
_THROUGH_A_CHANNEL = 0.85

Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class ToLearn:
    """Seconds of changed scenes: log-mels (n, 63, 96), statistics (n, 68), positions in `SOUNDS`,
    and which hold one sound alone."""

    mels: Numbers
    statistics: Numbers
    labels: Numbers
    alone: Numbers


def together(pools: Sequence[ToLearn]) -> ToLearn:
    """Several parts' seconds as one."""
    return ToLearn(
        *(np.concatenate([getattr(pool, each.name) for pool in pools]) for each in fields(ToLearn))
    )


@dataclass(frozen=True)
class ToJudge:
    """Clips as their sets have them, and seconds of scenes.

    Attributes:
        clip_mels: of each clip `CLIP_SECONDS` seconds, shape (clips, 2, 63, 96).
        clip_statistics: the same, shape (clips, 2, 68).
        clip_labels: positions in `SOUNDS`.
        clip_groups: song, speaker or recorded noise.
        mels: of all seconds of all scenes in a row, with `statistics` and `labels`.
        scenes: which scene a second is in; every other one went through a channel.
        kinds: what the second's section is, as `speech over music`, with the ratios.
    """

    clip_mels: Numbers
    clip_statistics: Numbers
    clip_labels: Numbers
    clip_groups: Numbers
    mels: Numbers
    statistics: Numbers
    labels: Numbers
    scenes: Numbers
    kinds: Numbers


def to_learn(recorded: Sequence[Recorded], part: str, count: int, cache: Path) -> ToLearn:
    """`count` seconds of scenes of one part, with every change there is."""
    kept = _kept(cache / f"learn-{part}-{count}", lambda: _make_to_learn(recorded, part, count))
    return ToLearn(**kept)


def to_judge(recorded: Sequence[Recorded], part: str, scenes: int, cache: Path) -> ToJudge:
    """Every clip of one part, and so many scenes of them."""
    kept = _kept(cache / f"judge-{part}-{scenes}", lambda: _make_to_judge(recorded, part, scenes))
    return ToJudge(**kept)


def loudest(samples: Samples, seconds: int = CLIP_SECONDS) -> Samples:
    """The stretch with the most power; what is shorter is filled with silence."""
    wanted, step = seconds * RATE, RATE // 10
    if len(samples) <= wanted:
        return np.pad(samples, (0, wanted - len(samples)))
    power = np.square(samples[: len(samples) // step * step]).reshape(-1, step).sum(1)
    start = int(np.convolve(power, np.ones(wanted // step), "valid").argmax()) * step
    return samples[start : start + wanted]


def _make_to_learn(recorded: Sequence[Recorded], part: str, count: int) -> dict[str, Numbers]:
    random = np.random.default_rng([3, _number(part)])
    stock = _with_made_noises(stock_of(recorded, [part]), random)
    pieces: list[Samples] = []
    labels: list[int] = []
    alone: list[bool] = []
    while len(pieces) < count:
        scene = compose(sections_to_learn(_SCENE_SECONDS, random), stock, random, changed)
        samples = scene.samples
        if random.random() < _THROUGH_A_CHANNEL:
            samples = through_channel(samples, random)
        for start in (0, RATE // 2):
            truth = scene.truth(start)
            for second in np.flatnonzero(scene.clear(start)):
                at = start + int(second) * RATE
                pieces.append(samples[at : at + RATE])
                labels.append(int(truth[second]))
                alone.append(" over " not in _kind(scene, at / RATE))
    chosen = random.permutation(len(pieces))[:count]
    seconds = np.stack([pieces[place] for place in chosen])
    return {
        "mels": mels_of(seconds),
        "statistics": statistics_of(seconds),
        "labels": np.array(labels)[chosen],
        "alone": np.array(alone)[chosen],
    }


def _make_to_judge(recorded: Sequence[Recorded], part: str, scenes: int) -> dict[str, Numbers]:
    random = np.random.default_rng([7, _number(part)])
    clips = [one for one in recorded if one.part == part]
    seconds = np.concatenate([loudest(one.samples()).reshape(-1, RATE) for one in clips])
    out: dict[str, Numbers] = {
        "clip_mels": mels_of(seconds).reshape(len(clips), CLIP_SECONDS, -1, 96),
        "clip_statistics": statistics_of(seconds).reshape(len(clips), CLIP_SECONDS, -1),
        "clip_labels": np.array([SOUNDS.index(one.sound) for one in clips]),
        "clip_groups": np.array([one.group for one in clips]),
    }
    stock = stock_of(recorded, [part])
    pieces: list[Samples] = []
    labels, numbers, kinds = [], [], []
    for number in range(scenes):
        scene = compose(sections_to_judge(random), stock, random)
        samples = through_channel(scene.samples, random) if number % 2 else scene.samples
        truth = scene.truth()
        pieces.append(samples[: len(truth) * RATE].reshape(-1, RATE))
        labels.append(truth)
        numbers += [number] * len(truth)
        kinds += [_kind(scene, second) for second in range(len(truth))]
    seconds = np.concatenate(pieces)
    return out | {
        "mels": mels_of(seconds),
        "statistics": statistics_of(seconds),
        "labels": np.concatenate(labels),
        "scenes": np.array(numbers),
        "kinds": np.array(kinds),
    }


def mels_of(seconds: Samples) -> npt.NDArray[np.float16]:
    """Log-mels of seconds at their level, shape (n, 63, 96)."""
    return np.stack([heard(one).astype(np.float16) for one in seconds])


def statistics_of(seconds: Samples) -> npt.NDArray[np.float32]:
    """The 68 statistics of seconds, a hundred at a time."""
    parts = [statistics(seconds[start : start + 100]) for start in range(0, len(seconds), 100)]
    return np.concatenate(parts)


def _kind(scene: Scene, second: float) -> str:
    """What the section is in which the middle of a second lies, with its ratios."""
    section = [one for begins, one in scene.sections if begins <= second + 0.5][-1]
    ratios = ", ".join(f"{below:g}" for _, below in section.under)
    return f"{section.name} at {ratios} dB" if ratios else section.name


def _with_made_noises(stock: Stock, random: np.random.Generator) -> Stock:
    noises = stock["other"]
    made = made_noises(_MADE_NOISES, random)
    recorded = [noises[place] for place in range(len(noises))]
    times = max(1, (_ONE_IN - 1) * len(made) // len(recorded))
    return {**stock, "other": recorded * times + made}


def _kept(stem: Path, make: Callable[[], dict[str, Numbers]]) -> dict[str, Numbers]:
    folder = stem.parent / _DEFINITION
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{stem.name}.npz"
    if not file.exists():
        part = file.with_suffix(".part.npz")
        np.savez(part, allow_pickle=False, **make())
        part.replace(file)
    with np.load(file) as stored:
        return {name: stored[name] for name in stored.files}


def _number(part: str) -> int:
    return FOLDS.index(part) if part in FOLDS else len(FOLDS)
