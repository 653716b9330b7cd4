"""What the site promises about cookies, other sites, other users and headers."""

import pytest
from flask import Flask

from tests.web.conftest import Build
from tests.web.site import PAGES, Site

OWN = "http://localhost"
JSON = "application/json"
WRITES = (
    "/logout",
    "/start",
    "/account/delete",
    "/jobs/job1/cancel",
    "/playlists/list1/moods",
    "/playlists/list1/update",
    "/review/song1",
    "/api/songs/song1/match",
    "/api/playlists",
    "/api/jobs/job1/cancel",
    "/api/playlists/list1/moods",
    "/playlists/list1/songs/x/mood",
    "/api/tracks/x/mood",
)


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://[bad"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    ],
)
def test_a_write_from_another_site_is_refused(
    site: Site, path: str, headers: dict[str, str]
) -> None:
    site.add_job()
    site.add_playlist()
    client = site.member()
    answer = client.post(path, headers=headers, json={"source": "anilist", "username": "mika"})
    assert answer.status_code == 403
    assert site.queue.jobs == []
    assert client.get("/api/jobs/job1").json["state"] == "queued"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": OWN},
        {"Origin": "http://localhost:80"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
def test_a_write_from_the_site_itself_is_carried_out(site: Site, headers: dict[str, str]) -> None:
    site.add_job()
    assert site.member().post("/api/jobs/job1/cancel", headers=headers).status_code == 202


def test_a_write_by_another_name_of_the_same_machine_is_the_sites_own(build_site: Build) -> None:
    site = build_site(MOODDEX_BASE_URL="http://127.0.0.1:8000")
    for origin in ("http://127.0.0.1:8000", "http://localhost"):
        assert site.visitor().post("/logout", headers={"Origin": origin}).status_code == 303


def test_the_api_takes_no_form(site: Site) -> None:
    answer = site.member().post("/api/playlists", data={"source": "anilist", "username": "mika"})
    assert answer.status_code == 415


@pytest.mark.parametrize("address", ["http://localhost", "https://mood.example"])
def test_the_cookie_is_kept_from_scripts_other_sites_and_open_wires(
    build_site: Build, address: str
) -> None:
    site = build_site(MOODDEX_BASE_URL=address)
    headers = {"X-Forwarded-Host": "mood.example", "X-Forwarded-Proto": "https"}
    cookie = site.visitor().get("/login", headers=headers).headers["Set-Cookie"]
    parts = {part.strip() for part in cookie.split(";")}
    assert cookie.startswith("__session=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert ("Secure" in parts) == address.startswith("https:")


@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/api/playlists", "/nowhere", "/api/nowhere"])
@pytest.mark.parametrize("is_member", [True, False])
def test_every_answer_says_what_browsers_may_do_with_it(
    site: Site, path: str, is_member: bool
) -> None:
    site.add_job()
    site.add_playlist()
    headers = (site.member() if is_member else site.visitor()).get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-store"
    assert "Strict-Transport-Security" not in headers


def test_behind_tls_browsers_are_told_to_stay_there(build_site: Build) -> None:
    site = build_site(MOODDEX_BASE_URL="https://mood.example")
    assert "max-age=" in site.visitor().get("/").headers["Strict-Transport-Security"]


def test_forwarded_headers_count_only_behind_a_proxy(site: Site) -> None:
    answer = site.visitor().post(
        "/logout", headers={"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"}
    )
    assert answer.status_code == 403


def test_the_things_of_others_are_not_there(site: Site) -> None:
    site.add_job("job1", "aoi")
    site.add_playlist("list1", "aoi")
    mika = site.member("mika")
    for path in ("/jobs/job1", "/api/jobs/job1", "/playlists/list1", "/api/playlists/list1"):
        assert mika.get(path).status_code == 404, path
    mood = {"moods": ["happy"]}
    assert mika.post("/api/jobs/job1/cancel").status_code == 404
    assert mika.post("/jobs/job1/cancel").status_code == 404
    assert mika.post("/api/playlists/list1/moods", json=mood).status_code == 404
    assert mika.post("/playlists/list1/moods", data=mood).status_code == 404
    assert mika.get("/api/playlists").json == {"playlists": []}
    assert site.member("aoi").get("/api/jobs/job1").json["state"] == "queued"


@pytest.mark.parametrize("cookie", ["", "made-up", "a" * 4000, "%00"])
def test_a_made_up_cookie_opens_nothing(site: Site, cookie: str) -> None:
    client = site.visitor()
    client.set_cookie("__session", cookie)
    assert client.get("/api/playlists").status_code == 401


def test_only_login_and_its_answer_write_on_a_get(site: Site) -> None:
    site.add_job()
    site.add_playlist()
    member = site.member()
    before = _dump(site)
    for path in _readable_paths(site.app):
        member.get(path)
    assert _dump(site) == before


def _readable_paths(app: Flask) -> list[str]:
    names = {
        "job_id": "job1",
        "playlist_id": "list1",
        "song": "song1",
        "track": "0000000000000000000001",
        "film_id": "film1",
        "comparison_id": "comparison1",
        "watch_id": "watch1",
        "version": "1",
        "number": "1",
        "filename": "css/base.css",
    }
    paths = []
    others = {"/login", "/callback", "/spotify", "/api/spotify/playlists"}  # calls are counted
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.rule not in others:
            built = rule.build({name: names[name] for name in rule.arguments})
            assert built is not None
            paths.append(built[1])
    assert len(paths) >= 12
    return paths


def _dump(site: Site) -> list[str]:
    with site.services.store.snapshot() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        return list(driver.iterdump())
