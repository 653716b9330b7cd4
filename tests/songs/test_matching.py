"""What matching promises: the right recording or none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import Anime, Artist, Match, MatchState, Theme, ThemeKind, Track
from server.songs.queries import queries_for
from server.songs.scoring import decide, rank

SHOW = Anime("Demon Slayer", mal_id=38000)
GURENGE = Theme(
    key="mal:38000:OP1:gurenge",
    anime=SHOW,
    kind=ThemeKind.OP,
    title="Gurenge",
    sequence=1,
    native_title="紅蓮華",
    artists=(Artist("LiSA", ("織部里沙",)),),
)


def _track(title: str, artist: str = "LiSA", duration_ms: int | None = 238_000) -> Track:
    return Track(f"spotify:track:{title}/{artist}", title, (artist,), None, duration_ms)


RIGHT = _track("Gurenge")


def _decide(theme: Theme, *found: Track) -> Match:
    return decide(theme, rank(theme, found))


@pytest.mark.parametrize(
    "track",
    [
        RIGHT,
        _track("紅蓮華"),
        _track("Gurenge (紅蓮華)"),
        _track("GURENGE", "lisa"),
        _track("Gurenge", "織部里沙"),
        _track("Gurenge", duration_ms=None),
    ],
)
def test_one_song_in_any_spelling_is_sure(track: Track) -> None:
    match = _decide(GURENGE, track)
    assert match.state is MatchState.SURE
    assert match.track == track


@pytest.mark.parametrize(
    "track",
    [
        _track("Gurenge (Karaoke)"),
        _track("Gurenge - Live at Budokan"),
        _track("Gurenge (Instrumental)"),
        _track("Gurenge (TV Size)"),
        _track("紅蓮華 (カバー)"),
        _track("Gurenge (Piano Version)"),
        _track("Gurenge - Nightcore"),
        _track("Gurenge", "Anime Cover Kings"),
        _track("Gurenge", "Somebody Else"),
        _track("Homura"),
        _track("Gurenge", duration_ms=89_000),
        _track("Gurenka no Uta", "Somebody"),
        _track("Gurenge (Extended)"),
        _track("Gurenge 2020"),
        _track("Gurenge -Another Story-"),
        _track("Gurenge (Tribute to LiSA)", "LiSA Tribute Band"),
        _track("Gurenge (10 years after ver.)"),
        _track("Gurenge", "カラオケ歌っちゃ王"),
        _track("紅蓮華", "鈴木健太"),
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
    assert _decide(untold, _track("紅蓮華")).state is not MatchState.SURE
    assert _decide(untold, _track("転がる岩")).state is MatchState.NOT_FOUND


def test_confidence_falls_where_others_have_the_title_too() -> None:
    alone = _decide(GURENGE, RIGHT).confidence
    among = _decide(GURENGE, RIGHT, _track("Gurenge", "A"), _track("Gurenge", "B")).confidence
    assert among < alone


def test_a_version_is_right_where_the_theme_is_one() -> None:
    live = replace(GURENGE, title="Gurenge (Live)")
    assert _decide(live, _track("Gurenge (Live)")).state is MatchState.SURE
    assert _decide(live, RIGHT).state is MatchState.REVIEW


def test_the_right_one_is_picked_among_the_wrong_ones() -> None:
    found = [_track("Gurenge (Karaoke)"), _track("Gurenge", "Cover Band"), RIGHT, _track("Homura")]
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
    match = _decide(theme, *(_track(each) for each in found))
    assert 0 <= match.confidence <= 1
    assert (match.track is None) == (match.state is MatchState.NOT_FOUND)
    assert all(len(query) <= 100 for query in queries_for(theme))
