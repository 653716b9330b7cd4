import pytest

from server.domain import Anime, Artist, ClipLink, ThemeKind
from server.errors import SourceError
from server.sources.animethemes import AnimeThemes
from server.sources.clips import Song
from server.sources.deezer import Deezer
from server.sources.itunes import ITunes
from server.sources.reccobeats import ReccoBeats
from tests.sources.standin import Reply, standing_in

A, B = "a" * 22, "b" * 22


def theme(title="Gurenge", sequence=1, links=(), audio=("a.ogg",)):
    return {
        "type": "OP",
        "sequence": sequence,
        "slug": f"OP{sequence}",
        "song": {
            "title": {"romaji": title, "native": "紅蓮華"},
            "performances": [
                {"alias": None, "as": None, "artist": {"name": {"main": "LiSA", "native": "織部"}}},
                {"alias": "Nezuko", "as": "Nezuko K.", "artist": {"name": {"main": "Kito"}}},
                {"alias": "Solo", "as": None, "artist": None},
            ],
            "resources": {"nodes": [{"site": "YOUTUBE_MUSIC", "link": "https://x"}, *links]},
        },
        "animethemeentries": [
            {"episodes": "1-", "version": 2, "videos": {"nodes": [{"audio": {"link": "v2.ogg"}}]}},
            {
                "version": None,
                "nsfw": True,
                "videos": {
                    "nodes": [{"link": "v.webm", "audio": {"link": link}} for link in audio]
                    + [{"audio": None}]
                },
            },
        ],
    }


def found(*ids, themes=()):
    return {
        "slug": "x",
        "resources": {"nodes": [{"externalId": number} for number in ids]},
        "animethemes": list(themes),
    }


def answer(*shows):
    return Reply({"data": {"findAnimeByExternalSite": list(shows)}})


def test_themes_are_tied_back_by_the_ids_inside_the_answer():
    link = {"site": "SPOTIFY", "link": f"https://open.spotify.com/intl-ja/track/{A}?si=1"}
    shows = [Anime("One", mal_id=1), Anime("Two", mal_id=2), Anime("Three", mal_id=3)]
    reply = answer(
        found(2, themes=[theme(title="Two's")]),
        found(9, themes=[theme(title="Nobody's")]),
        found(None, 1, themes=[theme(links=[link]), {**theme(), "song": None}]),
    )
    with standing_in([reply]) as site:
        themes = AnimeThemes(f"{site.url}/graphql").themes(shows)
    assert set(themes) == {"mal:1", "mal:2"}
    (gurenge,) = themes["mal:1"]
    assert gurenge.key == "mal:1:OP1:gurenge"
    assert gurenge.kind is ThemeKind.OP
    assert gurenge.native_title == "紅蓮華"
    assert gurenge.track_uri == f"spotify:track:{A}"
    assert gurenge.artists == (
        Artist("LiSA", ("織部",)),
        Artist("Kito", ("Nezuko", "Nezuko K.")),
        Artist("Solo"),
    )
    assert gurenge.audio_urls == ("a.ogg", "v2.ogg")
    assert site.asked[0].json["variables"] == {"ids": [1, 2, 3]}
    assert "site:MAL" in site.asked[0].json["query"]


def test_a_covered_show_without_songs_is_covered():
    with standing_in([answer(found(1))]) as site:
        assert AnimeThemes(site.url).themes([Anime("One", mal_id=1)]) == {"mal:1": []}


def test_several_shows_under_one_id_are_one_with_all_songs_once():
    link = {"site": "SPOTIFY", "link": f"https://open.spotify.com/track/{B}"}
    reply = answer(
        found(1, themes=[theme()]),
        found(1, themes=[theme(links=[link], audio=("b.ogg",)), theme(title="Other", sequence=2)]),
    )
    with standing_in([reply]) as site:
        first, second = AnimeThemes(site.url).themes([Anime("One", mal_id=1)])["mal:1"]
    assert first.track_uri == f"spotify:track:{B}"
    assert first.audio_urls == ("a.ogg", "v2.ogg", "b.ogg")
    assert second.title == "Other"


def test_shows_that_only_anilist_knows_are_asked_for_by_its_ids():
    def script(asked):
        ids = asked.json["variables"]["ids"]
        return answer(*(found(number, themes=[theme()]) for number in ids))

    shows = [Anime("One", mal_id=1, anilist_id=100), Anime("Two", anilist_id=200), Anime("None")]
    with standing_in(script) as site:
        themes = AnimeThemes(site.url).themes(shows)
    assert set(themes) == {"mal:1", "anilist:200"}
    assert [asked.json["variables"]["ids"] for asked in site.asked] == [[1], [200]]
    assert "site:ANILIST" in site.asked[1].json["query"]


