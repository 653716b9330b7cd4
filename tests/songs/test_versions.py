"""Which words say that a recording is another version, in titles, albums and names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.songs.versions import (
    ANOTHER,
    album_versions,
    performer_versions,
    version_words,
    years,
)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Gurenge - Remastered 2012", set()),
        ("紅蓮華 (2019 Remaster)", set()),
        ("Gurenge (Album Version)", set()),
        ("Gurenge -original ver.-", set()),
        ("Gurenge (Hybrid Ver. for the Movie)", {ANOTHER}),
        ("紅蓮華 (弾き語り)", {"acoustic"}),
        ("紅蓮華 -Re-Recorded-", {"recorded again"}),
        ("紅蓮華 (セルフカバー)", {"cover", "recorded again"}),
        ("Gurenge (Extended)", {"edit"}),
        ("Gurenge [Eng ver.]", {"translated"}),
        ("Gurenge (原曲歌手:LiSA)", {"cover"}),
        ("Gurenge Orgel Ver.", {"music box"}),
        ("歌とPiano", {"piano"}),
        ("Gurenge [オフボ]", {"instrumental"}),
        ("Gurenge (Off Vo.)", {"instrumental"}),
        ("Gurenge (歌なし)", {"instrumental"}),
        ("Gurenge (w/o vocal)", {"instrumental"}),
        ("炎 -劇場版-", {"tv size"}),
        ("炎 (劇場版「鬼滅の刃」主題歌)", set()),
        ("紅蓮華 (TV)", {"tv size"}),
        ("Gurenge (LiSA Rework)", {"remix"}),
        ("Gurenge / 炎 (メドレー)", {"medley"}),
        ("Saiaku na Hi demo Anata ga Suki", set()),
        ("Gurenge (Demo)", {"demo"}),
        ("Snow halation (Love Live!)", set()),
        ("ラブライブ!のうた", set()),
    ],
)
def test_titles_tell_their_versions(title: str, words: set[str]) -> None:
    assert version_words(title) == words


@pytest.mark.parametrize(
    ("album", "telling"),
    [
        ("LiSA LIVE TOUR 2018", {"live"}),
        ("Live at Nippon Budokan", {"live"}),
        ("武道館ライブ2016", {"live"}),
        ("日本武道館コンサート", {"live"}),
        ("夜天決行 (日比谷野外大音楽堂)", {"live"}),
        ("Re:Recording Best", set()),
        ("Karaoke Collection", {"karaoke"}),
        ("Love Live! Best Album", set()),
        ("LiVE is Smile Always", set()),
        ("Best Selection", set()),
    ],
)
def test_an_album_may_tell_what_its_tracks_do_not(album: str, telling: set[str]) -> None:
    assert album_versions(album)[0] == telling


def test_an_albums_hint_is_a_doubt_only() -> None:
    assert album_versions("LiVE is Smile Always") == (frozenset(), {"live"})
    assert album_versions("Piano Sessions") == (frozenset(), {"piano"})
    assert album_versions("Re:Recording Best") == (frozenset(), {"recorded again"})
    assert album_versions("E-SIDE 3") == (frozenset(), {"translated"})
    assert album_versions("Songs in English") == (frozenset(), {"translated"})
    assert album_versions("Inside") == (frozenset(), frozenset())


def test_acts_that_make_versions_are_known_by_their_names() -> None:
    assert performer_versions("カラオケ歌っちゃ王") == {"karaoke"}
    assert performer_versions("LiSA Tribute Band") == {"cover"}
    assert performer_versions("Tokyo Ska Paradise Orchestra") == frozenset()


def test_a_year_is_a_later_recording_but_that_of_a_remaster_is_not() -> None:
    assert years("Gurenge 2020") == {"2020"}
    assert years("コネクト -2019-") == {"2019"}
    assert years("Gurenge 01-2019") == frozenset()
    assert years("Gurenge - 2014 Remastered") == frozenset()


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    version_words(text)
    album_versions(text)
    performer_versions(text)
    years(text)
