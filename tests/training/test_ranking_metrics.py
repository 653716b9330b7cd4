"""Figures of rankings, held against scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("sklearn", reason="needs the [train] extra")

from sklearn.metrics import coverage_error, f1_score, label_ranking_average_precision_score

from training.ranking_metrics import (
    best_thresholds,
    coverage,
    label_f1,
    mean_f1,
    ranking_figures,
    ranking_precision,
    top_five,
)

pytestmark = pytest.mark.training


def _drawn(seed: int, ties: bool) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    truth = random.random((12, 7)) < 0.3
    truth[np.arange(12), random.integers(0, 7, 12)] = True
    scores = random.random((12, 7))
    return truth, scores.round(1) if ties else scores


@given(st.integers(0, 10_000), st.booleans())
def test_coverage_and_lrap_are_those_of_scikit_learn(seed: int, ties: bool) -> None:
    truth, scores = _drawn(seed, ties)

    assert coverage(truth, scores).mean() == pytest.approx(coverage_error(truth, scores))
    assert ranking_precision(truth, scores).mean() == pytest.approx(
        label_ranking_average_precision_score(truth, scores)
    )


def test_mean_f1_is_that_of_scikit_learn() -> None:
    truth, scores = _drawn(3, ties=False)

    told = scores > 0.5

    assert mean_f1(truth, told) == pytest.approx(f1_score(truth, told, average="macro"))


def test_a_perfect_ranking_covers_no_more_than_it_must() -> None:
    truth, _ = _drawn(5, ties=False)

    figures = ranking_figures(truth, truth.astype(float), truth, rounds=20)

    assert figures["coverage"] >= figures["least_coverage"]
    assert figures["lrap"] == 1
    assert figures["mean_f1"] == pytest.approx(1)


def test_the_top_five_of_a_perfect_ranking_hold_every_label() -> None:
    truth = np.zeros((4, 9), bool)
    truth[:, 2] = truth[:2, 7] = True

    told = top_five(truth, truth.astype(float))

    assert told["recall"] == 1
    assert told["precision"] == pytest.approx(6 / 20)


def test_a_threshold_is_where_f1_is_greatest() -> None:
    scores = np.linspace(0, 1, 101)[:, None]
    truth = scores > 0.7

    threshold = best_thresholds(truth, scores)

    assert label_f1(truth, scores >= threshold)[0] > 0.97
