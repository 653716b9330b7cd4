"""Distributions on the plane, and how far apart they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from films.recommend.plane import Floats, Grid, energy_distances_to, within
from films.recommend.profiles import feature_distances, shrink

GRID = Grid()
PLACES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6)
SPREADS = st.tuples(st.floats(0, 0.5), st.floats(0, 0.5), st.floats(-0.25, 0.25))


@given(PLACES, SPREADS)
def test_a_histogram_is_a_distribution(
    places: list[tuple[float, float]], spread: tuple[float, float, float]
) -> None:
    found = GRID.histogram(places, [spread] * len(places))

    assert found.shape == (GRID.cells,)
    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)


@given(PLACES, PLACES)
def test_the_distance_is_symmetric_and_zero_only_where_they_are_equal(
    some: list[tuple[float, float]], other: list[tuple[float, float]]
) -> None:
    one, two = GRID.histogram(some), GRID.histogram(other)

    there, back = _distance(one, two), _distance(two, one)
    assert there == pytest.approx(back, abs=1e-6)
    assert there >= 0
    assert _distance(one, one) == pytest.approx(0, abs=1e-6)
    if np.abs(one - two).max() > 0.01:
        assert there > 1e-4


def test_two_extremes_are_told_from_their_mean() -> None:
    extremes = GRID.histogram([(0.3, 0.5), (0.7, 0.5)], [(0.03, 0.03, 0)] * 2)
    middle = GRID.histogram([(0.5, 0.5)], [(0.03, 0.03, 0)])

    assert (extremes - middle) @ GRID.centres == pytest.approx([0, 0], abs=0.01)
    assert _distance(extremes, middle) > 0.1


def test_songs_outside_the_grid_count_at_its_edge() -> None:
    assert GRID.histogram([(0.0, 0.0)]) == pytest.approx(GRID.histogram([(0.2, 0.3)]))


def test_a_song_weighs_as_much_as_it_is_told_to() -> None:
    weighed = GRID.histogram([(0.3, 0.4), (0.7, 0.6)], weights=[3, 1])

    assert weighed == pytest.approx(GRID.histogram([(0.3, 0.4)] * 3 + [(0.7, 0.6)]))


@given(st.floats(0, 1000), st.floats(0, 100))
def test_a_little_known_profile_lies_between_itself_and_what_is_expected(
    songs: float, worth: float
) -> None:
    own, prior = np.array([[1.0, 0.0]]), np.array([0.0, 1.0])

    found = shrink(own, np.array([[songs]]), prior, worth)[0]

    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1)
    if songs > worth + 1e-6:
        assert found[0] > found[1]


NUMBERS = st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3).map(np.array)
SIZES = st.lists(st.floats(0, 1e3), min_size=3, max_size=3).map(np.array)


@given(NUMBERS, SIZES, NUMBERS, SIZES)
def test_distances_of_features_are_symmetric_and_zero_where_equal(
    mean: Floats, spread: Floats, other_mean: Floats, other_spread: Floats
) -> None:
    scale, told = np.array([1.0, 2.0, 0.0]), np.array([True, True, False])

    def apart(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> float:
        films = (one[0][None], one[1][None])
        return float(feature_distances(films, other, scale, told)[0])

    one, two = (mean, spread), (other_mean, other_spread)
    assert apart(one, two) == pytest.approx(apart(two, one))
    assert apart(one, one) == 0


def _distance(one: Floats, other: Floats) -> float:
    some, apart = one[None], GRID.distances
    return float(energy_distances_to(some @ apart, within(some, apart), other, apart)[0])
