"""What the JSON interface promises."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.web.conftest import Build
from tests.web.schema import faults
from tests.web.site import Site

LIST = {"source": "anilist", "username": "mika"}


def check(client: FlaskClient, answer: TestResponse, template: str, method: str = "get") -> Any:
    """Hold an answer against the API's own description of it; the answer's JSON."""
    document = client.get("/api/openapi.json").json
    assert document is not None
    described = document["paths"][template][method]["responses"]
    assert str(answer.status_code) in described, f"{answer.status_code} is not described"
    schema = described[str(answer.status_code)]["content"]["application/json"]["schema"]
    assert faults(answer.json, schema, document) == []
    return answer.json


def error_code(answer: TestResponse) -> str:
    """The code of a failure that has the one shape."""
    body = answer.json
    assert body is not None
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "hint"}
    assert body["error"]["message"]
    return str(body["error"]["code"])


def test_every_route_is_described_and_nothing_else_is(site: Site) -> None:
    document = site.visitor().get("/api/openapi.json").json
    assert document is not None
    assert document["openapi"].startswith("3.1")
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in site.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") or rule.rule == "/healthz"
    }
    described = {
        (path, method)
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert served == described


def test_a_list_becomes_a_job_to_be_asked_after(site: Site) -> None:
    client = site.member()
    answer = client.post("/api/playlists", json=LIST)
    job = check(client, answer, "/api/playlists", "post")["job"]
    assert answer.status_code == 202
    assert answer.headers["Location"] == job["url"] == f"/api/jobs/{job['id']}"
    assert site.queue.jobs == [job["id"]]
    told = check(client, client.get(job["url"]), "/api/jobs/{job_id}")
    assert told["id"] == job["id"]
    assert told["state"] == "queued"
    assert told["result"] is None


def test_the_same_request_again_is_the_same_job(site: Site) -> None:
    client = site.member()
    jobs = [client.post("/api/playlists", json=LIST).json for _ in range(2)]
    assert jobs[0] == jobs[1]
    assert len(site.queue.jobs) == 1


def test_one_user_cannot_fill_the_queue(site: Site) -> None:
    client = site.member()
    answers = [
        client.post("/api/playlists", json={**LIST, "username": f"user{n}"}) for n in range(10)
    ]
    assert {answer.status_code for answer in answers[:4]} == {202}, "each of the four moods at once"
    assert answers[-1].status_code == 429
    assert error_code(answers[-1]) == "too_many_jobs"
    check(client, answers[-1], "/api/playlists", "post")


def test_a_spotify_playlist_becomes_a_job(site: Site) -> None:
    client = site.member()
    body = {"source": "spotify", "playlist": "spotify:playlist:37i9dQZF1DXcBWIGoYBM5M"}
    assert client.post("/api/playlists", json=body).status_code == 202


@pytest.mark.parametrize(
    "body",
    [
        {"moods": ["happy", "calm"]},
        {"point": {"valence": 0.7, "arousal": 0.3}, "radius": 0.25},
        {"point": {"valence": 0, "arousal": 1}},
    ],
)
def test_a_mood_becomes_a_job(site: Site, body: dict[str, Any]) -> None:
    site.add_playlist()
    client = site.member()
    answer = client.post("/api/playlists/list1/moods", json=body)
    assert answer.status_code == 202
    check(client, answer, "/api/playlists/{playlist_id}/moods", "post")
    assert len(site.queue.jobs) == 1


def test_a_playlist_is_told_with_its_songs_and_their_moods(site: Site) -> None:
    site.add_playlist()
    client = site.member()
    told = check(client, client.get("/api/playlists/list1"), "/api/playlists/{playlist_id}")
    assert told["tracks"][0]["reading"]["moods"] == ["happy"]
    assert told["unmatched"][0]["title"] == "Lost"
    listed = check(client, client.get("/api/playlists"), "/api/playlists")["playlists"]
    assert [each["id"] for each in listed] == ["list1"]


def test_a_job_is_told_with_its_problems_and_can_be_cancelled(site: Site) -> None:
    made = {"playlist": {"id": "list1", "name": "n", "spotify_url": "https://s.example/x"}}
    site.add_job("done1", state="done", result=made)
    site.add_job("job1")
    client = site.member()
    told = check(client, client.get("/api/jobs/done1"), "/api/jobs/{job_id}")
    assert told["result"] == made
    assert told["problems"] == [{"item": "A <b>song</b>", "code": "no_clip", "message": "None."}]
    answer = client.post("/api/jobs/job1/cancel")
    assert answer.status_code == 202
    assert check(client, answer, "/api/jobs/{job_id}/cancel", "post")["state"] == "cancelled"


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


def test_health_tells_of_database_queue_and_models(site: Site) -> None:
    client = site.visitor()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    told = check(client, answer, "/healthz")
    assert told["status"] == told["database"] == told["queue"] == "ok"
    assert set(told["models"]) >= {"spectrogram", "features"}


def test_health_is_503_when_something_is_down(site: Site, tmp_path: Any) -> None:
    client = site.visitor()
    site.queue.is_down = True
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert check(client, answer, "/healthz")["queue"] == "down"
