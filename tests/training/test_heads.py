"""Linear heads: solved to their end, and exported as they were trained."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")

from sklearn.linear_model import LogisticRegression

from moods.heads import Head
from moods.models import WeightsError
from training.export_head import export_head
from training.heads import Linear, balanced_counts, choose_strength, log_loss, solve

pytestmark = pytest.mark.training


def _rows(count: int = 90) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    rows = random.normal(size=(count, 6)).astype(np.float32)
    return rows, (rows[:, 0] + 0.5 * random.normal(size=count) > 0).astype(int)


def test_a_head_of_sigmoids_is_the_logistic_regression_of_each_label() -> None:
    rows, classes = _rows()

    head = solve(rows, classes[:, None].astype(np.float32), 0.1, exclusive=False)

    theirs = LogisticRegression(C=0.1, tol=1e-8).fit(rows, classes)
    assert head.weights[:, 0] == pytest.approx(theirs.coef_[0], abs=1e-3)


def test_an_exclusive_head_is_the_softmax_regression() -> None:
    rows, classes = _rows()
    classes = classes + (rows[:, 1] > 0.8)

    head = solve(rows, np.eye(3, dtype=np.float32)[classes], 0.1, exclusive=True)

    theirs = LogisticRegression(C=0.1, tol=1e-8).fit(rows, classes)
    assert head.logits(rows).argmax(1).tolist() == theirs.predict(rows).tolist()


def test_rare_positives_weigh_as_much_as_common_negatives() -> None:
    targets = np.zeros((10, 1), np.float32)
    targets[:2] = 1

    counts = balanced_counts(targets)

    assert counts[targets > 0].sum() == pytest.approx(counts[targets == 0].sum())


def test_numbers_that_say_nothing_get_the_strongest_penalty() -> None:
    rows, classes = _rows()
    noise = np.random.default_rng(2).normal(size=rows.shape).astype(np.float32)
    targets = classes[:, None].astype(np.float32)

    strength = choose_strength(noise, targets, np.arange(90) % 9, exclusive=False)

    assert strength == 0.0003
    assert choose_strength(rows, targets, np.arange(90) % 9, exclusive=False) > strength


def test_the_log_loss_of_even_odds_is_that_of_a_coin() -> None:
    assert log_loss(np.array([[1.0], [0.0]], np.float32), np.zeros((2, 1)), exclusive=False) == (
        pytest.approx(np.log(2))
    )


def test_an_exported_head_answers_as_the_trained_one(tmp_path: Path) -> None:
    head = Linear(np.ones((6, 2), np.float32), np.array([0.5, -40], np.float32))
    card = {"version": "1", "labels": ["a", "b"], "exclusive": False, "thresholds": [0.5, 0.5]}

    export_head("made", head, tmp_path, card)
    written = Head.find("made", tmp_path)

    assert written is not None
    rows = np.ones((1, 6), np.float32)
    assert written.logits(rows) == pytest.approx(head.logits(rows))
    assert written.told(written.probabilities(rows)[0]) == ["a"]
    assert Head.find("nothing", tmp_path) is None


def test_weights_that_are_not_those_on_the_card_are_refused(tmp_path: Path) -> None:
    head = Linear(np.ones((6, 1), np.float32), np.zeros(1, np.float32))
    export_head("made", head, tmp_path, {"version": "1", "labels": ["a"], "exclusive": True})
    (tmp_path / "made.onnx").write_bytes(b"other")

    with pytest.raises(WeightsError):
        Head.find("made", tmp_path)
