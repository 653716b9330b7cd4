"""The audio files of AnimeThemes, Deezer and iTunes, and the signing of Deezer's addresses."""

import hashlib
import hmac
import re

from flask import Blueprint, Response, abort, request

from sandbox import draws
from sandbox.jukebox import MEDIA_TYPES, score_of
from sandbox.state import SandboxState, here

audio = Blueprint("audio", __name__)

SIGNED_SECONDS = 900
_EXTENSIONS = {"animethemes": "ogg", "deezer": "mp3", "itunes": "m4a"}
_SIGNATURE = re.compile(r"exp=(\d+)~acl=([^~]+)~hmac=([0-9a-f]{64})")


def clip_url(service: str, name: str) -> str:
    """Where a service's clip can be fetched; Deezer's address is signed and dies in 900 s."""
    path = f"/audio/{service}/{name}.{_EXTENSIONS[service]}"
    if service != "deezer":
        return here().base_url + path
    expires = int(here().clock.now()) + SIGNED_SECONDS
    signed = f"exp={expires}~acl={path}*"
    return f"{here().base_url}{path}?hdnea={signed}~hmac={_sign(here(), signed)}"


@audio.get("/<any(animethemes, deezer, itunes):service>/<name>")
def get_clip(service: str, name: str) -> Response:
    """A clip, or a range of its bytes."""
    stem, _, extension = name.rpartition(".")
    score = score_of(here().world, stem)
    if score is None or extension != _EXTENSIONS[service]:
        abort(404)
    if service == "deezer" and not _is_signed():
        abort(403)
    # Themes run to ninety seconds in real life; every fourth does here.
    long = service == "animethemes" and score.seed % 4 == 0
    clip = here().jukebox.clip(score, extension, 3 if long else 1)
    answer = Response(clip, mimetype=MEDIA_TYPES[extension])
    answer.make_conditional(request, accept_ranges=True, complete_length=len(clip))
    return answer


def _is_signed() -> bool:
    found = _SIGNATURE.fullmatch(request.args.get("hdnea", ""))
    if found is None:
        return False
    signed = f"exp={found[1]}~acl={found[2]}"
    return (
        hmac.compare_digest(found[3], _sign(here(), signed))
        and request.path == found[2].rstrip("*")
        and int(found[1]) >= here().clock.now()
    )


def _sign(state: SandboxState, text: str) -> str:
    key = str(draws.number(state.world.seed, "deezer key")).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
