import base64
import hashlib
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from server.config import Settings
from server.errors import LoginNeeded, SourceError
from server.sources.spotify_login import SCOPES, SpotifyLogin, Tokens
from tests.sources.standin import Reply, dropped, standing_in

GIVEN = {
    "access_token": "BQ-1",
    "token_type": "Bearer",
    "scope": "playlist-modify-private",
    "expires_in": 3600,
    "refresh_token": "AQ-1",
}
OLD = Tokens("BQ-0", "AQ-0", 0.0, "playlist-modify-private")


def login_at(url: str) -> SpotifyLogin:
    return SpotifyLogin(
        Settings.from_environment(
            {
                "SPOTIFY_CLIENT_ID": "client",
                "MOODDEX_SPOTIFY_ACCOUNTS_URL": f"{url}/",
                "MOODDEX_SECRET_KEY": "k",
                "MOODDEX_BASE_URL": "http://127.0.0.1:8440",
            }
        )
    )


def test_a_login_begins_with_a_challenge_that_fits_its_verifier():
    first, second = login_at("http://127.0.0.1:1").begin(), login_at("http://127.0.0.1:1").begin()
    query = {name: values[0] for name, values in parse_qs(urlsplit(first.url).query).items()}
    digest = hashlib.sha256(first.verifier.encode()).digest()
    assert query["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert query["code_challenge_method"] == "S256"
    assert query["response_type"] == "code"
    assert query["client_id"] == "client"
    assert query["state"] == first.state
    assert query["redirect_uri"] == "http://127.0.0.1:8440/callback"
    assert set(query["scope"].split()) == set(SCOPES)
    assert urlsplit(first.url).path == "/authorize"
    assert 43 <= len(first.verifier) <= 128
    assert first.state != second.state
    assert first.verifier != second.verifier
    assert first.verifier not in first.url


def test_a_code_is_exchanged_without_a_secret():
    with standing_in([Reply(GIVEN)]) as site:
        tokens = login_at(site.url).finish("the-code", "the-verifier")
    assert site.paths() == ["POST /api/token"]
    assert site.asked[0].form == {
        "grant_type": "authorization_code",
        "code": "the-code",
        "redirect_uri": "http://127.0.0.1:8440/callback",
        "client_id": "client",
        "code_verifier": "the-verifier",
    }
    assert "Authorization" not in site.asked[0].headers
    assert tokens.access_token == "BQ-1"
    assert tokens.refresh_token == "AQ-1"
    assert tokens.scope == "playlist-modify-private"
    assert 3500 < tokens.expires_at - time.time() <= 3600
    assert not tokens.is_stale()
    assert tokens.is_stale(tokens.expires_at - 30)


def test_tokens_survive_being_written_down():
    assert Tokens.from_json(OLD.to_json()) == OLD
    for nonsense in ("{}", '{"a": 1}', "no json", "[]"):
        with pytest.raises(ValueError):
            Tokens.from_json(nonsense)


@pytest.mark.parametrize("absent", [{}, {"refresh_token": None}])
def test_a_refresh_keeps_the_old_refresh_token_where_none_comes(absent):
    given = {key: value for key, value in GIVEN.items() if key not in {"refresh_token", "scope"}}
    with standing_in([Reply({**given, **absent})]) as site:
        tokens = login_at(site.url).refresh(OLD)
    assert tokens.refresh_token == "AQ-0"
    assert tokens.scope == OLD.scope
    assert site.asked[0].form == {
        "grant_type": "refresh_token",
        "refresh_token": "AQ-0",
        "client_id": "client",
    }


def test_a_refresh_takes_a_new_refresh_token():
    with standing_in([Reply(GIVEN)]) as site:
        assert login_at(site.url).refresh(OLD).refresh_token == "AQ-1"


@pytest.mark.parametrize("words", ["Refresh token expired", "Refresh token revoked"])
def test_a_dead_login_needs_a_new_one_and_is_not_tried_again(words):
    body = {"error": "invalid_grant", "error_description": words}
    with standing_in([Reply(body, status=400)]) as site:
        with pytest.raises(LoginNeeded) as caught:
            login_at(site.url).refresh(OLD)
        assert caught.value.code == "spotify_login_expired"
        with pytest.raises(LoginNeeded) as caught:
            login_at(site.url).finish("used", "v")
        assert caught.value.code == "spotify_login_failed"
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply({"error": "invalid_client"}, status=400), "spotify_client_refused"),
        (Reply("INVALID_CLIENT: Invalid redirect URI", status=400), "spotify_client_refused"),
        (Reply({"error": "x"}, status=429, headers={"Retry-After": "99"}), "spotify_rate_limited"),
        (Reply("down", status=503), "spotify_unreachable"),
        (dropped(), "spotify_unreachable"),
        (Reply({}), "spotify_bad_answer"),
        (Reply({"access_token": ""}), "spotify_bad_answer"),
        (Reply("ok"), "spotify_bad_answer"),
    ],
)
def test_trouble_with_the_accounts_service_is_no_reason_to_forget_a_login(reply, code):
    with standing_in([reply]) as site:
        with pytest.raises(SourceError) as caught:
            login_at(site.url).finish("c", "v")
        assert caught.value.code == code
        assert len(site.asked) == 1
