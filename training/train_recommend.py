"""`mooddex train recommend`: an index of films, with weights chosen on folds and vectors learnt.

For the figures every film is held out once, whole; the index that is written then learns from all
films, with weights chosen by folds of them.
"""

import time
from pathlib import Path
from typing import Any

import numpy as np

from films.recommend.index_file import save_index
from training.cross_validation import Say
from training.datasets import describe, known_songs, mood4q, movielens, soundtracks
from training.film_lift import TOP, Judge, ask, split
from training.film_recommender import (
    VARIANTS,
    Loaded,
    Ours,
    calibrated,
    choose,
    credits_only,
    index_of,
    load,
)
from training.film_tuning import MEASURES, START
from training.film_vectors import Recipe
from training.records import RECORDS_DIR, circumstances, write_record

VERSION = "1.0"
SPLIT = (
    "5 folds of whole films, drawn at random; a film asks with its own credits the films of the "
    "other folds, from which alone vectors and weights (by inner folds) are learnt; a further part "
    "of the films was kept aside, and nothing of it was read"
)
_FIGURES = (*MEASURES, "any_genre", "beyond_chance")


def run(
    data: Path,
    runs: Path,
    weights: Path | None,
    *,
    say: Say,
    titles: bool = False,
    folds_only: bool = False,
    measure: bool = True,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Measure, keep the record, and write the index.

    Args:
        weights: where the index and its card go.
        titles: keep the songs' titles and names in clear, for reasons that name them: only for an
            index that is not passed on.
        measure: with False no folds are asked and the card has no figures.

    Raises:
        DatasetMissing: soundtracks or MovieLens are not there, or there are too few films.
    """
    began = time.monotonic()
    loaded = load(data, runs)
    say(f"{len(loaded.tracks)} films are read")
    recipe = Recipe()
    record: dict[str, Any] = {
        "model": "film-index",
        "data": [soundtracks.NAME, movielens.NAME, known_songs.NAME, mood4q.NAME],
        "films": len(loaded.tracks),
        "tracks": sum(len(film.tracks) for film in loaded.tracks),
        "profiles": dict(loaded.quality),
        "tie_weights": {level.value: weight for level, weight in loaded.tie_weights.items()},
    }
    if measure:
        record |= _measured(loaded, recipe, say)
    if weights is not None and not folds_only:
        record["index"] = _write(loaded, recipe, weights, record, titles=titles)
        say(f"{weights / 'films.json'} and the index beside it are written")
    record |= {
        "command": "mooddex train recommend --data DIR",
        "run": circumstances(time.monotonic() - began, 1),
    }
    write_record("film-index", record, records)
    return record


def _measured(loaded: Loaded, recipe: Recipe, say: Say) -> dict[str, Any]:
    material = loaded.material
    folds = split(len(material.films))
    ours = Ours(material, recipe)
    judge = Judge(material.truth, folds)
    figures = {}
    for name, fit in ours.fits().items():
        figures[name] = judge.figures(ask(fit, folds))
        if name == "ours":
            lifts = ", ".join(f"{one} x{figures[name][one]['lift']:.2f}" for one in _FIGURES)
            say(f"the folds are asked: {lifts}")
    return {
        "split": SPLIT,
        "ways": figures,
        "what_they_have": {name: list(parts) for name, (_, parts) in VARIANTS.items()},
        "weights_of_folds": {
            name: [chosen[name] for chosen in ours.chosen] for name in sorted(START)
        },
    }


def _write(
    loaded: Loaded, recipe: Recipe, to: Path, record: dict[str, Any], *, titles: bool
) -> dict[str, Any]:
    rows = np.arange(len(loaded.material.films))
    chosen = choose(loaded.material, rows, recipe)
    index = index_of(loaded.material, rows, chosen, recipe, keep_songs=titles)
    index = calibrated(index, [credits_only(film.songs) for film in loaded.material.films])
    card = save_index(index, to, _card(record, titles=titles))
    return {"weights": chosen, "bytes": (card.parent / "films.npz").stat().st_size}


def _card(record: dict[str, Any], *, titles: bool) -> dict[str, Any]:
    ours = record.get("ways", {}).get("ours")
    return {
        "version": VERSION,
        "title": "Films by the music on their soundtracks: who made it, what it is called, how it "
        "sounds where that is known, and what those who like them share",
        "licence": "Non-commercial research use only, because of the terms of the data it was made "
        "from.",
        "acknowledgement": "GroupLens: F. M. Harper and J. A. Konstan, 'The MovieLens Datasets: "
        "History and Context', ACM Transactions on Interactive Intelligent Systems 5(4), 2015.",
        "datasets": [describe(one) for one in (soundtracks, movielens, known_songs, mood4q)],
        "rows_shipped": "Titles and credits of songs are in clear: for its maker's own use only."
        if titles
        else "None: of songs hashes of normalised names and titles, of opinions vectors and one "
        "number a film (how many have seen it).",
        "split": record.get("split", "not measured"),
        "figures": {}
        if ours is None
        else {
            name: {
                key: [round(edge, 3) for edge in value]
                if isinstance(value, list)
                else round(value, 3)
                for key, value in ours[name].items()
                if key in ("value", "lift", "lift_interval_95")
            }
            for name in _FIGURES
        }
        | {"films_named": ours["distinct"], "answers": TOP},
        "profiles": record["profiles"],
        "intended_use": "Naming films for songs, a playlist or a mood, for people to choose from.",
        "known_faults": [
            "Of most films only the writers of the songs are known: it tells by who wrote the "
            "music far more than by how it sounds.",
            "The learnt part names films of the common genres often, above all where little is "
            "known of what is asked with.",
            "Opinions are of 610 people, mostly on American films of before 2018.",
        ],
    }
