"""Seconds to learn from and to be judged by, made once a part and kept under runs/."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from films.detector import COLUMNS, FRAMES, SOUNDS, rows_of
from films.sound_features import statistics
from moods.features import RATE
from training.mixtures import Samples, Scene, Stock, compose
from training.scenes import sections_to_follow, sections_to_judge, sections_to_learn
from training.sound_changes import changed, made_noises, through_channel
from training.sound_parts import FOLDS, Recorded, stock_of

CLIP_SECONDS = 2
"""How much of a clip is heard to name it: of every clip as much, its loudest stretch. EmoDB's
files have that length."""

_DEFINITION = "v4"  # a new name whenever the seconds change
_SCENE_SECONDS = 40.0
_MADE_NOISES = 60
_ONE_IN = 6  # of the noises to learn from so many are made up
_THROUGH_A_CHANNEL = 0.85
_FOLLOWED_THROUGH_A_CHANNEL = 0.75
_BLOCK = RATE // 50

Numbers = npt.NDArray[Any]
Tag = Callable[[Numbers], Numbers]
"""Rows of scenes to what a tagger hears of each second."""


@dataclass(frozen=True)
class ToLearn:
    """Seconds of changed scenes: statistics (n, 68) and positions in `SOUNDS`."""

    statistics: Numbers
    labels: Numbers


@dataclass(frozen=True)
class Scenes:
    """Changed scenes of 40 s.

    Attributes:
        rows: what the network reads of them, shape (scenes, 40, 63, 97).
        shares: how much of each second is which of `SOUNDS`, shape (scenes, 40, 3).
        tagged: what a tagger hears of each second, shape (scenes, 40, 512).
    """

    rows: Numbers
    shares: Numbers
    tagged: Numbers


Pool = TypeVar("Pool", ToLearn, Scenes)


def together(pools: Sequence[Pool]) -> Pool:
    """Several parts' as one."""
    kind = type(pools[0])
    return kind(
        *(np.concatenate([getattr(pool, each.name) for pool in pools]) for each in fields(kind))
    )


@dataclass(frozen=True)
class ToJudge:
    """Clips as their sets have them, and seconds of scenes.

    Attributes:
        clip_rows: of each clip `CLIP_SECONDS` seconds, shape (clips, 2, 63, 97).
        clip_statistics: the same, shape (clips, 2, 68).
        clip_labels: positions in `SOUNDS`.
        clip_groups: song, speaker or recorded noise.
        rows: of all seconds of all scenes in a row, with `statistics` and `labels`.
        scenes: which scene a second is in; every other one went through a channel.
        kinds: what the second's section is, as `speech over music`, with the ratios.
    """

    clip_rows: Numbers
    clip_statistics: Numbers
    clip_labels: Numbers
    clip_groups: Numbers
    rows: Numbers
    statistics: Numbers
    labels: Numbers
    scenes: Numbers
    kinds: Numbers


def to_learn(recorded: Sequence[Recorded], part: str, count: int, cache: Path) -> ToLearn:
    """`count` single seconds of scenes of one part, with every change there is."""
    kept = _kept(cache / f"learn-{part}-{count}", lambda: _make_to_learn(recorded, part, count))
    return ToLearn(**kept)


def to_follow(
    recorded: Sequence[Recorded], part: str, count: int, ears: tuple[str, Tag], cache: Path
) -> Scenes:
    """`count` scenes of one part, with every change there is, and what a tagger hears of them;
    `ears` are a name that tells it from other taggers, and itself."""
    name, tag = ears
    made = _kept(cache / f"follow-{part}-{count}", lambda: _make_to_follow(recorded, part, count))
    heard = _kept(cache / f"follow-{part}-{count}-{name}", lambda: {"tagged": tag(made["rows"])})
    return Scenes(**made, **heard)


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
    chosen = random.permutation(len(pieces))[:count]
    seconds = np.stack([pieces[place] for place in chosen])
    return {"statistics": statistics_of(seconds), "labels": np.array(labels)[chosen]}


def _make_to_follow(recorded: Sequence[Recorded], part: str, count: int) -> dict[str, Numbers]:
    random = np.random.default_rng([11, _number(part)])
    stock = _with_made_noises(stock_of(recorded, [part]), random)
    length = int(_SCENE_SECONDS)
    rows = np.empty((count, length, FRAMES, COLUMNS), np.float16)
    shares = np.empty((count, length, len(SOUNDS)), np.float32)
    made = 0
    while made < count:
        scene = compose(sections_to_follow(length + 1.0, random), stock, random, changed)
        samples = scene.samples
        if random.random() < _FOLLOWED_THROUGH_A_CHANNEL:
            samples = through_channel(samples, random)
        # A boundary may lie anywhere within a second.
        start = int(random.integers(RATE // _BLOCK // 2)) * _BLOCK
        seconds = samples[start : start + length * RATE]
        if len(seconds) < length * RATE:
            continue
        rows[made] = rows_of(seconds.reshape(-1, RATE))
        shares[made] = scene.shares(start)[:length]
        made += 1
    return {"rows": rows, "shares": shares}


def _make_to_judge(recorded: Sequence[Recorded], part: str, scenes: int) -> dict[str, Numbers]:
    random = np.random.default_rng([7, _number(part)])
    clips = [one for one in recorded if one.part == part]
    loud = [loudest(one.samples()).reshape(-1, RATE) for one in clips]
    out: dict[str, Numbers] = {
        "clip_rows": np.stack([rows_of(one).astype(np.float16) for one in loud]),
        "clip_statistics": statistics_of(np.concatenate(loud)).reshape(
            len(clips), CLIP_SECONDS, -1
        ),
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
    return out | {
        "rows": np.concatenate([rows_of(one).astype(np.float16) for one in pieces]),
        "statistics": statistics_of(np.concatenate(pieces)),
        "labels": np.concatenate(labels),
        "scenes": np.array(numbers),
        "kinds": np.array(kinds),
    }


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
