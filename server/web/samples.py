"""A sample of a song, in JSON; the audio itself goes from its source straight to the browser."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from server.playlists.samples import SOURCES, find_sample
from server.web.context import require_visitor, services

blueprint = Blueprint("samples", __name__)


@blueprint.get("/api/tracks/<track>/sample")
def show_sample(track: str) -> Response:
    """Where a sample of the track can be heard now; each `not` leaves a source out."""
    user_id = require_visitor().user_id
    found = find_sample(services(), user_id, track, without=request.args.getlist("not"))
    return jsonify(found.to_json())


def sample_paths(answer: Any, errors: Any) -> dict[str, Any]:
    """Its part of the API's description."""
    return {
        "/api/tracks/{track}/sample": {
            "parameters": [
                _TRACK,
                {
                    "name": "not",
                    "in": "query",
                    "description": "a source whose sample cannot be played; may come several times",
                    "schema": {"type": "array", "items": _SOURCE},
                },
            ],
            "get": {
                "summary": "Where a sample of a song of the user's can be heard; looked up now",
                "responses": {
                    "200": answer("The sample; its address may die soon", "Sample"),
                    **errors(401, 404, 429, 502, 503),
                },
            },
        }
    }


_TEXT: dict[str, Any] = {"type": "string"}
_SOURCE: dict[str, Any] = {"type": "string", "enum": list(SOURCES)}
_TRACK: dict[str, Any] = {
    "name": "track",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "description": "a Spotify track's URI or id"},
}

SAMPLE_SCHEMAS: dict[str, Any] = {
    "Sample": {
        "type": "object",
        "required": ["audio_url", "source", "source_name", "source_url", "seconds"],
        "properties": {
            "audio_url": _TEXT,
            "source": _SOURCE,
            "source_name": _TEXT,
            "source_url": _TEXT,
            "seconds": {"type": ["integer", "null"], "minimum": 0},
        },
    }
}
