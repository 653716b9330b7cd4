"""Logging in with Spotify: Authorization Code with PKCE, no client secret.

Plain requests and not spotipy's PKCE class: that one answers from a shared cache file, does not
check `state`, overwrites the granted scope with the requested one and retries a dead refresh
token for ever.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self
from urllib.parse import urlencode

import requests

from server.config import Settings
from server.errors import LoginNeeded, SourceError
from server.sources.http import Answer, Service, read_answer
from server.sources.shapes import integer, mapping, text

SCOPES = (
    "playlist-modify-private",
    "playlist-modify-public",
    "playlist-read-private",
    "playlist-read-collaborative",
    "ugc-image-upload",
)


@dataclass(frozen=True)
class LoginStart:
    """Where to send the person, and what the browser session must remember until they return."""

    url: str
    state: str
    verifier: str


@dataclass(frozen=True)
class Tokens:
    """What Spotify gave. `expires_at` (epoch seconds) is the access token's end; `scope` what
    was granted."""

    access_token: str
    refresh_token: str
    expires_at: float
    scope: str

    def to_json(self) -> str:
        """For sealing; `from_json` reads it back."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, sealed: str | bytes) -> Self:
        """Raises ValueError where the text is not what `to_json` wrote."""
        try:
            return cls(**json.loads(sealed))
        except TypeError as error:
            raise ValueError("not tokens") from error

    def is_stale(self, now: float | None = None) -> bool:
        """Whether the access token has ended, or will within a minute."""
        return (time.time() if now is None else now) > self.expires_at - 60


class SpotifyLogin(Service):
    """Spotify's accounts service."""

    name = "spotify"
    title = "Spotify"
    pace = (5, 1.0)

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.urls.spotify_accounts)
        self._client_id = settings.spotify_client_id
        self._redirect_uri = settings.redirect_uri

    def begin(self) -> LoginStart:
        """A fresh login; nothing is called."""
        verifier = secrets.token_urlsafe(64)
        state = secrets.token_urlsafe(24)
        digest = hashlib.sha256(verifier.encode()).digest()
        query = {
            "client_id": self._client_id,
            "response_type": "code",
            "redirect_uri": self._redirect_uri,
            "state": state,
            "scope": " ".join(SCOPES),
            "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        }
        return LoginStart(f"{self.base_url}/authorize?{urlencode(query)}", state, verifier)

    def finish(self, code: str, verifier: str) -> Tokens:
        """Exchange the code that came back; the caller has compared `state` before.

        Raises:
            LoginNeeded: `spotify_login_failed`, the code is wrong, used or too old.
            SourceError: Spotify could not be asked or did not accept this application.
        """
        answer = self._ask_for_token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._redirect_uri,
                "client_id": self._client_id,
                "code_verifier": verifier,
            }
        )
        if _error_of(answer) == "invalid_grant":
            raise LoginNeeded(
                "spotify_login_failed",
                "Spotify did not accept this login; it was used before or took too long.",
                "Log in with Spotify again.",
            )
        return self._tokens(answer, kept_refresh_token="")

    def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens for old ones; the refresh token stays where Spotify sends no new one.

        Raises:
            LoginNeeded: `spotify_login_expired`, the login was revoked or is over six months old.
            SourceError: Spotify could not be asked; the old tokens may still be good.
        """
        answer = self._ask_for_token(
            {
                "grant_type": "refresh_token",
                "refresh_token": tokens.refresh_token,
                "client_id": self._client_id,
            }
        )
        if _error_of(answer) == "invalid_grant":
            raise LoginNeeded(
                "spotify_login_expired",
                "Your Spotify login has ended; Spotify ends every login after six months.",
                "Log in with Spotify again; your playlists and songs are kept.",
            )
        return self._tokens(
            answer, kept_refresh_token=tokens.refresh_token, kept_scope=tokens.scope
        )

    def _ask_for_token(self, form: Mapping[str, str]) -> Answer:
        # Sent once: a code is good for a single use, and a refresh may change the refresh token.
        try:
            response = self._session.request("POST", f"{self.base_url}/api/token", data=dict(form))
        except requests.RequestException as error:
            raise self._trouble(error) from error
        return read_answer(response)

    def _tokens(self, answer: Answer, kept_refresh_token: str, kept_scope: str = "") -> Tokens:
        if answer.status != 200:
            self._refuse_token(answer)
        body = mapping(answer.body)
        access_token = text(body.get("access_token"))
        refresh_token = text(body.get("refresh_token")) or kept_refresh_token
        if not access_token or not refresh_token:
            raise self._bad_answer(answer)
        return Tokens(
            access_token=access_token,
            refresh_token=refresh_token,
            expires_at=time.time() + (integer(body.get("expires_in")) or 3600),
            scope=text(body.get("scope")) or kept_scope or " ".join(SCOPES),
        )

    def _refuse_token(self, answer: Answer) -> None:
        if 400 <= answer.status < 500 and answer.status != 429:
            raise SourceError(
                self.name,
                "spotify_client_refused",
                "Spotify did not accept this application's client id or redirect address.",
                "Compare SPOTIFY_CLIENT_ID and the redirect address with the app's settings at "
                "developer.spotify.com/dashboard.",
                http_status=answer.status,
            )
        self._refuse(answer)


def _error_of(answer: Answer) -> str | None:
    error = mapping(answer.body).get("error")
    return text(error) or text(mapping(error).get("message"))
