"""The part of the API's description for a look before a playlist is made."""

from collections.abc import Callable
from typing import Any


def first_look_paths(
    body: dict[str, Any], errors: Callable[..., dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Its path; `body` describes the request, `errors` failures by status."""
    song = {
        "type": "object",
        "required": ["spotify_uri", "title", "artists"],
        "properties": {
            "spotify_uri": {"type": "string"},
            "title": {"type": "string"},
            "artists": {"type": "array", "items": {"type": "string"}},
        },
    }
    note = {
        "type": "object",
        "required": ["code", "message"],
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
    }
    schema = {
        "type": "object",
        "required": ["adds", "unsearched", "playlist", "note"],
        "properties": {
            "adds": {"type": "array", "items": song},
            "unsearched": {"type": "integer", "minimum": 0},
            "playlist": {"type": ["string", "null"]},
            "note": {"oneOf": [note, {"type": "null"}]},
        },
    }
    content = {"application/json": {"schema": schema}}
    asked = {"required": True, "content": {"application/json": {"schema": body}}}
    return {
        "/api/playlists/look": {
            "post": {
                "summary": "What a list's playlist would hold, told before it is made",
                "requestBody": asked,
                "responses": {
                    "200": {"description": "The songs known so far", "content": content},
                    **errors(400, 401, 403, 413, 415, 422, 429, 502, 503),
                },
            }
        }
    }
