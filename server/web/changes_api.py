"""A playlist's changes in JSON. Described by `server.web.openapi_changes`."""

from flask import Blueprint, Response, jsonify

from server.errors import BadRequest
from server.playlists import preview, settings
from server.web.api import accepted, json_body
from server.web.asking import ask_for_change
from server.web.context import require_spotify, require_visitor, services

blueprint = Blueprint("changes_api", __name__, url_prefix="/api/playlists/<id:playlist_id>")


@blueprint.post("/preview")
def show_changes(playlist_id: str) -> Response:
    """What an update, `undo`, `order` or a `version` would change; nothing is written."""
    person, body = require_spotify(), json_body()
    version, undo, order = body.get("version"), body.get("undo", False), body.get("order", False)
    if not isinstance(undo, bool) or not isinstance(order, bool) or isinstance(version, bool):
        raise BadRequest("bad_change", "It is not clear what to show.")
    if version is not None and not isinstance(version, int):
        raise BadRequest("bad_change", "A version is told by its number.")
    told = preview.preview(
        services(),
        person.user_id,
        playlist_id,
        version=version,
        undo=undo,
        order=order,
    )
    return jsonify(told)


@blueprint.get("/versions")
def list_versions(playlist_id: str) -> Response:
    """The versions that are kept."""
    user_id = require_visitor().user_id
    return jsonify({"versions": preview.versions_of(services().store, user_id, playlist_id)})


@blueprint.get("/versions/<int:version>")
def show_version(playlist_id: str, version: int) -> Response:
    """One version and its rows."""
    user_id = require_visitor().user_id
    return jsonify(preview.version_of(services().store, user_id, playlist_id, version))


@blueprint.post("/changes")
def change(playlist_id: str) -> Response:
    """Undo, restore a version, put the rows in order, or bring songs back: a job."""
    return accepted(ask_for_change(require_spotify(), playlist_id, json_body()))


@blueprint.post("/settings")
def set_up(playlist_id: str) -> Response:
    """Set name, description, public and follows, as far as they are given."""
    person = require_spotify()
    told = settings.change(
        services().store,
        services().spotify_for(person.user_id),
        person.user_id,
        playlist_id,
        json_body(),
    )
    return jsonify(told)
