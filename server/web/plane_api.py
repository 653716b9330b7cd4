"""The songs of a playlist for whoever computes with them: one JSON, made small."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from moods.circumplex import MOODS
from server.jobs import desk
from server.jobs.journey_request import parse_journey_request
from server.playlists.plane import plane_json
from server.playlists.views import playlist_view
from server.playlists.wanted import fitting
from server.store import playlists
from server.web.context import require_visitor, services
from server.web.forms import mood_body, mood_form

blueprint = Blueprint("plane_api", __name__)


@blueprint.get("/api/playlists/<id:playlist_id>/plane")
def show_plane(playlist_id: str) -> Response:
    """The playlist's songs, their places on the plane and what the models say of them."""
    view = playlist_view(services(), require_visitor().user_id, playlist_id)
    return jsonify(
        plane_json(
            [each for each in view["tracks"] if each["match"]["state"] == "sure"],
            request.args.get("titles", "romaji"),
        )
    )


@blueprint.get("/api/playlists/<id:playlist_id>/journey")
def show_journey(playlist_id: str) -> Response:
    """The songs that a journey would take along, in their order; nothing is made."""
    user_id = require_visitor().user_id
    store = services().store
    if playlists.get(store, user_id, playlist_id) is None:
        raise desk.no_playlist()
    journey = parse_journey_request(playlist_id, mood_body(mood_form(request.args)))
    found = fitting(store, user_id, journey)
    tracks = [uri.rpartition(":")[2] for uri in found.uris]
    seconds = None if found.seconds is None else round(found.seconds)
    return jsonify({"tracks": tracks, "seconds": seconds, "is_short": found.is_short})


def plane_paths(answer: Any, errors: Any) -> dict[str, Any]:
    """Its part of the API's description."""
    return {
        "/api/playlists/{playlist_id}/plane": {
            "parameters": [
                _PLAYLIST,
                _asked("titles", "What shows are named in: romaji, native or english"),
            ],
            "get": {
                "summary": "A playlist's songs on the plane of valence and arousal, as columns",
                "responses": {"200": answer("The songs", "Plane"), **errors(401, 404, 503)},
            },
        },
        "/api/playlists/{playlist_id}/journey": {
            "parameters": [
                _PLAYLIST,
                *(_asked(name, told) for name, told in _JOURNEY.items()),
            ],
            "get": {
                "summary": "The songs that a journey would take along; nothing is made",
                "responses": {"200": answer("The songs", "Way"), **errors(400, 401, 404, 503)},
            },
        },
    }


_JOURNEY = {
    "from": "a mood",
    "to": "another mood",
    "path": "points instead, as `0.68,0.36 0.31,0.55`: valence before arousal",
    "minutes": "5 to 600; 30 where it is left out",
}


def _asked(name: str, told: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string", "description": told}}


def _column(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]}


_TEXT = {"type": "string"}
_UNIT = {"type": "number", "minimum": 0, "maximum": 1}
_MOOD = {"type": "string", "enum": [mood.value for mood in MOODS]}
_FLAG = {"enum": [0, 1]}
_SAID = _column(
    _or_null({"type": "array", "description": "the likeliest mood, and how probable in percent"})
)
_COLUMNS: dict[str, Any] = {
    "id": _column(_TEXT),
    "title": _column(_TEXT),
    "native": _column(_or_null(_TEXT)),
    "artists": _column(_TEXT),
    "anime": _column(_or_null(_TEXT)),
    "also_in": _column({"type": "array", "items": _TEXT}),
    "kind": _column(_or_null(_TEXT)),
    "review": _column(_or_null(_TEXT)),
    "leaving": _column(_FLAG),
    "seconds": _column(_or_null({"type": "integer", "minimum": 0})),
    "valence": _column(_or_null(_UNIT)),
    "arousal": _column(_or_null(_UNIT)),
    "moods": _column(_or_null({"type": "array", "items": _MOOD})),
    "unsure": _column(_FLAG),
    "spread": _column(
        _or_null(
            {
                "type": "array",
                "description": "standard deviations in valence and arousal, and their covariance",
                "items": {"type": "number"},
            }
        )
    ),
    "confidence": _column(_or_null(_UNIT)),
    "own": _column(_or_null(_MOOD)),
    "said": {
        "type": "object",
        "required": ["spectrogram", "features", "hybrid"],
        "properties": {"spectrogram": _SAID, "features": _SAID, "hybrid": _SAID},
    },
}

PLANE_SCHEMAS: dict[str, Any] = {
    "Plane": {
        "type": "object",
        "required": ["count", "songs"],
        "properties": {
            "count": {"type": "integer", "minimum": 0},
            "songs": {"type": "object", "required": list(_COLUMNS), "properties": _COLUMNS},
        },
    },
    "Way": {
        "type": "object",
        "required": ["tracks", "seconds", "is_short"],
        "properties": {
            "tracks": _column(_TEXT),
            "seconds": _or_null({"type": "integer", "minimum": 0}),
            "is_short": {"type": "boolean"},
        },
    },
}

_PLAYLIST = {
    "name": "playlist_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,32}$"},
}
