"""Turning failures into answers: one JSON shape for the API, one page for people."""

import logging
from math import ceil
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from server.errors import LoginNeeded, MoodDexError, SourceError
from server.web.context import visitor
from server.web.notices import notice_of
from server.web.paths import COMPARE, LIKED, START, WATCH_NEXT

_log = logging.getLogger(__name__)

_HTTP_ERRORS = {
    400: ("bad_request", "The request could not be understood.", ""),
    404: ("not_found", "There is nothing at this address.", "Check the address, or start over."),
    405: ("method_not_allowed", "This address does not take that kind of request.", ""),
    413: ("too_large", "The request is too large.", "Send less at once."),
    415: ("not_json", "The request is not JSON.", "Send Content-Type: application/json."),
}
_INTERNAL = MoodDexError(
    "internal", "Something went wrong on our side.", "Try again; if it stays, look into the log."
)
_NO_DATABASE = MoodDexError(
    "database_unavailable",
    "The database does not answer.",
    "Nothing is lost. Try again in a moment.",
    status=503,
)


def register(app: Flask) -> None:
    """Answer every failure of the application in the one shape."""
    app.register_error_handler(LoginNeeded, _answer_login)
    app.register_error_handler(MoodDexError, answer)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(OperationalError, _answer_database)
    app.register_error_handler(InterfaceError, _answer_database)
    app.register_error_handler(Exception, _answer_unexpected)


def wants_json() -> bool:
    """Whether the request is one for the API, and its failures are told in JSON."""
    return request.path == "/api" or request.path.startswith("/api/")


def error_json(error: MoodDexError) -> dict[str, dict[str, str]]:
    """The one shape of a failure."""
    return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}


def answer(error: MoodDexError) -> Response:
    """The answer to a failure: JSON for the API, a page elsewhere."""
    if wants_json():
        response = jsonify(error_json(error))
    else:
        body = {"status": error.status, **error_json(error)["error"]}
        response = make_response(render_template("error.html", error=body))
    response.status_code = error.status
    if isinstance(error, SourceError) and error.retry_after is not None:
        response.headers["Retry-After"] = str(ceil(error.retry_after))
    return response


def _answer_login(error: LoginNeeded) -> BaseResponse:
    if wants_json():
        return answer(error)
    why = error.code
    if notice_of(why) is None:
        why = "login_needed" if visitor() is None else "spotify_login_expired"
    back = _way_back()
    return redirect("/?" + urlencode({"why": why, **({"next": back} if back else {})}), 303)


def _way_back() -> str | None:
    """The page to show after a login, with the fields that a form was sent with filled in."""
    if request.blueprint not in {
        "pages",
        "review",
        "comparisons",
        "changes",
        "films",
        "film_evaluation",
        "film_patterns",
        "like",
        "song",
        "watch_next",
    }:
        return None
    if request.method == "GET":
        return request.full_path.rstrip("?")
    forms = {START, COMPARE, WATCH_NEXT, LIKED}
    page = request.path if request.path in forms else request.path.rpartition("/")[0]
    try:
        fields = urlencode(list(request.form.items(multi=True)))
    except HTTPException:  # too large a form is not worth keeping
        fields = ""
    return f"{page}?{fields}" if fields else page


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    code, message, hint = _HTTP_ERRORS.get(
        status, ("refused", error.name, "") if status < 500 else ("internal", _INTERNAL.message, "")
    )
    response = answer(MoodDexError(code, message, hint, status=status))
    for name, value in error.get_headers(request.environ):
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _answer_database(error: Exception) -> Response:
    _log.error("the database does not answer: %s", type(error).__name__)
    return answer(_NO_DATABASE)


def _answer_unexpected(error: Exception) -> Response:
    _log.error("unexpected failure at %s %s", request.method, request.path, exc_info=error)
    return answer(_INTERNAL)
