"""The sandbox as one Flask application: every stand-in on one port."""

import re

from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider

from sandbox.control import control
from sandbox.faults import Fault
from sandbox.jukebox import Jukebox
from sandbox.mischief import carried_out, instead
from sandbox.services.anilist import anilist
from sandbox.services.animethemes import animethemes
from sandbox.services.audio import audio
from sandbox.services.deezer import deezer
from sandbox.services.itunes import itunes
from sandbox.services.myanimelist import myanimelist
from sandbox.services.reccobeats import reccobeats
from sandbox.services.spotify.accounts import accounts
from sandbox.services.spotify.open_pages import open_pages
from sandbox.services.spotify.web_api import web_api
from sandbox.state import SandboxState, here
from sandbox.world import World

# Path prefix of each stand-in, and the name that it has in call counts and faults.
_SERVICES = {
    "/spotify/v1": "spotify",
    "/accounts": "accounts",
    "/open": "open",
    "/mal/v2": "mal",
    "/anilist": "anilist",
    "/animethemes": "animethemes",
    "/deezer": "deezer",
    "/itunes": "itunes",
    "/reccobeats/v1": "reccobeats",
    "/audio": "audio",
}
_VARIABLE = re.compile(r"<(?:[^:>]+:)?(\w+)>")


def create_sandbox(world: World, base_url: str, jukebox: Jukebox | None = None) -> Flask:
    """Builds the application; its state is in `app.extensions["sandbox"]`.

    Args:
        world: what the services know.
        base_url: the address under which it will be reached; links in answers carry it.
        jukebox: how clips are rendered and kept; by default in memory only.
    """
    app = Flask(__name__)
    app.extensions["sandbox"] = SandboxState(world, base_url.rstrip("/"), jukebox or Jukebox())
    app.json = _json_provider(app)
    app.url_map.strict_slashes = False
    for blueprint, prefix in (
        (web_api, "/spotify/v1"),
        (accounts, "/accounts"),
        (open_pages, "/open"),
        (myanimelist, "/mal/v2"),
        (anilist, "/anilist"),
        (animethemes, "/animethemes"),
        (deezer, "/deezer"),
        (itunes, "/itunes"),
        (reccobeats, "/reccobeats/v1"),
        (audio, "/audio"),
        (control, "/"),
    ):
        app.register_blueprint(blueprint, url_prefix=prefix)
    app.before_request(_meet_fault)
    app.after_request(_finish)
    app.teardown_request(_let_go)
    return app


def _json_provider(app: Flask) -> DefaultJSONProvider:
    provider = DefaultJSONProvider(app)
    provider.ensure_ascii = False
    provider.sort_keys = False
    return provider


def _call() -> tuple[str, str] | None:
    """Service and path template of the present call; None for pages of the sandbox itself."""
    for prefix, service in _SERVICES.items():
        if request.path == prefix or request.path.startswith(prefix + "/"):
            rule = request.url_rule.rule if request.url_rule else request.path
            path = request.path if "<path:" in rule else _VARIABLE.sub(r"{\1}", rule)
            return service, path.removeprefix(prefix).rstrip("/") or "/"
    return None


def _meet_fault() -> Response | None:
    call = _call()
    if call is None:
        return None
    service, template = call
    here().calls.begin(service, request.method, template)
    g.is_call, g.cleared = True, here().faults.cleared
    g.fault = here().faults.strike(service, request.method, template)
    return instead(g.fault, g.cleared) if isinstance(g.fault, Fault) else None


def _finish(response: Response) -> Response:
    fault = g.get("fault")
    return carried_out(fault, g.cleared, response) if isinstance(fault, Fault) else response


def _let_go(_: BaseException | None) -> None:
    if g.get("is_call"):
        here().calls.end()
