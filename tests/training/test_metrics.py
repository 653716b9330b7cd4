import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.metrics import (
    accuracy,
    bootstrap,
    calibration_error,
    confusion,
    cross_calibrated,
    fit_temperature,
    macro_f1,
    recalls,
    reliability,
    softmax,
    summary,
)

TRUTH = np.array([0, 0, 1, 1, 2, 2, 3, 3])
GUESS = np.array([0, 1, 1, 1, 2, 3, 3, 2])


def test_figures_by_hand() -> None:
    matrix = confusion(TRUTH, GUESS)
    assert matrix.tolist() == [[1, 1, 0, 0], [0, 2, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]
    assert accuracy(matrix) == 5 / 8
    assert recalls(matrix).tolist() == [0.5, 1, 0.5, 0.5]
    assert macro_f1(matrix) == pytest.approx((2 / 3 + 4 / 5 + 0.5 + 0.5) / 4)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60))
def test_figures_agree_with_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    sklearn = pytest.importorskip("sklearn.metrics", reason="scikit-learn is in [train]")
    truth, guess = (np.array(column) for column in zip(*pairs, strict=True))
    matrix = confusion(truth, guess)
    assert accuracy(matrix) == pytest.approx(sklearn.accuracy_score(truth, guess))
    theirs = sklearn.f1_score(truth, guess, labels=[0, 1, 2, 3], average="macro", zero_division=0)
    assert macro_f1(matrix) == pytest.approx(theirs)


def test_an_interval_holds_the_figure() -> None:
    interval = bootstrap(np.tile(TRUTH, 20), np.tile(GUESS, 20))
    low, high = interval["accuracy"]
    assert low < 5 / 8 < high
    assert high - low < 0.2


def test_the_temperature_that_made_the_labels_is_found() -> None:
    random = np.random.default_rng(2)
    logits = random.normal(0, 2, (4000, 4))
    truth = np.array([random.choice(4, p=p) for p in softmax(logits, 2.0)])
    assert fit_temperature(truth, logits) == pytest.approx(2.0, rel=0.1)
    assert calibration_error(truth, softmax(logits, 2.0)) < 0.03
    assert calibration_error(truth, softmax(logits)) > 0.1
    folds = np.arange(4000) % 10
    assert calibration_error(truth, cross_calibrated(truth, logits, folds)) < 0.03


def test_a_fold_does_not_set_its_own_temperature() -> None:
    random = np.random.default_rng(2)
    logits = random.normal(0, 2, (100, 4))
    truth = logits.argmax(1)
    folds = np.arange(100) % 2
    changed = truth.copy()
    changed[folds == 0] = (truth[folds == 0] + 1) % 4
    before = cross_calibrated(truth, logits, folds)[folds == 0]
    after = cross_calibrated(changed, logits, folds)[folds == 0]
    np.testing.assert_array_equal(before, after)


def test_a_summary_holds_all_figures() -> None:
    random = np.random.default_rng(4)
    truth = np.arange(80) % 4
    logits = random.normal(0, 1, (80, 4))
    logits[np.arange(80), truth] += 2
    figures = summary(truth, logits, np.arange(80) // 8)
    assert figures["songs"] == 80
    assert len(figures["fold_macro_f1"]) == 10
    assert sum(one["share"] for one in figures["reliability"]) == pytest.approx(1)
    assert np.array(figures["confusion"]).sum() == 80


def test_a_bin_without_songs_is_left_out() -> None:
    certain = np.eye(4)[TRUTH].astype(float)
    assert reliability(TRUTH, certain) == [{"share": 1.0, "sure": 1.0, "right": 1.0}]
