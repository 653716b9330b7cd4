import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.training
pytest.importorskip("sklearn", reason="scikit-learn is in the [train] extra")

from training.tag_metrics import (  # noqa: E402
    accuracy,
    accuracy_of_no_tag,
    areas,
    fit_thresholds,
    macro_f1,
)

TRUTH = np.array([[1, 0, 1], [0, 0, 1], [1, 0, 1], [0, 0, 1]], bool)


def test_areas_of_a_perfect_a_reversed_and_an_even_order() -> None:
    perfect = TRUTH.astype(float)
    assert areas(TRUTH, perfect) == {"roc_auc": 1.0, "pr_auc": 1.0, "tags": 1}
    assert areas(TRUTH, -perfect)["roc_auc"] == 0.0
    even = areas(TRUTH, np.zeros((4, 3)))
    assert (even["roc_auc"], even["pr_auc"]) == (0.5, 0.5)


def test_an_area_by_hand() -> None:
    truth = np.array([[True], [False], [True], [False]])
    scores = np.array([[0.9], [0.8], [0.7], [0.1]])
    told = areas(truth, scores)
    assert told["roc_auc"] == pytest.approx(3 / 4)
    assert told["pr_auc"] == pytest.approx((1 + 2 / 3) / 2)


def test_tags_that_cannot_be_told_apart_have_no_area() -> None:
    with pytest.raises(ValueError, match="no tag"):
        areas(TRUTH[:, 1:], np.zeros((4, 2)))


def test_rare_tags_make_an_idle_answer_look_good() -> None:
    truth = np.zeros((100, 50), bool)
    truth[:, 0] = True
    assert accuracy_of_no_tag(truth) == pytest.approx(0.98)
    assert accuracy(truth, truth) == 1
    assert macro_f1(truth, np.zeros_like(truth)) == 0
    assert macro_f1(truth, truth) == 1


def test_thresholds_by_hand() -> None:
    truth = np.array([[1, 0], [1, 0], [0, 0], [1, 0]], bool)
    scores = np.array([[3.0, 1], [2, 1], [1, 1], [0.5, 1]])
    found = fit_thresholds(truth, scores)
    assert found.tolist() == [0.5, float("inf")]
    assert not (scores >= found)[:, 1].any()


@given(
    st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=1, max_size=12).filter(
        lambda pairs: any(truth for truth, _ in pairs)
    )
)
def test_no_threshold_has_a_better_f1_than_the_one_found(pairs: list[tuple[bool, int]]) -> None:
    truth = np.array([[one] for one, _ in pairs])
    scores = np.array([[float(score)] for _, score in pairs])
    best = macro_f1(truth, scores >= fit_thresholds(truth, scores))
    assert all(best >= macro_f1(truth, scores >= cut) - 1e-12 for cut in scores[:, 0])
