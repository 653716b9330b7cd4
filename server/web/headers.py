"""The headers that every answer carries."""

from urllib.parse import urlsplit

from flask import Response, request

from server.sources.clips import audio_places
from server.web.assets import KEPT_LONG
from server.web.context import services

_STATIC = "static"


def add_headers(response: Response) -> Response:
    """After every request: what browsers may do with the answer, and who may keep it."""
    settings = services().settings
    accounts = urlsplit(settings.urls.spotify_accounts)
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        # samples go from their source straight to the browser
        "media-src": " ".join(audio_places(settings.urls)),
        "manifest-src": "'self'",
        # a form may end at Spotify's login: browsers check the redirects of a form too
        "form-action": f"'self' {accounts.scheme}://{accounts.netloc}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    headers = response.headers
    headers["Content-Security-Policy"] = "; ".join(f"{k} {v}" for k, v in policy.items())
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint not in (_STATIC, KEPT_LONG) or response.status_code >= 400:
        headers["Cache-Control"] = "private, no-store"
    return response
