"""What the measure of recommended films is made on: films in folds, or further films that ask."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.datasets import DatasetMissing, soundtracks
from training.film_lift import Rows, split
from training.film_recommender import Loaded
from training.film_recommender import load as load_films

FURTHER = -1
"""The fold of films that ask all others and are never answered."""


@dataclass(frozen=True, eq=False)
class Setting:
    """Films and who asks whom.

    Attributes:
        loaded: the films; a film has the same row throughout.
        folds: of each film, shape (films,); `FURTHER` for those that alone ask, all others.
    """

    loaded: Loaded
    folds: Rows

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
    own = soundtracks.load(data)
    folds, more = split(len(own)), []
    if further is not None:
        held = {film.movie_id for film in own}
        more = [film for film in soundtracks.load(further) if film.movie_id not in held]
        if not more:
            raise DatasetMissing(f"{further} has no film that is not in {data} as well.")
        folds = np.concatenate([folds, np.full(len(more), FURTHER)])
    return Setting(load_films(data, runs, more), folds)
