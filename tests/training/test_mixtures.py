"""Scenes and their truth, on made sounds."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from films.detector import SOUNDS
from tests.training.sound_sets import RATE, babble, chord, hiss
from training.mixtures import AUDIBLE_DB, Samples, Section, Stock, active, compose, trimmed
from training.scenes import sections_to_judge, sections_to_learn

RANDOM = np.random.default_rng(1)
STOCK: Stock = {
    "music": [chord(6, RANDOM), chord(3, RANDOM)],
    "speech": [trimmed(babble(2, RANDOM))],
    "other": [hiss(5, RANDOM)],
}


def _truth(*sections: Section) -> list[str]:
    scene = compose(sections, STOCK, np.random.default_rng(2))
    return [SOUNDS[place] for place in scene.truth()]


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples).mean()))


def test_one_sound_after_another_is_told_by_the_second() -> None:
    told = _truth(
        Section("music", 3), Section("other", 2), Section("silence", 2), Section("music", 1)
    )
    assert told == ["music"] * 3 + ["other"] * 4 + ["music"]


@pytest.mark.parametrize(
    ("front", "under", "told"),
    [
        ("speech", (("music", 5.0),), "speech"),
        ("speech", (("music", -2.0),), "speech"),
        ("speech", (("music", 10.0), ("other", 10.0)), "speech"),
        ("music", (("speech", 15.0),), "music"),
        ("music", (("other", 0.0),), "music"),
        ("other", (("music", 12.0),), "other"),
        ("other", (("speech", 12.0),), "other"),
    ],
)
def test_the_foreground_names_a_mixture(
    front: str, under: tuple[tuple[str, float], ...], told: str
) -> None:
    labels = _truth(Section(front, 8, under))
    assert labels.count(told) >= 7


def test_ratios_are_kept() -> None:
    quiet = compose([Section("other", 4, (("music", 40.0),))], STOCK, np.random.default_rng(3))
    alone = compose([Section("other", 4)], STOCK, np.random.default_rng(3))
    even = compose([Section("other", 4, (("music", 0.0),))], STOCK, np.random.default_rng(3))
    assert _rms(quiet.samples) == pytest.approx(_rms(alone.samples), rel=0.01)
    assert _rms(even.samples) == pytest.approx(np.sqrt(2) * _rms(alone.samples), rel=0.05)
    assert AUDIBLE_DB < 0


def test_silence_around_words_is_not_words() -> None:
    words = babble(2, RANDOM)
    sounding = active(words)
    assert 0.6 < sounding.mean() < 0.95
    assert len(trimmed(words)) < len(words) - RATE // 4
    assert not active(np.zeros(RATE, np.float32)).any()
    assert len(active(np.zeros(3, np.float32))) == 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 9999))
def test_every_scene_has_a_truth_for_each_whole_second_and_is_repeatable(seed: int) -> None:
    sections = sections_to_learn(9.0, np.random.default_rng(seed))
    assert sum(one.seconds for one in sections) == pytest.approx(9.0)
    scene = compose(sections, STOCK, np.random.default_rng(seed))
    again = compose(sections, STOCK, np.random.default_rng(seed))
    np.testing.assert_array_equal(scene.samples, again.samples)
    assert np.isfinite(scene.samples).all()
    assert len(scene.samples) // RATE - 1 <= len(scene.truth()) <= len(scene.samples) // RATE
    assert len(scene.truth(RATE // 2)) in (len(scene.truth()), len(scene.truth()) - 1)
    for (begin, section), (later, _) in pairwise(scene.sections):
        assert later == pytest.approx(begin + section.seconds, abs=0.021)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 9999))
def test_what_is_judged_holds_each_sound_for_a_third_of_its_sections(seed: int) -> None:
    sections = sections_to_judge(np.random.default_rng(seed))
    fronts = [one.front for one in sections]
    assert [fronts.count(sound) for sound in SOUNDS] == [3, 3, 3]
    assert all(3 <= one.seconds <= 10 or one.front == "silence" for one in sections)
    assert all(ratio >= 0 for one in sections for _, ratio in one.under)
