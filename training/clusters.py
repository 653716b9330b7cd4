"""Clusters of songs by their audio features, and the way from one set of clusters to another.

Spotiflix (2023) clustered songs and soundtrack tracks apart, went from a song's cluster to that of
soundtracks with the nearest centre, and named the films in it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

Rows = npt.NDArray[np.int64]
Table = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clusters:
    """centres: shape (clusters, features); labels: the cluster of each row, shape (rows,)."""

    centres: Table
    labels: Rows


def cluster(rows: Table, count: int, *, seed: int = 1) -> Clusters:
    """k-means, one start; `count` is cut to the number of rows that differ."""
    different = len(np.unique(rows, axis=0))
    means = KMeans(min(count, different), n_init=1, random_state=seed).fit(rows)
    return Clusters(means.cluster_centers_.astype(np.float32), means.labels_.astype(np.int64))


def nearest(rows: Table, centres: Table) -> Rows:
    """For each row the centre that is nearest, shape (rows,)."""
    squares = (centres**2).sum(1)
    return np.asarray((squares - 2 * rows @ centres.T).argmin(1), np.int64)


def silhouette(rows: Table, labels: Rows) -> float | None:
    """Mean silhouette, -1 to 1; None where every row or no row is a cluster of its own.

    A cluster of equal rows has silhouette 1: the same song in many films makes clusters look good.
    """
    if not 1 < len(np.unique(labels)) < len(rows):
        return None
    return float(silhouette_score(rows, labels))


def oddities(rows: Table, clusters: Clusters, films: Rows | None = None) -> dict[str, Any]:
    """What is odd about clusters, in figures.

    Args:
        rows: what was clustered.
        films: the film of each row, where the rows are tracks.

    Returns:
        `clusters`; `sizes`, least, median and most rows in one; `of_one_row`; `all_equal`, clusters
        of several rows that are all the same; and of tracks `of_one_film`, clusters that name one
        film alone, and `films_named`, the median number of films in a cluster.
    """
    members = [np.flatnonzero(clusters.labels == at) for at in range(len(clusters.centres))]
    sizes = np.array([len(some) for some in members])
    alike = [len(some) > 1 and bool(np.ptp(rows[some], axis=0).max() == 0) for some in members]
    told: dict[str, Any] = {
        "rows": len(rows),
        "different_rows": len(np.unique(rows, axis=0)),
        "clusters": len(members),
        "sizes": [int(sizes.min()), float(np.median(sizes)), int(sizes.max())],
        "of_one_row": int((sizes == 1).sum()),
        "all_equal": sum(alike),
    }
    if films is not None:
        named = np.array([len(np.unique(films[some])) for some in members])
        told |= {"of_one_film": int((named == 1).sum()), "films_named": float(np.median(named))}
    return told


def translation_oddities(table: Rows, clusters: int) -> dict[str, int]:
    """What is odd about a translation: how many of the clusters are reached from any song, and
    into how many song clusters the commonest answer is given."""
    reached = np.bincount(table, minlength=clusters)
    return {
        "of": clusters,
        "reached": int((reached > 0).sum()),
        "most_into_one": int(reached.max()),
    }
