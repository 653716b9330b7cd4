"""Clusters of songs, the net that repeats them, and films by them: on made blobs."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("sklearn", reason="needs the [train] extra")

import torch

from films.recommend.question import Heard
from training.cluster_net import SongClusters, keep, kept, train_net
from training.clusters import cluster, nearest, oddities, silhouette, translation_oddities
from training.datasets.fma_echonest import SEVEN
from training.film_lift import NOBODY, ask
from training.positiveness import Layer
from training.reference_ways import by_clusters, by_positiveness, cluster_figures, tracks_of

pytestmark = pytest.mark.training
torch.set_num_threads(1)

_CORNERS = np.array([[0.1] * 7, [0.9] * 7, [0.1] * 3 + [0.9] * 4], np.float32)


def test_blobs_are_found_and_hang_together() -> None:
    rows, blobs = _blobs(40)
    made = cluster(rows, 3)
    assert all(len(set(made.labels[blobs == blob])) == 1 for blob in range(3))
    told = silhouette(rows, made.labels)
    assert told is not None
    assert told > 0.7
    assert (nearest(rows, made.centres) == made.labels).all()


def test_more_clusters_than_different_songs_are_not_asked_for() -> None:
    rows = np.repeat(_CORNERS, 5, axis=0)
    made = cluster(rows, 500)
    assert len(made.centres) == 3
    assert silhouette(rows, made.labels) == pytest.approx(1)
    assert silhouette(_CORNERS, np.arange(3)) is None


def test_odd_clusters_are_counted() -> None:
    rows = np.concatenate([np.repeat(_CORNERS[:1], 4, axis=0), _CORNERS[1:]])
    told = oddities(rows, cluster(rows, 3), np.array([0, 1, 2, 2, 5, 5]))
    assert told["rows"] == 6
    assert told["different_rows"] == 3
    assert told["sizes"] == [1, 1.0, 4]
    assert told["of_one_row"] == 2
    assert told["all_equal"] == 1
    assert told["of_one_film"] == 2
    assert translation_oddities(np.array([0, 0, 2]), 4) == {
        "of": 4, "reached": 2, "most_into_one": 2,
    }  # fmt: skip


def test_the_net_repeats_clusters_of_songs_it_has_not_seen_and_is_kept(tmp_path: Path) -> None:
    made = _songs()
    assert made.validation > 0.95
    assert made.nearest_validation == 1
    keep(made, tmp_path / "runs" / "net.npz")
    again = kept(tmp_path / "runs" / "net.npz")
    assert again is not None
    rows, _ = _blobs(5)
    assert (again.net.clusters(rows) == made.net.clusters(rows)).all()
    assert again.validation == made.validation
    assert kept(tmp_path / "nothing.npz") is None


def test_songs_lead_to_films_with_songs_like_them() -> None:
    kinds = np.arange(30) % 3
    random = np.random.default_rng(4)
    films = [
        [_song(_CORNERS[kind] + random.normal(0, 0.02, 7)) for _ in range(3)] for kind in kinds
    ]
    films[6] = [Heard("a song of which nothing is known"), Heard(features={"valence": 0.5})]
    folds = np.arange(30) // 6
    answers = ask(by_clusters(tracks_of(films), _songs(), count=3), folds)
    assert (answers[6] == NOBODY).all()
    assert 6 not in answers
    others = np.delete(np.arange(30), 6)
    given = answers[others]
    assert (given != NOBODY).sum(1).min() >= 7
    same = np.where(given == NOBODY, True, kinds[given] == kinds[others][:, None])
    assert same.mean() > 0.95


def test_films_come_by_how_near_their_scripts_positiveness_is() -> None:
    films = [[_song(np.full(7, level))] for level in (0.1, 0.2, 0.9, 0.5)] + [[Heard("unknown")]]
    layer, scripts = Layer(np.eye(7)[6], 0.0), {0: 0.1, 1: 0.9, 2: 0.25, 3: 0.2}
    rank = by_positiveness(tracks_of(films), layer, scripts)(np.array([0, 1, 2, 4]))
    assert list(rank(3)) == [2, 0, 1]  # .5 is nearest to .25, and films 0 and 1 are equally far
    assert list(rank(4)) == []


def test_the_figures_of_the_way_tell_what_is_odd() -> None:
    rows, _ = _blobs(40)
    films = [[_song(_CORNERS[0]), _song(_CORNERS[at % 3])] for at in range(9)]
    told = cluster_figures(tracks_of(films), _songs(), rows, count=3)
    assert told["songs"]["silhouette"] > 0.7
    assert told["tracks"]["films"] == 9
    assert told["tracks"]["silhouette"] == pytest.approx(1)
    assert told["tracks"]["silhouette_of_different"] is None
    assert told["translation"]["reached"] == 3


def _blobs(count: int) -> tuple[np.ndarray, np.ndarray]:
    blobs = np.repeat(np.arange(3), count)
    noise = np.random.default_rng(3).normal(0, 0.03, (3 * count, 7))
    return (_CORNERS[blobs] + noise).astype(np.float32), blobs


def _songs() -> SongClusters:
    rows, _ = _blobs(40)
    return train_net(rows, cluster(rows, 3), epochs=150, hidden=(32, 16))


def _song(row: np.ndarray) -> Heard:
    return Heard(features=dict(zip(SEVEN, map(float, row), strict=True)))
