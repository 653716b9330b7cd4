"""`mooddex train detector`: music, speech and other, over four folds, then the weights."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from films.detector import SOUNDS
from training.detector_card import DATASETS, make_card
from training.metrics import Labels, Scores, fit_temperature, softmax
from training.records import RECORDS_DIR, circumstances, write_record
from training.sound_baselines import KERNELS, PENALTIES, machines_of, trees_of
from training.sound_cnn import SoundCnn, fit, logits_of
from training.sound_export import export_detector
from training.sound_metrics import (
    COSTS,
    chosen_elsewhere,
    figures,
    inside,
    macro_f1,
    named_by_mean,
    smoothed,
)
from training.sound_parts import FOLDS, SPLIT, Recorded, load_recorded
from training.sound_pools import (
    CLIP_SECONDS,
    ToJudge,
    ToLearn,
    to_judge,
    to_learn,
    together,
)

EPOCHS = 7
SECONDS = 9000
SCENES = 24
GOALS = {"clips": 0.97, "scenes": 0.92}

_RECIPE = "detector-1"  # a new name whenever a network learns otherwise
_ALL = "all"
_APART = 1000  # between the numbers of the scenes of one fold and the next

Say = Callable[[str], None]


@dataclass(frozen=True)
class _Material:
    recorded: Sequence[Recorded]
    judged: Mapping[str, ToJudge]
    cache: Path
    folder: Path
    seconds: int
    epochs: int
    seed: int

    def learnt(self, parts: Sequence[str]) -> ToLearn:
        return together([to_learn(self.recorded, part, self.seconds, self.cache) for part in parts])

    def every(self, name: str) -> npt.NDArray[Any]:
        """One of the fields of `ToJudge`, of all folds in a row."""
        return np.concatenate([getattr(self.judged[fold], name) for fold in FOLDS])

    def folds(self, name: str) -> npt.NDArray[Any]:
        """The fold of each row of that field."""
        return np.repeat(FOLDS, [len(getattr(self.judged[fold], name)) for fold in FOLDS])

    def scenes(self) -> npt.NDArray[Any]:
        """The scene of each second, told apart over the folds."""
        return np.concatenate(
            [self.judged[fold].scenes + _APART * place for place, fold in enumerate(FOLDS)]
        )


def run(
    data: Path,
    runs: Path,
    out: Path | None,
    *,
    say: Say,
    seed: int = 1,
    epochs: int = EPOCHS,
    seconds: int = SECONDS,
    scenes: int = SCENES,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Measure over four folds, with the baselines; then train on all four, unless `out` is None.

    Args:
        data: the folder that holds the data sets.
        runs: where sounds, seconds and finished folds are kept between runs.
        seconds, scenes: how many seconds to learn from and scenes to judge by are made of each
            fold; the number of scenes is even and at most a thousand.

    Raises:
        DatasetMissing: a set is not there.
    """
    began = time.monotonic()
    torch.set_num_threads(1)
    recorded = load_recorded(data, runs / "cache" / "sounds-v1")
    cache = runs / "cache" / "sound-seconds"
    judged = {fold: to_judge(recorded, fold, scenes, cache) for fold in FOLDS}
    folder = runs / f"{_RECIPE}-seed{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    material = _Material(recorded, judged, cache, folder, seconds, epochs, seed)
    clips, heard = _held_out(material, say)
    record = {
        "model": "detector",
        "data": [module.NAME for module in DATASETS],
        "split": SPLIT,
        "seed": seed,
        "epochs": epochs,
        "seconds_of_each_fold": seconds,
        "clip_seconds": CLIP_SECONDS,
        "scenes_of_each_fold": scenes,
        "goals": GOALS,
        **_figures_of(material, clips, heard),
        "baselines": _baselines(material, say),
        "command": f"mooddex train detector --data DIR --seed {seed}",
    }
    network = record["network"]
    for name in ("clips", "scenes", "scenes_smoothed"):
        say(f"{name.replace('_', ', ')}: macro-F1 {network[name]['macro_f1']:.3f}")
    if out is not None:
        final = _trained(_ALL, FOLDS, material, say)
        card = export_detector(final, out, make_card(record))
        say(f"{card.file}: {card.body['bytes']} bytes")
    record["run"] = circumstances(time.monotonic() - began, 1)
    write_record("detector", record, records)
    return record


def _held_out(material: _Material, say: Say) -> tuple[Scores, Scores]:
    """Logits of the seconds of all clips (clips, seconds, 3) and of all scenes (seconds, 3), each
    from a network that has not seen its fold."""
    clips, scenes = [], []
    for fold in FOLDS:
        others = [each for each in FOLDS if each != fold]
        network = _trained(fold, others, material, say)
        judge = material.judged[fold]
        flat = judge.clip_mels.reshape(-1, *judge.clip_mels.shape[2:])
        clips.append(logits_of(network, flat).reshape(len(judge.clip_labels), CLIP_SECONDS, -1))
        scenes.append(logits_of(network, judge.mels))
        told = macro_f1(judge.labels, scenes[-1].argmax(1))
        say(f"fold {fold}: macro-F1 of the seconds of its scenes {told:.3f}")
    return np.concatenate(clips), np.concatenate(scenes)


