"""When a model should call itself unsure."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.confidence import confidence, coverage_curve, threshold
from training.metrics import Labels, Scores, softmax

pytestmark = pytest.mark.training
pytest.importorskip("matplotlib", reason="matplotlib is in the [train] extra")

from training.confidence_section import confidence_section  # noqa: E402


def _songs(count: int, seed: int) -> tuple[Labels, Scores, Labels]:
    """Songs whose answers are right as often as they are sure, in ten folds."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 1.4, (count, 4))
    truth = np.array([random.choice(4, p=p) for p in softmax(logits)])
    return truth, logits, np.arange(count) % 10


@given(st.integers(0, 1000), st.floats(0.3, 0.9))
def test_what_is_above_the_threshold_is_right_as_often_as_asked(seed: int, target: float) -> None:
    truth, logits, _ = _songs(120, seed)
    probabilities = softmax(logits)
    limit = threshold(truth, probabilities, target)
    sure = probabilities.max(1) >= limit
    if sure.any():
        assert (probabilities.argmax(1) == truth)[sure].mean() >= target


def test_the_more_is_asked_the_fewer_songs_are_answered() -> None:
    truth, logits, _ = _songs(2000, 1)
    limits = [threshold(truth, softmax(logits), target) for target in (0.4, 0.6, 0.8, 0.9)]
    assert limits == sorted(limits)
    assert threshold(truth, softmax(logits), 1.01) == 1


def test_the_curve_ends_with_all_songs() -> None:
    truth, logits, _ = _songs(50, 1)
    curve = coverage_curve(truth, softmax(logits))
    assert curve[-1]["share"] == 1
    assert curve[-1]["right"] == pytest.approx((logits.argmax(1) == truth).mean())
    sure = [one["confidence"] for one in curve]
    assert sure == sorted(sure, reverse=True)


def test_on_songs_it_was_not_chosen_on_the_threshold_keeps_its_word(tmp_path: Path) -> None:
    truth, logits, folds = _songs(3000, 2)
    figures = confidence(truth, [logits, logits * 2], folds)
    assert figures["sure"]["right"] >= 0.79
    assert figures["unsure"]["right"] < 0.7
    assert figures["sure"]["answers"] + figures["unsure"]["answers"] == 6000
    assert 0.3 < figures["unsure_below"] < 0.9
    told = confidence_section(
        {
            "model": "confidence", "data": "made", "split": "ten folds", "seeds": [1, 2],
            "windows": 5, "command": "repeat me", **figures,
        },
        tmp_path,
    )  # fmt: skip
    assert f"**{figures['unsure_below']:.2f}**" in told
    assert (tmp_path / "results" / "confidence.png").stat().st_size > 1000


def test_a_model_that_is_never_unsure_is_told_too(tmp_path: Path) -> None:
    truth = np.arange(40) % 4
    figures = confidence(truth, [np.eye(4)[truth] * 9], np.arange(40) % 10)
    assert figures["unsure_share"] == 0
    record = {"data": "made", "split": "s", "seeds": [1], "windows": 5, "command": "c", **figures}
    assert "| unsure | .000 | none | |" in confidence_section(record, tmp_path)
    assert "Not run" in confidence_section(None, tmp_path)
