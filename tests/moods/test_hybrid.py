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
def test_two_answers_make_one_distribution_between_them(
    one: Probabilities, other: Probabilities
) -> None:
    fused = fuse({"spectrogram": one, "features": other})
    assert sum(fused.values()) == pytest.approx(1)
    for mood in MOODS:
        assert min(one[mood], other[mood]) - 1e-9 <= fused[mood]
        assert fused[mood] <= max(one[mood], other[mood]) + 1e-9


@given(distributions)
def test_one_answer_stands_alone(one: Probabilities) -> None:
    assert fuse({"features": one}) == pytest.approx(one)
    assert proposed({"features": one}) == (likeliest(one),)


def test_a_recording_carries_the_moods_that_either_model_proposes() -> None:
    calm, happy = _distribution([0.1, 0.1, 0.1, 0.7]), _distribution([0.7, 0.1, 0.1, 0.1])
    assert proposed({"spectrogram": calm, "features": happy}) == (Mood.HAPPY, Mood.CALM)
    assert proposed({"spectrogram": calm, "features": calm}) == (Mood.CALM,)


def test_no_answer_cannot_be_fused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        fuse({})