def test_long_lists_go_in_batches_of_fifty():
    shows = [Anime(f"S{number}", mal_id=number) for number in range(1, 121)]
    with standing_in([answer()]) as site:
        assert AnimeThemes(site.url).themes(shows) == {}
    assert [len(asked.json["variables"]["ids"]) for asked in site.asked] == [50, 50, 20]


def test_somebody_who_sings_several_parts_stands_once_with_all_of_them():
    both = [
        {"alias": None, "as": part, "artist": {"name": {"main": "Hana Mori", "native": "森はな"}}}
        for part in ("Yuki", None, "Ame", "Yuki")
    ]
    with_parts = {**theme(), "song": {"title": {"romaji": "Snow"}, "performances": both}}
    with standing_in([answer(found(1, themes=[with_parts]))]) as site:
        (snow,) = AnimeThemes(site.url).themes([Anime("One", mal_id=1)])["mal:1"]
    assert snow.artists == (Artist("Hana Mori", ("森はな", "Yuki", "Ame")),)


def test_odd_themes_are_passed_over():
    odd = [
        None,
        {"type": "OP", "song": {"title": None}},
        {"type": "??", "song": {"title": "x"}},
        {"type": "ED", "song": {"title": "Plain"}, "animethemeentries": None},
    ]
    with standing_in([answer(found(1, themes=odd))]) as site:
        (plain,) = AnimeThemes(site.url).themes([Anime("One", mal_id=1)])["mal:1"]
    assert plain.key == "mal:1:ED:plain"
    assert (plain.artists, plain.audio_urls, plain.track_uri) == ((), (), None)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply({"errors": [{"message": "Query complexity"}]}), "animethemes_bad_answer"),
        (
            Reply({"data": {"findAnimeByExternalSite": None}, "errors": [{"message": "x"}]}),
            "animethemes_bad_answer",
        ),
        (
            Reply({"message": "Too Many Attempts."}, status=429, headers={"Retry-After": "60"}),
            "animethemes_rate_limited",
        ),
        (Reply("blocked", status=403), "animethemes_refused"),
        (Reply("", status=500), "animethemes_unreachable"),
    ],
)
def test_failures_of_animethemes_are_errors_and_not_uncovered_shows(reply, code):
    with standing_in([reply]) as site, pytest.raises(SourceError) as caught:
        AnimeThemes(site.url).themes([Anime("One", mal_id=1)])
    assert caught.value.code == code


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


def test_features_are_tied_back_by_href_and_unknown_ones_are_missing():
    content = [
        {
            "id": "uuid",
            "href": f"https://open.spotify.com/track/{B}",
            "energy": 0.5,
            "tempo": 120,
            "key": 3,
            "valence": None,
            "loudness": "-5.5",
            "liveness": True,
        },
        {"href": None, "energy": 0.1},
        {"href": f"https://open.spotify.com/track/{'c' * 22}", "energy": 0.1},
        None,
    ]
    with standing_in([Reply({"content": content})]) as site:
        features = ReccoBeats(f"{site.url}/v1").features(
            [f"spotify:track:{A}", f"spotify:track:{B}"]
        )
    assert features == {f"spotify:track:{B}": {"energy": 0.5, "tempo": 120, "loudness": -5.5}}
    assert site.asked[0].path == "/v1/audio-features"
    assert site.asked[0].query["ids"] == f"{A},{B}"


def test_features_are_asked_for_forty_at_a_time():
    uris = [f"spotify:track:{number:022d}" for number in range(85)]
    with standing_in([Reply({"content": []})]) as site:
        assert ReccoBeats(site.url).features(uris) == {}
        assert ReccoBeats(site.url).features([]) == {}
        assert ReccoBeats(site.url).features(["no uri"]) == {}
    assert [len(asked.query["ids"].split(",")) for asked in site.asked] == [40, 40, 5]


def test_reccobeats_knowing_nothing_is_no_failure_but_nonsense_is():
    with standing_in([Reply({"error": "none"}, status=404)]) as site:
        assert ReccoBeats(site.url).features([f"spotify:track:{A}"]) == {}
    with standing_in([Reply("<html>")]) as site, pytest.raises(SourceError) as caught:
        ReccoBeats(site.url).features([f"spotify:track:{A}"])
    assert caught.value.code == "reccobeats_bad_answer"
