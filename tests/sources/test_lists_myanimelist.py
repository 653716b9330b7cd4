"""Lists at MyAnimeList, from answers as it gives them."""

import pytest

from server.domain import MediaKind, ThemeKind, WatchStatus
from server.errors import SourceError
from server.sources.myanimelist import MyAnimeList
from tests.sources.standin import Reply, dropped, standing_in

DONE, NOW, PLANNED = WatchStatus.COMPLETED, WatchStatus.WATCHING, WatchStatus.PLAN_TO_WATCH


def mal_row(mal_id, status="completed", score=8, **node):
    return {
        "node": {"id": mal_id, "title": f"Show {mal_id}", "main_picture": None, **node},
        "list_status": {"status": status, "score": score, "is_rewatching": False},
    }


def code_of(call):
    with pytest.raises(SourceError) as caught:
        call()
    assert caught.value.message
    assert caught.value.hint
    return caught.value.code


def test_myanimelist_gives_the_rows_with_the_wanted_statuses_in_one_go():
    rows = [
        mal_row(1, alternative_titles={"en": "One", "ja": "一", "synonyms": []}),
        mal_row(2, "plan_to_watch"),
        mal_row(3, "watching", 0),
        mal_row(4, "something_new"),
        mal_row(1),
        {"node": {"id": 5}, "list_status": None},
        {"node": None},
        None,
    ]
    with standing_in([Reply({"data": rows, "paging": {}})]) as site:
        entries = MyAnimeList(f"{site.url}/v2/", "id").anime_list("mika", {DONE, NOW})
    assert [(e.anime.mal_id, e.status, e.score) for e in entries] == [(1, DONE, 8), (3, NOW, 0)]
    assert entries[0].anime.native_title == "一"
    assert entries[0].anime.english_title == "One"
    (asked,) = site.asked
    assert asked.path == "/v2/users/mika/animelist"
    assert asked.headers["X-MAL-CLIENT-ID"] == "id"
    assert asked.query["limit"] == "1000"
    assert "list_status" in asked.query["fields"]
    assert "status" not in asked.query


def test_myanimelist_is_asked_for_a_single_status_by_name():
    with standing_in([Reply({"data": [mal_row(2, "plan_to_watch"), mal_row(3)]})]) as site:
        entries = MyAnimeList(site.url, "id").anime_list("mika", [PLANNED])
    assert [entry.anime.mal_id for entry in entries] == [2]
    assert site.asked[0].query["status"] == "plan_to_watch"


@pytest.mark.parametrize(
    "following",
    [
        "{here}/users/mika/animelist?offset=1&token=x",
        "/users/mika/animelist?offset=1",
        "https://elsewhere.example/v2/users/mika/animelist?offset=1",
    ],
)
def test_myanimelist_pages_are_followed_on_the_configured_host_only(following):
    def script(asked):
        if asked.query.get("offset"):
            return Reply({"data": [mal_row(2)], "paging": {"previous": "x"}})
        here = "http://" + asked.headers["Host"]
        return Reply({"data": [mal_row(1)], "paging": {"next": following.format(here=here)}})

    with standing_in(script) as site:
        entries = MyAnimeList(site.url, "id").anime_list("mika", {DONE, NOW})
    assert [entry.anime.mal_id for entry in entries] == [1, 2]
    assert [asked.path for asked in site.asked] == ["/users/mika/animelist"] * 2


def test_a_list_that_breaks_off_is_an_error_and_not_a_shorter_list():
    def script(asked):
        if asked.query.get("offset"):
            return Reply("down", status=500)
        return Reply({"data": [mal_row(1)], "paging": {"next": "/users/mika/animelist?offset=1"}})

    with standing_in(script) as site:
        service = MyAnimeList(site.url, "id")
        assert code_of(lambda: service.anime_list("mika", [DONE])) == "myanimelist_unreachable"


def test_an_empty_list_is_empty():
    with standing_in([Reply({"data": [], "paging": {}})]) as site:
        assert MyAnimeList(site.url, "id").anime_list("newcomer", [DONE]) == []


@pytest.mark.parametrize("name", ["", "  ", "@me", "a/b", "..", "a?b", "名前"])
def test_what_cannot_be_a_name_is_unknown_without_a_call(name):
    with standing_in([Reply({"data": []})]) as site:
        service = MyAnimeList(site.url, "id")
        assert code_of(lambda: service.anime_list(name, [DONE])) == "list_unknown"
    assert site.asked == []


