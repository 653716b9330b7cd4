"""`mooddex train film-genres`: the genres of a film from its music, by a head over our numbers.

With one's own soundtracks, split by film; without them the clips of mood4q that can be tied to
films, whose truth is weak: it stands beside what the genres' frequencies alone give.
"""

import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training import held_out_numbers
from training.cross_validation import Labels, Say
from training.datasets import DatasetMissing, describe, film_music, mood4q
from training.export_head import export_head
from training.heads import Linear, choose_strength, sigmoid, solve
from training.ranking_metrics import (
    Scores,
    Truth,
    best_thresholds,
    coverage,
    ranking_figures,
    ranking_precision,
    told_by_others,
)
from training.records import RECORDS_DIR, circumstances, write_record
from training.served_numbers import served_numbers

Numbers = npt.NDArray[np.float32]

LEAST_TRACKS = 30


def run(
    data: Path, runs: Path, weights: Path | None, *, say: Say, records: Path = RECORDS_DIR
) -> dict[str, Any]:
    """Measure over ten folds, keep the record, and export a head only if it beats chance.

    Raises:
        DatasetMissing: there is too little music to learn from.
        training.held_out.NotRun: the numbers of the folds are not there (mood4q's clips only).
    """
    began = time.monotonic()
    torch.set_num_threads(1)
    music = film_music.load(data)
    if len(music) < LEAST_TRACKS:
        raise DatasetMissing(
            f"{len(music)} recordings with a film's genre are too few; {LEAST_TRACKS} are needed."
        )
    truth = np.array([[genre in each.genres for genre in film_music.GENRES] for each in music])
    folds = np.array([each.fold for each in music])
    own = film_music.is_own(data)
    by_fold = None if own else _of_mood4q(data, runs, music)
    served = served_numbers(each.path for each in music) if own or weights is not None else None
    scores, prior = np.zeros(truth.shape), np.zeros(truth.shape)
    for fold in np.unique(folds):
        held, rows = folds == fold, served if by_fold is None else by_fold[int(fold)]
        assert rows is not None
        head = _head(rows[~held], truth[~held], folds[~held])
        scores[held] = sigmoid(head.logits(rows[held]))
        prior[held] = truth[~held].mean(0)
    gain = _gain(truth, scores, prior)
    clears = gain["lrap"]["interval_95"][0] > 0
    record = {
        "model": "film-genres",
        "data": "soundtracks of one's own" if own else film_music.NAME,
        "split": film_music.SPLIT,
        "tracks": len(music),
        "counts": dict(zip(film_music.GENRES, truth.sum(0).tolist(), strict=True)),
        "figures": {
            "head": ranking_figures(truth, scores, told_by_others(truth, scores, folds)),
            "commonest_first": ranking_figures(truth, prior, told_by_others(truth, prior, folds)),
        },
        "gain": gain,
        "clears_chance": clears,
        "command": "mooddex train film-genres --data DIR",
        "run": circumstances(time.monotonic() - began, 1),
    }
    say(f"LRAP gains {gain['lrap']['mean']:+.3f} over the commonest genres first")
    if weights is not None and served is not None and clears:
        _export(_head(served, truth, folds), best_thresholds(truth, scores), record, weights)
    elif weights is not None:
        say("That does not clear chance: no head is written, and no film genres are shown.")
    write_record("film-genres", record, records)
    return record


def _of_mood4q(data: Path, runs: Path, music: list[film_music.FilmMusic]) -> dict[int, Numbers]:
    """By fold the numbers of the clips, from networks that have not seen its artists."""
    songs = mood4q.load(data)
    place = {song.id: at for at, song in enumerate(songs)}
    rows = [place[each.id] for each in music]
    heard = held_out_numbers.load(runs, np.array([song.fold for song in songs]))
    return {
        fold: numbers[rows][:, held_out_numbers.SERVED].mean(1) for fold, numbers in heard.items()
    }


def _head(rows: Numbers, truth: Truth, folds: Labels) -> Linear:
    targets = truth.astype(np.float32)
    strength = choose_strength(rows, targets, folds, exclusive=False)
    return solve(rows, targets, strength, exclusive=False)


def _gain(truth: Truth, scores: Scores, prior: Scores) -> dict[str, Any]:
    """By how much the head beats the genres' frequencies, song by song; coverage counts down."""
    gains = {
        "lrap": ranking_precision(truth, scores) - ranking_precision(truth, prior),
        "coverage": coverage(truth, prior) - coverage(truth, scores),
    }
    draws = np.random.default_rng(1).integers(0, len(truth), (2000, len(truth)))
    return {
        name: {
            "mean": float(gain.mean()),
            "interval_95": [
                float(edge) for edge in np.percentile(gain[draws].mean(1), (2.5, 97.5))
            ],
        }
        for name, gain in gains.items()
    }


def _export(head: Linear, thresholds: Scores, record: dict[str, Any], to: Path) -> None:
    figures = record["figures"]["head"]
    export_head(
        "film_genres",
        head,
        to,
        {
            "version": "1.0",
            "title": "Genres of a film from its music, any number, from the mood network's numbers",
            "licence": "Non-commercial use only, because of the terms of the data it learnt from.",
            "labels": list(film_music.GENRES),
            "exclusive": False,
            "thresholds": [round(float(one), 4) for one in thresholds],
            "datasets": [{"name": record["data"]} | describe(film_music)],
            "split": record["split"],
            "figures": {name: figures[name] for name in ("coverage", "lrap", "mean_f1")},
        },
    )
