"""Logging in with Spotify (Authorization Code with PKCE) and out again.

Source: RFC 6749, RFC 7636, and Spotify's "Authorization Code with PKCE Flow".
"""

import re
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from server.errors import BadRequest, LoginNeeded, QuotaStop
from server.jobs import desk
from server.sources.spotify import Spotify
from server.store import browsers, people
from server.store.browsers import LoginUnderWay
from server.store.calls import plain_time, quota_stop
from server.store.tables import now
from server.web.context import clear_cookie, cookie, queue, services, set_cookie
from server.web.languages import asked_language, in_language, language_in
from server.web.paths import START, own_path

blueprint = Blueprint("auth", __name__)

_LONGEST_CODE = 2048


@blueprint.get("/login")
def login() -> BaseResponse:
    """Send the browser to Spotify's consent page, remembering state and verifier for it.

    Spotify answers to the registered address and cookies belong to one host, so a browser that
    came by another name (`localhost`) is led to the configured one first, once.
    """
    parts = services()
    return_to = own_path(request.args.get("next")) or START
    if asked_language() is not None:  # kept once it is known whose it is
        return_to = in_language(return_to, asked_language())
    here, base = request.host.lower(), urlsplit(parts.settings.base_url)
    if here != base.netloc.lower() and "moved" not in request.args:
        query = urlencode({"next": return_to, "moved": "1"})
        return redirect(f"{parts.settings.base_url}/login?{query}")

    _refuse_during_stop()
    start = parts.login.begin()
    under_way = LoginUnderWay(start.state, start.verifier, return_to)
    token = browsers.start_login(parts.store, parts.vault, cookie(), under_way)
    response = redirect(start.url)
    set_cookie(response, token)
    return response


@blueprint.get("/callback")
def callback() -> BaseResponse:
    """Where Spotify sends the browser back to; nothing is asked of Spotify before the state fits.

    Raises BadRequest: a state that is missing, another browser's, or used before.
    """
    parts = services()
    token, state = cookie(), request.args.get("state")
    under_way = (
        browsers.take_login(parts.store, parts.vault, token, state) if token and state else None
    )
    if token is None or under_way is None:
        raise BadRequest(
            "login_state",
            "This answer from Spotify does not belong to a login that was started here.",
            "Start the login again, in one browser and with cookies allowed.",
        )
    if request.args.get("error") == "access_denied":
        return redirect("/?why=login_refused", 303)
    _refuse_during_stop()
    try:
        tokens = parts.login.finish(_code(), under_way.verifier)
        account = Spotify(
            parts.settings.urls.spotify_api, lambda: tokens.access_token, parts.ledger
        ).me()
    except LoginNeeded as refused:
        return redirect("/?" + urlencode({"why": refused.code, "next": under_way.return_to}), 303)
    user_id = people.find_or_create_user(parts.store, account.account, account.display_name)
    people.save_tokens(parts.store, parts.vault, user_id, tokens, new_login=True)
    return_to = under_way.return_to
    if (language := language_in(return_to)) is not None:
        people.settle(parts.store, user_id, language=language)
        return_to = in_language(return_to, None)
    desk.logged_in(parts, queue(), user_id)
    response = redirect(return_to, 303)
    set_cookie(response, browsers.log_in(parts.store, token, user_id))
    return response


@blueprint.post("/logout")
def logout() -> BaseResponse:
    """End the session on the server and take it out of the browser; jobs under way go on."""
    token = cookie()
    if token:
        browsers.log_out(services().store, token)
    response = redirect("/?why=logged_out", 303)
    clear_cookie(response)
    return response


def _refuse_during_stop() -> None:
    """Raise QuotaStop while Spotify may not be asked who somebody is: tokens do not say it."""
    until = quota_stop(services().store)
    if until is not None:
        raise QuotaStop(
            "spotify",
            "spotify_quota",
            "Spotify's quota for today is used up, so it cannot say who is logging in before "
            f"{plain_time(until)}.",
            "Log in after that. Nothing is lost: what was made here is kept, and work that waits "
            "goes on by itself.",
            retry_after=max((until - now()).total_seconds(), 1),
        )


def _code() -> str:
    code, error = request.args.get("code", ""), request.args.get("error")
    if error is None and 0 < len(code) <= _LONGEST_CODE:
        return code
    said = f" ({error})" if error and re.fullmatch(r"[a-z_]{1,40}", error) else ""
    raise BadRequest(
        "login_failed", f"Spotify could not log you in{said}.", "Start the login again."
    )
