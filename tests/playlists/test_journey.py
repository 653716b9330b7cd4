"""What a journey along a path promises."""

from itertools import pairwise
from math import hypot
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.journeys import PATHS, distance, made_songs, nearest_only, roughness
from moods.circumplex import Point
from server.playlists.journey import (
    REACH,
    SLACK,
    Journey,
    JourneySong,
    plan_journey,
    tempo_step,
)
from server.playlists.path import Path, Visit

_UNIT = st.floats(0, 1).map(lambda number: round(number, 3))
_POINT = st.builds(Point, _UNIT, _UNIT)
_PATH = st.lists(_POINT, min_size=2, max_size=6, unique=True)
_GROUPS = st.frozensets(st.sampled_from("abcdef"), max_size=2)
_SONG = st.tuples(
    _POINT,
    st.none() | st.floats(60, 420).map(round),
    st.none() | st.floats(50, 220),
    st.booleans(),
    _GROUPS,
)
_SONGS = st.lists(_SONG, max_size=25).map(
    lambda rows: [JourneySong(str(number), *row) for number, row in enumerate(rows)]
)
_MINUTES = st.floats(2, 80)


def _progress(journey: Journey) -> list[float]:
    return [stop.along for stop in journey.stops]


@settings(deadline=None, max_examples=60)
@given(_SONGS, _PATH, _MINUTES)
def test_no_song_comes_twice_and_all_lie_along_the_path(
    songs: list[JourneySong], points: list[Point], minutes: float
) -> None:
    journey = plan_journey(songs, points, minutes)
    assert len(set(journey.keys)) == len(journey.keys)
    path = Path(points)
    for stop in journey.stops:
        ((valence, arousal),) = path.at(np.array([stop.along / path.length]))
        place = stop.song.place
        assert hypot(place.valence - valence, place.arousal - arousal) <= REACH + 1e-6


@settings(deadline=None, max_examples=60)
@given(_SONGS, _PATH, _MINUTES)
def test_a_journey_goes_on_and_never_back(
    songs: list[JourneySong], points: list[Point], minutes: float
) -> None:
    farthest = 0.0
    for along in _progress(plan_journey(songs, points, minutes)):
        assert along >= farthest - SLACK
        farthest = max(farthest, along)


@settings(deadline=None, max_examples=60)
@given(_SONGS, _PATH, _MINUTES)
def test_it_lasts_as_long_as_asked_to_within_a_song_or_says_that_songs_are_too_few(
    songs: list[JourneySong], points: list[Point], minutes: float
) -> None:
    journey = plan_journey(songs, points, minutes)
    usual = median([song.seconds for song in songs if song.seconds] or [240])
    if journey.is_short:
        assert journey.seconds < minutes * 60
        assert len(journey.stops) == len({visit.place for visit in _visits(songs, points)})
    else:
        assert abs(journey.seconds - minutes * 60) <= max(_longest(journey), usual)


@settings(deadline=None, max_examples=40)
@given(_SONGS, _PATH, _MINUTES)
def test_the_same_songs_give_the_same_journey_also_when_it_is_planned_again(
    songs: list[JourneySong], points: list[Point], minutes: float
) -> None:
    journey = plan_journey(songs, points, minutes)
    assert plan_journey(songs, points, minutes) == journey
    assert plan_journey(songs, points, minutes, kept=journey.keys) == journey


@pytest.mark.parametrize("points", PATHS)
@pytest.mark.parametrize("minutes", [30, 90])
def test_new_songs_change_little_of_a_journey(points: tuple[Point, ...], minutes: float) -> None:
    songs = made_songs(330, 5)
    before = plan_journey(songs[:300], points, minutes).keys
    anew = plan_journey(songs, points, minutes).keys
    after = plan_journey(songs, points, minutes, kept=before).keys
    stayed = [key for key in after if key in before]
    assert len(stayed) >= 0.8 * len(before)
    assert len(stayed) >= len([key for key in anew if key in before])
    assert stayed == [key for key in before if key in after]


