"""What is promised to somebody who says what they think of a suggestion."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from moods.circumplex import Mood
from server.store import suggestion_words
from server.store.suggestion_words import FILM
from tests.web.site import Site
from tests.web.test_api import check, error_code
from tests.web.test_like import HEADERS, ID, add_show, page_of, site, titles_on

__all__ = ["site"]

LIKE = f"/songs/{ID}/like"
FILM_API, SHOW_API = "/api/liked/films/{movie_id}", "/api/liked/shows/{key}"


def send(
    client: FlaskClient, item: str, word: str, kind: str = "film", **more: Any
) -> TestResponse:
    fields = {"kind": kind, "item": item, "word": word, "back": LIKE, **more}
    return client.post("/liked", data=fields, headers=HEADERS)


def test_what_is_not_for_somebody_is_gone_at_once_and_can_be_undone(site: Site) -> None:
    client = site.member()
    before = titles_on(page_of(client, LIKE))
    answer = send(client, "100", "not", rank="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIKE}?gone=film.100#films")
    page = page_of(client, answer.headers["Location"].partition("#")[0])
    after = titles_on(page)
    assert after[: len(before) - 1] == before[1:]
    assert len(after) == len(before), "the next takes its place"
    notice = page.select_one("form.gone")
    assert notice is not None
    assert "“Leaving <Home>” will not come again." in notice.text
    fields = {each["name"]: each.get("value") for each in notice.select("input, button")}
    assert fields["back"] == LIKE
    client.post("/liked", data=fields, headers=HEADERS)
    assert titles_on(page_of(client, LIKE)) == before
    assert not page_of(client, f"{LIKE}?gone=film.100").select("form.gone")


def test_what_somebody_likes_is_marked_and_listed(site: Site) -> None:
    client = site.member()
    answer = send(client, "100", "liked", rank="1")
    assert answer.headers["Location"] == f"{LIKE}#film-100"
    page = page_of(client, LIKE)
    assert page.select_one("#film-100.liked button[aria-pressed=true][value=forget]")
    send(client, "203", "not", rank="2")
    listed = page_of(client, "/liked")
    assert listed.select_one("section[aria-labelledby=liked-title] #film-100")
    assert listed.select_one("section[aria-labelledby=refused-title] #film-203")
    assert page_of(client, "/account").select_one("a[href='/liked']")
    send(client, "100", "forget")
    assert not page_of(client, LIKE).select("#film-100.liked")
    assert "Nothing yet." in page_of(client, "/liked").text


def test_it_counts_for_the_one_who_said_it_alone(site: Site) -> None:
    site.add_playlist("list2", "aoi")
    path = f"/songs/{'list2':0>22}/like"
    aoi = site.member("aoi")
    before = titles_on(page_of(aoi, path))
    send(site.member(), "100", "not")
    assert titles_on(page_of(aoi, path)) == before
    assert "You have said nothing yet" in page_of(aoi, "/liked").text


def test_a_show_can_be_refused_too(site: Site) -> None:
    add_show(site, 2, 0.69, 0.78, Mood.HAPPY)
    client = site.member()
    assert titles_on(page_of(client, LIKE), "shows") == ["Show 2"]
    answer = send(client, "mal:2", "not", kind="show")
    assert answer.headers["Location"].endswith("#shows")
    page = page_of(client, answer.headers["Location"].partition("#")[0])
    assert titles_on(page, "shows") == []
    assert "“Show 2” will not come again." in page.text
    assert send(client, "mal:77", "liked", kind="show").status_code == 404, "on no list of theirs"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "x", ""])
def test_the_way_back_stays_here(site: Site, back: str) -> None:
    answer = send(site.member(), "100", "liked", back=back)
    assert answer.headers["Location"] == "/liked#film-100"


@pytest.mark.parametrize(
    ("item", "word", "kind", "status"),
    [
        ("999", "liked", "film", 404),
        ("x", "not", "film", 404),
        ("²", "not", "film", 404),
        ("100", "adored", "film", 400),
        ("100", "liked", "song", 404),
        ("100", "forget", "song", 404),
    ],
)
def test_what_is_no_word_on_a_suggestion_is_an_error_page(
    site: Site, item: str, word: str, kind: str, status: int
) -> None:
    answer = send(site.member(), item, word, kind)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")


def test_another_site_cannot_say_it(site: Site) -> None:
    client = site.member()
    headers = {"Origin": "https://elsewhere.example"}
    data = {"kind": "film", "item": "100", "word": "not"}
    assert client.post("/liked", data=data, headers=headers).status_code == 403
    assert suggestion_words.words(site.services.store, site.user()) == []


def test_the_api_takes_a_word_and_takes_it_back(site: Site) -> None:
    client = site.member()
    answer = client.put("/api/liked/films/100", json={"liked": False, "rank": 1})
    assert check(client, answer, FILM_API, "put") == {
        "movie_id": 100, "title": "Leaving <Home>", "liked": False, "year": 1984,
    }  # fmt: skip
    answer = client.put("/api/liked/shows/mal:1", json={"liked": True})
    assert check(client, answer, SHOW_API, "put")["title"] == "Hunter"
    told = check(client, client.get("/api/liked"), "/api/liked")
    assert [each["movie_id"] for each in told["films"]] == [100]
    assert [each["key"] for each in told["shows"]] == ["mal:1"]
    told = client.get(f"/api/songs/{ID}/like").json
    assert 100 not in {film["movie_id"] for film in told["films"]}
    kept = suggestion_words.word(site.services.store, site.user(), FILM, "100")
    assert kept is not None
    assert (kept.rank, kept.known, kept.made_by) == (1, "credits", "0.1")
    for _ in range(2):
        assert client.delete("/api/liked/films/100").status_code == 204
        assert client.delete("/api/liked/shows/mal:1").status_code == 204
    assert client.get("/api/liked").json == {"films": [], "shows": []}


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("films/100", {}, "no_word"),
        ("films/100", {"liked": "yes"}, "no_word"),
        ("films/100", {"liked": True, "rank": 0}, "bad_rank"),
        ("films/100", {"liked": True, "rank": True}, "bad_rank"),
        ("films/100", {"liked": True, "rank": "1"}, "bad_rank"),
        ("films/999", {"liked": True}, "no_such_suggestion"),
        ("films/99999999999999999999", {"liked": True}, "no_such_suggestion"),
        ("shows/mal:9", {"liked": True}, "no_such_suggestion"),
    ],
)
def test_the_api_tells_what_it_cannot_take(
    site: Site, path: str, body: dict[str, Any], code: str
) -> None:
    client = site.member()
    answer = client.put(f"/api/liked/{path}", json=body)
    assert error_code(answer) == code
    template = FILM_API if path.startswith("films") else SHOW_API
    check(client, answer, template, "put")


def test_nothing_is_said_by_who_is_not_logged_in(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.put("/api/liked/films/100", json={"liked": True}).status_code == 401
    assert visitor.get("/api/liked").status_code == 401
    assert visitor.get("/liked").status_code == 303


def test_a_number_that_no_film_has_is_no_film_however_long_it_is(site: Site) -> None:
    client = site.member()
    for item in ("9" * 5000, "9" * 18, "-1", "1e3", "\u0661"):
        assert send(client, item, "liked").status_code == 404


@pytest.mark.parametrize("path", [LIKE, "/playlists/list1/like?moods=sad", "/liked"])
def test_who_has_to_log_in_comes_back_to_where_they_were(site: Site, path: str) -> None:
    refused = site.visitor().get(path)
    assert refused.status_code == 303
    back = parse_qs(urlsplit(refused.headers["Location"]).query)["next"]
    assert back == [path]
    sent = send(site.visitor(), "100", "liked")
    assert "next=%2Fliked" in sent.headers["Location"]
