"""Lists at AniList, from answers as it gives them."""

import time

import pytest

from server.domain import MediaKind, WatchStatus
from server.errors import SourceError
from server.sources.anilist import AniList
from tests.sources.standin import Reply, standing_in

DONE, NOW, PLANNED = WatchStatus.COMPLETED, WatchStatus.WATCHING, WatchStatus.PLAN_TO_WATCH


def code_of(call):
    with pytest.raises(SourceError) as caught:
        call()
    assert caught.value.message
    assert caught.value.hint
    return caught.value.code


def test_anilist_tells_genres_and_studios_where_asked():
    show = {**media(1, 1), "genres": ["Drama", None], "studios": {"nodes": [{"name": "Bones"}]}}
    body = collection({"entries": [{"status": "COMPLETED", "media": show}]})
    with standing_in([Reply(body)]) as site:
        (entry,) = AniList(site.url).anime_list("aoi", [DONE], facts=True)
    assert (entry.genres, entry.studios) == (("Drama",), ("Bones",))


def media(anilist_id, mal_id, **title):
    return {"id": anilist_id, "idMal": mal_id, "title": title or {"romaji": f"S{anilist_id}"}}


def collection(*lists):
    return {"data": {"MediaListCollection": {"hasNextChunk": False, "lists": list(lists)}}}


def test_anilist_gives_a_show_once_with_its_score_out_of_ten():
    entries = [
        {"status": "COMPLETED", "score": 85, "media": media(10, 1, romaji="One", native="一")},
        {"status": "REPEATING", "score": 0, "media": media(11, None, english="Two", romaji=None)},
        {"status": "PLANNING", "score": None, "media": media(12, 3)},
        {"status": "CURRENT", "score": None, "media": media(13, 4)},
        {"status": "ODD", "media": media(14, 5)},
        {"status": "CURRENT", "media": None},
        None,
    ]
    body = collection(
        {"name": "All", "entries": entries},
        {"name": "Favourites", "isCustomList": True, "entries": entries[:1]},
        {"name": "Empty", "entries": None},
    )
    with standing_in([Reply(body)]) as site:
        found = AniList(f"{site.url}/graphql").anime_list(" aoi ", {DONE, NOW})
    assert [(e.anime.key, e.anime.title, e.status, e.score) for e in found] == [
        ("mal:1", "One", DONE, 8.5),
        ("anilist:11", "Two", DONE, 0),
        ("mal:4", "S13", NOW, 0),
    ]
    assert len(site.asked) == 1
    assert site.asked[0].method == "POST"
    assert site.asked[0].json["variables"] == {"u": "aoi"}
    assert "REPEATING" in site.asked[0].json["query"]
    assert "PLANNING" not in site.asked[0].json["query"]


def test_anilist_leaves_shows_for_adults_out_unless_they_are_wanted():
    show = {**media(10, 1), "isAdult": True}
    body = collection({"entries": [{"status": "COMPLETED", "media": show}]})
    with standing_in([Reply(body)]) as site:
        service = AniList(site.url)
        assert service.anime_list("aoi", [DONE]) == []
        assert len(service.anime_list("aoi", [DONE], nsfw=True)) == 1


def test_anilist_tells_year_and_sort_of_shows():
    shows = [
        {**media(10, 1), "format": "TV_SHORT", "startDate": {"year": 2009}},
        {**media(11, 2), "format": None, "startDate": {"year": None}},
    ]
    body = collection({"entries": [{"status": "COMPLETED", "media": show} for show in shows]})
    with standing_in([Reply(body)]) as site:
        service = AniList(site.url)
        entries = service.anime_list("aoi", [DONE], facts=True)
        service.anime_list("aoi", [DONE])
    assert [(entry.year, entry.media) for entry in entries] == [(2009, MediaKind.TV), (None, None)]
    assert ["startDate" in asked.json["query"] for asked in site.asked] == [True, False]


def test_a_list_in_several_chunks_is_read_to_its_end():
    def script(asked):
        chunk = int(asked.json["query"].partition("chunk:")[2].partition(")")[0] or 1)
        row = {"status": "COMPLETED", "media": media(chunk, chunk)}
        body = collection({"entries": [row]})
        body["data"]["MediaListCollection"]["hasNextChunk"] = chunk < 3
        return Reply(body)

    with standing_in(script) as site:
        entries = AniList(site.url).anime_list("aoi", [DONE])
    assert [entry.anime.mal_id for entry in entries] == [1, 2, 3]
    assert "chunk" not in site.asked[0].json["query"]
    assert len(site.asked) == 3


def test_a_list_whose_chunks_do_not_end_is_an_error():
    body = collection({"entries": [{"status": "COMPLETED", "media": media(1, 1)}]})
    body["data"]["MediaListCollection"]["hasNextChunk"] = True
    with standing_in([Reply(body)]) as site:
        assert code_of(lambda: AniList(site.url).anime_list("a", [DONE])) == "anilist_bad_answer"
    assert len(site.asked) == 2


