"""`mooddex train jamendo`: any number of mood and theme tags a song, on split 0 of MTG-Jamendo."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.cross_validation import Say
from training.datasets import DatasetMissing, jamendo
from training.records import RECORDS_DIR, circumstances, write_record
from training.spectrogram_cnn import OverWindows, song_logits
from training.spectrograms import KeptLogMels, kept_log_mels
from training.tag_metrics import (
    Scores,
    accuracy,
    accuracy_of_no_tag,
    areas,
    fit_thresholds,
    macro_f1,
)
from training.tagger import load_tagger
from training.tagging import Tagged, make_network, train

SERVED_WINDOWS = 10
SPLIT = "split 0 of the task's authors; no artist is in two parts"
_FOLDER = "jamendo"


@dataclass(frozen=True)
class Options:
    """How to train; `epochs` of None is the recipe's own, and `tagger` of None from scratch."""

    tagger: Path | None = None
    epochs: int | None = None
    seed: int = 1


def count_tags(
    data: Path,
    *,
    say: Say,
    sizes: Mapping[str, int] | None = jamendo.SIZES,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Keep a record of what the tags alone say: what an answer of no tag at all would score."""
    split = jamendo.load(data, sizes=sizes)
    parts = {}
    for part, tracks in split.parts.items():
        truth = jamendo.binarise(tracks, split.tags)
        idle = accuracy_of_no_tag(truth)
        parts[part] = {
            "tracks": len(tracks),
            "artists": len({track.artist for track in tracks}),
            "tags_a_track": float(truth.sum(1).mean()),
            "accuracy_of_no_tag": idle,
        }
        say(f"{part}: {len(tracks)} tracks; naming no tag at all is {idle:.4f} right")
    record = {
        "model": "jamendo-tags",
        "data": jamendo.NAME,
        "split": SPLIT,
        "tags": len(split.tags),
        "parts": parts,
    }
    write_record("jamendo-tags", record, records)
    return record


def run(
    data: Path,
    audio: Path,
    runs: Path,
    *,
    options: Options,
    say: Say,
    sizes: Mapping[str, int] | None = jamendo.SIZES,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Train on the train part, choose thresholds on validation, measure on test; keep a record.

    The network and its thresholds end in `runs/jamendo`. Recordings that are not in the folder
    of audio, or cannot be read, are left out, and the record says how many were there.

    Raises:
        DatasetMissing: a table, or all audio of a part, is not there.
    """
    began = time.monotonic()
    count_tags(data, say=say, sizes=sizes, records=records)
    split = jamendo.load(data, sizes=sizes)
    parts = {
        part: _tagged(tracks, split.tags, audio, part, runs / "cache" / _FOLDER)
        for part, tracks in split.parts.items()
    }
    for part, some in parts.items():
        say(f"{part}: audio of {len(some.spectrograms)} of {len(split.parts[part])} tracks")
    body = None if options.tagger is None else load_tagger(options.tagger)[0]
    network, phases = make_network(len(split.tags), body, options.seed)
    if options.epochs is not None:
        phases = [replace(phase, epochs=options.epochs) for phase in phases]
    name = "scratch" if body is None else "tagger"
    folder = runs / f"{_FOLDER}-{name}-seed{options.seed}"
    curves = train(network, phases, parts["train"], parts["validation"], folder, seed=options.seed)
    figures, thresholds = _measure(network, parts)
    torch.save(network.state_dict(), folder / "network.pt")
    told = dict(zip(split.tags, thresholds.tolist(), strict=True))
    (folder / "thresholds.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    record = {
        "model": "jamendo",
        "name": name,
        "data": jamendo.NAME,
        "split": SPLIT,
        "tags": len(split.tags),
        "seeds": [options.seed],
        "windows": SERVED_WINDOWS,
        "tracks": {part: len(some.spectrograms) for part, some in parts.items()},
        "epochs": {phase.name: phase.epochs for phase in phases},
        "test": figures,
        "recipe": curves,
        "run": circumstances(time.monotonic() - began, torch.get_num_threads()),
    }
    write_record("jamendo", record, records)
    return record


def _tagged(
    tracks: Sequence[jamendo.TaggedTrack],
    tags: tuple[str, ...],
    audio: Path,
    part: str,
    cache: Path,
) -> Tagged:
    found = {track.id: path for track in tracks if (path := track.find(audio))}
    kept = kept_log_mels(found, cache)
    if not kept:
        raise DatasetMissing(
            f"No audio of the {part} part of {jamendo.NAME} is in {audio}. Its files lie there as "
            "in the column PATH of the tables, such as 48/948.mp3 or 48/948.low.mp3."
        )
    held = [track for track in tracks if track.id in kept]
    files = [kept[track.id] for track in held]
    return Tagged(KeptLogMels(files), jamendo.binarise(held, tags))


def _measure(
    network: torch.nn.Module, parts: Mapping[str, Tagged]
) -> tuple[dict[str, Any], Scores]:
    validation, test = parts["validation"], parts["test"]
    songs = OverWindows(network)
    chosen_on = song_logits(songs, validation.spectrograms, SERVED_WINDOWS)
    thresholds = fit_thresholds(validation.truth, chosen_on)
    scores = song_logits(songs, test.spectrograms, SERVED_WINDOWS)
    answers = scores >= thresholds
    figures = areas(test.truth, scores) | {
        "macro_f1": macro_f1(test.truth, answers),
        "accuracy": accuracy(test.truth, answers),
        "accuracy_of_no_tag": accuracy_of_no_tag(test.truth),
    }
    # A score is a sum of evidence; as a threshold, its probability is easier to read.
    return figures, np.asarray(1 / (1 + np.exp(-thresholds)))
