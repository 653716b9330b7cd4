"""What every Spotify call shares: the token check, scopes, error bodies, pages, field filters."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Response, g, jsonify, request

from sandbox.services.spotify.logins import Account, Grant
from sandbox.state import here

_BASE62 = re.compile(r"[0-9A-Za-z]{22}")

Json = dict[str, object]


class ApiError(Exception):
    """An answer with Spotify's regular error body."""

    def __init__(self, status: int, message: str, reason: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.reason = reason


class PlainRefusal(Exception):
    """One of the few 403 answers that are plain text."""


def error_answer(error: ApiError) -> tuple[Response, int]:
    """`{"error": {"status", "message"[, "reason"]}}`."""
    body: Json = {"status": error.status, "message": error.message}
    if error.reason is not None:
        body["reason"] = error.reason
    return jsonify({"error": body}), error.status


def plain_answer(error: PlainRefusal) -> Response:
    """The refusal's text and nothing else."""
    return Response(str(error), 403, mimetype="text/plain")


def check_token() -> None:
    """Lets a request in by its bearer token; to be run before each call.

    Raises:
        ApiError: no token, or one that is unknown or expired.
        PlainRefusal: its holder is not on the app's list of users.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        raise ApiError(401, "No token provided")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise ApiError(400, "Only valid bearer authentication supported")
    try:
        grant = here().logins.holder(token.strip())
    except TimeoutError as error:
        raise ApiError(401, "The access token expired") from error
    if grant is None:
        raise ApiError(401, "Invalid access token")
    if not grant.account.registered:
        raise PlainRefusal("User not registered in the Developer Dashboard")
    g.grant = grant


def grant() -> Grant:
    """What the caller was granted."""
    found: Grant = g.grant
    return found


def caller() -> Account:
    """Whose token the request carries."""
    return grant().account


def need_scope(*any_of: str) -> None:
    """Raises the 403 of a token that was granted none of these scopes."""
    if not grant().scopes.intersection(any_of):
        raise ApiError(403, "Insufficient client scope")


def number_argument(name: str, default: int, low: int, high: int) -> int:
    """An integer of the query string.

    Raises:
        ApiError: 400 `Invalid limit` and the like.
    """
    text = request.args.get(name)
    if text is None or text == "":
        return default
    if not re.fullmatch(r"-?\d+", text) or not low <= int(text) <= high:
        raise ApiError(400, f"Invalid {name}")
    return int(text)


def check_id(identifier: str) -> str:
    """The id, when it has the form of one."""
    if not _BASE62.fullmatch(identifier):
        raise ApiError(400, "Invalid base62 id")
    return identifier


def json_body() -> object:
    """The request's JSON, whatever its Content-Type says; None when there is none.

    Raises:
        ApiError: it is not JSON.
    """
    if not request.get_data():
        return None
    body = request.get_json(force=True, silent=True)
    if body is None:
        raise ApiError(400, "Error parsing JSON.")
    return body


def api_url(path: str) -> str:
    """An address of this Web API, as `href` and `next` carry it."""
    return f"{here().base_url}/spotify/v1{path}"


def page(
    path: str, items: Sequence[object], total: int, limit: int, offset: int, **query: str
) -> Json:
    """Spotify's page object around items that were already cut to the page."""

    def at(start: int) -> str:
        return f"{api_url(path)}?{urlencode({**query, 'offset': start, 'limit': limit})}"

    return {
        "href": at(offset),
        "items": list(items),
        "limit": limit,
        "next": at(offset + limit) if offset + limit < total else None,
        "offset": offset,
        "previous": at(max(offset - limit, 0)) if offset > 0 else None,
        "total": total,
    }


def keep_fields(value: object, fields: str | None) -> object:
    """What a `fields` filter leaves, such as `total,items(added_at,item(name,uri))`."""
    if not fields:
        return value
    wanted, rest = _parse_fields(fields)
    if rest:
        raise ApiError(400, "Invalid fields parameter")
    return _filter(value, wanted)


_Wanted = dict[str, "_Wanted"]


def _parse_fields(text: str) -> tuple[_Wanted, str]:
    wanted: _Wanted = {}
    while text:
        found = re.match(r"\s*(!?[\w.]+)\s*", text)
        if found is None:
            return wanted, text
        text = text[found.end() :]
        leaf = wanted
        for part in found[1].split("."):
            leaf = leaf.setdefault(part, {})
        if text.startswith("("):
            inner, text = _parse_fields(text[1:])
            leaf.update(inner)
            if not text.startswith(")"):
                return wanted, text or "("
            text = text[1:].lstrip()
        if not text.startswith(","):
            return wanted, text
        text = text[1:]
    return wanted, text


def _filter(value: object, wanted: _Wanted) -> object:
    if isinstance(value, list):
        return [_filter(one, wanted) for one in value]
    if not isinstance(value, Mapping) or not wanted:
        return value
    left_out = {name[1:] for name in wanted if name.startswith("!")}
    named = {name for name in wanted if not name.startswith("!")}
    return {
        key: _filter(one, wanted.get(key, {}))
        for key, one in value.items()
        if key not in left_out and (not named or key in named)
    }