def test_a_long_pause_is_kept_without_asking_again():
    limited = Reply(
        graphql_error("Too Many Requests.", 429), status=429, headers={"Retry-After": "50"}
    )
    with standing_in([limited, Reply(collection())]) as site:
        service = AniList(site.url)
        for _ in range(2):
            with pytest.raises(SourceError) as caught:
                service.anime_list("mika", [DONE])
            assert caught.value.code == "anilist_rate_limited"
            assert 0 < caught.value.retry_after <= 50
    assert len(site.asked) == 1


def test_after_the_last_call_to_spare_nothing_is_asked_until_the_service_says():
    headers = {"X-RateLimit-Limit": "30", "X-RateLimit-Remaining": "0"}
    headers["X-RateLimit-Reset"] = str(int(time.time()) + 50)
    with standing_in([Reply(collection(), headers=headers)]) as site:
        service = AniList(site.url)
        assert service.anime_list("mika", [DONE]) == []
        with pytest.raises(SourceError) as caught:
            service.anime_list("mika", [DONE])
    assert caught.value.code == "anilist_rate_limited"
    assert caught.value.retry_after <= 50
    assert len(site.asked) == 1


@pytest.mark.parametrize("reset", [None, -5])
def test_where_it_does_not_say_until_when_a_short_pause_is_made(reset):
    headers = {"X-RateLimit-Limit": "30", "X-RateLimit-Remaining": "0"}
    if reset is not None:
        headers["X-RateLimit-Reset"] = str(int(time.time()) + reset)
    with standing_in([Reply(collection(), headers=headers), Reply(collection())]) as site:
        service = AniList(site.url)
        begun = time.monotonic()
        assert service.anime_list("mika", [DONE]) == service.anime_list("mika", [DONE]) == []
        assert time.monotonic() - begun > 1


def test_with_calls_to_spare_the_next_is_sent_at_once():
    headers = {"X-RateLimit-Remaining": "1"}
    with standing_in([Reply(collection(), headers=headers)]) as site:
        service = AniList(site.url)
        assert service.anime_list("mika", [DONE]) == service.anime_list("mika", [DONE]) == []


def test_an_empty_anilist_list_is_empty():
    for lists in ([], None):
        body = {"data": {"MediaListCollection": {"lists": lists}}}
        with standing_in([Reply(body)]) as site:
            assert AniList(site.url).anime_list("newcomer", [DONE]) == []


def graphql_error(message, status=None):
    return {"data": None, "errors": [{"message": message, "status": status}]}


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(graphql_error("User not found", 404), status=404), "list_unknown"),
        (Reply(graphql_error("Not Found.", 404)), "list_unknown"),
        (Reply("not found", status=404), "list_unknown"),
        (Reply({"data": {"MediaListCollection": None}}), "list_unknown"),
        (Reply(graphql_error("Private User", 404), status=404), "list_private"),
        (Reply(graphql_error("The list is private", 403), status=403), "list_private"),
        (Reply(graphql_error("The API is disabled", 403), status=403), "anilist_unreachable"),
        (Reply("Forbidden", status=403), "anilist_unreachable"),
        (
            Reply(
                graphql_error("Too Many Requests.", 429), status=429, headers={"Retry-After": "50"}
            ),
            "anilist_rate_limited",
        ),
        (Reply(graphql_error("Too Many Requests.", 429)), "anilist_rate_limited"),
        (Reply(graphql_error("Syntax"), status=400), "anilist_bad_answer"),
        (Reply({"errors": ["odd"]}), "anilist_bad_answer"),
        (Reply(graphql_error("Internal", 500)), "anilist_unreachable"),
        (Reply("down", status=502), "anilist_unreachable"),
        (Reply("[]"), "anilist_bad_answer"),
        (Reply({"data": {}}), "anilist_bad_answer"),
    ],
)
def test_each_failure_of_anilist_has_its_own_code(reply, code):
    with standing_in([reply]) as site:
        assert code_of(lambda: AniList(site.url).anime_list("mika", [DONE])) == code


def test_anilist_says_that_an_unknown_list_may_be_a_private_one():
    reply = Reply(graphql_error("Not Found.", 404), status=404)
    with standing_in([reply]) as site, pytest.raises(SourceError) as caught:
        AniList(site.url).anime_list("mika", [DONE])
    assert "private" in caught.value.message
    assert "mika" in caught.value.message


def test_a_short_pause_is_sat_out():
    limited = Reply(
        graphql_error("Too Many Requests.", 429), status=429, headers={"Retry-After": "0"}
    )
    with standing_in([limited, Reply(collection())]) as site:
        assert AniList(site.url).anime_list("mika", [DONE]) == []
