"""What the soundtracks of films are to the films of an index, for all of them at once.

The same numbers as `films.recommend.ranking.Ranker` gives question by question, as matrices: what
weights are chosen by.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from films.recommend.credits import KINDS
from films.recommend.index import Credits, idf_of, strength
from films.recommend.weights import Weights
from training.film_lift import Rows

Scores = npt.NDArray[np.float32]


def credits_of(held: Credits, films: Rows) -> Credits:
    """The credits of some films alone, as an index of just these would have them."""
    row = np.full(int(held.films.max(initial=0)) + 1, -1)
    row[films] = np.arange(len(films))
    use = np.flatnonzero(row[held.films] >= 0)
    tokens = held.token_of_match[use]
    there, counts = np.unique(tokens, return_counts=True)
    order = np.lexsort((row[held.films[use]], tokens))
    return Credits(
        tokens=held.tokens[there],
        kinds=held.kinds[there],
        idf=idf_of(counts, len(films)).astype(np.float32),
        starts=np.append(0, np.cumsum(counts)).astype(np.int32),
        films=row[held.films[use]][order].astype(np.int32),
        counts=held.counts[use][order],
    )


@dataclass(frozen=True, eq=False)
class Questions:
    """Soundtracks put to an index.

    Attributes:
        channels: for each kind of token how alike the credits are, shape (asked, known).
        inputs: what vectors of the index's tokens are multiplied with, shape (asked, tokens).
    """

    channels: Mapping[str, Scores]
    inputs: sparse.csr_array


def questions(
    held: Credits, known: Credits, films: Rows, asked: Rows, pivots: Weights
) -> Questions:
    """The soundtracks of some films asked of others.

    Args:
        held: the credits of all films.
        known: those of the index's alone (`credits_of`).
        films, asked: rows of the films of the index and of those that ask.
        pivots: whose `film_pivot` and `question_pivot` are used.
    """
    at = known.find(held.tokens)
    idf = np.where(at >= 0, known.idf[at], known.unknown_idf(len(films)))
    values = strength(held.counts) * idf[held.token_of_match]
    shape = (int(held.films.max()) + 1, len(held.tokens))
    whole = sparse.csr_array((values, (held.films, held.token_of_match)), shape)
    asking, having = whole[asked].tocsc(), whole[films].tocsc()
    channels = {}
    for number, kind in enumerate(KINDS):
        of_kind = held.kinds == number
        some, other = asking[:, of_kind], having[:, of_kind]
        lengths, norms = _lengths(some), _lengths(other)
        middle = float(norms[norms > 0].mean()) if (norms > 0).any() else 1.0
        lengths = (1 - pivots.question_pivot) * middle + pivots.question_pivot * lengths
        norms = (1 - pivots.film_pivot) * middle + pivots.film_pivot * norms
        products = np.asarray((some @ other.T).todense())
        products /= np.maximum(np.outer(lengths, norms), 1e-9)
        channels[kind.value] = products.astype(np.float32)
    scaled = sparse.diags_array(1 / np.maximum(_lengths(asking), 1e-9)) @ asking
    return Questions(channels, sparse.csr_array(scaled.tocsc()[:, at >= 0]))


def summed(channels: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """The channels by their weights."""
    names = [name for name in weights if weights[name] and name in channels]
    total = np.zeros(next(iter(channels.values())).shape, np.float32)
    for name in names:
        total += np.float32(weights[name]) * channels[name]
    return total


def best(sums: Scores, films: Rows, count: int) -> Rows:
    """The films of the highest sums, the best first, shape (asked, count): rows of all films."""
    count = min(count, sums.shape[1])
    some = np.argpartition(-sums, count - 1, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(sums, some, 1), axis=1, kind="stable")
    return np.asarray(films[np.take_along_axis(some, order, 1)])


def _lengths(rows: sparse.csc_array) -> npt.NDArray[np.float64]:
    return np.asarray(np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel()), np.float64)
