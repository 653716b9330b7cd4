"""The changes' part of the API's description."""

from collections.abc import Callable
from typing import Any

_Json = dict[str, Any]

_TEXT: _Json = {"type": "string"}
_COUNT: _Json = {"type": "integer", "minimum": 0}
_NUMBER: _Json = {"type": "integer"}
_TRUTH: _Json = {"type": "boolean"}
_URIS: _Json = {"type": "array", "items": _TEXT}


def changes_paths(
    answer: Callable[[str, str], _Json], errors: Callable[..., _Json]
) -> dict[str, _Json]:
    """Its paths; `answer` describes an answer by its schema, `errors` failures by status."""
    base = "/api/playlists/{playlist_id}"
    writes = errors(400, 401, 403, 404, 413, 415, 429, 502, 503)
    return {
        f"{base}/preview": {
            "parameters": [_in_path("playlist_id", _TEXT)],
            "post": {
                "summary": "What an update would change, told before it is written",
                "requestBody": _body(undo=_TRUTH, version=_NUMBER, order=_TRUTH),
                "responses": {"200": answer("The changes", "Changes"), **writes},
            },
        },
        f"{base}/versions": {
            "parameters": [_in_path("playlist_id", _TEXT)],
            "get": {
                "summary": "The rows as they were before and after each change, the newest first",
                "responses": {"200": answer("The versions", "Versions"), **errors(401, 404, 503)},
            },
        },
        f"{base}/versions/{{version}}": {
            "parameters": [_in_path("playlist_id", _TEXT), _in_path("version", _NUMBER)],
            "get": {
                "summary": "One version and its rows",
                "responses": {"200": answer("The version", "Version"), **errors(401, 404, 503)},
            },
        },
        f"{base}/changes": {
            "parameters": [_in_path("playlist_id", _TEXT)],
            "post": {
                "summary": "Undo the last write that stands and keep what was changed by hand "
                "since; restore a version; put MoodDex's rows in order; or bring songs back that "
                "were taken out",
                "requestBody": _body(undo=_TRUTH, version=_NUMBER, order=_TRUTH, back=_URIS),
                "responses": {"202": answer("The job that does it", "Accepted"), **writes},
            },
        },
        f"{base}/settings": {
            "parameters": [_in_path("playlist_id", _TEXT)],
            "post": {
                "summary": "Name, text below it, public or not, and whether it follows its source",
                "requestBody": _body(name=_TEXT, description=_TEXT, public=_TRUTH, follows=_TRUTH),
                "responses": {"200": answer("The settings", "Settings"), **writes},
            },
        },
    }


def _body(**fields: _Json) -> _Json:
    schema = {"type": "object", "properties": fields}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _in_path(name: str, schema: _Json) -> _Json:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _record(**fields: _Json) -> _Json:
    return {"type": "object", "required": list(fields), "properties": fields}


def _list(items: _Json) -> _Json:
    return {"type": "array", "items": items}


_NAMED = _record(spotify_uri=_TEXT, title=_TEXT, artists=_list(_TEXT))
_CAUSE: _Json = {"type": "string", "enum": ["sync", "restore", "undo", "found"]}

CHANGES_SCHEMAS: _Json = {
    "Changes": _record(
        adds=_list(_NAMED),
        removes=_list(_NAMED),
        moves=_list(_NAMED),
        kept_out=_list(_NAMED),
        by_hand=_COUNT,
        out_of_order=_COUNT,
        calls=_COUNT,
        made_anew=_TRUTH,
        unsearched=_COUNT,
        followers=_list(
            _record(
                id=_TEXT, name=_TEXT, adds=_list(_NAMED), removes=_list(_NAMED), moves=_list(_NAMED)
            )
        ),
        note={"oneOf": [_record(code=_TEXT, message=_TEXT), {"type": "null"}]},
    ),
    "Versions": _record(
        versions=_list(
            _record(
                id=_NUMBER,
                made_at=_TEXT,
                cause=_CAUSE,
                songs=_COUNT,
                added=_COUNT,
                removed=_COUNT,
                moved=_COUNT,
            )
        )
    ),
    "Version": _record(
        id=_NUMBER,
        made_at=_TEXT,
        cause=_CAUSE,
        rows=_list({"oneOf": [_NAMED, {"type": "null"}]}),
    ),
    "Settings": _record(
        id=_TEXT, name=_TEXT, description=_TEXT, public=_TRUTH, follows=_TRUTH, kind=_TEXT
    ),
}
