"""What matching promises: the right recording or none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import Anime, Artist, Match, MatchState, Theme, Track
from server.songs.queries import queries_for
from server.songs.scoring import decide, rank
from tests.songs.gurenge import GURENGE, RIGHT, track_called


def _decide(theme: Theme, *found: Track) -> Match:
    return decide(theme, rank(theme, found))


@pytest.mark.parametrize(
    "track",
    [
        RIGHT,
        track_called("紅蓮華"),
        track_called("Gurenge (紅蓮華)"),
        track_called("GURENGE", "lisa"),
        track_called("Gurenge", "織部里沙"),
        track_called("Gurenge", duration_ms=None),
    ],
)
def test_one_song_in_any_spelling_is_sure(track: Track) -> None:
    match = _decide(GURENGE, track)
    assert match.state is MatchState.SURE
    assert match.track == track


@pytest.mark.parametrize(
    "track",
    [
        track_called("Gurenge (Karaoke)"),
        track_called("Gurenge - Live at Budokan"),
        track_called("Gurenge (Instrumental)"),
        track_called("Gurenge (TV Size)"),
        track_called("紅蓮華 (カバー)"),
        track_called("Gurenge (Piano Version)"),
        track_called("Gurenge - Nightcore"),
        track_called("Gurenge", "Anime Cover Kings"),
        track_called("Gurenge", "Somebody Else"),
        track_called("Homura"),
        track_called("Gurenge", duration_ms=89_000),
        track_called("Gurenka no Uta", "Somebody"),
        track_called("Gurenge (Extended)"),
        track_called("Gurenge 2020"),
        track_called("Gurenge -Another Story-"),
        track_called("Gurenge (Tribute to LiSA)", "LiSA Tribute Band"),
        track_called("Gurenge (10 years after ver.)"),
        track_called("Gurenge", "カラオケ歌っちゃ王"),
        track_called("紅蓮華", "鈴木健太"),
        replace(RIGHT, album="LiSA LIVE TOUR 2019"),
        replace(RIGHT, album="日本武道館コンサート"),
        replace(RIGHT, album="Anime Karaoke Collection"),
        replace(RIGHT, album="LiVE is Smile Always"),
    ],
)
def test_another_recording_is_never_sure(track: Track) -> None:
    assert _decide(GURENGE, track).state is not MatchState.SURE


def test_an_album_named_like_the_show_says_nothing_of_a_version() -> None:
    love_live = replace(GURENGE, anime=Anime("Love Live! School Idol Project", mal_id=15051))
    assert _decide(love_live, replace(RIGHT, album="Love Live! Best")).state is MatchState.SURE


def test_a_single_is_chosen_before_a_compilation() -> None:
    late = replace(RIGHT, uri="spotify:track:late", album="Anime Hits", album_kind="compilation")
    assert _decide(GURENGE, RIGHT, late).track == RIGHT


def test_an_unreadable_title_by_the_artist_is_for_a_person_to_judge() -> None:
    untold = replace(GURENGE, native_title=None)
    assert _decide(untold, track_called("紅蓮華")).state is not MatchState.SURE
    assert _decide(untold, track_called("転がる岩")).state is MatchState.NOT_FOUND


def test_confidence_falls_where_others_have_the_title_too() -> None:
    alone = _decide(GURENGE, RIGHT).confidence
    among = _decide(
        GURENGE, RIGHT, track_called("Gurenge", "A"), track_called("Gurenge", "B")
    ).confidence
    assert among < alone


def test_a_version_is_right_where_the_theme_is_one() -> None:
    live = replace(GURENGE, title="Gurenge (Live)")
    assert _decide(live, track_called("Gurenge (Live)")).state is MatchState.SURE
    assert _decide(live, RIGHT).state is MatchState.REVIEW


def test_the_right_one_is_picked_among_the_wrong_ones() -> None:
    found = [
        track_called("Gurenge (Karaoke)"),
        track_called("Gurenge", "Cover Band"),
        RIGHT,
        track_called("Homura"),
    ]
    assert _decide(GURENGE, *found).track == RIGHT


def test_a_title_without_a_known_artist_is_for_a_person_to_judge() -> None:
    match = _decide(replace(GURENGE, artists=()), RIGHT)
    assert match.state is MatchState.REVIEW


_TEXT = st.text(max_size=20)


@given(_TEXT, st.none() | _TEXT, st.lists(_TEXT, max_size=2), st.lists(_TEXT, max_size=6))
def test_any_texts_can_be_scored(
    title: str, native: str | None, artists: list[str], found: list[str]
) -> None:
    theme = replace(
        GURENGE,
        title=title,
        native_title=native,
        artists=tuple(Artist(name) for name in artists),
    )
    match = _decide(theme, *(track_called(each) for each in found))
    assert 0 <= match.confidence <= 1
    assert (match.track is None) == (match.state is MatchState.NOT_FOUND)
    assert all(len(query) <= 100 for query in queries_for(theme))
