"""Choosing, searching, sorting and adding up the songs of a playlist; drawing them as dots."""

from math import hypot
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moods.circumplex import Mood, Point
from server.playlists import plane
from server.playlists.choosing import Choice, Sort, Total, choose, order, plain, search, total

_UNIT = st.integers(0, 10_000).map(lambda n: n / 10_000)


def _song(number: int = 0, **other: Any) -> dict[str, Any]:
    reading = {
        "valence": 0.5,
        "arousal": 0.5,
        "moods": ["calm"],
        "confidence": 0.6,
        "unsure": False,
        "own_mood": None,
    }
    given = other.pop("reading", {})
    return {
        "spotify_uri": f"spotify:track:{number:022}",
        "title": "Gurenge",
        "native_title": "紅蓮華",
        "artists": ["LiSA"],
        "anime": "Kimetsu no Yaiba",
        "also_in": [],
        "duration_ms": 200_000,
        "reading": None if given is None else {**reading, **given},
        **other,
    }


def test_a_song_that_nobody_heard_is_there_until_something_is_chosen() -> None:
    songs = [_song(0, reading=None), _song(1)]
    assert choose(songs, Choice()) == songs
    assert choose(songs, Choice((Mood.CALM,))) == songs[1:]
    assert choose(songs, Choice(point=Point(0.5, 0.5), radius=1.5)) == songs[1:]


def test_a_circle_takes_what_lies_on_its_line_whatever_its_numbers_are_in_binary() -> None:
    song = _song(reading={"valence": 0.8})
    assert choose([song], Choice(point=Point(0.7, 0.5), radius=0.1)) == [song]
    assert choose([song], Choice(point=Point(0.7, 0.5), radius=0.0999)) == []


@given(st.text(max_size=20))
def test_plain_words_are_plain_already(words: str) -> None:
    assert plain(plain(words)) == plain(words)


def test_words_are_found_without_case_accents_and_in_any_order() -> None:
    songs = [_song(title="Café  Racer", also_in=["Second show"])]
    for words in ("CAFE", "racer café", "紅蓮", "lisa yaiba", "second", " "):
        assert search(songs, words) == songs, words
    assert search(songs, "cafe bleach") == []


@given(st.lists(st.tuples(_UNIT, _UNIT), max_size=20), st.sampled_from(Sort))
def test_sorting_loses_no_song_and_keeps_the_order_of_those_that_are_alike(
    places: list[tuple[float, float]], sort: Sort
) -> None:
    songs = [
        _song(n, reading={"valence": v, "arousal": a}, title=f"t{n % 3}")
        for n, (v, a) in enumerate(places)
    ]
    once = order(songs, sort, Point(0.5, 0.5))
    assert sorted(each["spotify_uri"] for each in once) == [each["spotify_uri"] for each in songs]
    assert order(once, sort, Point(0.5, 0.5)) == once


def test_own_words_are_the_surest_and_what_nobody_heard_comes_last() -> None:
    unheard, faint, clear, own = (
        _song(0, reading=None),
        _song(1, reading={"confidence": 0.4}),
        _song(2, reading={"confidence": 0.9}),
        _song(3, reading={"confidence": 0.3, "own_mood": "calm"}),
    )
    songs = [unheard, faint, clear, own]
    assert order(songs, Sort.SUREST) == [own, clear, faint, unheard]
    for sort in (Sort.HAPPIEST, Sort.LIVELIEST, Sort.NEAREST):
        assert order(songs, sort, Point(0.5, 0.5))[-1] == unheard
    assert order(songs, Sort.NEAREST) == songs


def test_songs_of_unknown_length_are_guessed_and_said_to_be() -> None:
    assert total([]) == Total(None, about=False)
    assert total([_song(duration_ms=None)]) == Total(None, about=True)
    assert total([_song(), _song(duration_ms=100_400)]) == Total(300, about=False)
    assert total([_song(), _song(duration_ms=None)]) == Total(400, about=True)


def test_every_song_that_was_heard_has_a_dot_near_its_place_and_none_hides_another() -> None:
    songs = [_song(n) for n in range(6)] + [_song(9, reading=None)]
    dots = plane.dots(songs, {songs[1]["spotify_uri"]})
    assert len(dots) == 6
    assert [dot.chosen for dot in dots] == [False, True, *[False] * 4]
    radius = plane.dot_radius(6)
    at = plane.across(0.5), plane.down(0.5)
    assert (dots[0].x, dots[0].y) == at
    for n, dot in enumerate(dots):
        assert hypot(dot.x - at[0], dot.y - at[1]) <= 3 * radius + 0.1
        for other in dots[:n]:
            assert hypot(dot.x - other.x, dot.y - other.y) > 0.8 * radius


@given(_UNIT, _UNIT)
def test_a_dot_lies_on_the_tile_of_its_mood(valence: float, arousal: float) -> None:
    (dot,) = plane.dots([_song(reading={"valence": valence, "arousal": arousal})], set())
    assert dot.mood == Point(valence, arousal).mood
    assert (dot.x >= 200) == (dot.mood in {"happy", "calm"}) or abs(dot.x - 200) < 0.1
    assert (dot.y <= 200) == (dot.mood in {"happy", "energetic"}) or abs(dot.y - 200) < 0.1


def test_the_places_that_have_a_name_lie_where_it_says() -> None:
    for name, place, radius in plane.PLACES:
        assert name in {"between", place.mood}
        assert 0 < radius < 0.2
