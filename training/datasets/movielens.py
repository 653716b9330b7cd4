"""Films with their genres, and who liked which of them: the small set of MovieLens.

`films/movielens/movies.csv.gz` (`movieId, title, genres`, the genres with `|`) and
`ratings.csv.gz` (`userId, movieId, rating`, 0.5 to 5 stars); unpacked tables do as well.
"""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.datasets.template import DatasetBroken, open_table

NAME = "movielens"
CITATION = (
    "MovieLens small: F. M. Harper and J. A. Konstan, 'The MovieLens Datasets: History and "
    "Context', ACM Transactions on Interactive Intelligent Systems 5(4), 2015; 9,742 films, "
    "100,836 ratings by 610 anonymous people."
)
TERMS = (
    "GroupLens' terms: research use with the acknowledgement above, redistribution of the tables "
    "only under the same terms, no commercial use without permission. No row of it is shipped."
)

LIKED = 4.0
"""Stars from which on a film counts as liked."""

_NO_GENRE = "(no genres listed)"


@dataclass(frozen=True, slots=True)
class Opinions:
    """Who saw and who liked what.

    Attributes:
        movies: MovieLens ids, as the columns of the two tables go.
        seen, liked: shape (people, films); a film is seen by who rated it.
    """

    movies: tuple[int, ...]
    seen: npt.NDArray[np.bool_]
    liked: npt.NDArray[np.bool_]


def genres(root: Path, movies: Collection[int]) -> dict[int, frozenset[str]]:
    """The genres of these films and of no other; a film without any has an empty set."""
    wanted = set(movies)
    path = root / "films" / "movielens" / "movies.csv"
    with open_table(path) as lines:
        rows = [_ids(path, row) for row in csv.DictReader(lines)]
    return {
        movie: frozenset(filter(None, (row.get("genres") or "").split("|"))) - {_NO_GENRE}
        for movie, row in rows
        if movie in wanted
    }


def opinions(root: Path, movies: Collection[int]) -> Opinions:
    """Ratings of these films and of no other; the people are all that the table has."""
    order = tuple(dict.fromkeys(movies))
    column = {movie: at for at, movie in enumerate(order)}
    path = root / "films" / "movielens" / "ratings.csv"
    with open_table(path) as lines:
        rows = [_ids(path, row) for row in csv.DictReader(lines)]
    people = {person: at for at, person in enumerate(dict.fromkeys(r["userId"] for _, r in rows))}
    seen = np.zeros((len(people), len(order)), np.bool_)
    liked = np.zeros_like(seen)
    for movie, row in rows:
        if movie in column:
            at = people[row["userId"]], column[movie]
            seen[at] = True
            liked[at] = float(row["rating"]) >= LIKED
    return Opinions(order, seen, liked)


def _ids(path: Path, row: dict[str, str]) -> tuple[int, dict[str, str]]:
    try:
        return int(row["movieId"]), row
    except (KeyError, ValueError) as error:
        raise DatasetBroken(f"{path} needs the column movieId, with numbers in it.") from error
