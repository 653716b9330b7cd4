"""The sandbox's MyAnimeList and AniList."""

import contextlib
import re

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from sandbox.graphql import QueryError, execute
from sandbox.running import Sandbox

LISTS = """
query ($u: String!, $in: [MediaListStatus] = [COMPLETED, CURRENT, REPEATING]) {
  MediaListCollection(userName: $u, type: ANIME, status_in: $in) {
    hasNextChunk
    lists { name isCustomList status entries { ...entry } }
  }
}
fragment entry on MediaList {
  status points: score(format: POINT_100) ten: score(format: POINT_10)
  media { id idMal title { romaji english native } }
}
"""


def mal(sandbox: Sandbox, path: str, **query: object) -> requests.Response:
    headers = {"X-MAL-CLIENT-ID": sandbox.environment()["MAL_CLIENT_ID"]}
    address = path if path.startswith("http") else f"{sandbox.url}/mal/v2{path}"
    return requests.get(address, params=query or None, headers=headers, timeout=60)


def ask(sandbox: Sandbox, query: str, **variables: object) -> requests.Response:
    body = {"query": query, "variables": variables}
    return requests.post(f"{sandbox.url}/anilist", json=body, timeout=60)


def test_myanimelist_wants_its_client_id(sandbox: Sandbox) -> None:
    answer = requests.get(f"{sandbox.url}/mal/v2/users/aoi/animelist", timeout=60)
    assert answer.status_code == 400


@pytest.mark.parametrize(("name", "status"), [("hidden", 403), ("nobody", 404), ("newcomer", 200)])
def test_private_unknown_and_empty_lists_differ(sandbox: Sandbox, name: str, status: int) -> None:
    answer = mal(sandbox, f"/users/{name}/animelist")
    assert answer.status_code == status
    if status == 200:
        assert answer.json() == {"data": [], "paging": {}}
    else:
        assert answer.json()["error"] in {"not_permitted", "not_found"}


def test_a_list_is_read_page_by_page(sandbox: Sandbox) -> None:
    whole = mal(sandbox, "/users/mika/animelist", limit=1000, nsfw="true").json()["data"]
    user = sandbox.world.user("myanimelist", "mika")
    assert user is not None
    assert len(whole) == len(user.entries)
    page = mal(sandbox, "/users/MIKA/animelist", limit=50, nsfw="true").json()
    rows = page["data"]
    while "next" in page["paging"]:
        page = mal(sandbox, page["paging"]["next"]).json()
        rows += page["data"]
    assert rows == whole
    assert mal(sandbox, "/users/mika/animelist", limit=1001).status_code == 400


