"""Clips at Deezer and iTunes, from answers as they give them."""

import pytest

from server.domain import ClipLink
from server.errors import SourceError
from server.sources.clips import Song
from server.sources.deezer import Deezer
from server.sources.itunes import ITunes
from tests.sources.standin import Reply, standing_in

GURENGE = Song(("Gurenge", "紅蓮華"), ("LiSA", "織部里沙"), "JPU901901234", 238_000)


def deezer_track(
    title="紅蓮華",
    artist="LiSA",
    preview="https://cdnt-preview.dzcdn.net/x.mp3",
    duration=238,
    **more,
):
    return {
        "id": 1,
        "title": title,
        "artist": {"name": artist},
        "preview": preview,
        "duration": duration,
        **more,
    }


def test_deezer_looks_by_the_recordings_own_code_first():
    with standing_in([Reply(deezer_track(isrc="JPU901901234"))]) as site:
        link = Deezer(site.url).find_clip(GURENGE)
    assert link == ClipLink("deezer", "https://cdnt-preview.dzcdn.net/x.mp3")
    assert site.paths() == ["GET /track/isrc:JPU901901234"]


def test_deezer_searches_when_the_code_is_unknown_or_has_no_preview():
    nothing = {"error": {"type": "DataException", "message": "no data", "code": 800}}
    for first in (nothing, deezer_track(preview=""), deezer_track(isrc="XX0000000000")):
        with standing_in([Reply(first), Reply({"data": [deezer_track()], "total": 1})]) as site:
            assert Deezer(site.url).find_clip(GURENGE)
        assert site.asked[1].path == "/search"
        assert site.asked[1].query["q"] == 'artist:"LiSA" track:"Gurenge"'


WRONG = [
    ("紅蓮華", "Some Cover Band", 238),
    ("紅蓮華 (カラオケ)", "LiSA", 238),
    ("Gurenge - Instrumental", "LiSA", 238),
    ("Gurenge (Live at Budokan)", "LiSA", 238),
    ("Gurenge [off vocal]", "LiSA", 238),
    ("紅蓮華 ~ピアノ ver.~", "LiSA", 238),
    ("Gurenge (Nightcore)", "LiSA", 200),
    ("Gurenge (XYZ Remix)", "LiSA", 238),
    ("紅蓮華", "LiSA", 300),
    ("Homura", "LiSA", 238),
    ("Gurenge", "LiSA Karaoke Tribute & LiSA", 238),
    ("", "LiSA", 238),
    (None, None, None),
]
RIGHT = [
    ("紅蓮華", "LiSA", 238),
    ("GURENGE", "lisa", 240),
    ("Gurenge (TV Size)", "LiSA", 89),
    ("紅蓮華 (Gurenge)", "ＬｉＳＡ", None),
    ("Gurenge (From Demon Slayer)", "LiSA feat. Somebody", 238),
    ("紅蓮華", "織部里沙", 238),
]


@pytest.mark.parametrize(("title", "artist", "seconds"), WRONG)
def test_no_other_song_and_no_other_version_is_ever_chosen(title, artist, seconds):
    song = Song(GURENGE.titles, GURENGE.artists, None, GURENGE.duration_ms)
    offered = deezer_track(title, artist, duration=seconds)
    with standing_in([Reply({"data": [offered]})]) as site:
        assert Deezer(site.url).find_clip(song) is None
    result = {
        "trackName": title,
        "artistName": artist,
        "previewUrl": "https://x.itunes.apple.com/y",
        "trackTimeMillis": seconds and seconds * 1000,
    }
    with standing_in([Reply({"resultCount": 1, "results": [result]})]) as site:
        assert ITunes(site.url).find_clip(song) is None


@pytest.mark.parametrize(("title", "artist", "seconds"), RIGHT)
def test_one_song_in_another_spelling_is_chosen(title, artist, seconds):
    song = Song(GURENGE.titles, GURENGE.artists, None, GURENGE.duration_ms)
    offered = [deezer_track("Other"), deezer_track(title, artist, duration=seconds)]
    with standing_in([Reply({"data": offered})]) as site:
        assert Deezer(site.url).find_clip(song)
    assert len(site.asked) == 1
    result = {
        "trackName": title,
        "artistName": artist,
        "previewUrl": "https://x.itunes.apple.com/y",
        "trackTimeMillis": seconds and seconds * 1000,
    }
    with standing_in([Reply({"results": [None, result]})]) as site:
        found_link = ITunes(site.url).find_clip(song)
    assert found_link == ClipLink("itunes", "https://x.itunes.apple.com/y")
    assert site.asked[0].query["country"] == "JP"
    assert site.asked[0].query["lang"] == "ja_jp"
    assert site.asked[0].query["entity"] == "song"


def test_a_song_that_is_itself_live_may_be_live():
    song = Song(("Again (Live)",), ("YUI",))
    with standing_in([Reply({"data": [deezer_track("again -Live-", "YUI")]})]) as site:
        assert Deezer(site.url).find_clip(song)


def test_without_a_preview_without_a_title_or_without_an_artist_there_is_no_clip():
    empty = deezer_track(preview="")
    with standing_in([Reply({"data": [empty, {**empty, "preview": None}], "total": 2})]) as site:
        assert Deezer(site.url).find_clip(Song(("紅蓮華",), ("LiSA",))) is None
        assert Deezer(site.url).find_clip(Song(("紅蓮華",), ())) is None
        assert ITunes(site.url).find_clip(Song((), ("LiSA",))) is None


def test_deezers_errors_with_status_200_are_seen():
    limited = Reply({"error": {"type": "Exception", "message": "Quota limit exceeded", "code": 4}})
    song = Song(("紅蓮華",), ("LiSA",))
    with standing_in([limited, Reply({"data": [deezer_track()]})]) as site:
        assert Deezer(site.url).find_clip(song)
    for reply, code in (
        (limited, "deezer_rate_limited"),
        (Reply({"error": {"type": "ParameterException", "code": 500}}), "deezer_bad_answer"),
        (Reply({"error": "odd"}), "deezer_bad_answer"),
        (Reply("<html>"), "deezer_bad_answer"),
        (Reply("", status=503), "deezer_unreachable"),
    ):
        with standing_in([reply]) as site, pytest.raises(SourceError) as caught:
            Deezer(site.url).find_clip(song)
        assert caught.value.code == code


def test_itunes_403_is_a_pause_that_it_asks_for():
    with standing_in([Reply("", status=403)]) as site, pytest.raises(SourceError) as caught:
        ITunes(site.url).find_clip(GURENGE)
    assert caught.value.code == "itunes_rate_limited"