@pytest.mark.parametrize("points", PATHS)
@pytest.mark.parametrize("seed", range(3))
def test_a_plan_is_nearer_than_chance_and_smoother_than_taking_the_nearest(
    points: tuple[Point, ...], seed: int
) -> None:
    songs = made_songs(400, seed)
    planned = [stop.song for stop in plan_journey(songs, points, 60).stops]
    nearest = nearest_only(songs, points, len(planned))
    assert distance(planned, points) < distance(songs[: len(planned)], points) / 3
    assert distance(planned, points) < distance(nearest, points) + 0.02
    assert roughness(planned) < roughness(nearest) / 2


@pytest.mark.parametrize("points", PATHS)
def test_songs_of_one_show_or_artist_do_not_follow_each_other(points: tuple[Point, ...]) -> None:
    journey = plan_journey(made_songs(60, 2), points, 120)
    groups = [stop.song.groups for stop in journey.stops]
    assert len(groups) > 20
    assert not any(one & other for one, other in pairwise(groups))


def test_songs_that_lie_side_by_side_change_places_to_part_those_of_one_show() -> None:
    songs = [
        JourneySong(key, Point(0.5 + 0.005 * number, 0.5), 200, None, False, frozenset(key[0]))
        for number, key in enumerate(("a1", "a2", "b1", "b2"))
    ]
    keys = plan_journey(songs, [Point(0.4, 0.5), Point(0.6, 0.5)], 60).keys
    assert sorted(keys) == ["a1", "a2", "b1", "b2"]
    assert not any(one[0] == other[0] for one, other in pairwise(keys))


def test_a_path_that_comes_back_plays_no_song_on_both_ways() -> None:
    there_and_back = [Point(0.3, 0.4), Point(0.7, 0.6), Point(0.3, 0.4)]
    songs = made_songs(300, 1)
    journey = plan_journey(songs, there_and_back, 60)
    assert len(set(journey.keys)) == len(journey.keys)
    valences = [stop.song.place.valence for stop in journey.stops]
    turn = valences.index(max(valences))
    assert 3 < turn < len(valences) - 4


def test_an_unsure_song_gives_way_to_one_that_is_sure() -> None:
    points = [Point(0.3, 0.5), Point(0.7, 0.5)]
    songs = [
        JourneySong(f"{x} {'unsure' if unsure else 'sure'}", Point(x / 100, 0.5), 240, None, unsure)
        for x in range(30, 72, 4)
        for unsure in (True, False)
    ]
    keys = plan_journey(songs, points, 24).keys
    assert len(keys) == 6
    assert all(key.endswith(" sure") for key in keys)


def test_where_nothing_lies_near_the_path_there_is_no_journey() -> None:
    song = JourneySong("far", Point(0.9, 0.9), 240)
    journey = plan_journey([song], [Point(0.3, 0.4), Point(0.5, 0.4)], 30)
    assert journey == Journey((), 0, True)


@pytest.mark.parametrize(
    ("points", "minutes"),
    [([Point(0.5, 0.5)], 30), ([Point(0.5, 0.5)] * 3, 30), (PATHS[0], 0)],
)
def test_what_is_no_path_or_takes_no_time_is_refused(points: list[Point], minutes: float) -> None:
    with pytest.raises(ValueError, match=r"path|time"):
        plan_journey([], points, minutes)


@given(st.floats(40, 250), st.floats(40, 250))
def test_half_and_double_the_tempo_are_near(tempo: float, other: float) -> None:
    assert tempo_step(tempo, tempo) == 0
    assert tempo_step(tempo, 2 * tempo) == pytest.approx(0.1)
    assert tempo_step(tempo, tempo / 2) == pytest.approx(0.1)
    step = tempo_step(tempo, other)
    assert step is not None
    assert step == pytest.approx(tempo_step(other, tempo))
    assert 0 <= step <= 0.8
    assert tempo_step(None, tempo) is None


def _longest(journey: Journey) -> float:
    return max((stop.song.seconds or 0 for stop in journey.stops), default=0)


def _visits(songs: list[JourneySong], points: list[Point]) -> list[Visit]:
    places = np.array([(song.place.valence, song.place.arousal) for song in songs]).reshape(-1, 2)
    return list(Path(points).visits(places, REACH))
