"""Whether ellipses about songs' places hold what they say."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from training.metrics import Labels, Scores, softmax
from training.spread import spread, within_of
from training.spread_section import spread_section

PLACES = np.array([[0.7, 0.6, 0.5], [0.3, 0.6, 0.5], [0.3, 0.4, 0.5], [0.7, 0.4, 0.5]])


def _songs(count: int, deviation: float, sure: float = 9) -> tuple[Labels, Scores, Scores, Labels]:
    """Songs about the places of their moods, told with logits as sure as asked, in ten folds."""
    random = np.random.default_rng(1)
    logits = random.normal(0, sure, (count, 4))
    truth = np.array([random.choice(4, p=p) for p in softmax(logits)])
    felt = PLACES[truth] + random.normal(0, deviation, (count, 3))
    return truth, logits, felt, np.arange(count) % 10


def test_ellipses_about_gaussian_songs_hold_what_they_say() -> None:
    truth, logits, felt, folds = _songs(2000, 0.05, sure=60)
    figures = spread(truth, [logits], felt, folds)
    for row in figures["without_factor"]:
        assert row["interval_95"][0] <= row["says"] <= row["interval_95"][1]
    assert figures["factor"] == pytest.approx(1, abs=0.06)
    assert "calibrated, as far as" in spread_section(_record(figures))


def test_a_factor_from_other_folds_brings_the_shares_closer() -> None:
    """Places in four far corners and unsure answers: nothing like an ellipse."""
    truth, logits, felt, folds = _songs(2000, 0.04, sure=1.5)
    figures = spread(truth, [logits, logits], felt, folds)

    def off(rows: list[dict[str, float]]) -> float:
        return sum(abs(row["holds"] - row["says"]) for row in rows)

    assert figures["runs"] == 2
    assert off(figures["with_factor"]) < off(figures["without_factor"])
    assert "not calibrated" in spread_section(_record(figures))


def test_what_lies_within_a_mood_is_its_own_songs() -> None:
    truth, _, felt, _ = _songs(4000, 0.05)
    for row in within_of(felt, truth):
        assert row == pytest.approx([0.0025, 0.0025, 0], abs=4e-4)


def test_a_missing_record_says_how_to_make_one() -> None:
    assert "mooddex evaluate spread" in spread_section(None)


def test_the_command_says_what_it_lacks(tmp_path: Path) -> None:
    from cli.evaluate import command  # noqa: PLC0415 - it needs the [train] extra

    result = CliRunner().invoke(command, ["spread", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "Error" in result.output


def _record(figures: dict[str, object]) -> dict[str, object]:
    return {"data": "made", "split": "made", "seeds": [1], "windows": 5, "command": "x"} | figures
