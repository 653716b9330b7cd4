"""`mooddex evaluate recommend`: what films are worth that are named for a soundtrack.

Ours, the reference's ways and the yardsticks, each asked by every film of five folds with its own
soundtrack and judged by genres and likes (`training.film_lift`).
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from films.recommend.question import Heard
from training import clip_features, reference_ways
from training.cluster_net import SongClusters, keep, kept, train_net
from training.clusters import Table, cluster
from training.cross_validation import Say
from training.datasets import DatasetMissing, fma_echonest, movielens, soundtracks
from training.film_lift import (
    FOLDS,
    LEAST_LIKES,
    NOBODY,
    TOP,
    FilmTruth,
    Fit,
    Judge,
    Rows,
    ask,
    split,
)
from training.film_yardsticks import yardsticks
from training.held_out import NotRun
from training.records import circumstances
from training.train_positiveness import load as load_positiveness

SHORT = 5
OURS = "ours"
CLUSTERS = "clusters"
POSITIVENESS = "positiveness"
SPLIT = (
    f"{FOLDS} folds of whole films, drawn at random; films of one fold ask, those of the others "
    "are known"
)
_NO_TEXTS = "no lyrics and no film scripts are at hand"
_NO_CLIPS = "thirteen clips have features to learn from, and no film's songs are at hand as sound"


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers of all ways, by name: the films of each film asked for, shape (films, 10)."""

    answers: Mapping[str, Rows]
    seconds: Mapping[str, float]


def truth_of(data: Path, films: Sequence[soundtracks.FilmTracks]) -> FilmTruth:
    """Genres and likes of films, from MovieLens alone."""
    ids = [film.movie_id for film in films]
    told = movielens.genres(data, ids)
    names = sorted(set().union(*told.values()))
    genres = np.array([[name in told.get(movie, ()) for name in names] for movie in ids])
    return FilmTruth(genres.reshape(len(ids), len(names)), movielens.opinions(data, ids).liked)


def song_clusters(rows: Table, runs: Path, *, say: Say) -> SongClusters:
    """500 clusters of songs and the net that repeats them, kept between runs."""
    path = runs / "song-clusters" / f"{len(rows)}.npz"
    made = kept(path)
    if made is None:
        say(f"training the net of song clusters on {len(rows)} songs, about a minute")
        made = train_net(rows, cluster(rows, reference_ways.CLUSTERS))
        keep(made, path)
    return made


def ask_all(ways: Mapping[str, Fit], folds: Rows, *, say: Say) -> Asked:
    """Every way's answers."""
    answers, seconds = {}, {}
    for name, fit in ways.items():
        began = time.monotonic()
        answers[name] = ask(fit, folds)
        seconds[name] = time.monotonic() - began
        say(f"{name}: asked in {seconds[name]:.0f} s")
    return Asked(answers, seconds)


def judged(judge: Judge, asked: Mapping[str, Rows]) -> dict[str, Any]:
    """The figures of every way, and of ours against each of the others.

    A way that answers some films alone is compared with ours over these; `ours_there` has our
    figures over them.
    """
    ways: dict[str, Any] = {}
    for name, answers in asked.items():
        ways[name] = {f"top_{count}": judge.figures(answers, count=count) for count in (TOP, SHORT)}
        if name == OURS or OURS not in asked:
            continue
        ways[name]["ours_times"] = judge.against(asked[OURS], answers)
        silent = (answers == NOBODY).all(1)
        if silent.any():
            there = np.where(silent[:, None], NOBODY, asked[OURS])
            ways[name]["ours_there"] = judge.figures(there)
    return ways


def reference_fits(
    data: Path,
    runs: Path,
    films: Sequence[soundtracks.FilmTracks],
    heard: Sequence[Sequence[Heard]],
    positiveness: Path | None,
    *,
    say: Say,
) -> tuple[dict[str, Fit], dict[str, Any]]:
    """The reference's ways that can be measured, and what else is told of them.

    Args:
        heard: the songs of each film, with features where they are tied.
        positiveness: what `train positiveness` wrote, with scripts by MovieLens ids.
    """
    fits: dict[str, Fit] = {}
    told: dict[str, Any] = {"not_run": {}}
    tracks = reference_ways.tracks_of(heard)
    if positiveness is None:
        told["not_run"][POSITIVENESS] = _NO_TEXTS
    else:
        layer, scripts = load_positiveness(positiveness)
        rows = {str(film.movie_id): at for at, film in enumerate(films)}
        known = {rows[movie]: score for movie, score in scripts.items() if movie in rows}
        fits[POSITIVENESS] = reference_ways.by_positiveness(tracks, layer, known)
    try:
        rows_of_songs = fma_echonest.load(data)
    except DatasetMissing as error:
        told["not_run"][CLUSTERS] = str(error)
    else:
        made = song_clusters(rows_of_songs, runs, say=say)
        fits[CLUSTERS] = reference_ways.by_clusters(tracks, made)
        told[CLUSTERS] = reference_ways.cluster_figures(tracks, made, rows_of_songs)
    told["not_run"]["clips"] = _NO_CLIPS
    try:
        told["clips"] = clip_features.figures(clip_features.load(data, runs))
    except (DatasetMissing, NotRun) as error:
        say(f"features of clips were not compared: {error}")
    return fits, told


def measure(
    truth: FilmTruth, ways: Mapping[str, Fit], *, say: Say, rounds: int = 1000
) -> dict[str, Any]:
    """Ask and judge the yardsticks and these ways; the part of the record that holds figures."""
    folds = split(len(truth.genres))
    asked = ask_all({**yardsticks(truth), **ways}, folds, say=say)
    judge = Judge(truth, folds, rounds=rounds)
    return {
        "films": len(folds),
        "people": len(truth.liked),
        "least_likes": LEAST_LIKES,
        "genres": truth.genres.shape[1],
        "split": SPLIT,
        "ways": judged(judge, asked.answers),
        "seconds": dict(asked.seconds),
    }


def record_of(parts: Mapping[str, Any], began: float) -> dict[str, Any]:
    """The whole record."""
    return {
        "model": "recommend",
        "data": [soundtracks.NAME, movielens.NAME, fma_echonest.NAME],
        **parts,
        "command": "mooddex evaluate recommend --data DIR",
        "run": circumstances(time.monotonic() - began, 1),
    }
