"""accounts.spotify.com: the consent page and the token endpoint."""

import base64
import binascii
import re
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, jsonify, redirect, render_template, request

from sandbox.services.spotify.logins import ACCOUNTS, CLIENT_ID, SCOPES, Refused
from sandbox.state import here

accounts = Blueprint("accounts", __name__)

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CARRIED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "state",
    "scope",
    "code_challenge",
    "code_challenge_method",
)


@accounts.get("/authorize")
def ask() -> Response | tuple[str, int] | str:
    """The page that asks a person whether the app may act for them."""
    refused = _check(request.args.to_dict())
    if refused is not None:
        return refused
    scopes = [scope for scope in request.args.get("scope", "").split() if scope]
    return render_template(
        "consent.html",
        accounts=ACCOUNTS,
        asks=[SCOPES[scope] for scope in scopes],
        carried={name: request.args.get(name, "") for name in _CARRIED},
        host=urlsplit(request.args["redirect_uri"]).netloc,
    )


@accounts.post("/authorize")
def decide() -> Response | tuple[str, int] | str:
    """Takes the person's decision back to the app."""
    given = request.form.to_dict()
    refused = _check(given)
    if refused is not None:
        return refused
    if given.get("decision") != "agree":
        return _back(given, error="access_denied")
    account = here().logins.account(given.get("account", ""))
    if account is None:
        return "Choose an account", 400
    code = here().logins.give_code(
        account.id,
        given["client_id"],
        given["redirect_uri"],
        frozenset(given.get("scope", "").split()),
        given["code_challenge"],
    )
    return _back(given, code=code)


@accounts.post("/api/token")
def token() -> tuple[Response, int]:
    """Tokens for a code or for a refresh token; errors are flat, as OAuth has them."""
    try:
        answer = _tokens()
    except Refused as refused:
        body = {"error": refused.error, "error_description": refused.description}
        return jsonify(body), 400
    response = jsonify(answer)
    response.headers["Cache-Control"] = "no-store"
    return response, 200


def _tokens() -> dict[str, object]:
    form, client_id = request.form, _client_id()
    match form.get("grant_type", ""):
        case "authorization_code":
            verifier = form.get("code_verifier", "")
            if not _VERIFIER.fullmatch(verifier):
                raise Refused("invalid_request", "code_verifier must be provided")
            return here().logins.exchange(
                form.get("code", ""), client_id, form.get("redirect_uri", ""), verifier
            )
        case "refresh_token":
            if not form.get("refresh_token"):
                raise Refused("invalid_request", "refresh_token must be supplied")
            return here().logins.refresh(form["refresh_token"], client_id)
        case "":
            raise Refused("unsupported_grant_type", "grant_type parameter is missing")
        case _:
            raise Refused("unsupported_grant_type", "grant_type is not supported")


def _client_id() -> str:
    """The app that calls: a public client names itself in the form; none here has a secret."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("basic "):
        try:
            name = base64.b64decode(header[6:], validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            name = ""
        if name == CLIENT_ID:
            raise Refused("invalid_client", "Invalid client secret")
        raise Refused("invalid_client", "Invalid client")
    client_id = request.form.get("client_id", "")
    if client_id != CLIENT_ID:
        raise Refused("invalid_client", "Invalid client")
    return client_id


def _check(given: dict[str, str]) -> Response | tuple[str, int] | None:
    """What is wrong with a request, or None; only with a good address is the app told."""
    if given.get("client_id") != CLIENT_ID:
        return "INVALID_CLIENT: Invalid client", 400
    if not _may_redirect(given.get("redirect_uri", "")):
        return "INVALID_CLIENT: Invalid redirect URI", 400
    error = _mistake(given)
    return None if error is None else _back(given, **error)


def _mistake(given: dict[str, str]) -> dict[str, str] | None:
    if given.get("response_type") != "code":
        return {"error": "unsupported_response_type"}
    if any(scope not in SCOPES for scope in given.get("scope", "").split()):
        return {"error": "invalid_scope"}
    if given.get("code_challenge_method") != "S256":
        return {
            "error": "invalid_request",
            "error_description": "code_challenge_method must be S256",
        }
    if not _CHALLENGE.fullmatch(given.get("code_challenge", "")):
        return {
            "error": "invalid_request",
            "error_description": "code_challenge must be a base64url encoded SHA-256 hash",
        }
    return None


def _may_redirect(address: str) -> bool:
    """https anywhere, http on a loopback address written as a number; never `localhost`."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.fragment or not host:
        return False
    if parts.scheme == "https":
        return host != "localhost"
    return parts.scheme == "http" and host in {"127.0.0.1", "::1"}


def _back(given: dict[str, str], **answer: str) -> Response:
    if given.get("state"):
        answer["state"] = given["state"]
    joint = "&" if urlsplit(given["redirect_uri"]).query else "?"
    response = redirect(f"{given['redirect_uri']}{joint}{urlencode(answer)}", 302)
    assert isinstance(response, Response)
    return response
