"""Our recommender of films, as it is measured and as it is shipped: index, vectors, weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from films.recommend.asked import ask
from films.recommend.building import Film, build_index
from films.recommend.index import FilmIndex, Sound
from films.recommend.question import Heard
from films.recommend.ranking import Ranker
from films.recommend.weights import CHANNELS, Weights
from training import film_songs
from training.datasets import DatasetMissing, movielens, soundtracks
from training.datasets.soundtracks import FilmTracks
from training.film_lift import TOP, FilmTruth, Fit, Rank, Rows
from training.film_ties import Level, Shelf, heard_tracks, quality, weights_of
from training.film_tuning import (
    CREDITS,
    SOUND,
    Material,
    Tuner,
    folds_of,
    mix_of,
    ranking_weights,
    tune,
)
from training.film_vectors import Recipe, learner

LEAST_FILMS = 20
_LEAST_DIFFERENT = 3  # rows of features: from fewer's mean and spread they could be told again
_PLANE_STEPS = 1000  # a histogram's cells are rounded to this: a file holds them in less

PIVOTS = Weights(plane_prior=2.0, question_prior=0.5, plane_scale=0.15)
"""What is not chosen on folds. A place on the plane, asked with, is told by one song's worth."""

_CREDITS = (*CREDITS, "same_song")

