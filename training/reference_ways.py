"""Spotiflix' ways from songs to films, as recommenders that can be measured.

Each asks with the songs of a film whose seven features are known, and knows the films that it may
by theirs. A film without such a song can neither ask nor be answered: the reference had the
features of all its tracks, here they are known of those that are tied to feature rows.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from films.recommend.question import Heard
from training.cluster_net import SongClusters
from training.clusters import (
    Rows,
    Table,
    cluster,
    nearest,
    oddities,
    silhouette,
    translation_oddities,
)
from training.datasets.fma_echonest import SEVEN
from training.film_lift import Fit, Rank
from training.positiveness import Layer

CLUSTERS = 500


@dataclass(frozen=True, slots=True)
class Tracks:
    """Tracks with all seven features: rows, shape (tracks, 7), and the row of each one's film."""

    rows: Table
    films: Rows

    def of(self, films: Rows) -> "Tracks":
        """Those of some films."""
        there = np.isin(self.films, films)
        return Tracks(self.rows[there], self.films[there])


def tracks_of(films: Sequence[Sequence[Heard]]) -> Tracks:
    """The tracks of films, whose features are all known."""
    found = [
        (at, [song.features[name] for name in SEVEN])
        for at, songs in enumerate(films)
        for song in songs
        if song.features and all(name in song.features for name in SEVEN)
    ]
    rows = np.array([row for _, row in found], np.float32).reshape(-1, len(SEVEN))
    return Tracks(rows, np.array([at for at, _ in found], np.int64))


def by_clusters(tracks: Tracks, songs: SongClusters, *, count: int = CLUSTERS) -> Fit:
    """The second way: net, translation by the nearest centre, films of the matching clusters.

    Films come by how many of the asked songs lead to a cluster that they are in, then by how near
    their tracks there are.
    """

    def fit(known: Rows) -> Rank:
        held = tracks.of(known)
        made = cluster(held.rows, count)
        table = nearest(songs.clusters.centres, made.centres)

        def rank(film: int) -> list[int]:
            asked = tracks.rows[tracks.films == film]
            votes: Counter[int] = Counter()
            far: dict[int, float] = {}
            for row, of_tracks in zip(asked, table[songs.net.clusters(asked)], strict=True):
                members = np.flatnonzero(made.labels == of_tracks)
                votes.update(np.unique(held.films[members]).tolist())
                distances = ((held.rows[members] - row) ** 2).sum(1)
                for other, distance in zip(held.films[members].tolist(), distances, strict=True):
                    far[other] = min(far.get(other, np.inf), float(distance))
            return sorted(votes, key=lambda other: (-votes[other], far[other], other))

        return rank

    return fit


def by_positiveness(tracks: Tracks, layer: Layer, scripts: Mapping[int, float]) -> Fit:
    """The first way: films whose scripts are as positive as the layer takes the songs to be.

    Args:
        layer: from a song's features to the positiveness of its words.
        scripts: the positiveness of films' scripts, by their rows.
    """

    def fit(known: Rows) -> Rank:
        films = [int(film) for film in known if int(film) in scripts]

        def rank(film: int) -> list[int]:
            asked = tracks.rows[tracks.films == film]
            if not len(asked):
                return []
            told = float(layer.positiveness(asked).mean())
            return sorted(films, key=lambda other: (abs(scripts[other] - told), other))

        return rank

    return fit


def cluster_figures(
    tracks: Tracks, songs: SongClusters, rows: Table, *, count: int = CLUSTERS
) -> dict[str, Any]:
    """Both sets of clusters and the translation between them, over all films.

    Args:
        rows: the songs that were clustered, shape (songs, 7).
    """
    made = cluster(tracks.rows, count)
    different = np.unique(tracks.rows, axis=0)
    table = nearest(songs.clusters.centres, made.centres)
    return {
        "songs": {
            "silhouette": silhouette(rows, songs.clusters.labels),
            **oddities(rows, songs.clusters),
        },
        "net": {
            "validation": songs.validation,
            "training": songs.training,
            "nearest_centre": songs.nearest_validation,
        },
        "tracks": {
            "films": len(np.unique(tracks.films)),
            "silhouette": silhouette(tracks.rows, made.labels),
            "silhouette_of_different": silhouette(
                different, cluster(different, len(made.centres)).labels
            ),
            **oddities(tracks.rows, made, tracks.films),
        },
        "translation": translation_oddities(table, len(made.centres)),
    }
