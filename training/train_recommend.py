"""`mooddex train recommend`: an index of films, with weights chosen on folds and vectors learnt.

How good what it names is, is measured by `mooddex evaluate recommend`, over folds of whole films;
the index that is written learns from all films, with weights chosen by folds of them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from films.recommend.index import FilmIndex
from films.recommend.index_file import save_index
from training.cross_validation import Say
from training.datasets import describe, known_songs, mood4q, movielens, soundtracks
from training.film_lift import MEASURES, TOP
from training.film_recommender import (
    Loaded,
    calibrated,
    choose,
    credits_only,
    index_of,
    load,
)
from training.film_vectors import Recipe
from training.records import RECORDS_DIR, read_records

VERSION = "1.0"
SPLIT = (
    "5 folds of whole films, drawn at random; a film asks with its own credits the films of the "
    "other folds, from which alone vectors and weights (by inner folds) are learnt; a further part "
    "of the films was kept aside, and nothing of it was read"
)


def run(
    data: Path,
    runs: Path,
    weights: Path,
    *,
    say: Say,
    titles: bool = False,
    records: Path = RECORDS_DIR,
) -> FilmIndex:
    """Choose weights, learn from all films, and write the index with its card.

    The card has the figures of `mooddex evaluate recommend` where its record is of these films.

    Args:
        weights: where the index and its card go.
        titles: keep the songs' titles and names in clear, for reasons that name them: only for an
            index that is not passed on.

    Raises:
        DatasetMissing: soundtracks or MovieLens are not there, or there are too few films.
    """
    loaded = load(data, runs)
    say(f"{len(loaded.tracks)} films are read; choosing weights on folds of them")
    recipe, rows = Recipe(), np.arange(len(loaded.material.films))
    chosen = choose(loaded.material, rows, recipe)
    say(", ".join(f"{name} {weight:.2f}" for name, weight in chosen.items()))
    index = index_of(loaded.material, rows, chosen, recipe, keep_songs=titles)
    index = calibrated(index, [credits_only(film.songs) for film in loaded.material.films])
    measured = read_records(records).get("recommend", {}) if records.is_dir() else {}
    if measured.get("films") != len(rows):
        measured = {}
    card = save_index(index, weights, _card(loaded, chosen, measured, titles=titles))
    say(f"{card} and the index beside it are written")
    return index


def _card(
    loaded: Loaded, chosen: Mapping[str, float], measured: Mapping[str, Any], *, titles: bool
) -> dict[str, Any]:
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
        "number a film (how many have seen it), of songs' features means and spreads of films with "
        "three different songs or more. Whoever knows a title can ask which films have it.",
        "split": SPLIT if measured else "not measured",
        "figures": _figures(measured) if measured else {},
        "profiles": dict(loaded.quality),
        "tie_weights": {
            level.value: round(weight, 3) for level, weight in loaded.tie_weights.items()
        },
        "chosen": {name: round(weight, 4) for name, weight in chosen.items()},
        "intended_use": "Naming films for songs, a playlist or a mood, for people to choose from.",
        "known_faults": [
            "Of most films only the writers of the songs are known: it tells by who wrote the "
            "music far more than by how it sounds.",
            "The learnt part names films of the common genres often, above all where little is "
            "known of what is asked with.",
            "Opinions are of 610 people, mostly on American films of before 2018.",
            *_faults(measured),
        ],
    }


def _faults(measured: Mapping[str, Any]) -> list[str]:
    """What the record of the folds says against it."""
    if not measured:
        return []
    ours, plain = (
        measured["ways"][way][f"top_{TOP}"]["genre_cosine"]["value"]
        for way in ("ours", "commonest_genres")
    )
    if ours > 1.05 * plain:
        return []
    return [
        "Films share no more genre with what is named for them than with films of the commonest "
        "genres, always named; it names more different films, and those that are liked together."
    ]


def _figures(measured: Mapping[str, Any]) -> dict[str, Any]:
    """Of the record of the folds what belongs on a card."""
    ours = measured["ways"]["ours"][f"top_{TOP}"]
    told = {"answers": TOP, "films_named": ours["distinct"], **_lifts(ours)}
    if "other_people" in measured:
        told["judged_by_people_it_has_not_learnt_from"] = _lifts(measured["other_people"]["ours"])
    return told


def _lifts(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {
            "value": round(figures[name]["value"], 4),
            "lift": round(figures[name]["lift"], 3),
            "lift_interval_95": [round(edge, 3) for edge in figures[name]["lift_interval_95"]],
        }
        for name in MEASURES
    }