VARIANTS: Mapping[str, tuple[bool, tuple[str, ...]]] = {
    "ours": (False, CHANNELS),
    "ours_with_sound": (True, CHANNELS),
    "credits_alone": (False, _CREDITS),
    "learned_alone": (False, ("learned",)),
    "sound_alone": (True, SOUND),
    "without_learned": (False, tuple(one for one in CHANNELS if one != "learned")),
    "without_credits": (False, tuple(one for one in CHANNELS if one not in _CREDITS)),
}
"""What is left of ours: whether the question has its sound, and the parts that count."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """Films as they were read.

    Attributes:
        tracks: of each film.
        material: the same films for an index, with the truth.
        quality: how many films have a profile of which quality; `levels` of each film.
        tie_weights: how much each way of tying counts.
        shelf: the songs that tracks were tied to.
    """

    tracks: Sequence[FilmTracks]
    material: Material
    quality: Mapping[str, int]
    tie_weights: Mapping[Level, float]
    shelf: Shelf


def load(data: Path, runs: Path, further: Sequence[FilmTracks] = ()) -> Loaded:
    """Soundtracks with what they can be tied to, and what MovieLens says of these films alone.

    Without tables of features every film is known by its credits only.

    Args:
        further: films that are read too, behind the others, and from which nothing is learnt.

    Raises:
        DatasetMissing: there are no soundtracks, too few films, or no MovieLens.
    """
    own = soundtracks.load(data)
    if len(own) < LEAST_FILMS:
        raise DatasetMissing(f"{len(own)} films are too few; {LEAST_FILMS} are needed.")
    tracks = [*own, *further]
    ids = [film.movie_id for film in tracks]
    told, opinions = movielens.genres(data, ids), movielens.opinions(data, ids)
    names = sorted(set().union(*told.values()))
    genres = np.array([[name in told.get(movie, ()) for name in names] for movie in ids], np.bool_)
    shelf = Shelf(_songs(data, runs))
    weights = weights_of(shelf, own)
    ties = [[shelf.tie(track) for track in film.tracks] for film in tracks]
    seen = np.log1p(opinions.seen.sum(0))
    films = [
        Film(
            movie_id=film.movie_id,
            title=film.title,
            year=film.year,
            popularity=float(known / max(seen.max(), 1.0)),
            songs=heard_tracks(film, of_film, shelf.songs, weights),
        )
        for film, of_film, known in zip(tracks, ties, seen, strict=True)
    ]
    truth = FilmTruth(genres.reshape(len(ids), len(names)), opinions.liked)
    held = build_index(films).credits
    return Loaded(tracks, Material(films, held, truth), quality(tracks, ties), weights, shelf)


def _songs(data: Path, runs: Path) -> film_songs.Songs:
    try:
        return film_songs.load(data, runs)
    except DatasetMissing:
        none = np.zeros((0, 5))
        return film_songs.Songs((), (), none, np.zeros((0, 9)), ())


def choose(material: Material, rows: Rows, recipe: Recipe) -> dict[str, float]:
    """Weights for an index of these films, by inner folds of them."""
    tuner = Tuner(material, rows, folds_of(material, rows, recipe, PIVOTS))
    return tune(tuner)


def index_of(
    material: Material,
    rows: Rows,
    chosen: Mapping[str, float],
    recipe: Recipe,
    *,
    keep_songs: bool = False,
) -> FilmIndex:
    """The index of these films, which has learnt from these alone.

    Films with songs of few different features are in it without any: no row of a table can be
    told from it.
    """
    films = [material.films[row] for row in rows]
    index = build_index(
        films,
        weights=ranking_weights(chosen, PIVOTS),
        keep_songs=keep_songs,
        learn=learner(material.truth_of(rows), mix_of(chosen), recipe),
    )
    sound = _without_rows(index.sound, films)
    plane = np.round(sound.plane * _PLANE_STEPS) / _PLANE_STEPS
    plane /= np.maximum(plane.sum(1, keepdims=True), 1 / _PLANE_STEPS)
    small = {
        name: getattr(sound, name).astype(np.float16)
        for name in ("songs", "means", "spreads", "feature_songs")
    }
    return replace(index, sound=replace(sound, plane=plane.astype(np.float16), **small))


def _without_rows(sound: Sound, films: Sequence[Film]) -> Sound:
    different = [
        len({tuple(sorted(song.features.items())) for song in film.songs if song.features})
        for film in films
    ]
    kept = (np.array(different) >= _LEAST_DIFFERENT)[:, None]
    names = ("means", "spreads", "feature_songs")
    return replace(sound, **{name: np.where(kept, getattr(sound, name), 0) for name in names})


class Ours:
    """Ours and what is left of it without some parts, for `training.film_lift.ask`.

    Weights are chosen, vectors learnt and the index made once for each set of films that may be
    known; `chosen` keeps the weights of each.
    """

    def __init__(self, material: Material, recipe: Recipe | None = None) -> None:
        self.material = material
        self.chosen: list[dict[str, float]] = []
        self._recipe = recipe or Recipe()
        self._made: dict[bytes, Mapping[str, Rows]] = {}

    def fits(self) -> dict[str, Fit]:
        """By the names of `VARIANTS`; all of them are asked together, the first time."""
        return {name: self._fit(name) for name in VARIANTS}

    def fit(self, known: Rows) -> Rank:
        """Ours, as a `Fit`."""
        return self._fit("ours")(known)

    def _fit(self, name: str) -> Fit:
        def fit(known: Rows) -> Rank:
            key = known.tobytes()
            if key not in self._made:
                self._made[key] = self._asked(known)
            answers = self._made[key][name]
            return lambda film: answers[film][answers[film] >= 0]

        return fit

    def _asked(self, known: Rows) -> dict[str, Rows]:
        """The answers to all films that are not known, -1 where there is none."""
        films = self.material.films
        chosen = choose(self.material, known, self._recipe)
        self.chosen.append(chosen)
        index = index_of(self.material, known, chosen, self._recipe)
        ranker = Ranker(index)
        answers = {name: np.full((len(films), TOP), -1) for name in VARIANTS}
        for film in np.setdiff1d(np.arange(len(films)), known):
            heard = films[film].songs
            for sound, songs in ((False, credits_only(heard)), (True, heard)):
                channels = ranker.rank(ask(songs, index)).channels
                for name, (with_sound, parts) in VARIANTS.items():
                    if with_sound != sound or (parts == SOUND and not _sounds(heard)):
                        continue
                    sums = _sum(channels, index.weights, parts)
                    best = known[ranker.best(sums, TOP)]
                    answers[name][film, : len(best)] = best
        return answers


def credits_only(songs: Sequence[Heard]) -> list[Heard]:
    """The songs without what is known of their sound, as most people ask."""
    return [Heard(song.title, song.performer, song.writer) for song in songs]


def _sounds(songs: Sequence[Heard]) -> bool:
    return any(song.valence is not None or song.features for song in songs)


def _sum(channels: Mapping[str, Rows], weights: Weights, parts: Sequence[str]) -> Rows:
    return np.asarray(sum(getattr(weights, name) * channels[name] for name in parts))


def calibrated(index: FilmIndex, questions: Sequence[Sequence[Heard]]) -> FilmIndex:
    """The index with scores that spread: .5 for the middle of what soundtracks get that it does
    not hold, of the ten best each."""
    ranker = Ranker(index)
    sums = np.concatenate(
        [np.sort(ranker.rank(ask(songs, index)).sums)[-TOP - 1 : -1] for songs in questions]
    )
    middle, scale = float(np.median(sums)), float(np.std(sums))
    return replace(index, weights=replace(index.weights, middle=middle, scale=max(scale, 1e-3)))
