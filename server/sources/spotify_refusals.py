"""What Spotify says no with: bodies of three kinds, told apart and put in plain words."""

from typing import Any

import requests

from server.errors import LoginNeeded, MoodDexError, SourceError
from server.sources.http import read_answer
from server.sources.session import BoundedSession
from server.sources.shapes import mapping, text

QUOTA_SECONDS = 60.0
"""A Retry-After above this is the day's quota and not a burst."""


class Refusal(requests.RequestException):
    """A status of 400 or more, read from JSON, from a flat string or from plain text."""

    def __init__(
        self, status: int, message: str, reason: str | None, retry_after: float | None
    ) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message
        self.reason = reason
        self.retry_after = retry_after


class RefusingSession(BoundedSession):
    """Raises `Refusal` itself: spotipy stumbles over flat-string error bodies."""

    def request(
        self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any
    ) -> requests.Response:
        response = super().request(method, url, *args, **kwargs)
        if response.status_code < 400:
            return response
        answer = read_answer(response)
        error = mapping(answer.body).get("error")
        details = mapping(error)
        message = text(details.get("message")) or text(error) or answer.text[:300]
        reason = text(details.get("reason"))
        raise Refusal(response.status_code, message, reason, answer.retry_after)


def is_quota_stop(refusal: Refusal) -> bool:
    """Whether a 429 is the day's quota, which is stored and never waited for."""
    return refusal.reason == "QUOTA_EXCEEDED" or (refusal.retry_after or 0) > QUOTA_SECONDS


def error_for(refusal: Refusal, kind: str) -> MoodDexError:
    """The error a person is told; `kind` is the kind of call that was refused."""
    if refusal.status == 401:
        return LoginNeeded(
            "spotify_login_expired",
            "Spotify no longer accepts this login.",
            "Log in with Spotify again; your playlists and songs are kept.",
        )
    code, message, hint = _words(refusal, kind)
    return SourceError(
        "spotify",
        code,
        message,
        hint,
        retry_after=refusal.retry_after,
        http_status=refusal.status,
    )


def _words(refusal: Refusal, kind: str) -> tuple[str, str, str]:
    said = refusal.message.casefold()
    if refusal.status == 429:
        words = _RATE_LIMITED
    elif refusal.status >= 500:
        words = _UNREACHABLE
    elif refusal.status == 404:
        words = _NOT_FOUND
    elif refusal.status != 403:
        words = _REFUSED
    elif "premium" in said:
        words = _OWNER_NOT_PREMIUM
    elif "regist" in said:
        words = _NOT_ALLOWED
    elif "scope" in said:
        words = _SCOPE_MISSING
    else:
        words = _PLAYLIST_HIDDEN if kind == "rows" else _REFUSED
    return words


_RATE_LIMITED = (
    "spotify_rate_limited",
    "Spotify asks for a short pause.",
    "Wait a minute, then start again; what was found so far is kept.",
)
_UNREACHABLE = (
    "spotify_unreachable",
    "Spotify is out of order just now.",
    "Try again in a few minutes; what was found so far is kept.",
)
_NOT_FOUND = (
    "spotify_not_found",
    "Spotify does not have this any more.",
    "Check the link; a playlist may have been deleted.",
)
_REFUSED = (
    "spotify_refused",
    "Spotify refused the request.",
    "Log in with Spotify again; if it stays so, Spotify's rules for this application may have "
    "changed.",
)
_OWNER_NOT_PREMIUM = (
    "spotify_owner_not_premium",
    "Spotify only serves this application while its owner has Premium.",
    "Whoever registered the client id needs Spotify Premium; after subscribing it can take a few "
    "hours.",
)
_NOT_ALLOWED = (
    "spotify_not_allowed",
    "This Spotify account is not on the application's list of users.",
    "The owner of the client id can add up to five people under User Management at "
    "developer.spotify.com/dashboard.",
)
_SCOPE_MISSING = (
    "spotify_scope_missing",
    "The Spotify login does not include the permission needed.",
    "Log out, log in with Spotify again and agree to all that is asked.",
)
_PLAYLIST_HIDDEN = (
    "spotify_playlist_hidden",
    "Spotify shows the songs of a playlist only to its owner and collaborators.",
    "Copy the songs to a playlist of your own, then use that one.",
)