def test_a_list_shows_scores_only_when_asked_and_one_status_when_asked(sandbox: Sandbox) -> None:
    bare = mal(sandbox, "/users/aoi/animelist").json()["data"][0]
    assert set(bare) == {"node"}
    assert set(bare["node"]) == {"id", "title", "main_picture"}
    rows = mal(
        sandbox,
        "/users/mika/animelist",
        status="dropped",
        sort="list_score",
        fields="list_status{priority},alternative_titles",
        nsfw="true",
    ).json()["data"]
    assert {row["list_status"]["status"] for row in rows} == {"dropped"}
    assert "ja" in rows[0]["node"]["alternative_titles"]
    scores = [row["list_status"]["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert mal(sandbox, "/users/aoi/animelist", status="loved").status_code == 400


def test_some_shows_come_only_with_nsfw(sandbox: Sandbox) -> None:
    safe = mal(sandbox, "/users/mika/animelist", limit=1000).json()["data"]
    whole = mal(sandbox, "/users/mika/animelist", limit=1000, nsfw="true").json()["data"]
    assert 0 < len(whole) - len(safe) < 10


def test_themes_are_lines_of_text_that_name_song_and_artist(sandbox: Sandbox) -> None:
    shape = re.compile(r'(#?\d+[:.] )?".+" by .+?( \(eps? [^)]*\))?')
    for anime in sandbox.world.anime[:25]:
        body = mal(sandbox, f"/anime/{anime.mal_id}", fields="opening_themes,ending_themes").json()
        for kind, key in (("OP", "opening_themes"), ("ED", "ending_themes")):
            themes = [theme for theme in anime.themes if theme.kind == kind]
            assert (key in body) == bool(themes)
            for theme, shown in zip(themes, body.get(key, []), strict=True):
                assert shape.fullmatch(shown["text"]), shown["text"]
                assert theme.song.title in shown["text"]
                assert (len(themes) > 1) == bool(re.match(r"#?\d+[:.] ", shown["text"]))
    assert mal(sandbox, "/anime/999999999").status_code == 404
    assert set(mal(sandbox, "/anime/1").json()) == {"id", "title", "main_picture"}


def test_anilist_gives_the_whole_list_with_repeats_and_shows_without_mal_id(
    sandbox: Sandbox,
) -> None:
    answer = ask(sandbox, LISTS, u="mika")
    assert answer.headers["X-RateLimit-Limit"] == "30"
    lists = answer.json()["data"]["MediaListCollection"]["lists"]
    assert {one["status"] for one in lists} == {"COMPLETED", "CURRENT", "REPEATING", None}
    entries = [entry for one in lists for entry in one["entries"]]
    ids = [entry["media"]["id"] for entry in entries]
    assert len(set(ids)) < len(ids)
    assert any(entry["media"]["idMal"] is None for entry in entries)
    assert all(entry["points"] // 10 == entry["ten"] for entry in entries)


def test_anilist_answers_404_for_unknown_and_private_users(sandbox: Sandbox) -> None:
    for name, message in (("nobody", "User not found"), ("hidden", "Private User")):
        answer = ask(sandbox, LISTS, u=name)
        assert answer.status_code == 404
        error = answer.json()["errors"][0]
        assert (error["status"], error["message"]) == (404, message)
    empty = ask(sandbox, LISTS, u="newcomer").json()["data"]["MediaListCollection"]
    assert empty["lists"] == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "{",
        "query { MediaListCollection(userName: $u, type: ANIME) { lists { nme } } }",
        "query { MediaListCollection(type: MANGA) { hasNextChunk } }",
        "query { Nothing }",
        'query { MediaListCollection(userName: "aoi", type: ANIME) }',
        "mutation { SaveMediaListEntry { id } }",
        "query ($u: String!) { User(name: $u) { id } }",
        "query { ...unknown }",
    ],
)
def test_a_wrong_query_is_an_error(sandbox: Sandbox, query: str) -> None:
    answer = ask(sandbox, query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"]


DATA = {"one": {"a": 1, "b": [{"c": "x"}, {"c": "y"}]}, "echo": lambda given: given.get("v")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ one { a } }", {"one": {"a": 1}}),
        ("query Q { x: one { __typename b { c } } }",
         {"x": {"__typename": "One", "b": [{"c": "x"}, {"c": "y"}]}}),
        ("{ one { ... on One { a } ...f } } fragment f on One { b { d: c } }",
         {"one": {"a": 1, "b": [{"d": "x"}, {"d": "y"}]}}),
        ('{ echo(v: [1, -2.5, "é\\n", true, null, ENUM]) } # done',
         {"echo": [1, -2.5, "é\n", True, None, "ENUM"]}),
        ("query($v:Int=3,$no:Boolean=false){echo(v:$v) one @include(if:$no){a}}", {"echo": 3}),
        ("{ one @skip(if: false) { a } }", {"one": {"a": 1}}),
    ],
)  # fmt: skip
def test_the_query_language_is_understood(query: str, expected: dict[str, object]) -> None:
    assert execute({"query": query}, DATA) == expected


@given(st.text(alphabet='{}()[]$:!@|. \n"#abcon1-', max_size=40))
def test_no_text_breaks_the_query_parser(text: str) -> None:
    with contextlib.suppress(QueryError):
        execute({"query": text}, DATA)
