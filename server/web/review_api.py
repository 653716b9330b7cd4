"""The review in JSON. Described by `server.web.openapi_review`."""

from flask import Blueprint, Response, jsonify, request

from server.playlists import corrections, review
from server.web.api import json_body
from server.web.context import require_visitor, services

blueprint = Blueprint("review_api", __name__, url_prefix="/api")


@blueprint.get("/review")
def show_review() -> Response:
    """The songs that want a look, or those that were decided, 50 a page."""
    told = review.review(
        services(),
        require_visitor().user_id,
        playlist_id=request.args.get("playlist"),
        show=request.args.get("show", review.OPEN),
        page=request.args.get("page", 1, type=int),
    )
    return jsonify(told)


@blueprint.get("/songs/<id:song>/match")
def show_match(song: str) -> Response:
    """One song, the tracks that were in question, and what was decided."""
    return _song(song)


@blueprint.post("/songs/<id:song>/match")
def say(song: str) -> Response:
    """Keep the user's word on a song: this track, none of them, or never this one."""
    body, user_id = json_body(), require_visitor().user_id
    corrections.say(services(), user_id, song, body.get("verdict"), body.get("track"))
    return _song(song)


@blueprint.delete("/songs/<id:song>/match")
def take_back(song: str) -> Response:
    """Forget the choice for a song; with `never=<track>`, that this track is never wanted."""
    user_id, track = require_visitor().user_id, request.args.get("never")
    if track is None:
        corrections.take_back(services(), user_id, song)
    else:
        corrections.allow_again(services(), user_id, track)
    return _song(song)


def _song(song: str) -> Response:
    return jsonify(review.song_review(services(), require_visitor().user_id, song))
