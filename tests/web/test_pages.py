"""What the pages promise to somebody without JavaScript."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from server.store import people, playlists
from server.store.calls import SpotifyLedger
from tests.web.conftest import Build
from tests.web.site import PAGES, Site

FORM = {
    "source": "anilist",
    "username": "mika",
    "min_score": "7",
    "statuses": ["completed"],
    "kinds": ["OP", "ED"],
}


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def checked(answer: TestResponse, name: str) -> list[str]:
    """The values of the ticked boxes of a name."""
    return [str(box["value"]) for box in soup(answer).select(f"input[name={name}][checked]")]


def value_of(answer: TestResponse, name: str) -> str:
    field = soup(answer).select_one(f"input[name={name}]")
    assert isinstance(field, Tag)
    return str(field["value"])


def retry_link(answer: TestResponse) -> str:
    """Where the button of a job that failed leads."""
    link = soup(answer).find("a", string=["Try again", "Choose again"])
    assert isinstance(link, Tag)
    return str(link["href"])


@pytest.mark.parametrize("path", PAGES[1:])
def test_every_page_is_there_for_a_member(site: Site, path: str) -> None:
    site.add_job()
    site.add_playlist()
    answer = site.member().get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize("path", PAGES[2:])
def test_somebody_who_is_not_logged_in_is_led_to_the_button_and_back(site: Site, path: str) -> None:
    client = site.visitor()
    led = client.get(path)
    assert led.status_code == 303
    landing = client.get(led.headers["Location"])
    assert landing.status_code == 200
    assert "Log in with Spotify to go on." in landing.text
    button = soup(landing).find("a", string="Log in with Spotify")
    assert isinstance(button, Tag)
    assert parse_qs(urlsplit(str(button["href"])).query)["next"] == [path]


def test_a_member_who_comes_to_the_landing_page_goes_straight_on(site: Site) -> None:
    client = site.member()
    for path in ("/", "/?why=login_needed", "/?why=made-up"):
        assert client.get(path).headers["Location"] == "/start"


def test_reasons_in_the_address_are_shown_only_if_they_are_ours(site: Site) -> None:
    page = site.visitor().get("/?why=<b>You+won</b>&next=https://evil.example")
    assert "won</b>" not in page.text
    assert "won&lt;" not in page.text
    assert "evil.example" not in page.text


@pytest.mark.parametrize(
    "form",
    [
        {"moods": ["happy", "calm"]},
        {"moods[]": ["sad"]},
        {"valence": "0.7", "arousal": "0,3", "radius": "0.2"},
    ],
)
def test_a_mood_form_makes_a_job(site: Site, form: dict[str, object]) -> None:
    site.add_playlist()
    answer = site.member().post("/playlists/list1/moods", data=form)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/jobs/{site.queue.jobs[0]}"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"moods": ["gloomy"]},
        {"valence": "0.7"},
        {"valence": "7", "arousal": "0.5", "radius": "0.2"},
        {"valence": "0.5", "arousal": "0.5", "radius": "wide"},
    ],
)
def test_a_wrong_mood_form_comes_back_with_what_is_wrong(
    site: Site, form: dict[str, object]
) -> None:
    site.add_playlist()
    answer = site.member().post("/playlists/list1/moods", data=form)
    assert answer.status_code == 422
    assert soup(answer).select_one("[role=alert]") is not None
    if "valence" in form:
        assert value_of(answer, "valence") == form["valence"]
    assert site.queue.jobs == []


def test_a_job_shows_what_did_not_work_and_how_to_try_again(site: Site) -> None:
    site.add_job(state="failed")
    client = site.member()
    page = client.get("/jobs/job1")
    assert "A &lt;b&gt;song&lt;/b&gt;" in page.text
    form = client.get(retry_link(page))
    assert checked(form, "source") == ["anilist"]
    assert value_of(form, "username") == "mika"
    assert checked(form, "statuses") == ["watching"]


def test_a_mood_job_that_failed_is_tried_again_from_its_playlist(site: Site) -> None:
    site.add_playlist()
    wanted = {"playlist_id": "list1", "point": {"valence": 0.7, "arousal": 0.2}, "radius": 0.3}
    site.add_job(state="failed", kind="mood", request=wanted)
    client = site.member()
    page = client.get(retry_link(client.get("/jobs/job1")))
    assert value_of(page, "valence") == "0.7"
    assert value_of(page, "radius") == "0.3"


def test_playlists_of_one_name_are_told_apart_by_their_lists(site: Site) -> None:
    client, store = site.member(), site.services.store
    for service in ("AniList", "MyAnimeList"):
        playlist = playlists.find_or_add(
            store,
            site.user(),
            "list",
            service,
            name="mika: anime openings",
            description=f"From mika's {service} list (completed).",
            request={"source": service.lower(), "username": "mika"},
        )
        playlists.record_remote(store, playlist.id, service, "https://s.example/x")
        told = f"From mika's {service} list (completed)."
        for path in ("/start", f"/playlists/{playlist.id}"):
            said = [line.get_text() for line in soup(client.get(path)).select("p.quiet")]
            assert any(line.startswith(told) for line in said), path


def test_a_playlist_leads_to_the_form_that_brings_it_up_to_date(site: Site) -> None:
    site.add_playlist()
    client = site.member()
    link = soup(client.get("/playlists/list1")).find("a", string="Bring up to date")
    assert isinstance(link, Tag)
    form = soup(client.get(str(link["href"])))
    assert form.select_one("#username")["value"] == "mika"
    assert form.select_one("input[name=source][checked]")["value"] == "anilist"


def test_a_job_can_be_stopped_by_a_form(site: Site) -> None:
    site.add_job()
    client = site.member()
    form = soup(client.get("/jobs/job1")).select_one("form[action$='/cancel']")
    assert isinstance(form, Tag)
    answer = client.post(str(form["action"]))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/jobs/job1"
    assert client.get("/api/jobs/job1").json["state"] == "cancelled"


def test_a_job_that_is_done_leads_to_its_playlist(site: Site) -> None:
    made = {"id": "list1", "name": "Mine", "spotify_url": "https://s.example/x"}
    site.add_job(state="done", result={"playlist": made})
    links = {str(a["href"]) for a in soup(site.member().get("/jobs/job1")).select("a[href]")}
    assert {"/playlists/list1", "https://s.example/x"} <= links


@pytest.mark.parametrize("path", ["/jobs/none", "/playlists/none", "/nowhere", "/jobs/", "/a/b/c"])
def test_what_is_not_there_is_a_404_page(site: Site, path: str) -> None:
    answer = site.member().get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert soup(answer).h1 is not None


def test_a_wrong_method_is_a_405_page(site: Site) -> None:
    answer = site.member().get("/logout")
    assert answer.status_code == 405
    assert answer.mimetype == "text/html"


def test_an_ended_spotify_login_leads_to_the_button_and_keeps_the_form(site: Site) -> None:
    client = site.member()
    people.forget_tokens(site.services.store, site.user())
    led = client.post("/start", data=FORM)
    assert led.status_code == 303
    landing = client.get(led.headers["Location"])
    assert landing.status_code == 200
    assert "Spotify has ended your login" in landing.text
    button = soup(landing).find("a", string="Log in with Spotify")
    assert isinstance(button, Tag)
    back = parse_qs(urlsplit(str(button["href"])).query)["next"][0]
    form = client.get(back)
    assert value_of(form, "username") == "mika"
    assert checked(form, "statuses") == ["completed"]
    assert client.post("/api/playlists", json=FORM).status_code == 401
    assert site.queue.jobs == []


def test_a_job_that_met_an_ended_login_leads_to_the_button(site: Site) -> None:
    site.add_job(state="failed")
    with site.services.store.session() as session:
        session.connection().exec_driver_sql(
            "UPDATE job_problems SET code = 'spotify_login_expired'"
        )
    client = site.member()
    again = client.get(retry_link(client.get("/jobs/job1")))
    assert "Spotify has ended your login" in again.text


def test_the_account_page_tells_of_calls_and_of_a_quota_stop(site: Site) -> None:
    client = site.member()
    assert "asks nothing of Spotify" not in client.get("/account").text
    ledger = SpotifyLedger(site.services.store)
    ledger.count("GET /me")
    ledger.count("search")
    assert "Searches for songs among them: 1" in client.get("/account").text
    ledger.stop(3600, "QUOTA_EXCEEDED")
    page = client.get("/account").text
    assert "<strong>2</strong>" in page
    assert "UTC" in page
    assert "asks nothing of Spotify" in client.get("/start").text


def test_deleting_the_account_asks_for_a_tick_and_then_ends_everything(site: Site) -> None:
    site.add_job()
    client, other = site.member(), site.member()
    assert client.post("/account/delete").status_code == 400
    assert client.get("/account").status_code == 200
    page = client.post("/account/delete", data={"sure": "yes"}, follow_redirects=True)
    assert "is deleted" in page.text
    for browser in (client, other):
        assert browser.get("/api/playlists").status_code == 401


def test_without_a_client_id_every_page_leads_to_setup(build_site: Build) -> None:
    site = build_site(SPOTIFY_CLIENT_ID="", SPOTIFY_REDIRECT_URI="https://mood.example/callback")
    for client in (site.visitor(), site.member()):
        for path in ("/", *PAGES[2:], "/login", "/callback", "/nowhere"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Location"]) == (303, "/setup"), path
        assert client.post("/start", data=FORM).headers["Location"] == "/setup"
        for path in ("/api/playlists", "/api/jobs/x", "/api/nowhere"):
            refused = client.get(path)
            assert refused.status_code == 503
            assert refused.json["error"]["code"] == "setup_needed"
    page = site.visitor().get("/setup")
    assert page.status_code == 200
    assert "https://mood.example/callback" in page.text
    assert site.visitor().get("/healthz").status_code == 200
    assert site.visitor().get("/static/css/base.css").status_code == 200


def test_static_files_may_be_kept_but_are_asked_after(site: Site) -> None:
    answer = site.visitor().get("/static/css/base.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["ETag"]
    assert "no-store" in site.visitor().get("/static/none.css").headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/static/../server/app.py", "/static/%2e%2e/.env"])
def test_only_static_files_are_served(site: Site, path: str) -> None:
    assert site.visitor().get(path).status_code == 404


def test_no_page_has_a_script_style_or_handler_in_it(site: Site) -> None:
    site.add_job()
    site.add_playlist()
    client = site.member()
    for path in PAGES[1:]:
        page = soup(client.get(path))
        scripts = page.select("script:not([type='application/json'])")
        assert all(script.get("src") for script in scripts)
        assert page.select("style, [style]") == []
        handlers = [name for tag in page.find_all(True) for name in tag.attrs if name[:2] == "on"]
        assert handlers == []
