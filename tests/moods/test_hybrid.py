import pytest
from hypothesis import given
from hypothesis import strategies as st

from moods.circumplex import MOODS, Mood, Probabilities, likeliest
from moods.hybrid import fuse, proposed


def _distribution(weights: list[float]) -> Probabilities:
    total = sum(weights)
    return dict(zip(MOODS, (weight / total for weight in weights), strict=True))


distributions = st.lists(st.floats(0.001, 1), min_size=4, max_size=4).map(_distribution)


@given(distributions, distributions)
def test_two_answers_make_one_distribution_whatever_their_order(
    one: Probabilities, other: Probabilities
) -> None:
    fused = fuse({"spectrogram": one, "features": other})
    assert list(fused) == list(MOODS)
    assert sum(fused.values()) == pytest.approx(1)
    assert fused == pytest.approx(fuse({"spectrogram": other, "features": one}))


@given(distributions, distributions)
def test_a_mood_that_both_prefer_to_another_stays_preferred(
    one: Probabilities, other: Probabilities
) -> None:
    fused = fuse({"spectrogram": one, "features": other})
    for mood in MOODS:
        for less in MOODS:
            if one[mood] >= one[less] and other[mood] >= other[less]:
                assert fused[mood] >= fused[less] - 1e-9


@given(distributions)
def test_a_model_that_says_the_same_again_makes_nothing_surer(one: Probabilities) -> None:
    fused = fuse({"spectrogram": one, "features": one})
    assert max(fused.values()) <= max(one.values()) + 1e-9
    assert likeliest(fused) == likeliest(one)


def test_one_model_cannot_rule_out_what_the_other_hears() -> None:
    sure = dict(zip(MOODS, (0.0, 0.0, 0.0, 1.0), strict=True))
    fused = fuse({"spectrogram": sure, "features": _distribution([0.01, 0.01, 0.9, 0.08])})
    assert fused[Mood.SAD] > 0.1
    assert min(fused.values()) > 0


@given(distributions)
def test_one_answer_stands_alone(one: Probabilities) -> None:
    assert fuse({"features": one}) == one
    assert proposed({"features": one}) == (likeliest(one),)


def test_a_recording_carries_the_moods_that_either_model_proposes() -> None:
    calm, happy = _distribution([0.1, 0.1, 0.1, 0.7]), _distribution([0.7, 0.1, 0.1, 0.1])
    assert proposed({"spectrogram": calm, "features": happy}) == (Mood.HAPPY, Mood.CALM)
    assert proposed({"spectrogram": calm, "features": calm}) == (Mood.CALM,)


def test_no_answer_cannot_be_fused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        fuse({})
