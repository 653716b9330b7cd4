"""`mooddex evaluate recommend`: what films are worth that are named for a soundtrack.

Ours, the reference's ways and the yardsticks, each asked by every film of five folds with its own
soundtrack and judged by genres and likes (`training.film_lift`).
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from films.recommend.finder import FilmFinder
from films.recommend.index import FilmIndexError
from films.recommend.question import Heard
from training import clip_features, recommend_setting, reference_ways
from training.cluster_net import SongClusters, keep, kept, train_net
from training.clusters import Table, cluster
from training.cross_validation import Say
from training.datasets import DatasetMissing, fma_echonest, movielens, soundtracks
from training.film_lift import FOLDS, LEAST_LIKES, NOBODY, TOP, FilmTruth, Fit, Judge, Rows, ask
from training.film_recommender import VARIANTS, Loaded, Ours
from training.film_tuning import Material
from training.film_yardsticks import yardsticks
from training.held_out import NotRun
from training.recommend_examples import Answer, by_finder, by_fit, examples
from training.records import RECORDS_DIR, circumstances, write_record
from training.train_positiveness import load as load_positiveness

NAME = "recommend"
SHORT = 5
OURS, CLUSTERS, POSITIVENESS = "ours", "clusters", "positiveness"
SPLIT = (
    f"{FOLDS} folds of whole films, drawn at random; films of one fold ask, those of the others "
    "are known"
)
SPLIT_FURTHER = (
    "further films ask, which nothing was learnt from or chosen by; all others are known"
)
CHOSEN = (
    "What ours is made of, its penalties and what its weights are tuned for were settled while "
    "looking at films of all these folds, so its figures may be a little kind; the weights "
    "themselves and all that is learnt are each fold's own. A further part of the films is kept "
    "apart, sealed"
)

_NO_TEXTS = "no lyrics and no film scripts are at hand"
_NO_CLIPS = "thirteen clips have features to learn from, and no film's songs are at hand as sound"


def run(
    data: Path,
    runs: Path,
    *,
    further: Path | None = None,
    positiveness: Path | None = None,
    say: Say,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Measure all ways and keep the record (`recommend`, of further films `recommend-further`).

    Raises:
        DatasetMissing, DatasetBroken: soundtracks or MovieLens are not there.
    """
    began = time.monotonic()
    torch.set_num_threads(1)
    setting = recommend_setting.load(data, runs, further)
    films, material = setting.loaded.tracks, setting.loaded.material
    say(f"{len(films)} films")
    songs = _songs(data, runs, say=say)
    fits, told = reference_fits(data, runs, setting.loaded, songs, positiveness, say=say)
    fits |= Ours(material).fits()
    parts, answers = measure(material.truth, setting.folds, fits, say=say, only=setting.asking)
    variants = {name: parts["ways"].pop(name) for name in VARIANTS if name != OURS}
    if further is None:
        told["other_people"] = by_other_people(material, setting.folds, answers)
        told["profiles"] = dict(setting.loaded.quality)
        namers = _answers(setting.loaded, songs)
        told["examples"] = examples(films, setting.loaded.shelf, setting.loaded.tie_weights, namers)
    record = {
        "model": NAME,
        "chosen": CHOSEN,
        "data": [soundtracks.NAME, movielens.NAME, fma_echonest.NAME],
        "split": SPLIT if further is None else SPLIT_FURTHER,
        **parts,
        **told,
        "ablations": variants,
        "command": "mooddex evaluate recommend --data DIR" + (" --further DIR" if further else ""),
        "run": circumstances(time.monotonic() - began, 1),
    }
    write_record(NAME if further is None else f"{NAME}-further", record, records)
    for name, way in parts["ways"].items():
        figures = way[f"top_{TOP}"]
        lifts = (f"{one} {figures[one]['lift']:.2f}" for one in ("genre_cosine", "beyond_chance"))
        say(f"{name}: lift {', '.join(lifts)}; {figures['distinct']} films named")
    return record


def measure(
    truth: FilmTruth,
    folds: Rows,
    ways: Mapping[str, Fit],
    *,
    say: Say,
    only: Sequence[int] | None = None,
    rounds: int = 1000,
) -> tuple[dict[str, Any], dict[str, Rows]]:
    """Ask and judge the yardsticks and these ways: the part of the record that holds figures, and
    the answers of each way."""
    answers, seconds = {}, {}
    for name, fit in {**yardsticks(truth), **ways}.items():
        began = time.monotonic()
        answers[name] = ask(fit, folds, only=only)
        seconds[name] = time.monotonic() - began
        say(f"{name}: asked in {seconds[name]:.0f} s")
    parts = {
        "films": len(folds) if only is None else int(np.isin(folds, only).sum()),
        "people": len(truth.liked),
        "least_likes": LEAST_LIKES,
        "genres": truth.genres.shape[1],
        "ways": judged(Judge(truth, folds, rounds=rounds), answers),
        "seconds": seconds,
    }
    return parts, answers


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


