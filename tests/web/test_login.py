"""Logging in at the sandbox's Spotify, over real HTTP, with a browser that keeps cookies."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.serving import make_server

from sandbox.running import Sandbox, running_sandbox
from server.app import create_app
from server.config import Settings
from server.services import Services
from server.store import people
from server.store.calls import SpotifyLedger
from server.store.tables import JobRow
from tests.web.site import NotingQueue


@dataclass(frozen=True)
class Live:
    """The application on a port, pointed at a sandbox."""

    url: str
    services: Services
    sandbox: Sandbox
    folder: Path
    queue: NotingQueue

    def get(self, browser: requests.Session, path: str) -> requests.Response:
        return browser.get(self.url + path, allow_redirects=False, timeout=10)

    def start_login(self, browser: requests.Session, query: str = "") -> str:
        """Presses the login button; the address of the consent page."""
        answer = self.get(browser, f"/login{query}")
        assert answer.status_code == 302
        return answer.headers["Location"]

    def log_in(self, browser: requests.Session, account: str = "mika") -> requests.Response:
        """The whole way; the answer to the callback."""
        back = self.sandbox.agree(self.start_login(browser), account)
        return browser.get(back, allow_redirects=False, timeout=10)

    def token_calls(self) -> int:
        """How often the token endpoint was called."""
        return sum(n for call, n in self.sandbox.calls().items() if "token" in call)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest.fixture
def live(sandbox: Sandbox, tmp_path: Path) -> Iterator[Live]:
    sandbox.reset()
    sandbox.clear_faults()
    sandbox.forget_calls()
    with _running_app(sandbox, tmp_path) as live:
        yield live


@contextmanager
def _running_app(sandbox: Sandbox, folder: Path) -> Iterator[Live]:
    server = make_server("127.0.0.1", 0, Flask(__name__), threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    settings = Settings.from_environment(
        {
            **sandbox.environment(),
            "MOODDEX_BASE_URL": url,
            "MOODDEX_DATA_DIR": str(folder),
            "MOODDEX_SECRET_KEY": "a key for tests",
        }
    )
    services = Services.build(settings)
    queue = NotingQueue()
    server.app = create_app(services, queue)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Live(url, services, sandbox, folder, queue)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        services.close()


def test_a_person_logs_in_by_pressing_a_button_and_agreeing(live: Live) -> None:
    browser = requests.Session()
    page = browser.get(live.url, timeout=10)
    button = BeautifulSoup(page.text, "html.parser").find("a", string="Log in with Spotify")
    assert isinstance(button, Tag)
    consent = browser.get(live.url + str(button["href"]), timeout=10)
    assert consent.url.startswith(live.sandbox.url)
    form = BeautifulSoup(consent.text, "html.parser").find("form")
    assert isinstance(form, Tag)
    fields = {str(i["name"]): str(i.get("value", "")) for i in form.select("input[name]")}
    fields |= {"account": "mika", "decision": "agree"}
    done = browser.post(live.sandbox.url + "/accounts/authorize", data=fields, timeout=10)
    assert done.url == live.url + "/start"
    assert done.status_code == 200
    assert "Mika" in done.text


def test_the_login_asks_with_pkce_and_for_no_more_than_playlists(live: Live) -> None:
    query = parse_qs(urlsplit(live.start_login(requests.Session())).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["response_type"] == ["code"]
    assert query["redirect_uri"] == [f"{live.url}/callback"]
    scopes = set(query["scope"][0].split()) - {"ugc-image-upload"}  # covers of playlists
    assert all(scope.startswith("playlist-") for scope in scopes)
    assert "client_secret" not in query


def test_two_logins_never_share_a_state_or_a_challenge(live: Live) -> None:
    browser = requests.Session()
    seen = [parse_qs(urlsplit(live.start_login(browser)).query) for _ in range(2)]
    for name in ("state", "code_challenge"):
        assert seen[0][name] != seen[1][name]


def test_the_browser_gets_a_new_cookie_at_login_and_the_old_one_dies(live: Live) -> None:
    browser = requests.Session()
    live.start_login(browser)
    before = browser.cookies["__session"]
    assert live.log_in(browser).status_code == 303
    after = browser.cookies["__session"]
    assert after != before
    other = requests.Session()
    other.cookies.set("__session", before)
    assert live.get(other, "/api/playlists").status_code == 401
    assert live.get(browser, "/api/playlists").status_code == 200


def test_logging_in_again_ends_the_session_that_was_there(live: Live) -> None:
    browser, thief = requests.Session(), requests.Session()
    live.log_in(browser)
    thief.cookies.set("__session", browser.cookies["__session"])
    live.log_in(browser)
    assert live.get(thief, "/api/playlists").status_code == 401
    assert live.get(browser, "/api/playlists").status_code == 200


def test_an_answer_is_taken_once(live: Live) -> None:
    browser = requests.Session()
    back = live.sandbox.agree(live.start_login(browser))
    assert browser.get(back, allow_redirects=False, timeout=10).status_code == 303
    calls = live.token_calls()
    assert browser.get(back, allow_redirects=False, timeout=10).status_code == 400
    assert live.token_calls() == calls == 1


def test_an_answer_to_somebody_elses_login_is_refused_without_a_token_call(live: Live) -> None:
    mine, theirs = requests.Session(), requests.Session()
    live.start_login(mine)
    back = live.sandbox.agree(live.start_login(theirs), "aoi")
    for browser in (mine, requests.Session()):
        assert browser.get(back, allow_redirects=False, timeout=10).status_code == 400
    assert live.token_calls() == 0
    assert live.get(mine, "/api/playlists").status_code == 401


@pytest.mark.parametrize("query", ["", "?code=x", "?state=", "?code=x&state=nope", "?error=x"])
def test_an_answer_without_our_state_is_refused_without_a_token_call(
    live: Live, query: str
) -> None:
    browser = requests.Session()
    live.start_login(browser)
    answer = live.get(browser, f"/callback{query}")
    assert answer.status_code == 400
    assert "Start the login again" in answer.text
    assert live.token_calls() == 0


@pytest.mark.parametrize("query", ["", "&code=", "&error=server_error", "&code=" + "x" * 3000])
def test_an_answer_with_our_state_but_no_code_is_refused(live: Live, query: str) -> None:
    browser = requests.Session()
    state = parse_qs(urlsplit(live.start_login(browser)).query)["state"][0]
    assert live.get(browser, f"/callback?state={state}{query}").status_code == 400
    assert live.token_calls() == 0


def test_somebody_who_does_not_agree_is_told_kindly_and_nothing_is_kept(live: Live) -> None:
    browser = requests.Session()
    back = live.sandbox.agree(live.start_login(browser), decision="cancel")
    assert "error=access_denied" in back
    answer = browser.get(back, timeout=10)
    assert answer.status_code == 200
    assert "did not agree" in answer.text
    assert live.token_calls() == 0


def test_somebody_whom_the_app_may_not_serve_is_told_so(live: Live) -> None:
    browser = requests.Session()
    answer = live.log_in(browser, "ren")
    assert answer.status_code in {403, 502}
    assert "Traceback" not in answer.text
    assert live.get(browser, "/api/playlists").status_code == 401


def test_a_code_that_spotify_refuses_leads_back_to_the_button(live: Live) -> None:
    browser = requests.Session()
    state = parse_qs(urlsplit(live.start_login(browser)).query)["state"][0]
    answer = browser.get(f"{live.url}/callback?code=nope&state={state}", timeout=10)
    assert answer.status_code == 200
    assert "Spotify did not accept this login" in answer.text
    calls = live.token_calls()
    assert live.get(browser, f"/callback?code=other&state={state}").status_code == 400
    assert live.token_calls() == calls == 1


def test_spotify_being_down_is_a_page_that_says_so(live: Live) -> None:
    browser = requests.Session()
    back = live.sandbox.agree(live.start_login(browser))
    live.sandbox.fault(service="accounts", status=503)
    answer = browser.get(back, allow_redirects=False, timeout=30)
    assert answer.status_code in {502, 503}
    assert "Spotify" in answer.text


def test_a_quota_stop_is_a_page_that_says_until_when_and_spends_no_code(live: Live) -> None:
    browser = requests.Session()
    back = live.sandbox.agree(live.start_login(browser))
    SpotifyLedger(live.services.store).stop(3600, "QUOTA_EXCEEDED")
    for answer in (live.get(browser, "/login"), browser.get(back, timeout=10)):
        assert answer.status_code == 503
        assert "quota" in answer.text
        assert "UTC" in answer.text
        assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    assert live.token_calls() == 0
    assert "spotify GET /me" not in live.sandbox.calls()


def test_logging_in_again_has_the_jobs_go_on_that_waited_for_it(live: Live) -> None:
    browser = requests.Session()
    live.log_in(browser)
    rows = {"kind": "list", "request": {"source": "anilist"}, "user_id": 1, "state": "queued"}
    with live.services.store.session() as session:
        session.add(JobRow(id="waits", fingerprint="1", waits_for="login", **rows))
        session.add(JobRow(id="stopped", fingerprint="2", waits_for="quota", **rows))
    told = live.get(browser, "/api/jobs/waits").json()
    assert (told["state"], told["waits_for"]) == ("queued", "login")
    assert live.get(browser, told["login_url"]).status_code == 302
    assert 'href="/login?next=/jobs/waits"' in live.get(browser, "/jobs/waits").text
    consent = live.get(browser, told["login_url"]).headers["Location"]
    answer = browser.get(live.sandbox.agree(consent), allow_redirects=False, timeout=10)
    assert answer.headers["Location"] == "/jobs/waits"
    assert live.queue.jobs == ["waits"]
    assert live.get(browser, "/api/jobs/waits").json()["waits_for"] is None
    assert live.get(browser, "/api/jobs/stopped").json()["waits_for"] == "quota"


def test_no_token_is_in_the_database_or_in_any_answer(live: Live) -> None:
    browser = requests.Session()
    answer = live.log_in(browser)
    tokens = people.load_tokens(live.services.store, live.services.vault, 1)
    assert tokens is not None
    raw = b"".join(p.read_bytes() for p in live.folder.rglob("*") if p.is_file())
    pages = [live.get(browser, path).text for path in ("/start", "/account", "/api/playlists")]
    for secret in (tokens.access_token, tokens.refresh_token, browser.cookies["__session"]):
        assert secret.encode() not in raw
        assert secret not in "".join([answer.text, *pages])


def test_logging_out_ends_the_session_on_the_server(live: Live) -> None:
    browser = requests.Session()
    live.log_in(browser)
    cookie = browser.cookies["__session"]
    page = browser.post(f"{live.url}/logout", timeout=10)
    assert "You are logged out" in page.text
    assert "__session" not in browser.cookies
    thief = requests.Session()
    thief.cookies.set("__session", cookie)
    assert live.get(thief, "/api/playlists").status_code == 401


def test_logging_in_twice_is_one_user(live: Live) -> None:
    first, second = requests.Session(), requests.Session()
    live.log_in(first)
    live.log_in(second)
    for browser in (first, second):
        assert "Mika" in live.get(browser, "/account").text
    assert people.display_name(live.services.store, 2) is None


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/account", "/account"),
        ("/playlists/abc?moods=happy", "/playlists/abc?moods=happy"),
        ("https://evil.example/", "/start"),
        ("//evil.example", "/start"),
        ("/\\evil.example", "/start"),
        ("/a\r\nSet-Cookie: x=y", "/start"),
        ("javascript:alert(1)", "/start"),
        ("", "/start"),
    ],
)
def test_after_login_only_a_page_of_our_own_is_shown(live: Live, asked: str, shown: str) -> None:
    browser = requests.Session()
    answer = browser.get(
        f"{live.url}/login", params={"next": asked}, allow_redirects=False, timeout=10
    )
    back = live.sandbox.agree(answer.headers["Location"])
    assert browser.get(back, allow_redirects=False, timeout=10).headers["Location"] == shown


def test_a_browser_at_localhost_is_led_to_the_registered_address_first(live: Live) -> None:
    port = urlsplit(live.url).port
    browser = requests.Session()
    moved = browser.get(
        f"{live.url}/login?next=/account",
        headers={"Host": f"localhost:{port}"},
        allow_redirects=False,
        timeout=10,
    )
    assert moved.headers["Location"].startswith(f"{live.url}/login?next=%2Faccount")
    assert "Set-Cookie" not in moved.headers
    consent = browser.get(moved.headers["Location"], allow_redirects=False, timeout=10)
    assert consent.headers["Location"].startswith(live.sandbox.url)


def test_a_proxy_that_hides_the_address_makes_no_endless_round(live: Live) -> None:
    answer = requests.get(
        f"{live.url}/login?moved=1",
        headers={"Host": "inner.example"},
        allow_redirects=False,
        timeout=10,
    )
    assert answer.headers["Location"].startswith(live.sandbox.url)


def test_the_language_that_was_asked_for_is_the_person_s_own_after_the_login(live: Live) -> None:
    browser = requests.Session()
    consent = live.start_login(browser, "?next=/account&lang=de")
    back = live.sandbox.agree(consent, "mika")
    answer = browser.get(back, allow_redirects=False, timeout=10)
    assert answer.headers["Location"] == "/account"
    assert '<html lang="de"' in live.get(browser, "/account").text
