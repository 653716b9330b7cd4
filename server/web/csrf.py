"""Turning away writes that another site sent, by what browsers themselves say; no tokens needed.

Every current browser names where a request comes from (Fetch Metadata, and Origin on every POST).
A request with neither header was not sent by a browser, so it carries nobody's cookie by accident.
"""

from urllib.parse import urlsplit

from flask import request

from server.errors import MoodDexError
from server.web.context import services

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_DEFAULT_PORTS = {"http": 80, "https": 443}

_Origin = tuple[str, str, int | None]


def refuse_cross_site() -> None:
    """Before every request. Raises MoodDexError (403) for a write from another site."""
    if request.method in _SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site in {"same-origin", "none"} or (fetch_site is None and origin is None):
        return
    own = {_origin(services().settings.base_url), _origin(request.host_url)}
    if origin is not None and _origin(origin) in own - {None}:
        return
    raise MoodDexError(
        "cross_site",
        "This request came from another site and was not carried out.",
        "Open MoodDex itself and try again there.",
        status=403,
    )


def _origin(address: str) -> _Origin | None:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or _DEFAULT_PORTS.get(parts.scheme)
