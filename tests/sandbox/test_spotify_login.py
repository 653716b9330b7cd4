"""Logging in at the sandbox's Spotify."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from spotipy import Spotify
from spotipy.oauth2 import SpotifyOauthError, SpotifyPKCE

from sandbox.running import Sandbox
from sandbox.services.spotify.logins import CLIENT_ID, challenge_of

VERIFIER = "v" * 64
BACK = "http://127.0.0.1:8000/callback"


def ask_url(sandbox: Sandbox, **changes: str) -> str:
    query = {
        "client_id": CLIENT_ID,
        "response_type": "code",
        "redirect_uri": BACK,
        "state": "st&te",
        "scope": "playlist-read-private",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    } | changes
    return f"{sandbox.url}/accounts/authorize?{urlencode(query)}"


def answer_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def token_call(sandbox: Sandbox, **form: str) -> requests.Response:
    form = {"client_id": CLIENT_ID, **form}
    return requests.post(f"{sandbox.url}/accounts/api/token", data=form, timeout=60)


def exchange(sandbox: Sandbox, code: str, **changes: str) -> requests.Response:
    form = {"code": code, "redirect_uri": BACK, "code_verifier": VERIFIER} | changes
    return token_call(sandbox, grant_type="authorization_code", **form)


def refresh(sandbox: Sandbox, token: str) -> requests.Response:
    return token_call(sandbox, grant_type="refresh_token", refresh_token=token)


def test_the_challenge_is_that_of_the_rfc() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_person_agrees_and_comes_back_with_a_code_and_the_state(sandbox: Sandbox) -> None:
    with requests.Session() as browser:
        page = BeautifulSoup(browser.get(ask_url(sandbox), timeout=60).text, "html.parser")
        form = page.select_one("form")
        assert form is not None
        assert {one["value"] for one in form.select("[name=account]")} >= {"mika", "aoi"}
        data = {str(one["name"]): str(one["value"]) for one in form.select("[type=hidden]")}
        data |= {"account": "aoi", "decision": "agree"}
        address = sandbox.url + str(form["action"])
        back = browser.post(address, data=data, allow_redirects=False, timeout=60)
    assert back.status_code == 302
    assert back.headers["Location"].startswith(BACK)
    answer = answer_of(back.headers["Location"])
    assert answer["state"] == "st&te"
    tokens = exchange(sandbox, answer["code"]).json()
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 3600
    assert tokens["scope"] == "playlist-read-private"
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = requests.get(f"{sandbox.url}/spotify/v1/me", headers=headers, timeout=60).json()
    assert me["id"] == "aoi"


def test_a_person_cancels_and_comes_back_with_access_denied(sandbox: Sandbox) -> None:
    back = sandbox.agree(ask_url(sandbox), decision="cancel")
    assert answer_of(back) == {"error": "access_denied", "state": "st&te"}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"client_id": "nobody"}, "INVALID_CLIENT: Invalid client"),
        ({"redirect_uri": "http://localhost:8000/callback"}, "INVALID_CLIENT: Invalid redirect"),
        ({"redirect_uri": "http://example.org/callback"}, "INVALID_CLIENT: Invalid redirect URI"),
        ({"redirect_uri": "javascript:alert(1)"}, "INVALID_CLIENT: Invalid redirect URI"),
    ],
)
def test_a_bad_client_or_address_is_told_on_the_page_and_never_redirected(
    sandbox: Sandbox, changes: dict[str, str], text: str
) -> None:
    answer = requests.get(ask_url(sandbox, **changes), allow_redirects=False, timeout=60)
    assert answer.status_code == 400
    assert answer.text.startswith(text)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "rule-the-world"}, "invalid_scope"),
    ],
)
def test_a_request_without_proper_pkce_or_scopes_goes_back_with_its_error(
    sandbox: Sandbox, changes: dict[str, str], error: str
) -> None:
    answer = requests.get(ask_url(sandbox, **changes), allow_redirects=False, timeout=60)
    assert answer_of(answer.headers["Location"])["error"] == error


def test_https_and_ipv6_loopback_addresses_are_accepted(sandbox: Sandbox) -> None:
    for address in ("https://mood.example.org/callback", "http://[::1]:9000/callback"):
        assert requests.get(ask_url(sandbox, redirect_uri=address), timeout=60).status_code == 200


@pytest.mark.parametrize(
    ("changes", "error", "description"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant", "code_verifier was incorrect"),
        ({"code_verifier": "short"}, "invalid_request", "code_verifier must be provided"),
        ({"redirect_uri": BACK + "2"}, "invalid_grant", "Invalid redirect URI"),
        ({"code": "made-up"}, "invalid_grant", "Invalid authorization code"),
        ({"client_id": "nobody"}, "invalid_client", "Invalid client"),
    ],
)
def test_a_code_is_exchanged_only_by_who_asked_for_it(
    sandbox: Sandbox, changes: dict[str, str], error: str, description: str
) -> None:
    code = answer_of(sandbox.agree(ask_url(sandbox)))["code"]
    answer = exchange(sandbox, **({"code": code} | changes))
    assert answer.status_code == 400
    assert answer.json() == {"error": error, "error_description": description}


def test_a_code_works_once_and_not_for_long(sandbox: Sandbox) -> None:
    code = answer_of(sandbox.agree(ask_url(sandbox)))["code"]
    assert exchange(sandbox, code).status_code == 200
    assert exchange(sandbox, code).json()["error"] == "invalid_grant"
    code = answer_of(sandbox.agree(ask_url(sandbox)))["code"]
    sandbox.advance(301)
    assert exchange(sandbox, code).json()["error_description"] == "Authorization code expired"


def test_a_refresh_gives_a_new_refresh_token_and_ends_the_old_one(sandbox: Sandbox) -> None:
    first = sandbox.log_in()["refresh_token"]
    second = refresh(sandbox, first).json()["refresh_token"]
    assert second != first
    assert refresh(sandbox, first).json()["error_description"] == "Refresh token revoked"
    assert refresh(sandbox, second).status_code == 200


def test_without_rotation_a_refresh_brings_no_refresh_token(sandbox: Sandbox) -> None:
    requests.post(f"{sandbox.url}/_sandbox/tokens", json={"rotate": False}, timeout=60)
    token = sandbox.log_in()["refresh_token"]
    assert "refresh_token" not in refresh(sandbox, token).json()
    assert refresh(sandbox, token).status_code == 200


def test_refreshing_does_not_lengthen_the_six_months(sandbox: Sandbox) -> None:
    token = sandbox.log_in()["refresh_token"]
    for _ in range(2):
        sandbox.advance(90 * 86_400)
        token = refresh(sandbox, token).json()["refresh_token"]
    sandbox.advance(3 * 86_400)
    answer = refresh(sandbox, token)
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_grant",
        "error_description": "Refresh token expired",
    }


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_a_switch_ends_all_refresh_tokens(sandbox: Sandbox, how: str) -> None:
    token = sandbox.log_in()["refresh_token"]
    requests.post(f"{sandbox.url}/_sandbox/tokens", json={"refresh": how}, timeout=60)
    assert refresh(sandbox, token).json()["error_description"] == f"Refresh token {how}"


def test_spotipy_refreshes_an_expired_token(sandbox: Sandbox, spotipy_client: Spotify) -> None:
    token = spotipy_client.auth_manager.cache_handler.get_cached_token()
    token["expires_at"] = 0
    assert spotipy_client.me()["id"] == "mika"
    assert sandbox.calls()["accounts POST /api/token"] == 2


def test_spotipy_reports_a_dead_login(sandbox: Sandbox, login: SpotifyPKCE) -> None:
    sandbox.fault("refresh_expired")
    with pytest.raises(SpotifyOauthError) as caught:
        login.refresh_access_token(sandbox.log_in()["refresh_token"])
    assert caught.value.error == "invalid_grant"
