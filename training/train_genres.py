"""`mooddex train genres`: AllMusic's genres from sound, by Stone's networks and by ours."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training import held_out_numbers
from training.cross_validation import Labels, Say
from training.datasets import describe, mood4q
from training.export_head import export_head
from training.genre_labels import LEAST, TEN, enough, truth_of
from training.heads import Linear, balanced_counts, choose_strength, sigmoid, solve
from training.ranking_metrics import (
    best_thresholds,
    label_f1,
    ranking_figures,
    told_by_others,
)
from training.records import RECORDS_DIR, circumstances, write_record
from training.served_numbers import served_numbers
from training.tiles import (
    answers,
    balanced_draw,
    cached_tiles,
    deep_cnn,
    fit,
    one_vs_all_cnn,
    two_layer_net,
)

Numbers = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

EPOCHS = {"two_layer": 30, "deep": 45, "one_vs_all": 12}
Answer = Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64], int], list[Scores]]
"""From the songs to learn from, those to answer for and the fold: scores of each one's pieces."""


def run(
    data: Path,
    runs: Path,
    weights: Path | None,
    *,
    tagger: Path | None,
    say: Say,
    epochs: dict[str, int] | None = None,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Measure all over the ten folds, keep the record, and export the head that is served.

    Args:
        weights: where the head goes; None trains none.
        tagger: wheel or folder of `musicnn`, to train the networks of each nine folds with;
            None where their numbers are kept under `runs` already.
    """
    began = time.monotonic()
    torch.set_num_threads(1)
    epochs = EPOCHS if epochs is None else epochs
    songs = mood4q.load(data)
    folds = np.array([song.fold for song in songs])
    labels, counts = enough(data)
    truth = truth_of(data, songs, labels)
    if tagger is not None:
        held_out_numbers.make(data, runs, tagger, say)
    numbers = held_out_numbers.load(runs, folds)
    tiles = cached_tiles(songs, runs / "cache" / mood4q.NAME)
    ways: dict[str, Answer] = {
        "two_layer": _from_tiles(tiles, truth, two_layer_net, epochs["two_layer"]),
        "deep": _from_tiles(tiles, truth, deep_cnn, epochs["deep"]),
        "one_vs_all": _one_vs_all(tiles, truth, epochs["one_vs_all"]),
        "numbers_balanced": _from_numbers(numbers, truth, folds, balanced=True),
        "numbers": _from_numbers(numbers, truth, folds, balanced=False),
    }
    figures, by_song = {}, {}
    for name, answer in ways.items():
        kept = runs / "genres" / f"{name}-{epochs.get(name, 0)}"
        by_song[name], figures[name] = _measured(answer, truth, folds, kept)
        figure = figures[name]["song"]
        say(f"{name}: coverage {figure['coverage']:.2f}, LRAP {figure['lrap']:.3f}")
    figures["commonest_first"] = {"song": _figures(truth, _commonest(truth, folds), folds)}
    record = {
        "model": "genres",
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "labels": labels,
        "least": LEAST,
        "counts": counts,
        "ten": dict(TEN),
        "figures": figures,
        "f1": dict(zip(labels, _label_f1(truth, by_song["numbers"], folds), strict=True)),
        "epochs": epochs,
        "command": "mooddex train genres --data DIR --tagger WHEEL",
        "run": circumstances(time.monotonic() - began, 1),
    }
    if weights is not None:
        rows = served_numbers(song.path for song in songs)
        head = _head(rows, truth, folds, balanced=False)
        _export(head, best_thresholds(truth, by_song["numbers"]), record, weights)
    write_record("genres", record, records)
    return record


def _from_tiles(
    tiles: list[Numbers], truth: Truth, build: Callable[[int], torch.nn.Module], epochs: int
) -> Answer:
    def answer(learn: Labels, held: Labels, fold: int) -> list[Scores]:
        rows, wanted, centre, scale = _material(tiles, truth, learn)
        torch.manual_seed(fold)
        network = build(truth.shape[1])
        fit(network, rows, wanted, epochs=epochs, seed=fold)
        return [answers(network, (tiles[song] - centre) / scale) for song in held]

    return answer


def _one_vs_all(tiles: list[Numbers], truth: Truth, epochs: int) -> Answer:
    def answer(learn: Labels, held: Labels, fold: int) -> list[Scores]:
        rows, wanted, centre, scale = _material(tiles, truth, learn)
        columns: list[list[Scores]] = []
        for label in range(truth.shape[1]):
            torch.manual_seed(100 * fold + label)
            network = one_vs_all_cnn()
            drawn = balanced_draw(wanted[:, label] > 0, 100 * fold + label)
            one = wanted[drawn, label : label + 1]
            fit(network, rows[drawn], one, epochs=epochs, seed=100 * fold + label)
            columns.append([answers(network, (tiles[song] - centre) / scale) for song in held])
        return [np.concatenate(song, 1) for song in zip(*columns, strict=True)]

    return answer


def _material(
    tiles: list[Numbers], truth: Truth, learn: Labels
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    rows = np.concatenate([tiles[song] for song in learn])
    wanted = np.repeat(truth[learn], [len(tiles[song]) for song in learn], 0).astype(np.float32)
    centre, scale = rows.mean(0), rows.std(0) + 1e-6
    return (rows - centre) / scale, wanted, centre, scale


def _from_numbers(
    numbers: dict[int, Numbers], truth: Truth, folds: Labels, *, balanced: bool
) -> Answer:
    def answer(learn: Labels, held: Labels, fold: int) -> list[Scores]:
        rows = numbers[fold][:, held_out_numbers.SERVED].mean(1)
        head = _head(rows[learn], truth[learn], folds[learn], balanced=balanced)
        return [sigmoid(head.logits(rows[[song]])) for song in held]

    return answer


def _head(rows: Numbers, truth: Truth, groups: Labels, *, balanced: bool) -> Linear:
    targets = truth.astype(np.float32)
    counts = balanced_counts if balanced else None
    strength = choose_strength(rows, targets, groups, exclusive=False, counts=counts)
    weighed = counts(targets) if counts else None
    return solve(rows, targets, strength, exclusive=False, counts=weighed)


def _measured(
    answer: Answer, truth: Truth, folds: Labels, kept: Path
) -> tuple[Scores, dict[str, Any]]:
    """Scores of every song, the mean over its pieces, and the figures by piece and by song.

    The answers of each fold are kept in a folder, so that an interrupted run goes on at the next.
    """
    kept.mkdir(parents=True, exist_ok=True)
    pieces: list[Scores] = [np.empty(0)] * len(truth)
    for fold in np.unique(folds):
        held = np.flatnonzero(folds == fold)
        file = kept / f"fold{fold}.npz"
        if not file.exists():
            learn = np.flatnonzero(folds != fold)
            told = answer(learn, held, int(fold))
            part = file.with_suffix(".part.npz")
            np.savez(part, scores=np.concatenate(told), lengths=[len(one) for one in told])
            part.replace(file)
        with np.load(file) as stored:
            ends = np.cumsum(stored["lengths"])[:-1]
            for song, scores in zip(held, np.split(stored["scores"], ends), strict=True):
                pieces[song] = scores
    by_song = np.stack([told.mean(0) for told in pieces])
    figures = {"song": _figures(truth, by_song, folds)}
    lengths = [len(told) for told in pieces]
    if max(lengths) > 1:
        of_piece = np.repeat(truth, lengths, 0)
        figures["piece"] = _figures(of_piece, np.concatenate(pieces), np.repeat(folds, lengths))
    return by_song, figures


def _figures(truth: Truth, scores: Scores, folds: Labels) -> dict[str, Any]:
    """Of the items that have a label; thresholds of each fold from the other folds' scores."""
    told = told_by_others(truth, scores, folds)
    some = truth.any(1)
    return ranking_figures(truth[some], scores[some], told[some])


def _label_f1(truth: Truth, scores: Scores, folds: Labels) -> list[float]:
    return [float(one) for one in label_f1(truth, told_by_others(truth, scores, folds))]


def _commonest(truth: Truth, folds: Labels) -> Scores:
    """What tells every song of a fold how common each label is in the others."""
    scores = np.zeros(truth.shape)
    for fold in np.unique(folds):
        scores[folds == fold] = truth[folds != fold].mean(0)
    return scores


def _export(head: Linear, thresholds: Scores, record: dict[str, Any], folder: Path) -> None:
    figures = record["figures"]["numbers"]["song"]
    export_head(
        "genres",
        head,
        folder,
        {
            "version": "1.0",
            "title": "AllMusic's broad genres, any number a song, from the mood network's numbers",
            "licence": "Non-commercial use only, because of the terms of the data it learnt from.",
            "labels": record["labels"],
            "exclusive": False,
            "thresholds": [round(float(one), 4) for one in thresholds],
            "ten": dict(TEN),
            "counts": {label: record["counts"][label] for label in record["labels"]},
            "datasets": [describe(mood4q)],
            "split": mood4q.SPLIT + "; the shipped head learnt from all ten folds",
            "figures": {name: figures[name] for name in ("coverage", "lrap", "mean_f1")},
        },
    )