@pytest.mark.parametrize(
    ("reply", "code", "calls"),
    [
        (Reply({"message": "", "error": "not_found"}, status=404), "list_unknown", 1),
        (Reply("gone", status=404), "list_unknown", 1),
        (Reply({"message": "", "error": "not_permitted"}, status=403), "list_private", 2),
        (Reply("DoS detected", status=403), "myanimelist_rate_limited", 2),
        (Reply({"error": "forbidden"}, status=403), "myanimelist_client_id_refused", 3),
        (Reply("<html>Access denied</html>", status=403), "myanimelist_refused", 3),
        (
            Reply({"error": "bad_request", "message": "Invalid client id"}, status=403),
            "myanimelist_client_id_refused",
            2,
        ),
        (Reply({"error": "invalid_token"}, status=403), "myanimelist_client_id_refused", 2),
        (Reply({"error": "invalid_token"}, status=401), "myanimelist_client_id_refused", 1),
        (Reply({"error": "bad_request"}, status=400), "myanimelist_client_id_refused", 1),
        (Reply("", status=429, headers={"Retry-After": "600"}), "myanimelist_rate_limited", 1),
        (Reply("<html>", status=503), "myanimelist_unreachable", 3),
        (dropped(), "myanimelist_unreachable", 3),
        (Reply("<html>"), "myanimelist_bad_answer", 1),
        (Reply({"data": None}), "myanimelist_bad_answer", 1),
    ],
)
def test_each_failure_of_myanimelist_has_its_own_code(reply, code, calls):
    with standing_in([reply]) as site:
        service = MyAnimeList(site.url, "id")
        assert code_of(lambda: service.anime_list("mika", [DONE])) == code
    assert len(site.asked) == calls


def test_a_refused_list_is_private_only_where_the_client_id_is_good():
    def script(asked):
        return Reply(
            {"id": 1} if asked.path == "/anime/1" else "", 200 if "anime/" in asked.path else 403
        )

    with standing_in(script) as site:
        service = MyAnimeList(site.url, "id")
        assert code_of(lambda: service.anime_list("mika", [DONE])) == "list_private"


@pytest.mark.parametrize("nsfw", [False, True])
def test_shows_not_safe_for_work_are_asked_for_only_when_wanted(nsfw):
    with standing_in([Reply({"data": []})]) as site:
        MyAnimeList(site.url, "id").anime_list("mika", [DONE], nsfw=nsfw)
    assert site.asked[0].query["nsfw"] == str(nsfw).lower()


def test_myanimelist_tells_year_and_sort_of_shows_where_asked():
    rows = [
        mal_row(1, media_type="tv", start_date="1998-04-03", start_season={"year": 1999}),
        mal_row(2, media_type="tv_special", start_season={"year": 2004, "season": "fall"}),
        mal_row(3, media_type="pv", start_date="soon"),
        mal_row(4, media_type="movie", start_date="2001"),
    ]
    with standing_in([Reply({"data": rows})]) as site:
        entries = MyAnimeList(site.url, "id").anime_list("mika", [DONE], facts=True)
    assert [(entry.year, entry.media) for entry in entries] == [
        (1998, MediaKind.TV),
        (2004, MediaKind.SPECIAL),
        (None, None),
        (2001, MediaKind.MOVIE),
    ]
    assert {"media_type", "start_date", "start_season"} < set(
        site.asked[0].query["fields"].split(",")
    )


@pytest.mark.parametrize(
    ("told", "genres", "studios"),
    [
        (
            {"genres": [{"id": 1, "name": "Action"}, {"id": 8, "name": "Drama"}], "studios": []},
            ("Action", "Drama"),
            (),
        ),
        ({"studios": [{"id": 4, "name": "Bones"}, {"id": 5}, None, 7]}, (), ("Bones",)),
        ({"genres": "Action", "studios": {"name": "Bones"}}, (), ()),
    ],
)
def test_myanimelist_tells_genres_and_studios_where_asked(told, genres, studios):
    with standing_in([Reply({"data": [mal_row(1, **told)]})]) as site:
        (entry,) = MyAnimeList(site.url, "id").anime_list("mika", [DONE], facts=True)
    assert (entry.genres, entry.studios) == (genres, studios)
    assert {"genres", "studios"} < set(site.asked[0].query["fields"].split(","))


def test_a_page_that_leads_back_to_itself_is_an_error():
    body = {"data": [mal_row(1)], "paging": {"next": "/users/mika/animelist?offset=0"}}
    with standing_in([Reply(body)]) as site:
        service = MyAnimeList(site.url, "id")
        assert code_of(lambda: service.anime_list("mika", [DONE])) == "myanimelist_bad_answer"
    assert len(site.asked) == 2


def test_a_403_that_passes_is_no_private_list():
    with standing_in([Reply("DoS", status=403), Reply({"data": [mal_row(1)]})]) as site:
        assert len(MyAnimeList(site.url, "id").anime_list("mika", [DONE])) == 1


def test_myanimelist_without_a_client_id_says_so():
    with standing_in([Reply({"error": "x"}, status=403)]) as site:
        service = MyAnimeList(site.url, "")
        code = code_of(lambda: service.anime_list("mika", [DONE]))
    assert code == "myanimelist_client_id_refused"
    assert "X-MAL-CLIENT-ID" not in site.asked[0].headers


def test_theme_texts_come_raw_and_absent_keys_are_none():
    body = {
        "id": 1,
        "title": "x",
        "opening_themes": [{"id": 1, "anime_id": 1, "text": '#1: "A" by B (eps 1-2)'}, None],
    }
    with standing_in([Reply(body), Reply({"id": 1}), Reply({}, status=404)]) as site:
        service = MyAnimeList(site.url, "id")
        assert service.theme_texts(1) == [(ThemeKind.OP, '#1: "A" by B (eps 1-2)')]
        assert service.theme_texts(2) == []
        assert service.theme_texts(3) == []
    assert site.asked[0].query["fields"] == "opening_themes,ending_themes"
