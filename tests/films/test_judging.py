"""What was heard, held against what is there."""

from hypothesis import given
from hypothesis import strategies as st

from films.detector import SOUNDS
from films.judging import UNKNOWN, VERDICTS, judge, judged_runs, verdict

_LABELS = st.lists(st.sampled_from(SOUNDS), min_size=1, max_size=60)


def test_an_error_is_as_extreme_as_it_has_steps() -> None:
    assert verdict("speech", "speech") == "right"
    assert verdict("music", "speech") == verdict("other", "speech") == "simple"
    assert verdict("music", "other") == verdict("other", "music") == "extreme"


def test_a_run_counts_as_what_most_of_it_was_taken_for() -> None:
    truth = ["music"] * 6 + ["speech"] * 4
    heard = ["music"] * 3 + ["other"] * 3 + ["music"] * 3 + ["speech"]
    one, two = judged_runs(truth, heard)
    assert (one.heard, one.share, one.verdict) == ("music", 0.5, "right")  # in doubt the right
    assert (two.start, two.end, two.heard, two.verdict) == (6, 10, "music", "simple")


def test_what_nothing_is_known_of_does_not_count() -> None:
    truth = ["music", UNKNOWN, UNKNOWN, "speech"]
    told = judge(truth, ["music", "other", "other", "music"])
    assert (told["seconds"], told["accuracy"]) == (2, 0.5)
    assert [run["start"] for run in told["runs"]] == [0, 3]
    assert judge([UNKNOWN], ["music"])["accuracy"] is None


@given(_LABELS)
def test_what_is_heard_right_is_all_right(truth: list[str]) -> None:
    told = judge(truth, truth)
    assert (told["accuracy"], told["macro_f1"]) == (1.0, 1.0)
    assert told["verdicts"]["right"] == len(told["runs"])


@given(_LABELS, _LABELS)
def test_every_run_has_a_verdict(truth: list[str], heard: list[str]) -> None:
    told = judge(truth, heard)
    assert sum(told["verdicts"].values()) == len(told["runs"])
    assert set(told["verdicts"]) == set(VERDICTS)
    assert 0 <= told["accuracy"] <= 1
    assert 0 <= told["macro_f1"] <= 1
