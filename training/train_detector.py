"""`mooddex train detector`: music, speech and other, over four folds, then the weights."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from films.detector import SOUNDS
from training.detector_card import DATASETS, make_card
from training.detector_folds import ALL, TAGGER, Material, Say, held_out, load_body, trained
from training.metrics import Labels, Scores, fit_temperature, softmax
from training.records import RECORDS_DIR, circumstances, write_record
from training.sound_baselines import KERNELS, PENALTIES, machines_of, trees_of
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
from training.sound_parts import FOLDS, SPLIT, load_recorded
from training.sound_pools import CLIP_SECONDS, to_judge

EPOCHS = 5
FOLLOWED = 500
SECONDS = 9000
SCENES = 24
GOALS = {"clips": 0.97, "scenes": 0.92}

_RECIPE = "detector-2"  # a new name whenever a network learns otherwise
_CHOSEN = (
    "Four candidates learnt from the parts a and c and were compared on the scenes of b and d: "
    "each second by itself, convolutions over the seconds, recurrent layers over them, and the "
    "last with a music tagger's lower layers beside. The last was the best on b alone and on d "
    "alone, so that no fold had a say in what it is judged by. The tagger was trained by its "
    "authors, on tags; it may have known some of the songs, but nothing of what is asked here."
)


def run(
    data: Path,
    runs: Path,
    out: Path | None,
    *,
    say: Say,
    tagger: Path | None = None,
    seed: int = 1,
    epochs: int = EPOCHS,
    followed: int = FOLLOWED,
    seconds: int = SECONDS,
    scenes: int = SCENES,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Measure over four folds, with the baselines; then train on all four, unless `out` is None.

    Args:
        data: the folder that holds the data sets.
        runs: where sounds, scenes and finished folds are kept between runs.
        tagger: wheel or folder of the package `musicnn`; without one the network's second pair of
            ears are random filters, and it is worse for it.
        followed, seconds, scenes: how many scenes the network learns from, how many seconds the
            trees, and how many scenes to judge by are made of each fold; the last is even and at
            most a thousand.

    Raises:
        DatasetMissing: a set is not there.
        TaggerError: the tagger is not there.
    """
    began = time.monotonic()
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    body = load_body(tagger) if tagger else None
    recorded = load_recorded(data, runs / "cache" / "sounds-v1")
    cache = runs / "cache" / "sound-seconds"
    judged = {fold: to_judge(recorded, fold, scenes, cache) for fold in FOLDS}
    folder = runs / f"{_RECIPE}{'' if body else '-random'}-seed{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    material = Material(recorded, judged, cache, folder, body, followed, seconds, epochs, seed)
    clips, heard = held_out(material, say)
    record = {
        "model": "detector",
        "data": [module.NAME for module in DATASETS],
        "split": SPLIT,
        "seed": seed,
        "epochs": epochs,
        "tagger": TAGGER if body else None,
        "scenes_followed_of_each_fold": followed,
        "seconds_of_each_fold": seconds,
        "clip_seconds": CLIP_SECONDS,
        "scenes_of_each_fold": scenes,
        "goals": GOALS,
        "chosen": _CHOSEN,
        **_figures_of(material, clips, heard),
        "baselines": _baselines(material, say),
        "command": f"mooddex train detector --data DIR{' --tagger WHEEL' if body else ''} "
        f"--seed {seed}",
    }
    network = record["network"]
    for name in ("clips", "scenes", "scenes_smoothed"):
        say(f"{name.replace('_', ', ')}: macro-F1 {network[name]['macro_f1']:.3f}")
    if out is not None:
        final = trained(ALL, FOLDS, material, say)
        card = export_detector(final, out, make_card(record))
        say(f"{card.file}: {card.body['bytes']} bytes")
    record["run"] = circumstances(time.monotonic() - began, 1)
    write_record("detector", record, records)
    return record


def _figures_of(material: Material, clips: Scores, scenes: Scores) -> dict[str, Any]:
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


def _baselines(material: Material, say: Say) -> dict[str, Any]:
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
