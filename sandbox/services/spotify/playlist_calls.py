"""The Web API's playlist calls."""

import base64
import binascii
from collections.abc import Mapping

from flask import Blueprint, Response, jsonify, request

from sandbox.services.spotify.answers import (
    ApiError,
    Json,
    caller,
    check_id,
    grant,
    json_body,
    keep_fields,
    need_scope,
    number_argument,
    page,
)
from sandbox.services.spotify.playlist_bodies import (
    checked,
    flag,
    object_body,
    uris_and_position,
)
from sandbox.services.spotify.playlists import Playlist, Row
from sandbox.services.spotify.shapes import playlist_json, row_json
from sandbox.state import here

playlist_calls = Blueprint("spotify_playlists", __name__)

_MOST_COVER_BYTES = 256 * 1024


@playlist_calls.get("/me/playlists")
def my_playlists() -> Response:
    """What the caller owns or follows."""
    need_scope("playlist-read-private")
    limit = number_argument("limit", 20, 1, 50)
    offset = number_argument("offset", 0, 0, 100_000)
    with here().playlists.lock:
        mine = [
            playlist
            for playlist in here().playlists.library(caller().id)
            if not playlist.collaborative
            or playlist.owner == caller().id
            or "playlist-read-collaborative" in grant().scopes
        ]
        shown = [
            {
                **playlist_json(playlist),
                "items": {
                    "href": f"{playlist_json(playlist)['href']}/items",
                    "total": len(playlist.rows),
                },
            }
            for playlist in mine[offset : offset + limit]
        ]
    return jsonify(page("/me/playlists", shown, len(mine), limit, offset))


@playlist_calls.post("/me/playlists")
def create_playlist() -> tuple[Response, int]:
    """A new playlist of the caller's; public unless told otherwise."""
    body = object_body()
    name = body.get("name")
    if not isinstance(name, str) or not name:
        raise ApiError(400, "Missing required field: name")
    public = flag(body, "public", default=True)
    collaborative = flag(body, "collaborative", default=False)
    if collaborative and public:
        raise ApiError(400, "Collaborative playlists can only be private")
    need_scope("playlist-modify-public" if public else "playlist-modify-private")
    playlist = here().playlists.create(
        caller().id,
        name,
        str(body.get("description") or ""),
        public=public,
        collaborative=collaborative,
    )
    return jsonify(_full(playlist)), 201


@playlist_calls.get("/playlists/<id>")
def get_playlist(id: str) -> Response:
    """A playlist; its items only for its owner and its collaborators."""
    playlist = _find(id)
    with here().playlists.lock:
        body = _full(playlist) if _may_read_items(playlist) else playlist_json(playlist)
    return jsonify(keep_fields(body, request.args.get("fields")))


@playlist_calls.put("/playlists/<id>")
def change_playlist(id: str) -> Response:
    """Changes its name, description or visibility."""
    playlist = _find(id)
    _need_own(playlist)
    body = object_body()
    if not body:
        raise ApiError(400, "Empty request body")
    with here().playlists.lock:
        if "name" in body:
            if not isinstance(body["name"], str) or not body["name"]:
                raise ApiError(400, "Invalid name")
            playlist.name = body["name"]
        if "description" in body:
            playlist.description = str(body["description"] or "")
        playlist.public = flag(body, "public", default=playlist.public)
        playlist.collaborative = flag(body, "collaborative", default=playlist.collaborative)
        playlist.revision += 1
    return Response(status=200)


@playlist_calls.get("/playlists/<id>/items")
def get_items(id: str) -> Response:
    """A page of a playlist's rows."""
    need_scope("playlist-read-private")
    playlist = _find(id)
    if not _may_read_items(playlist):
        raise ApiError(403, "Forbidden")
    limit = number_argument("limit", 20, 1, 50)
    offset = number_argument("offset", 0, 0, 100_000)
    with here().playlists.lock:
        rows, total = playlist.rows[offset : offset + limit], len(playlist.rows)
    kept = {
        name: request.args[name]
        for name in ("fields", "market", "additional_types")
        if request.args.get(name)
    }
    path = f"/playlists/{playlist.id}/items"
    body = page(path, [row_json(row) for row in rows], total, limit, offset, **kept)
    return jsonify(keep_fields(body, request.args.get("fields")))


@playlist_calls.post("/playlists/<id>/items")
def add_items(id: str) -> tuple[Response, int]:
    """Adds up to 100 rows, at the end or at a position."""
    playlist = _find(id)
    _need_change(playlist)
    uris, position = uris_and_position()
    uris = checked(uris)
    with here().playlists.lock:
        if position is not None and not 0 <= position <= len(playlist.rows):
            raise ApiError(400, "Index out of bounds.")
        at = len(playlist.rows) if position is None else position
        playlist.rows[at:at] = _rows(uris)
        playlist.revision += 1
        return jsonify({"snapshot_id": playlist.snapshot_id}), 201


