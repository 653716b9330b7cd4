"""What the API refuses, and how it tells so."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import Build
from tests.web.site import Site
from tests.web.test_api import LIST, check, error_code


@pytest.mark.parametrize(
    ("method", "template"),
    [
        ("get", "/api/playlists"),
        ("post", "/api/playlists"),
        ("get", "/api/playlists/{playlist_id}"),
        ("post", "/api/playlists/{playlist_id}/moods"),
        ("get", "/api/jobs/{job_id}"),
        ("post", "/api/jobs/{job_id}/cancel"),
        ("post", "/api/tracks/{track}/mood"),
        ("delete", "/api/tracks/{track}/mood"),
    ],
)
def test_nobody_gets_in_without_a_login(site: Site, method: str, template: str) -> None:
    client = site.visitor()
    path = re.sub(r"{\w+}", "x1", template)
    answer = client.open(path, method=method.upper(), json=LIST)
    assert answer.status_code == 401
    assert error_code(answer) == "login_needed"
    check(client, answer, template, method)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nope",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b'{"source": "anilist", "username": "mika"',
        b"[" * 60_000,
        b'{"a":' * 10_000,
    ],
)
def test_what_is_not_a_json_object_is_a_bad_request(site: Site, body: bytes) -> None:
    client = site.member()
    answer = client.post("/api/playlists", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert error_code(answer) == "malformed_json"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"source": "mixtape", "username": "mika"},
        {"source": 7, "username": "mika"},
        {"source": "anilist"},
        {"source": "anilist", "username": ["mika"]},
        {"source": "anilist", "username": "m\x00ka"},
        {**LIST, "statuses": []},
        {**LIST, "statuses": ["finished"]},
        {**LIST, "statuses": {"completed": True}},
        {**LIST, "kinds": ["XX"]},
        {**LIST, "min_score": "high"},
        {**LIST, "min_score": -1},
        {**LIST, "min_score": True},
        {**LIST, "min_score": 1e999},
        {"source": "spotify"},
        {"source": "spotify", "playlist": "https://evil.example/"},
        {"source": "spotify", "playlist": 5},
    ],
)
def test_a_wrong_request_is_told_what_is_wrong_with_it(site: Site, body: dict[str, Any]) -> None:
    client = site.member()
    answer = client.post("/api/playlists", json=body)
    assert answer.status_code == 400
    assert error_code(answer) not in {"internal", "malformed_json"}
    check(client, answer, "/api/playlists", "post")
    assert site.queue.jobs == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"years": "the nineties"}, "bad_years"),
        ({"years": {"since": 1990}}, "bad_years"),
        ({"years": {"from": 2010, "to": 2000}}, "bad_years"),
        ({"years": {"from": 2000.5}}, "bad_years"),
        ({"years": {"to": 99}}, "bad_years"),
        ({"years": {"to": True}}, "bad_years"),
        ({"media": ["tv", "radio"]}, "bad_media"),
        ({"media": []}, "bad_media"),
        ({"media": {"tv": True}}, "bad_media"),
        ({"nsfw": "perhaps"}, "bad_nsfw"),
        ({"nsfw": 2}, "bad_nsfw"),
        ({"public": "perhaps"}, "bad_public"),
    ],
)
def test_a_wrong_filter_is_told_what_is_wrong_with_it(
    site: Site, more: dict[str, Any], code: str
) -> None:
    client = site.member()
    answer = client.post("/api/playlists", json={**LIST, **more})
    assert answer.status_code == 422
    assert error_code(answer) == code
    assert answer.json is not None
    assert answer.json["error"]["hint"]
    check(client, answer, "/api/playlists", "post")
    assert site.queue.jobs == []


def test_filters_can_be_asked_for(site: Site) -> None:
    client = site.member()
    filters = {"years": {"from": 2000, "to": 2010}, "media": ["tv", "movie"], "nsfw": True}
    filters["public"] = True
    answer = client.post("/api/playlists", json={**LIST, **filters})
    assert answer.status_code == 202
    check(client, answer, "/api/playlists", "post")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"moods": []},
        {"moods": "gloomy"},
        {"moods": [["happy"]]},
        {"moods": ["happy"], "point": {"valence": 0.5, "arousal": 0.5}},
        {"point": {"valence": 2, "arousal": 0.5}},
        {"point": {"valence": 0.5}},
        {"point": [0.5, 0.5]},
        {"point": {"valence": 0.5, "arousal": 0.5}, "radius": 0},
        {"point": {"valence": 0.5, "arousal": 0.5}, "radius": "wide"},
    ],
)
def test_a_wrong_mood_is_told_what_is_wrong_with_it(site: Site, body: dict[str, Any]) -> None:
    site.add_playlist()
    client = site.member()
    answer = client.post("/api/playlists/list1/moods", json=body)
    assert answer.status_code == 400
    check(client, answer, "/api/playlists/{playlist_id}/moods", "post")
    assert site.queue.jobs == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
_NAMES = ("source", "username", "statuses", "kinds", "min_score", "playlist", "moods", "point",
          "years", "media", "nsfw", "public")  # fmt: skip
_WORDS = st.sampled_from(["anilist", "spotify", "mika", "completed", "OP", "happy", "7"])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.dictionaries(st.sampled_from(_NAMES), _WORDS | st.lists(_WORDS) | _JSON))
def test_no_request_at_all_is_an_internal_failure(site: Site, body: dict[str, Any]) -> None:
    client = site.member()
    if client.get("/api/playlists/list1").status_code == 404:
        site.add_playlist()
    for path in ("/api/playlists", "/api/playlists/list1/moods"):
        assert client.post(path, json=body).status_code in {202, 400, 422, 429}


def test_every_http_failure_has_the_one_shape(site: Site) -> None:
    client = site.member()
    assert error_code(client.get("/api/nowhere")) == "not_found"
    assert error_code(client.get("/api/jobs/a%00b")) == "not_found"
    assert error_code(client.get("/api/jobs/" + "x" * 99)) == "not_found"
    refused = client.delete("/api/playlists")
    assert error_code(refused) == "method_not_allowed"
    assert {"GET", "POST"} <= {word.strip() for word in refused.headers["Allow"].split(",")}
    large = client.post("/api/playlists", json={"source": "x" * 100_000})
    assert large.status_code == 413
    assert error_code(large) == "too_large"
    check(client, large, "/api/playlists", "post")
    wrong_type = client.post("/api/playlists", data="source=anilist")
    assert wrong_type.status_code == 415
    assert error_code(wrong_type) == "not_json"


def test_an_unexpected_failure_tells_nothing_of_its_inside(site: Site) -> None:
    site.add_job(result={"playlist": {}})
    with site.services.store.session() as session:
        session.connection().exec_driver_sql("UPDATE jobs SET result = 'not json'")
    client = site.member()
    for path in ("/api/jobs/job1", "/jobs/job1"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "Traceback" not in answer.text
        assert "JSON" not in answer.text
    assert error_code(client.get("/api/jobs/job1")) == "internal"


def test_a_database_that_is_away_is_a_503(site: Site) -> None:
    client = site.member()
    with site.services.store.session() as session:
        session.connection().exec_driver_sql("ALTER TABLE sessions RENAME TO gone")
    answer = client.get("/api/playlists")
    assert answer.status_code == 503
    assert error_code(answer) == "database_unavailable"
    page = client.get("/start")
    assert page.status_code == 503
    assert "database" in page.text


def test_myanimelist_without_a_client_id_says_how_to_get_one(build_site: Build) -> None:
    site = build_site(MAL_CLIENT_ID="")
    client = site.member()
    answer = client.post("/api/playlists", json={"source": "myanimelist", "username": "mika"})
    assert answer.status_code == 400
    assert "myanimelist.net/apiconfig" in answer.json["error"]["hint"]
    assert client.post("/api/playlists", json=LIST).status_code == 202
