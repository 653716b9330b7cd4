"""What to watch next, in JSON. Described by `server.web.openapi_watch_next`."""

from flask import Blueprint, Response, jsonify, request

from server.jobs.requests import MoodRequest, parse_mood_request
from server.playlists.choosing import Choice
from server.playlists.planned import planned_sample
from server.playlists.watch_view import Wanted, watch_view
from server.web.api import accepted, json_body
from server.web.asking import ask_for_watching
from server.web.context import require_visitor, services

blueprint = Blueprint("watch_next_api", __name__, url_prefix="/api")


@blueprint.post("/watch-next")
def create_watch_list() -> Response:
    """Ask for the planned shows of a list to be read, so that they can be ranked."""
    return accepted(ask_for_watching(require_visitor(), json_body()))


@blueprint.get("/watch-next/<id:watch_id>")
def show_watch_list(watch_id: str) -> Response:
    """The planned shows, ranked by moods, a place or a playlist; from what is stored."""
    user_id = require_visitor().user_id
    return jsonify(watch_view(services(), user_id, watch_id, _wanted()))


@blueprint.get("/watch-next/<id:watch_id>/songs/<song>/sample")
def show_planned_sample(watch_id: str, song: str) -> Response:
    """Where a sample of a planned show's song can be heard now; each `not` leaves a source out."""
    user_id, without = require_visitor().user_id, request.args.getlist("not")
    return jsonify(planned_sample(services(), user_id, watch_id, song, without).to_json())


def _wanted() -> Wanted:
    """What the address asks for; nothing is chosen by an address without any of the fields."""
    fields = request.args
    body: dict[str, object] = {
        name: fields[name] for name in ("valence", "arousal", "radius") if fields.get(name)
    }
    if fields.getlist("moods"):
        body["moods"] = [mood for each in fields.getlist("moods") for mood in each.split(",")]
    if not body:
        return Wanted(playlist_id=fields.get("playlist") or None)
    asked = parse_mood_request("", body)
    assert isinstance(asked, MoodRequest)  # no field asks for a journey
    return Wanted(Choice(asked.moods, asked.point, asked.radius))