@playlist_calls.put("/playlists/<id>/items")
def replace_or_reorder(id: str) -> Response:
    """Replaces all rows by up to 100, or moves a range of them."""
    playlist = _find(id)
    _need_change(playlist)
    body = json_body()
    if isinstance(body, Mapping) and "range_start" in body:
        _reorder(playlist, body)
    else:
        uris, _ = uris_and_position()
        rows = _rows(checked(uris))
        with here().playlists.lock:
            playlist.rows = rows
            playlist.revision += 1
    return jsonify({"snapshot_id": playlist.snapshot_id})


@playlist_calls.delete("/playlists/<id>/items")
def remove_items(id: str) -> Response:
    """Removes every row of each of up to 100 URIs."""
    playlist = _find(id)
    _need_change(playlist)
    body = object_body()
    items = body.get("items")
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise ApiError(400, "Missing required field: items")
    uris = set(checked([str(item.get("uri")) for item in items], must_exist=False))
    _check_snapshot(playlist, body.get("snapshot_id"))
    with here().playlists.lock:
        playlist.rows = [row for row in playlist.rows if row.uri not in uris]
        playlist.revision += 1
        return jsonify({"snapshot_id": playlist.snapshot_id})


@playlist_calls.get("/playlists/<id>/images")
def get_cover(id: str) -> Response:
    """The playlist's pictures."""
    return jsonify(playlist_json(_find(id))["images"])


@playlist_calls.put("/playlists/<id>/images")
def put_cover(id: str) -> Response:
    """Sets the cover: base64 text of a JPEG, at most 256 KB."""
    playlist = _find(id)
    need_scope("ugc-image-upload")
    _need_own(playlist)
    text = request.get_data()
    if len(text) > _MOST_COVER_BYTES:
        raise ApiError(413, "Request entity too large")
    try:
        picture = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ApiError(400, "Invalid base64 encoded image") from error
    if request.mimetype != "image/jpeg" or not picture.startswith(b"\xff\xd8"):
        raise ApiError(400, "Image must be a JPEG")
    playlist.cover = picture
    return Response(status=202)


def _full(playlist: Playlist) -> Json:
    rows = [row_json(row) for row in playlist.rows[:100]]
    path = f"/playlists/{playlist.id}/items"
    items = page(path, rows, len(playlist.rows), 100, 0)
    if items["next"] is not None:
        # The embedded page holds up to 100 rows, but the call that goes on from it only 50.
        items["next"] = page(path, [], len(playlist.rows), 50, 50)["next"]
    return {**playlist_json(playlist), "items": items}


def _find(playlist_id: str) -> Playlist:
    playlist = here().playlists.get(check_id(playlist_id))
    if playlist is None:
        raise ApiError(404, "Resource not found")
    return playlist


def _may_read_items(playlist: Playlist) -> bool:
    follows = here().playlists.has_saved(caller().id, playlist.uri)
    return playlist.owner == caller().id or (playlist.collaborative and follows)


def _need_own(playlist: Playlist) -> None:
    _need_modify_scope(playlist)
    if playlist.owner != caller().id:
        raise ApiError(403, "You cannot change a playlist you don't own.")


def _need_change(playlist: Playlist) -> None:
    _need_modify_scope(playlist)
    if not _may_read_items(playlist):
        raise ApiError(403, "You cannot change a playlist you don't own.")


def _need_modify_scope(playlist: Playlist) -> None:
    need_scope("playlist-modify-public" if playlist.public else "playlist-modify-private")


def _rows(uris: list[str]) -> list[Row]:
    return [here().playlists.row(uri, caller().id) for uri in uris]


def _check_snapshot(playlist: Playlist, snapshot_id: object) -> None:
    if snapshot_id is not None and not playlist.knows_snapshot(str(snapshot_id)):
        raise ApiError(400, "Invalid snapshot_id")


def _reorder(playlist: Playlist, body: Mapping[str, object]) -> None:
    """Moves rows [range_start, range_start + range_length) to stand before `insert_before`."""
    start, before = body["range_start"], body.get("insert_before")
    length = body.get("range_length", 1)
    if not (isinstance(start, int) and isinstance(before, int) and isinstance(length, int)):
        raise ApiError(400, "Invalid range")
    _check_snapshot(playlist, body.get("snapshot_id"))
    with here().playlists.lock:
        total = len(playlist.rows)
        if not (start >= 0 and length >= 1 and start + length <= total and 0 <= before <= total):
            raise ApiError(400, "Index out of bounds.")
        moved = playlist.rows[start : start + length]
        head, tail = playlist.rows[:before], playlist.rows[before:]
        if before <= start:
            tail = playlist.rows[before:start] + playlist.rows[start + length :]
        elif before >= start + length:
            head = playlist.rows[:start] + playlist.rows[start + length : before]
        else:
            return
        playlist.rows = head + moved + tail
        playlist.revision += 1
