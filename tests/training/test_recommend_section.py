"""The report on films for a song: figures as measured, in honest words."""

from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("vaderSentiment", reason="needs the [train] extra")

from training.clip_features import ClipFeatures, figures, spearman
from training.evaluate_recommend import measure
from training.film_lift import FilmTruth, Fit, Rank, Rows, split
from training.recommend_section import recommend_section

pytestmark = pytest.mark.training


def test_what_did_not_run_is_told() -> None:
    assert "Not run" in recommend_section(None)
    page = recommend_section(_record("random"))
    assert "Spotiflix 2023 | | | none measured" in page
    assert "not run: no texts here" in page


def test_a_way_that_finds_nothing_is_not_praised() -> None:
    page = recommend_section(_record("random"))
    assert "a small lift" in page
    assert "tell less of who will like it than its genres do" in page


def test_a_way_that_knows_what_people_like_is_said_to() -> None:
    page = recommend_section(_record("oracle"))
    assert "in: genres shared (cosine); a genre in common" in page
    assert "a small lift" not in page
    assert "tell about as much of who will like it as its genres do" in page


def test_further_films_have_a_table_of_their_own() -> None:
    page = recommend_section(_record("random"), _record("oracle"))
    assert page.count("none measured") == 2
    assert "**Further films**, 80 of them" in page


def test_a_lift_that_other_people_do_not_confirm_is_called_small() -> None:
    record = _record("oracle")
    judged = record["ways"]["random"]["top_10"]
    names = ("ours", "taught_by_all", "same_genres")
    apart = dict.fromkeys(names, judged) | {
        "ours_times": {"same_genres": record["ways"]["same_genres"]["ours_times"]}
    }
    page = recommend_section(record | {"other_people": apart})
    assert "people that it has not learnt from" in page
    assert "a small lift" in page


def test_a_way_that_answers_a_few_films_is_compared_over_those() -> None:
    record = _record("oracle")
    few = record["ways"]["clusters"]
    assert few["top_10"]["answered"] < record["films"] / 2
    assert few["ours_there"]["answered"] == few["top_10"]["answered"]
    assert few["ours_times"]["any_genre"]["interval_95"][0] > 1


def test_clusters_clips_profiles_and_examples_are_told() -> None:
    record = _record("random")
    odd = {"clusters": 5, "rows": 9, "different_rows": 4, "sizes": [1, 2.0, 3], "of_one_row": 1}
    odd |= {"all_equal": 2, "silhouette": 0.25, "silhouette_of_different": None}
    odd |= {"of_one_film": 1, "films_named": 2.0, "films": 3}
    record |= {
        "clusters": {
            "songs": odd,
            "tracks": odd,
            "net": {"validation": 0.77, "training": 0.9, "nearest_centre": 1.0},
            "translation": {"of": 5, "reached": 2, "most_into_one": 4},
        },
        "clips": {"valence": {"clips": 13, "spearman": 0.2, "interval_95": [-0.4, 0.7]}},
        "profiles": {"song": 1, "none": 3},
        "examples": [
            {"song": "A song", "in": ["A film"], "known": "", "films": {"ours": ["B (1999)"]}}
        ],
    }
    page = recommend_section(record)
    for told in (".770", "1.00", "+0.70", "credits alone | 3 | 75%", "ours: B (1999)", "only 4"):
        assert told in page, told


def test_equal_ranks_correlate_fully_and_few_clips_are_not_judged() -> None:
    values = np.array([0.1, 0.2, 0.2, 0.9, 0.5])
    assert spearman(values, values**3) == pytest.approx(1)
    assert spearman(values, -values) == pytest.approx(-1)
    assert spearman(values, np.ones(5)) == 0
    told = np.array([[0.1, 0.2, np.nan]] * 2 + [[0.4, 0.3, 0.2], [0.5, 0.6, 0.7], [0.9, 0.8, 0.8]])
    found = figures(ClipFeatures(told, told), rounds=20)
    assert set(found) == {"valence", "energy"}
    assert found["valence"]["spearman"] == pytest.approx(1)


def _record(ours: str) -> dict[str, Any]:
    """Forty films of two kinds with a public for each; ours is random, or knows all."""
    random = np.random.default_rng(5)
    kinds = np.arange(80) % 2
    genres = np.stack([kinds == 0, kinds == 1, random.random(80) < 0.3], 1)
    liked = random.random((60, 80)) < np.where(np.arange(60)[:, None] % 2 == kinds, 0.4, 0.1)

    def oracle(known: Rows) -> Rank:
        return lambda film: known[kinds[known] == kinds[film]]

    def anything(known: Rows) -> Rank:
        return lambda film: random.permutation(known)

    def few(known: Rows) -> Rank:
        return lambda film: random.permutation(known) if film < 20 else np.array([], np.int64)

    ways: dict[str, Fit] = {"clusters": few, "ours": {"oracle": oracle, "random": anything}[ours]}
    record, answers = measure(
        FilmTruth(genres, liked), split(80), ways, say=lambda line: None, rounds=100
    )
    assert set(answers) == set(record["ways"])
    return record | {
        "split": "made",
        "chosen": "",
        "not_run": {"positiveness": "no texts here"},
        "command": "mooddex ...",
    }
