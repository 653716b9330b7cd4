"""`mooddex train spectrogram`: ten folds for the figures, then all songs for the weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from moods.circumplex import MOODS
from training.confidence import confidence
from training.cross_validation import (
    Labels,
    Material,
    Recipe,
    Say,
    Scores,
    described,
    held_out_logits,
    seconds_spent,
)
from training.datasets import mood4q
from training.export import export_spectrogram
from training.from_three_taggers import FromThreeTaggers, feelings_of, load_bodies
from training.metrics import cross_calibrated, dimension_figures, summary
from training.records import RECORDS_DIR, circumstances, write_record
from training.scratch import Scratch
from training.spectrogram_card import make_card, places_of
from training.spectrogram_cnn import FRAMES
from training.spectrograms import cached_log_mels
from training.spread import spread
from training.tagger import load_tagger
from training.transfer import Transfer

SERVED_WINDOWS = 5  # ten cost twice as much and are no better
SERVED_STEP = 2  # every second of ten
WINDOWS = (SERVED_WINDOWS, 1, 3, 10)
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
        return FromThreeTaggers(load_bodies(tagger), runs, say, **options)
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
    kept = runs if epochs is None else runs / f"epochs-{epochs}"  # else one would pass for another
    recipe = make_recipe(tagger, epochs, runs, say, one_body=one_body)
    record = _cross_validate(recipe, material, seeds, kept, say)
    if weights is not None:
        say("training the final network on every song")
        network = recipe.train(material, np.arange(len(songs)), seeds[0])
        export_spectrogram(network, FRAMES, weights, make_card(record, material))
    spent = sum(seconds_spent(kept, recipe.name, seed) for seed in seeds)
    told = described(recipe, seeds[0], kept) if weights is None else recipe.describe()
    record |= {"recipe": told, "run": circumstances(spent, _THREADS)}
    if epochs is not None and records == RECORDS_DIR:
        records = kept / "records"  # a trial is not to stand for the whole run
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
    record = {
        "model": "spectrogram",
        "name": recipe.name,
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "seeds": list(seeds),
        "served_windows": SERVED_WINDOWS,
        "served_step": SERVED_STEP,
        "by_windows": {
            str(count): [summary(material.labels, one[count], material.folds) for one in by_seed]
            for count in WINDOWS
        },
    }
    served = [one[SERVED_WINDOWS] for one in by_seed]
    record["confidence"] = confidence(material.labels, served, material.folds)
    felt = feelings_of(material)
    record["spread"] = spread(material.labels, served, felt, material.folds)
    placed = [_placed(one, material.labels, felt, material.folds) for one in served]
    record["dimensions"] = dimension_figures(felt, placed, material.folds)
    known = np.eye(len(MOODS))[material.labels]
    ceiling = [_placed(40 * known, material.labels, felt, material.folds)]
    record["dimensions_of_true_moods"] = dimension_figures(felt, ceiling, material.folds)
    return record


def _placed(logits: Scores, labels: Labels, felt: Scores, folds: Labels) -> Scores:
    """Where held-out songs lie by their calibrated probabilities and the places of the moods,
    both known from the other folds."""
    probabilities = cross_calibrated(labels, logits, folds)
    out = np.zeros_like(felt)
    for fold in np.unique(folds):
        held = folds == fold
        out[held] = probabilities[held] @ places_of(felt[~held], labels[~held])
    return out
