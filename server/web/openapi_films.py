"""The part of the API's description that has films read."""

from collections.abc import Callable
from typing import Any

from films.detector import SOUNDS

_Json = dict[str, Any]

_TEXT: _Json = {"type": "string"}
_UNIT_OR_NULL: _Json = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_STATES = ("queued", "running", "done", "failed", "cancelled")
_NAMES = {
    "title": {"type": "string", "maxLength": 200},
    "collection": {"type": "string", "maxLength": 200},
    "year": {"type": "integer"},
}


def film_paths(
    answer: Callable[[str, str], _Json], errors: Callable[..., _Json]
) -> dict[str, _Json]:
    """Its paths; `answer` describes an answer by its schema, `errors` failures by status."""
    named = {
        "name": "film_id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,32}$"},
    }
    form = {
        "type": "object",
        "required": ["recording"],
        "properties": {
            "recording": {
                "type": "string",
                "format": "binary",
                "description": "any audio or video, or what `mooddex film --json` printed of one",
            },
            **_NAMES,
        },
    }
    return {
        "/api/films": {
            "get": {
                "summary": "The user's films, without their readings",
                "responses": {
                    "200": answer("By collection and title", "FilmList"),
                    **errors(401, 503),
                },
            },
            "post": {
                "summary": "Have a recording read, or keep readings that were made elsewhere",
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {"schema": form},
                        "application/json": {"schema": {"type": "object"}},
                    },
                },
                "responses": {
                    "201": answer("The readings are kept", "FilmsKept"),
                    "202": answer("The job that reads it", "Accepted"),
                    **errors(400, 401, 403, 409, 413, 429, 503, 507),
                },
            },
        },
        "/api/films/{film_id}": {
            "parameters": [named],
            "get": {
                "summary": "A film; once it is read, what is heard when and what its music says",
                "responses": {
                    "200": answer("As `mooddex film --json` tells it, and its names", "Film"),
                    **errors(401, 404, 503),
                },
            },
            "delete": {
                "summary": "Delete a film and all that is known of it",
                "responses": {
                    "204": {"description": "It is gone"},
                    **errors(401, 403, 404, 503),
                },
            },
        },
    }


def _list(items: _Json) -> _Json:
    return {"type": "array", "items": items}


_ENTRY: _Json = {
    "type": "object",
    "required": ["id", "title", "collection", "year", "state", "job", "made_at"],
    "properties": {
        "id": _TEXT,
        "title": _TEXT,
        "collection": _TEXT,
        "year": {"type": ["integer", "null"]},
        "state": {"type": "string", "enum": list(_STATES)},
        "job": {"type": ["string", "null"]},
        "made_at": _TEXT,
    },
}

FILM_SCHEMAS: _Json = {
    "FilmEntry": _ENTRY,
    "FilmList": {
        "type": "object",
        "required": ["films"],
        "properties": {"films": _list({"$ref": "#/components/schemas/FilmEntry"})},
    },
    "FilmsKept": {
        "type": "object",
        "required": ["films"],
        "properties": {
            "films": _list({"type": "object", "required": ["id"], "properties": {"id": _TEXT}})
        },
    },
    "Film": {
        **_ENTRY,
        "properties": {
            **_ENTRY["properties"],
            "duration": {"type": "number"},
            "seconds": _list({"type": "string", "enum": list(SOUNDS)}),
            "segments": _list(
                {
                    "type": "object",
                    "required": ["start", "end", "moods", "valence", "arousal", "genres"],
                    "properties": {
                        "start": {"type": "number"},
                        "end": {"type": "number"},
                        "moods": _list(_TEXT),
                        "valence": _UNIT_OR_NULL,
                        "arousal": _UNIT_OR_NULL,
                        "genres": _list(_TEXT),
                        "film_genres": _list(_TEXT),
                    },
                }
            ),
            "shares": {"type": "object"},
            "film": {"type": "object"},
            "course": {"type": "object"},
            "peaks": _list({"type": "number"}),
            "models": _list(_TEXT),
            "problems": _list({"type": "object"}),
            "metadata": {"type": ["object", "null"]},
            "truth": {"type": ["array", "null"]},
        },
    },
}
