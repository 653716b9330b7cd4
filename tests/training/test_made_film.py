"""The made film: its script, its table of runs, and the command over made sounds."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.training
pytest.importorskip("scipy", reason="scipy is in the [train] extra")

from cli.evaluate import command as evaluate  # noqa: E402
from films.detector import SOUNDS  # noqa: E402
from films.judging import judged_runs, verdict  # noqa: E402
from tests.training.sound_sets import babble, chord, hiss, write_sets  # noqa: E402
from training.made_film import (  # noqa: E402
    EXTREME,
    RIGHT,
    SCRIPT,
    SIMPLE,
    compose_film,
    judge,
)
from training.mixtures import trimmed  # noqa: E402

LABELS = st.lists(st.sampled_from(SOUNDS), min_size=1, max_size=60)


def test_the_film_lasts_four_minutes_and_twenty_seconds_and_has_every_sound() -> None:
    random = np.random.default_rng(1)
    stock = {
        "music": [chord(12, random)],
        "speech": [trimmed(babble(2, random))],
        "other": [hiss(5, random)],
    }
    scene = compose_film(stock, 1)
    truth = scene.truth()
    assert len(truth) == 260
    assert len(scene.sections) == len(SCRIPT)
    assert np.bincount(truth, minlength=3).min() > 40


def test_one_step_is_a_simple_error_and_two_are_an_extreme_one() -> None:
    assert verdict("speech", "speech") == RIGHT
    assert verdict("speech", "music") == verdict("other", "speech") == SIMPLE
    assert verdict("music", "other") == verdict("other", "music") == EXTREME


def test_runs_are_judged_by_most_of_their_seconds() -> None:
    truth = ["music"] * 4 + ["speech"] * 3 + ["other"] * 2 + ["music"]
    heard = ["music"] * 3 + ["speech"] * 2 + ["music"] * 2 + ["other", "speech"] + ["other"]
    runs = judged_runs(truth, heard)
    assert [run.verdict for run in runs] == [RIGHT, SIMPLE, RIGHT, EXTREME]
    assert [(run.start, run.end) for run in runs] == [(0, 4), (4, 7), (7, 9), (9, 10)]
    assert [run.share for run in runs] == pytest.approx([3 / 4, 1 / 3, 1 / 2, 0])
    told = judge(truth, heard)
    assert told["verdicts"] == {RIGHT: 2, SIMPLE: 1, EXTREME: 1}
    assert told["accuracy"] == pytest.approx(0.5)
    assert (told["truth"], told["heard"]) == ("mmmmsssoom", "mmmssmmoso")


@settings(max_examples=50, deadline=None)
@given(LABELS)
def test_what_is_heard_as_it_is_has_only_right_runs(labels: list[str]) -> None:
    told = judge(labels, labels)
    assert told["accuracy"] == 1
    assert told["verdicts"][RIGHT] == len(told["runs"]) == told["runs_heard"]
    assert sum(run["end"] - run["start"] for run in told["runs"]) == len(labels)


def test_the_command_plays_the_film_and_keeps_its_record(tmp_path: Path) -> None:
    data = write_sets(tmp_path / "data")
    where = ["--runs", str(tmp_path / "runs"), "--records", str(tmp_path / "records")]
    told = CliRunner().invoke(evaluate, ["made-film", "--data", str(data), "--draws", "1", *where])
    assert told.exit_code == 0, told.output
    assert "by the second: accuracy" in told.output
    record = json.loads((tmp_path / "records" / "made-film.json").read_text())
    assert 255 <= record["film"]["seconds"] <= 260
    assert (tmp_path / "runs" / "made-film" / "made-film.m4a").stat().st_size > 100_000


def test_missing_sets_are_told_plainly(tmp_path: Path) -> None:
    told = CliRunner().invoke(evaluate, ["made-film", "--data", str(tmp_path)])
    assert told.exit_code == 1
    assert "is not there" in told.output
