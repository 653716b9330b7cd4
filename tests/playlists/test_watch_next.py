"""What ranking shows by their songs promises."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moods.circumplex import MOODS, Mood, Point, Spread, likeliest
from server.playlists.song_places import Place, within
from server.playlists.watch_next import (
    InMoods,
    Like,
    Near,
    RankedShow,
    ShowSong,
    ShowSongs,
    Target,
    Why,
    rank_shows,
)

_UNIT = st.floats(0, 1).map(lambda number: round(number, 3))
_POINT = st.builds(Point, _UNIT, _UNIT)
_SPREAD = st.none() | st.builds(
    Spread, st.floats(0.05, 0.3), st.floats(0.05, 0.3), st.floats(-0.002, 0.002)
)
_PLACE = st.builds(Place, _POINT, _SPREAD)
_SHARES = st.lists(st.floats(0.01, 1), min_size=4, max_size=4)
_MOODS = st.lists(st.sampled_from(MOODS), min_size=1, max_size=3, unique=True).map(tuple)
_TARGET = (
    st.builds(InMoods, _MOODS)
    | st.builds(Near, _POINT, st.floats(0.02, 1.5))
    | st.builds(Like, st.lists(_PLACE, min_size=1, max_size=4).map(tuple))
)


def _song(name: str, shares: Sequence[float], place: Place | None = None) -> ShowSong:
    total = sum(shares)
    probabilities = dict(zip(MOODS, (share / total for share in shares), strict=True))
    found = place or Place(Point(0.5, 0.5))
    return ShowSong(name, found, (likeliest(probabilities),), probabilities)


@st.composite
def _shows(draw: st.DrawFn) -> list[ShowSongs]:
    counts = draw(st.lists(st.integers(0, 4), min_size=1, max_size=6))
    return [
        ShowSongs(
            f"show {number}",
            tuple(_song(f"{number}/{each}", draw(_SHARES), draw(_PLACE)) for each in range(count)),
        )
        for number, count in enumerate(counts)
    ]


def _sure(mood: Mood, of_it: float, name: str = "song") -> ShowSong:
    rest = (1 - of_it) / 3
    return _song(name, [of_it if each is mood else rest for each in MOODS])


def _keys(ranked: Sequence[RankedShow]) -> list[str]:
    return [each.show.key for each in ranked]


def _at(point: Point, name: str = "song") -> ShowSong:
    return _song(name, (1, 1, 1, 1), Place(point, Spread(0.1, 0.08, 0)))


@settings(deadline=None, max_examples=60)
@given(_shows(), _TARGET, st.randoms(use_true_random=False))
def test_the_order_that_shows_and_songs_come_in_does_not_matter(
    shows: list[ShowSongs], target: Target, chance: Random
) -> None:
    mixed = [
        replace(show, songs=tuple(chance.sample(show.songs, len(show.songs)))) for show in shows
    ]
    chance.shuffle(mixed)
    told = [
        (_.show.key, _.score, [(s.song.id, s.fit) for s in _.songs], _.why)
        for _ in rank_shows(shows, target)
    ]
    again = [
        (_.show.key, _.score, [(s.song.id, s.fit) for s in _.songs], _.why)
        for _ in rank_shows(mixed, target)
    ]
    assert told == again


@settings(deadline=None, max_examples=60)
@given(_shows(), _TARGET)
def test_every_show_comes_once_and_those_that_nobody_heard_come_last(
    shows: list[ShowSongs], target: Target
) -> None:
    ranked = rank_shows(shows, target)
    assert sorted(_keys(ranked)) == sorted(show.key for show in shows)
    unread = [each.score is None for each in ranked]
    assert unread == sorted(unread)
    assert all((each.why is Why.UNREAD) == (not each.show.songs) for each in ranked)
    scores = [each.score for each in ranked if each.score is not None]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-11)


@settings(deadline=None, max_examples=100)
@given(_shows(), st.sampled_from(MOODS), st.data())
def test_more_of_the_mood_in_a_song_never_ranks_its_show_lower(
    shows: list[ShowSongs], mood: Mood, data: st.DataObject
) -> None:
    heard = [show for show in shows if show.songs]
    if not heard:
        return
    show = data.draw(st.sampled_from(heard))
    song = data.draw(st.sampled_from(show.songs))
    more = data.draw(st.floats(0, 1 - song.probabilities[mood]))
    rest = 1 - song.probabilities[mood]
    shrink = 1 - more / rest if rest else 1.0
    richer = replace(
        song,
        probabilities={
            each: p + more if each is mood else p * shrink for each, p in song.probabilities.items()
        },
    )
    better = replace(show, songs=tuple(richer if s is song else s for s in show.songs))
    target = InMoods((mood,))
    before = _keys(rank_shows(shows, target)).index(show.key)
    now = [better if each is show else each for each in shows]
    after = rank_shows(now, target)
    place = _keys(after).index(show.key)
    # A song that is a hair better ties where the last digits are rounded away.
    overtaken = after[place].score, after[before].score
    assert place <= before or overtaken == pytest.approx((overtaken[1], overtaken[0]), abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(_POINT, _SPREAD, _POINT, st.floats(0.02, 1.4), st.floats(0.01, 0.2))
def test_a_wider_circle_never_holds_less(
    point: Point, spread: Spread | None, around: Point, radius: float, wider: float
) -> None:
    place = Place(point, spread)
    narrow, wide = within([place], around, radius)[0], within([place], around, radius + wider)[0]
    assert 0 <= narrow <= wide + 1e-6 <= 1 + 1e-6


@settings(deadline=None, max_examples=40)
@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(0.05, 0.6))
def test_nearer_to_the_point_ranks_higher(across: float, up: float, radius: float) -> None:
    aim = Point(across, up)
    near = ShowSongs("near", (_at(Point(across * 0.95, up * 0.95), "a"),))
    far = ShowSongs("far", (_at(Point(1 - across * 0.05, 1 - up * 0.05), "b"),))
    if near.songs[0].point.distance(aim) < far.songs[0].point.distance(aim):
        assert _keys(rank_shows([far, near], Near(aim, radius)))[0] == "near"


def test_what_is_summed_agrees_with_what_is_drawn_by_chance() -> None:
    chance = np.random.default_rng(1)
    place = Place(Point(0.62, 0.55), Spread(0.11, 0.07, 0.003))
    drawn = chance.multivariate_normal((0.62, 0.55), [[0.0121, 0.003], [0.003, 0.0049]], 200_000)
    inside = np.hypot(drawn[:, 0] - 0.5, drawn[:, 1] - 0.5) <= 0.15
    assert within([place], Point(0.5, 0.5), 0.15)[0] == pytest.approx(inside.mean(), abs=0.005)


@given(st.floats(0.4, 1), st.floats(0, 0.39))
def test_one_lucky_song_does_not_beat_four_sure_ones(fit: float, other: float) -> None:
    calm = Mood.CALM
    lucky = ShowSongs("a lucky", (_sure(calm, fit, "a"),))
    sure = ShowSongs("sure", tuple(_sure(calm, fit, f"b{n}") for n in range(4)))
    rest = ShowSongs("rest", tuple(_sure(calm, other, f"c{n}") for n in range(4)))
    assert _keys(rank_shows([lucky, sure, rest], InMoods((calm,)))) == ["sure", "a lucky", "rest"]


def test_four_songs_that_fit_well_come_before_one_that_fits_a_little_better() -> None:
    lucky = ShowSongs("lucky", (_sure(Mood.SAD, 0.9, "a"),))
    sure = ShowSongs("sure", tuple(_sure(Mood.SAD, 0.75, f"b{n}") for n in range(4)))
    usual = [ShowSongs(f"usual {n}", (_sure(Mood.SAD, 0.25, f"c{n}"),)) for n in range(6)]
    assert _keys(rank_shows([*usual, lucky, sure], InMoods((Mood.SAD,))))[:2] == ["sure", "lucky"]


def test_a_song_of_both_moods_comes_before_one_of_either() -> None:
    both = ShowSongs("both", (_song("a", (0.48, 0.02, 0.02, 0.48)),))
    either = ShowSongs("either", (_song("b", (0.9, 0.03, 0.03, 0.04)),))
    asked = InMoods((Mood.HAPPY, Mood.CALM))
    assert _keys(rank_shows([either, both], asked)) == ["both", "either"]


@settings(deadline=None, max_examples=60)
@given(_shows(), st.lists(_PLACE, min_size=1, max_size=4))
def test_no_show_is_more_like_some_music_than_one_with_that_very_music(
    shows: list[ShowSongs], places: list[Place]
) -> None:
    twin = ShowSongs(
        "the same",
        tuple(_song(f"same {n}", (1, 1, 1, 1), place) for n, place in enumerate(places)),
    )
    same_size = [show for show in shows if len(show.songs) <= len(places)]
    ranked = rank_shows([*same_size, twin], Like(tuple(places)))
    best = ranked[0].score
    mine = next(each for each in ranked if each.show is twin)
    assert mine.score == pytest.approx(best, abs=1e-9)


def test_a_playlist_of_two_moods_is_most_like_a_show_of_both() -> None:
    happy, sad = Point(0.7, 0.6), Point(0.33, 0.4)
    playlist = Like(tuple(Place(p, Spread(0.08, 0.06, 0)) for p in (happy, sad) * 3))
    shows = [
        ShowSongs("happy", (_at(happy, "a"), _at(happy, "b"))),
        ShowSongs("both", (_at(happy, "c"), _at(sad, "d"))),
        ShowSongs("sad", (_at(sad, "e"), _at(sad, "f"))),
    ]
    assert _keys(rank_shows(shows, playlist))[0] == "both"


def test_weights_say_how_much_a_song_counts() -> None:
    happy, sad = Place(Point(0.7, 0.6)), Place(Point(0.33, 0.4))
    shows = [
        ShowSongs("happy", (_at(happy.point, "a"),)),
        ShowSongs("sad", (_at(sad.point, "b"),)),
    ]
    assert _keys(rank_shows(shows, Like((happy, sad), (1, 5))))[0] == "sad"
    assert _keys(rank_shows(shows, Like((happy, sad), (5, 1))))[0] == "happy"


def test_it_is_told_what_speaks_for_a_show() -> None:
    calm, other = _sure(Mood.CALM, 0.8, "calm"), _sure(Mood.SAD, 0.8, "sad")
    shows = [
        ShowSongs("all", (calm,)),
        ShowSongs("some", (calm, other)),
        ShowSongs("nearest", (other,)),
        ShowSongs("unread", (), unread=2),
    ]
    ranked = {each.show.key: each for each in rank_shows(shows, InMoods((Mood.CALM,)))}
    assert {key: each.why.value for key, each in ranked.items()} == {key: key for key in ranked}
    assert ranked["some"].fitting == 1
    assert [each.song.id for each in ranked["some"].songs] == ["calm", "sad"]


def test_without_a_mood_or_a_song_nothing_can_be_ranked() -> None:
    shows = [ShowSongs("one", (_sure(Mood.CALM, 0.8),))]
    for target in (InMoods(()), Like(())):
        with pytest.raises(ValueError, match="no "):
            rank_shows(shows, target)
    assert rank_shows([], InMoods((Mood.CALM,))) == []
