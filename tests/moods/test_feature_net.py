"""How rows of audio features become what the network takes, and what its card has to say of it."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moods.feature_net import FEATURES, SCALING, Scaling, network_input, row_of
from moods.models import WeightsError

_ANY = st.floats(width=32, allow_infinity=False)


@given(st.lists(_ANY, min_size=len(FEATURES), max_size=len(FEATURES)))
def test_whatever_the_numbers_are_the_network_gets_moderate_ones(values: list[float]) -> None:
    inputs = network_input(np.array([values], np.float32))
    assert np.isfinite(inputs).all()
    assert np.abs(inputs).max() < 6


@pytest.mark.parametrize("huge", [10**400, 1e300, -(10**400)])
def test_a_number_too_large_for_a_float_is_only_a_large_one(huge: float) -> None:
    row = row_of({"energy": huge, "valence": float("inf"), "tempo": float("nan")})
    assert np.isfinite(row).sum() == 1
    assert np.isfinite(network_input(row[None])).all()


@pytest.mark.parametrize("name", FEATURES)
def test_more_of_a_feature_is_more_for_the_network(name: str) -> None:
    at = FEATURES.index(name)
    rows = np.full((20, len(FEATURES)), np.nan, np.float32)
    rows[:, at] = np.linspace(SCALING.lowest[at], SCALING.highest[at], 20)
    assert (np.diff(network_input(rows)[:, at]) > 0).all()


def test_a_card_tells_the_scaling_again() -> None:
    told = Scaling.of_card({"input": SCALING.for_card()})
    for field in fields(Scaling):
        np.testing.assert_array_equal(getattr(told, field.name), getattr(SCALING, field.name))


def test_weights_of_before_the_curves_are_served_as_they_were_trained() -> None:
    """Their card has only the two ends of each feature, which became -1 and 1."""
    ends = {"features": list(FEATURES), "lowest": [0] * 10, "highest": [4] * 10}
    scaling = Scaling.of_card({"input": ends})
    row = np.array([[0, 1, 2, 3, 4, -1, 9, np.nan, 2, 2]], np.float32)
    np.testing.assert_allclose(
        network_input(row, scaling)[0, :10], [-1, -0.5, 0, 0.5, 1, -1, 1, 0, 0, 0]
    )


@pytest.mark.parametrize(
    "change",
    [
        {"features": ["energy"]},
        {"curves": ["even"]},
        {"curves": ["wild"] * 10},
        {"centre": [1, 2]},
        {"spread": "wide"},
        {"lowest": None},
    ],
)
def test_a_card_without_a_whole_scaling_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(WeightsError):
        Scaling.of_card({"input": SCALING.for_card() | change})
    with pytest.raises(WeightsError):
        Scaling.of_card({})
