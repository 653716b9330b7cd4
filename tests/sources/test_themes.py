"""What AnimeThemes knows of shows, from answers as it gives them."""

import pytest

from server.domain import Anime, Artist, ThemeKind
from server.errors import SourceError
from server.sources.animethemes import AnimeThemes
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
