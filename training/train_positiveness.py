"""`mooddex train positiveness`: films for a song by how positive its words and their scripts are.

No text ships and none was had here: this runs on lyrics and scripts that a user brings.
"""

import csv
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training.cross_validation import Say
from training.datasets import DatasetBroken, DatasetMissing
from training.datasets.fma_echonest import SEVEN
from training.datasets.template import open_table
from training.positiveness import Layer, Sentiment, Table, nearest_films, train_layer
from training.records import RECORDS_DIR, circumstances, write_record
from training.texts import read_texts

EPOCHS = 400
LEAST_SONGS = 20
NAME = "positiveness"

_HELD = 5  # one artist in so many is held out
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class OwnSongs:
    """Songs of a user's table: of each its id, title, artist (may be empty) and seven features."""

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    artists: tuple[str, ...]
    features: npt.NDArray[np.float32]


def read_songs(path: Path) -> OwnSongs:
    """Songs of a CSV with `id`, the seven features, and perhaps `title` and `artist`.

    A song that lacks a feature is left out.

    Raises:
        DatasetMissing, DatasetBroken: there is no such table, or it lacks a column.
    """
    with open_table(path) as lines:
        table = csv.DictReader(lines)
        if not {"id", *SEVEN} <= set(table.fieldnames or ()):
            raise DatasetBroken(f"{path} needs the columns id, {', '.join(SEVEN)}.")
        rows = [row for row in table if all(row.get(name) for name in ("id", *SEVEN))]
    try:
        features = np.array([[float(row[name]) for name in SEVEN] for row in rows], np.float32)
    except ValueError as error:
        raise DatasetBroken(f"{path} has a feature that is no number ({error}).") from error
    return OwnSongs(
        ids=tuple(row["id"].strip() for row in rows),
        titles=tuple((row.get("title") or row["id"]).strip() for row in rows),
        artists=tuple((row.get("artist") or "").strip().casefold() for row in rows),
        features=features.reshape(-1, len(SEVEN)),
    )


def run(
    songs: Path,
    lyrics: Path,
    scripts: Path,
    out: Path | None,
    *,
    say: Say,
    seed: int = 1,
    epochs: int = EPOCHS,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Score the texts, train the layer on four artists of five, and keep the record.

    Args:
        songs: a table as `read_songs` takes it.
        lyrics: texts by the songs' ids, as `read_texts` takes them.
        scripts: texts by film: MovieLens ids, or any names.
        out: where `positiveness.json` goes, layer and films; None writes none.

    Raises:
        DatasetMissing: there are too few songs with words to learn from.
    """
    began = time.monotonic()
    torch.set_num_threads(1)
    known, sentiment = read_songs(songs), Sentiment()
    of_song, of_film = (_scores(sentiment, read_texts(path)) for path in (lyrics, scripts))
    there = [at for at, song in enumerate(known.ids) if song in of_song]
    say(f"{len(there)} songs with features and words, {len(of_film)} films with a script")
    if len(there) < LEAST_SONGS or not of_film:
        raise DatasetMissing(
            f"{len(there)} songs with words and {len(of_film)} films are too few; "
            f"{LEAST_SONGS} songs and one film are needed."
        )
    features = known.features[there]
    goal = np.array([of_song[known.ids[at]] for at in there])
    held = _held([known.artists[at] or f"song {known.ids[at]}" for at in there], seed)
    layer = train_layer(features[~held], goal[~held], epochs=epochs, seed=seed)
    figures = _figures(layer.positiveness(features[held]), goal[held], goal[~held].mean())
    say(
        f"held-out songs: squared error {figures['mse']:.4f}, "
        f"{figures['mse_of_the_mean']:.4f} if always the mean is told"
    )
    record = {
        "model": NAME,
        "songs": len(there),
        "films": len(of_film),
        "split": "one artist of five held out",
        "epochs": epochs,
        "seed": seed,
        "figures": figures,
        "command": "mooddex train positiveness --songs CSV --lyrics DIR --scripts DIR",
        "run": circumstances(time.monotonic() - began, 1),
    }
    for at in np.flatnonzero(held)[:_EXAMPLES]:
        told = float(layer.positiveness(features[at : at + 1])[0])
        say(f"{known.titles[there[at]]}: {', '.join(nearest_films(of_film, told))}")
    if out is not None:
        _write(train_layer(features, goal, epochs=epochs, seed=seed), of_film, out)
    write_record(NAME, record, records)
    return record


def load(path: Path) -> tuple[Layer, dict[str, float]]:
    """The layer and the films' positiveness that `run` has written."""
    body = json.loads(path.read_text(encoding="utf-8"))
    return Layer(np.array(body["weight"], np.float64), body["bias"]), body["films"]


def _scores(sentiment: Sentiment, texts: Mapping[str, str]) -> dict[str, float]:
    """By id the positiveness of every text that has any feeling."""
    told = {name: sentiment.positiveness(text) for name, text in texts.items()}
    return {name: score for name, score in told.items() if score is not None}


def _held(groups: Sequence[str], seed: int) -> npt.NDArray[np.bool_]:
    """Which songs are held out: whole artists, about one of five and at least one."""
    names = sorted(set(groups))
    mixed = np.random.default_rng(seed).permutation(len(names))
    chosen = {names[at] for at in mixed[: max(len(names) // _HELD, 1)]}
    return np.array([group in chosen for group in groups])


def _figures(told: Table, truth: Table, mean: float) -> dict[str, Any]:
    """Squared errors of the layer and of the mean, and by how much the layer is better."""
    errors, blind = (told - truth) ** 2, (mean - truth) ** 2
    draws = np.random.default_rng(1).integers(0, len(truth), (2000, len(truth)))
    gains = (blind - errors)[draws].mean(1)
    return {
        "songs": len(truth),
        "mse": float(errors.mean()),
        "mse_of_the_mean": float(blind.mean()),
        "gain": float((blind - errors).mean()),
        "gain_interval_95": [float(edge) for edge in np.percentile(gains, (2.5, 97.5))],
    }


def _write(layer: Layer, films: Mapping[str, float], to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    body = {
        "title": "Positiveness of a song's words from seven audio features, and that of scripts",
        "features": list(SEVEN),
        "weight": layer.weight.tolist(),
        "bias": layer.bias,
        "films": dict(films),
    }
    (to / f"{NAME}.json").write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", "utf-8")
