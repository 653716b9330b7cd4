"""`mooddex train spectrogram`: ten folds for the figures, then all songs for the weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.cross_validation import Material, Recipe, Say, held_out_logits, seconds_spent
from training.datasets import describe, mood4q
from training.export import export_spectrogram
from training.from_three_taggers import CITATION as THREE_CITATION
from training.from_three_taggers import LEFT_ALONE, MODELS, FromThreeTaggers, load_bodies
from training.metrics import summary
from training.records import RECORDS_DIR, circumstances, write_record
from training.scratch import Scratch
from training.spectrogram_cnn import FRAMES
from training.spectrograms import cached_log_mels
from training.tagger import CITATION, LICENCE, MODEL, load_tagger
from training.transfer import Transfer

VERSION = "2.0"
SERVED_WINDOWS = 5  # ten cost twice as much and are no better
SERVED_STEP = 2  # every second of ten
WINDOWS = (SERVED_WINDOWS, 10)
_THREADS = 1


def make_recipe(
    tagger: Path | None, epochs: int | None, runs: Path, say: Say, *, one_body: bool = False
) -> Recipe:
    """From three taggers where they are given, else from scratch.

    `epochs` of None is the recipe's own; `one_body` is the baseline that starts from one tagger.
    """
    options = {} if epochs is None else {"epochs": epochs}
    if tagger is None:
        return Scratch(runs, **options)
    if not one_body:
        return FromThreeTaggers(load_bodies(tagger), say, **options)
    body, _ = load_tagger(tagger)
    return Transfer(body, runs, _cache(runs), say, **options)


def _cache(runs: Path) -> Path:
    return runs / "cache" / mood4q.NAME


def run(
    data: Path,
    runs: Path,
    weights: Path | None,
    *,
    tagger: Path | None,
    seeds: Sequence[int],
    epochs: int | None,
    say: Say,
    records: Path = RECORDS_DIR,
    one_body: bool = False,
) -> dict[str, Any]:
    """Cross-validate, keep the record, and train and export the final network.

    Args:
        data: the folder that holds the data sets.
        runs: where spectrograms and finished folds are kept between runs.
        weights: where the final network goes; None trains no final network.
        tagger: wheel or folder of the package `musicnn`, to start from its taggers.
        seeds: one cross-validation for each.
        one_body: the baseline that starts from one tagger alone.
    """
    torch.set_num_threads(_THREADS)
    songs = mood4q.load(data)
    material = Material.of(songs, cached_log_mels(songs, _cache(runs)))
    recipe = make_recipe(tagger, epochs, runs, say, one_body=one_body)
    record = _cross_validate(recipe, material, seeds, runs, say)
    if weights is not None:
        say("training the final network on every song")
        network = recipe.train(material, np.arange(len(songs)), seeds[0])
        export_spectrogram(network, FRAMES, weights, _card(record))
    spent = sum(seconds_spent(runs, recipe.name, seed) for seed in seeds)
    record |= {"recipe": recipe.describe(), "run": circumstances(spent, _THREADS)}
    write_record(f"spectrogram-{recipe.name}", record, records)
    return record


def _cross_validate(
    recipe: Recipe, material: Material, seeds: Sequence[int], runs: Path, say: Say
) -> dict[str, Any]:
    by_seed = [
        held_out_logits(
            recipe,
            material,
            seed=seed,
            runs=runs,
            windows=WINDOWS,
            say=say,
            steps={SERVED_WINDOWS: SERVED_STEP},
        )
        for seed in seeds
    ]
    scores = {
        str(count): [summary(material.labels, one[count], material.folds) for one in by_seed]
        for count in WINDOWS
    }
    return {
        "model": "spectrogram",
        "name": recipe.name,
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "seeds": list(seeds),
        "served_windows": SERVED_WINDOWS,
        "by_windows": scores,
    }


def _card(record: dict[str, Any]) -> dict[str, Any]:
    served = record["by_windows"][str(SERVED_WINDOWS)]
    first = served[0]
    card: dict[str, Any] = {
        "version": VERSION,
        "title": "Four moods and dominance from 3-second windows of a log-mel spectrogram",
        "licence": "Non-commercial use only, because of the terms of the data it learnt from.",
        "input": {
            "frames": FRAMES,
            "windows": SERVED_WINDOWS,
            "step": SERVED_STEP,
            "definition": "moods.features",
        },
        "temperature": round(float(np.mean([one["temperature"] for one in served])), 4),
        "datasets": [describe(mood4q)],
        "split": mood4q.SPLIT + "; the shipped weights learnt from all ten folds",
        "figures": {
            "macro_f1": round(float(np.mean([one["macro_f1"] for one in served])), 3),
            "accuracy": round(float(np.mean([one["accuracy"] for one in served])), 3),
            "accuracy_interval_95": [round(edge, 3) for edge in first["interval_95"]["accuracy"]],
            "recall": {
                mood: round(float(np.mean([one["recall"][mood] for one in served])), 3)
                for mood in first["recall"]
            },
            "calibration_error": round(
                float(np.mean([one["calibration_error"] for one in served])), 3
            ),
            "seeds": record["seeds"],
        },
        "intended_use": "Sorting songs of a person's own playlists by mood.",
        "known_faults": [
            "Sad and calm songs are often taken for each other.",
            "The moods were derived from tags by an editorial service and a word list; listeners "
            "of a clip were not asked.",
            "The clips are Western popular music, mostly; anime songs were not among them.",
            "Synthesised piano is nearly always called calm, whatever its mood (EMOPIA, VGMIDI; "
            "measured of version 1.0).",
            "A song that is 6 dB softer gets another mood about one time in nine (measured of "
            "version 1.0).",
            "Speech and noise also get a mood: the network does not know what music is.",
        ],
    }
    if record["name"] == FromThreeTaggers.name:
        card["derived_from"] = {
            "model": f"{', '.join(MODELS)} (package musicnn 0.1.0)",
            "citation": THREE_CITATION,
            "licence": LICENCE,
            "left_alone": LEFT_ALONE,
        }
    elif record["name"] == Transfer.name:
        card["derived_from"] = {"model": MODEL, "citation": CITATION, "licence": LICENCE}
    return card