def by_other_people(
    material: Material, folds: Rows, answers: Mapping[str, Rows], *, rounds: int = 1000
) -> dict[str, Any]:
    """Half of the people teach and the other half judges: figures by name.

    `ours` was taught by the first half alone; `taught_by_all` and `same_genres` are the given
    answers, before the same judges.
    """
    liked = material.truth.liked
    teach = np.random.default_rng(1).permutation(len(liked)) % 2 == 0
    often = np.log1p(liked[teach].sum(0))
    films = [
        replace(film, popularity=float(share))
        for film, share in zip(material.films, often / max(often.max(), 1.0), strict=True)
    ]
    taught = Material(films, material.held, FilmTruth(material.truth.genres, liked[teach]))
    judge = Judge(FilmTruth(material.truth.genres, liked[~teach]), folds, rounds=rounds)
    apart = ask(Ours(taught).fit, folds)
    return {
        "people": int((~teach).sum()),
        OURS: judge.figures(apart),
        "taught_by_all": judge.figures(answers[OURS]),
        "same_genres": judge.figures(answers["same_genres"]),
        "ours_times": {
            "taught_by_all": judge.against(apart, answers[OURS]),
            "same_genres": judge.against(apart, answers["same_genres"]),
        },
    }


def reference_fits(
    data: Path,
    runs: Path,
    loaded: Loaded,
    songs: tuple[Table, SongClusters] | None,
    positiveness: Path | None,
    *,
    say: Say,
) -> tuple[dict[str, Fit], dict[str, Any]]:
    """The reference's ways that can be measured, and what else is told of them.

    Args:
        songs: features and clusters of songs; the second way is not run without them.
        positiveness: what `train positiveness` wrote, with scripts by MovieLens ids.
    """
    fits: dict[str, Fit] = {}
    missing = {"clips": _NO_CLIPS}
    told: dict[str, Any] = {"not_run": missing}
    tracks = reference_ways.tracks_of(_heard(loaded))
    if positiveness is None:
        missing[POSITIVENESS] = _NO_TEXTS
    else:
        layer, scripts = load_positiveness(positiveness)
        rows = {str(film.movie_id): at for at, film in enumerate(loaded.tracks)}
        known = {rows[movie]: score for movie, score in scripts.items() if movie in rows}
        fits[POSITIVENESS] = reference_ways.by_positiveness(tracks, layer, known)
    if songs is None:
        missing[CLUSTERS] = "no table of songs to make clusters of is at hand"
    else:
        fits[CLUSTERS] = reference_ways.by_clusters(tracks, songs[1])
        told[CLUSTERS] = reference_ways.cluster_figures(tracks, songs[1], songs[0])
    try:
        told["clips"] = clip_features.figures(clip_features.load(data, runs))
    except (DatasetMissing, NotRun) as error:
        say(f"features of clips were not compared: {error}")
    return fits, told


def song_clusters(rows: Table, runs: Path, *, say: Say) -> SongClusters:
    """500 clusters of songs and the net that repeats them, kept between runs."""
    path = runs / "song-clusters" / f"{len(rows)}.npz"
    made = kept(path)
    if made is None:
        say(f"training the net of song clusters on {len(rows)} songs, about a minute")
        made = train_net(rows, cluster(rows, reference_ways.CLUSTERS))
        keep(made, path)
    return made


def _songs(data: Path, runs: Path, *, say: Say) -> tuple[Table, SongClusters] | None:
    try:
        rows = fma_echonest.load(data)
    except DatasetMissing as error:
        say(str(error))
        return None
    return rows, song_clusters(rows, runs, say=say)


def _answers(loaded: Loaded, songs: tuple[Table, SongClusters] | None) -> dict[str, Answer]:
    """The ways that songs which are in no film can ask: the index that is served, and clusters."""
    answers: dict[str, Answer] = {}
    try:
        answers[OURS] = by_finder(FilmFinder.load())
    except FilmIndexError:
        answers = {}
    if songs is not None:
        clusters = songs[1]

        def make(heard: Sequence[Sequence[Heard]]) -> Fit:
            return reference_ways.by_clusters(reference_ways.tracks_of(heard), clusters)

        known = np.arange(len(loaded.tracks))
        answers[CLUSTERS] = by_fit(make, loaded.tracks, _heard(loaded), known)
    return answers


def _heard(loaded: Loaded) -> list[Sequence[Heard]]:
    """Of each film its songs."""
    return [film.songs for film in loaded.material.films]
