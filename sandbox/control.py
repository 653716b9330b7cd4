"""The sandbox's own start page and its switches."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from sandbox.faults import PRESETS, Fault
from sandbox.services.spotify.logins import ACCOUNTS
from sandbox.state import here

control = Blueprint("control", __name__)

_SWITCHES = (
    ("quota_exceeded", "Spotify's daily quota is used up"),
    ("burst", "Spotify: one burst limit (429), then fine"),
    ("owner_not_premium", "The app's owner has no Premium"),
    ("refresh_expired", "The Spotify login has expired for good"),
    ("mal_blocked", "MyAnimeList refuses everything"),
    ("animethemes_busy", "AnimeThemes asks to wait"),
    ("deezer_quota", "Deezer's limit is reached"),
    ("corrupt_audio", "Every clip is damaged"),
    ("slow_audio", "Every clip takes five seconds"),
    ("slow", "Everything takes half a second longer"),
)
_SERVICES = (
    ("Spotify Web API", "/spotify/v1"),
    ("Spotify accounts", "/accounts"),
    ("MyAnimeList v2", "/mal/v2"),
    ("AniList (GraphQL)", "/anilist"),
    ("AnimeThemes (GraphQL)", "/animethemes"),
    ("Deezer", "/deezer"),
    ("iTunes Search", "/itunes"),
    ("ReccoBeats", "/reccobeats/v1"),
)


@control.get("/")
def start_page() -> str:
    """What this is, who is here, and the switches."""
    active = here().faults.active()
    on = [name for name, fields in PRESETS.items() if Fault.from_json({"preset": name}) in active]
    libraries = {account.id: here().playlists.library(account.id) for account in ACCOUNTS}
    return render_template(
        "start.html",
        world=here().world,
        accounts=ACCOUNTS,
        libraries=libraries,
        services=_SERVICES,
        base_url=here().base_url,
        switches=_SWITCHES,
        on=on,
        others=len(active) - len(on),
        calls=sorted(here().calls.counts().items()),
    )


@control.post("/_sandbox/switch")
def switch() -> AnyResponse | tuple[str, int]:
    """A button of the start page: a preset's name, or `clear`, `tokens`, `reset`."""
    what = request.form.get("what", "")
    if what == "clear":
        here().faults.clear()
    elif what == "tokens":
        here().logins.end("access", "expired")
    elif what == "reset":
        here().reset()
    elif what in PRESETS:
        here().faults.switch_on(Fault.from_json({"preset": what}))
    else:
        return "There is no such switch", 400
    return redirect("/", 303)


@control.get("/_sandbox/faults")
def list_faults() -> Response:
    """What is switched on, and the presets there are."""
    return jsonify({"faults": here().faults.active(), "presets": PRESETS})


@control.post("/_sandbox/faults")
def add_fault() -> tuple[Response, int]:
    """Switches a fault on; the body is as `Fault.from_json` reads it."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        return jsonify({"error": "the body must be a JSON object"}), 400
    try:
        fault = Fault.from_json(body)
    except ValueError as error:
        return jsonify({"error": str(error)}), 400
    here().faults.switch_on(fault)
    return jsonify({"fault": fault}), 201


@control.delete("/_sandbox/faults")
def clear_faults() -> tuple[str, int]:
    """Switches all faults off."""
    here().faults.clear()
    return "", 204


@control.get("/_sandbox/calls")
def calls() -> Response:
    """How often each service was called."""
    counts = here().calls.counts()
    return jsonify({"total": counts.total(), "calls": dict(sorted(counts.items()))})


@control.delete("/_sandbox/calls")
def forget_calls() -> tuple[str, int]:
    """Starts counting from nothing."""
    here().calls.forget()
    return "", 204


@control.post("/_sandbox/reset")
def reset() -> tuple[str, int]:
    """Back to how it was at the start."""
    here().reset()
    return "", 204


@control.post("/_sandbox/clock")
def clock() -> tuple[Response, int]:
    """Moves the time forward by `advance` seconds."""
    body = request.get_json(silent=True)
    seconds = body.get("advance") if isinstance(body, dict) else None
    if not isinstance(seconds, int | float):
        return jsonify({"error": "advance must be a number of seconds"}), 400
    here().clock.advance(seconds)
    return jsonify({"now": here().clock.now()}), 200


@control.post("/_sandbox/tokens")
def tokens() -> tuple[Response | str, int]:
    """Ends the tokens given out: `access` and `refresh` may be `expired` or `revoked`; `rotate`
    says whether a refresh gives a new refresh token.
    """
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not set(body) <= {"access", "refresh", "rotate"}:
        return jsonify({"error": "give access, refresh or rotate"}), 400
    for kind in ("access", "refresh"):
        if body.get(kind) in {"expired", "revoked"}:
            here().logins.end(kind, body[kind])
        elif kind in body:
            return jsonify({"error": f"{kind} must be expired or revoked"}), 400
    if isinstance(body.get("rotate"), bool):
        here().logins.rotate = body["rotate"]
    return "", 204
