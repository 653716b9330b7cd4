"""What a request needs of the application: its services, its queue, and who is asking."""

from dataclasses import dataclass
from typing import cast

from flask import current_app, g, request
from werkzeug.wrappers import Response

from server.errors import LoginNeeded
from server.jobs.queue import JobQueue
from server.services import Services
from server.store import browsers, people
from server.store.browsers import SESSION_LIFE, Visitor

COOKIE = "__session"  # the only cookie that Firebase Hosting passes on
_EXTENSION = "mooddex"


@dataclass(frozen=True)
class _Parts:
    services: Services
    queue: JobQueue


def attach(extensions: dict[str, object], services: Services, queue: JobQueue) -> None:
    """Tie an application to its services and its queue."""
    extensions[_EXTENSION] = _Parts(services, queue)


def services() -> Services:
    """The services of the application that answers this request."""
    return cast(_Parts, current_app.extensions[_EXTENSION]).services


def queue() -> JobQueue:
    """The queue of the application that answers this request."""
    return cast(_Parts, current_app.extensions[_EXTENSION]).queue


def cookie() -> str | None:
    """The value of our cookie in this request, if any."""
    return request.cookies.get(COOKIE) or None


def visitor() -> Visitor | None:
    """The logged-in user whose browser asks; looked up once a request."""
    if "visitor" not in g:
        token = cookie()
        g.visitor = browsers.find_visitor(services().store, token) if token else None
    return cast(Visitor | None, g.visitor)


def require_visitor() -> Visitor:
    """The logged-in user whose browser asks. Raises LoginNeeded."""
    found = visitor()
    if found is None:
        raise LoginNeeded("login_needed", "You are not logged in.", "Log in with Spotify first.")
    return found


def require_spotify() -> Visitor:
    """The logged-in user, whose Spotify login is still there. Raises LoginNeeded."""
    found = require_visitor()
    parts = services()
    if people.load_tokens(parts.store, parts.vault, found.user_id) is None:
        raise LoginNeeded(
            "spotify_login_expired",
            "Your Spotify login has ended.",
            "Log in with Spotify again; what was made here is kept.",
        )
    return found


def set_cookie(response: Response, token: str) -> None:
    """Hand the browser its session; Lax, because the answer from Spotify comes across sites."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_LIFE,
        path="/",
        secure=services().settings.is_https,
        httponly=True,
        samesite="Lax",
    )


def clear_cookie(response: Response) -> None:
    """Take the session out of the browser."""
    response.delete_cookie(
        COOKIE, path="/", secure=services().settings.is_https, httponly=True, samesite="Lax"
    )
