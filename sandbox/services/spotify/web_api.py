"""The Web API: the calls that are not about playlists, and the answer to those now removed."""

import re

from flask import Blueprint, Response, jsonify, request

from sandbox.services.spotify.answers import (
    ApiError,
    Json,
    PlainRefusal,
    caller,
    check_id,
    check_token,
    error_answer,
    need_scope,
    number_argument,
    page,
    plain_answer,
)
from sandbox.services.spotify.playlist_calls import playlist_calls
from sandbox.services.spotify.shapes import me_json, track_json
from sandbox.state import here

web_api = Blueprint("spotify", __name__)
web_api.register_blueprint(playlist_calls)
web_api.before_request(check_token)
web_api.register_error_handler(ApiError, error_answer)
web_api.register_error_handler(PlainRefusal, plain_answer)

_TYPES = {"album", "artist", "playlist", "track", "show", "episode", "audiobook"}
_MOST_LIBRARY_URIS = 40

# Method and path of what a development-mode app may no longer call.
_REMOVED = [
    (methods, re.compile(path + "/?"))
    for methods, path in (
        ("GET POST PUT DELETE", r"playlists/[^/]+/tracks"),
        ("GET PUT DELETE", r"playlists/[^/]+/followers(/contains)?"),
        ("GET POST", r"users/[^/]+(/playlists)?"),
        ("GET", r"(tracks|albums|artists|shows|episodes|audiobooks|chapters|markets)"),
        ("PUT DELETE", r"me/(tracks|albums|shows|episodes|audiobooks|following)"),
        ("GET", r"me/(tracks|albums|shows|episodes|audiobooks|following)/contains"),
        ("GET PUT DELETE", r"me/following"),
        ("GET", r"artists/[^/]+/(top-tracks|related-artists)"),
        ("GET", r"browse/.+"),
        ("GET", r"audio-(features|analysis)(/[^/]+)?"),
        ("GET", r"recommendations(/.+)?"),
    )
]


@web_api.get("/me")
@web_api.get("/me/")
def me() -> Response:
    """Who the caller is."""
    return jsonify(me_json(caller()))


@web_api.get("/tracks/<id>")
def get_track(id: str) -> Response:
    """One track."""
    track = here().world.track(check_id(id))
    if track is None:
        raise ApiError(404, "Resource not found")
    return jsonify(track_json(track))


@web_api.get("/search")
def search() -> Response:
    """Searches tracks; other kinds of things are always found empty."""
    query = request.args.get("q", "").strip()
    if not query:
        raise ApiError(400, "No search query")
    kinds = [kind for kind in request.args.get("type", "").split(",") if kind]
    if not kinds:
        raise ApiError(400, "Missing parameter type")
    for kind in kinds:
        if kind not in _TYPES:
            raise ApiError(400, f"Bad search type field {kind}")
    limit = number_argument("limit", 5, 1, 10)
    offset = number_argument("offset", 0, 0, 1000)
    body: Json = {}
    for kind in kinds:
        found = here().finder.find(query) if kind == "track" else []
        shown = [track_json(track) for track in found[offset : offset + limit]]
        body[f"{kind}s"] = page("/search", shown, len(found), limit, offset, q=query, type=kind)
    return jsonify(body)


@web_api.put("/me/library")
def save() -> Response:
    """Saves things to the caller's library."""
    for uri in _library_uris("modify"):
        here().playlists.save(caller().id, uri)
    return Response(status=200)


@web_api.delete("/me/library")
def unsave() -> Response:
    """Removes things from the caller's library; a playlist of one's own is so deleted."""
    for uri in _library_uris("modify"):
        here().playlists.unsave(caller().id, uri)
    return Response(status=200)


@web_api.get("/me/library/contains")
def library_contains() -> Response:
    """Which of the things are in the caller's library, in the order asked."""
    uris = _library_uris("read")
    return jsonify([here().playlists.has_saved(caller().id, uri) for uri in uris])


@web_api.route("/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
def anything_else(rest: str) -> Response:
    """403 for what was removed, 404 for what never was."""
    for methods, path in _REMOVED:
        if request.method in methods.split() and path.fullmatch(rest):
            raise ApiError(403, "Forbidden")
    raise ApiError(404, "Service not found")


def _library_uris(purpose: str) -> list[str]:
    uris = [uri for uri in request.args.get("uris", "").split(",") if uri]
    if not uris:
        raise ApiError(400, "Missing required field: uris")
    if len(uris) > _MOST_LIBRARY_URIS:
        raise ApiError(400, f"Too many uris, at most {_MOST_LIBRARY_URIS}")
    for uri in uris:
        found = re.fullmatch(r"spotify:([a-z]+):([0-9A-Za-z]+)", uri)
        if found is None:
            raise ApiError(400, f"Invalid uri: {uri}")
        if found[1] == "playlist":
            need_scope(
                *(
                    ("playlist-read-private",)
                    if purpose == "read"
                    else ("playlist-modify-public", "playlist-modify-private")
                )
            )
        else:
            what = "follow" if found[1] in {"artist", "user"} else "library"
            need_scope(f"user-{what}-{purpose}")
        if found[1] != "user":
            check_id(found[2])
    return uris