def _trained(name: str, parts: Sequence[str], material: _Material, say: Say) -> SoundCnn:
    """The network kept under a name; trained where it is not there."""
    file = material.folder / f"{name}.pt"
    if not file.exists():
        seconds = material.learnt(parts)
        network = fit(seconds, epochs=material.epochs, seed=material.seed, say=say)
        part = file.with_suffix(".part")
        torch.save(network.state_dict(), part)
        part.replace(file)
    network = SoundCnn()
    network.load_state_dict(torch.load(file, weights_only=True))
    return network.eval()


def _figures_of(material: _Material, clips: Scores, scenes: Scores) -> dict[str, Any]:
    """The network's figures; temperature and cost are chosen for each fold on the others."""
    labels, of, folds = material.every("labels"), material.scenes(), material.folds("labels")
    cool = np.zeros_like(scenes)
    for fold in FOLDS:
        held = folds == fold
        cool[held] = softmax(scenes[held], fit_temperature(labels[~held], scenes[~held]))
    costs, heard = _smoothed_elsewhere(labels, cool, of, folds)
    kinds, groups = material.every("kinds"), material.every("clip_groups")
    clip_labels = material.every("clip_labels")
    plain = of % 2 == 0
    within = inside(kinds, of)
    raw = scenes.argmax(1)
    seconds_of_clips = np.repeat(clip_labels, CLIP_SECONDS)
    network = {
        "clips": figures(clip_labels, named_by_mean(clips), groups),
        "clip_seconds": figures(
            seconds_of_clips,
            clips.reshape(-1, len(SOUNDS)).argmax(1),
            np.repeat(groups, CLIP_SECONDS),
        ),
        "scenes": figures(labels, raw, of),
        "scenes_smoothed": figures(labels, heard, of),
        "inside": figures(labels[within], raw[within], of[within]),
        "inside_smoothed": figures(labels[within], heard[within], of[within]),
        "plain_smoothed": figures(labels[plain], heard[plain], of[plain]),
        "channel_smoothed": figures(labels[~plain], heard[~plain], of[~plain]),
    }
    return {
        "network": network,
        "temperature": fit_temperature(labels, scenes),
        "costs": costs,
        "by_cost": {str(c): macro_f1(labels, smoothed(cool, of, c)) for c in COSTS},
        "by_kind": {
            str(kind): {
                "seconds": int((kinds == kind).sum()),
                "right": float((raw == labels)[kinds == kind].mean()),
                "right_smoothed": float((heard == labels)[kinds == kind].mean()),
            }
            for kind in np.unique(kinds)
        },
    }


def _smoothed_elsewhere(
    labels: Labels, probabilities: Scores, of: npt.NDArray[Any], folds: npt.NDArray[Any]
) -> tuple[dict[str, float], Labels]:
    courses = {cost: smoothed(probabilities, of, cost) for cost in COSTS}
    costs = chosen_elsewhere(
        folds, COSTS, lambda cost, rows: macro_f1(labels[rows], courses[cost][rows])
    )
    heard = np.zeros_like(labels)
    for fold, cost in costs.items():
        heard[folds == fold] = courses[cost][folds == fold]
    return costs, heard


def _baselines(material: _Material, say: Say) -> dict[str, Any]:
    """The sweep of C over both kernels, the best of it chosen on the other folds, and trees."""
    of, labels, folds = material.scenes(), material.every("labels"), material.folds("labels")
    clip_labels, groups = material.every("clip_labels"), material.every("clip_groups")
    clip_folds = material.folds("clip_labels")
    answers, trees = [], []
    for fold in FOLDS:
        rest = {each: material.judged[each] for each in FOLDS if each != fold}
        answers.append(machines_of(rest, material.judged[fold]))
        trees.append(trees_of(material.learnt(list(rest)), material.judged[fold]))
        say(f"fold {fold}: baselines done")
    settings = [(kernel, penalty) for kernel in KERNELS for penalty in PENALTIES]
    by_setting = [
        tuple(np.concatenate([one[setting][place] for one in answers]) for place in range(2))
        for setting in settings
    ]
    chosen = chosen_elsewhere(
        clip_folds,
        range(len(settings)),
        lambda n, rows: macro_f1(clip_labels[rows], by_setting[int(n)][0][rows]),
    )
    clips, seconds = np.zeros_like(clip_labels), np.zeros_like(labels)
    for fold, number in chosen.items():
        here = by_setting[int(number)]
        clips[clip_folds == fold] = here[0][clip_folds == fold]
        seconds[folds == fold] = here[1][folds == fold]
    tree_seconds = np.concatenate([one[1] for one in trees])
    _, heard = _smoothed_elsewhere(labels, softmax(tree_seconds), of, folds)
    return {
        "sweep": [
            {"kernel": kernel, "C": penalty, **figures(clip_labels, answer[0], groups, rounds=200)}
            for (kernel, penalty), answer in zip(settings, by_setting, strict=True)
        ],
        "machine": {
            "chosen": {fold: list(settings[int(number)]) for fold, number in chosen.items()},
            "clips": figures(clip_labels, clips, groups),
            "scenes": figures(labels, seconds, of),
        },
        "trees": {
            "clips": figures(
                clip_labels, named_by_mean(np.concatenate([t[0] for t in trees])), groups
            ),
            "scenes": figures(labels, tree_seconds.argmax(1), of),
            "scenes_smoothed": figures(labels, heard, of),
        },
    }
