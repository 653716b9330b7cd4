"""From labels a second to runs, windows and shares."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from films.runs import (
    LEAST_MUSIC,
    WINDOW,
    Run,
    majority,
    music_runs,
    runs_of,
    shares_of,
    sound_shares,
    windows_of,
)

SOUNDS = ("music", "speech", "other")
labels = st.lists(st.tuples(st.sampled_from(SOUNDS), st.integers(1, 25)), max_size=12).map(
    lambda parts: [sound for sound, length in parts for _ in range(length)]
)


@given(labels)
def test_runs_put_together_are_the_labels_again(seconds: list[str]) -> None:
    runs = runs_of(seconds)
    assert [run.label for run in runs for _ in range(run.seconds)] == seconds
    assert all(one.end == other.start for one, other in pairwise(runs))
    assert all(one.label != other.label for one, other in pairwise(runs))


@given(labels)
def test_music_runs_are_all_the_long_stretches_of_music_and_no_others(seconds: list[str]) -> None:
    runs = music_runs(seconds)
    assert all(run.seconds >= LEAST_MUSIC for run in runs)
    assert all(set(seconds[run.start : run.end]) == {"music"} for run in runs)
    text = "".join("m" if label == "music" else "x" for label in seconds)
    assert len(runs) == sum(len(part) >= LEAST_MUSIC for part in text.split("x"))


@given(st.integers(0, 50), st.integers(1, 60))
def test_windows_lie_within_their_run_one_a_second(start: int, seconds: int) -> None:
    run = Run(start, start + seconds, "music")
    windows = list(windows_of(run))
    assert len(windows) == max(seconds - WINDOW + 1, 0)
    assert all(run.start <= at and at + WINDOW <= run.end for at in windows)


@given(st.lists(st.sampled_from("abc"), min_size=1))
def test_no_label_is_commoner_than_the_majority(some: list[str]) -> None:
    most = majority(some)
    assert most is not None
    assert some.count(most) == max(map(some.count, "abc"))


def test_of_equally_common_labels_the_first_stands_and_of_none_none() -> None:
    assert majority(["b", "a", "a", "b"]) == "b"
    assert majority([]) is None


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 1e6))))
def test_shares_sum_to_one_and_fall(weighted: list[tuple[str, float]]) -> None:
    shares = shares_of(weighted)
    if sum(weight for _, weight in weighted) == 0:
        assert shares == {}
        return
    assert sum(shares.values()) == pytest.approx(1)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


@given(labels)
def test_every_sound_has_its_share_of_the_seconds(seconds: list[str]) -> None:
    shares = sound_shares(seconds, SOUNDS)
    assert list(shares) == list(SOUNDS)
    assert sum(shares.values()) == pytest.approx(1 if seconds else 0)
