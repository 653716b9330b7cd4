"""What the measure of recommended films is made on: films, their songs, and who likes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from films.recommend.question import Heard
from training import film_songs
from training.datasets import DatasetMissing, movielens, soundtracks
from training.film_lift import FilmTruth, Rows, split
from training.film_ties import Level, Shelf, heard_tracks, quality, weights_of

FURTHER = -1
"""The fold of films that ask all others and are never answered."""


@dataclass(frozen=True, eq=False)
class Setting:
    """Films and all that is known of them; a film has the same row throughout.

    Attributes:
        films: with their credits.
        heard: of each film its songs, with places and features where they are tied.
        truth: genres and likes.
        folds: of each film, shape (films,); `FURTHER` for those that ask once, of all others.
        shelf, weights: what songs are tied to, and how much a tie of each level counts.
        profiles: how many films are known in which quality.
    """

    films: Sequence[soundtracks.FilmTracks]
    heard: Sequence[Sequence[Heard]]
    truth: FilmTruth
    folds: Rows
    shelf: Shelf
    weights: dict[Level, float]
    profiles: dict[str, int]

    @property
    def asking(self) -> list[int] | None:
        """The folds that ask; None for all."""
        return [FURTHER] if (self.folds == FURTHER).any() else None


def load(data: Path, runs: Path, further: Path | None = None) -> Setting:
    """Films of the data folder in five folds.

    Args:
        further: a folder like `data` with a soundtracks table of further films (ids of MovieLens):
            these alone ask, and all films of `data` are known.

    Raises:
        DatasetMissing, DatasetBroken: a table is not there, or there is no further film in it.
    """
    films = soundtracks.load(data)
    folds = split(len(films))
    if further is not None:
        held = {film.movie_id for film in films}
        more = [film for film in soundtracks.load(further) if film.movie_id not in held]
        if not more:
            raise DatasetMissing(f"{further} has no film that is not in {data} as well.")
        folds = np.concatenate([folds, np.full(len(more), FURTHER)])
        films = [*films, *more]
    shelf = Shelf(film_songs.load(data, runs))
    ties = [[shelf.tie(track) for track in film.tracks] for film in films]
    weights = weights_of(shelf, [film for film, at in zip(films, folds, strict=True) if at >= 0])
    heard = [
        heard_tracks(film, tied, shelf.songs, weights)
        for film, tied in zip(films, ties, strict=True)
    ]
    return Setting(films, heard, truth_of(data, films), folds, shelf, weights, quality(films, ties))


def truth_of(data: Path, films: Sequence[soundtracks.FilmTracks]) -> FilmTruth:
    """Genres and likes of films, from MovieLens alone."""
    ids = [film.movie_id for film in films]
    told = movielens.genres(data, ids)
    names = sorted(set().union(*told.values()))
    genres = np.array([[name in told.get(movie, ()) for name in names] for movie in ids])
    return FilmTruth(genres.reshape(len(ids), len(names)), movielens.opinions(data, ids).liked)
