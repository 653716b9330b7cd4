"""A playlist's changes in JSON. Described by `server.web.openapi_changes`."""

from flask import Blueprint, Response, jsonify, url_for

from server.errors import BadRequest, NotFound
from server.jobs import desk
from server.jobs.requests import parse_change_request
from server.playlists import preview, restore, settings
from server.web.api import json_body
from server.web.context import queue, require_spotify, require_visitor, services

blueprint = Blueprint("changes_api", __name__, url_prefix="/api/playlists/<id:playlist_id>")


@blueprint.post("/preview")
def show_changes(playlist_id: str) -> Response:
    """What an update, `order` or a `version` would change; nothing is written."""
    person, body = require_spotify(), json_body()
    version, order = body.get("version"), body.get("order", False)
    if not isinstance(order, bool) or isinstance(version, bool):
        raise BadRequest("bad_change", "It is not clear what to show.")
    if version is not None and not isinstance(version, int):
        raise BadRequest("bad_change", "A version is told by its number.")
    told = preview.preview(
        services().store,
        services().spotify_for(person.user_id),
        person.user_id,
        playlist_id,
        version=version,
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
    person, body = require_spotify(), dict(json_body())
    if body.get("undo") is True:
        preview.own_playlist(services().store, person.user_id, playlist_id)
        before = restore.before_last_change(services().store, playlist_id)
        if before is None:
            raise NotFound("nothing_to_undo", "There is nothing to undo.")
        body = {"version": before.id}
    wanted = parse_change_request(playlist_id, body)
    job_id = desk.submit(services(), queue(), person.user_id, wanted)
    url = url_for("api.show_job", job_id=job_id)
    response = jsonify({"job": {"id": job_id, "url": url}})
    response.status_code = 202
    response.headers["Location"] = url
    return response


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
