"""What the JSON interface promises."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

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
