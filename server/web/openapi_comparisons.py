"""The part of the API's description that compares two people's lists."""

from collections.abc import Callable
from typing import Any

from moods.circumplex import MOODS
from server.domain import ListSource, ThemeKind, WatchStatus

_Json = dict[str, Any]

_TEXT: _Json = {"type": "string"}
_TEXT_OR_NULL: _Json = {"type": ["string", "null"]}
_NUMBER_OR_NULL: _Json = {"type": ["integer", "null"]}
_COUNT: _Json = {"type": "integer", "minimum": 0}
_UNIT: _Json = {"type": "number", "minimum": 0, "maximum": 1}
_SOURCE: _Json = {"type": "string", "enum": [source.value for source in ListSource]}


def comparison_paths(
    answer: Callable[[str, str], _Json], errors: Callable[..., _Json]
) -> dict[str, _Json]:
    """Its paths; `answer` describes an answer by its schema, `errors` failures by status."""
    job = {"202": answer("The job that does it; an equal one is not doubled", "Accepted")}
    named = {
        "name": "comparison_id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,32}$"},
    }
    return {
        "/api/comparisons": {
            "post": {
                "summary": "Find out what two people's lists share and what each alone has",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _BODY}},
                },
                "responses": {**job, **errors(400, 401, 403, 413, 415, 429, 503)},
            }
        },
        "/api/comparisons/{comparison_id}": {
            "parameters": [named],
            "get": {
                "summary": "Shows, songs and the places of both on the plane",
                "responses": {
                    "200": answer("The comparison as it was last made", "Comparison"),
                    **errors(401, 404, 503),
                },
            },
        },
        "/api/comparisons/{comparison_id}/playlist": {
            "parameters": [named],
            "post": {
                "summary": "Make a playlist of what they share, or bring it up to date",
                "responses": {**job, **errors(400, 401, 403, 404, 429, 503)},
            },
        },
    }


def _some(words: Any) -> _Json:
    enum = {"type": "string", "enum": [word.value for word in words]}
    return {"type": "array", "items": enum, "minItems": 1}


def _list(items: _Json) -> _Json:
    return {"type": "array", "items": items}


def _or_null(schema: _Json) -> _Json:
    return {"oneOf": [schema, {"type": "null"}]}


def _record(**required: _Json) -> _Json:
    return {"type": "object", "required": list(required), "properties": required}


_BODY: _Json = {
    "type": "object",
    "required": ["people"],
    "properties": {
        "people": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "items": _record(
                source=_SOURCE, username={"type": "string", "minLength": 2, "maxLength": 32}
            ),
        },
        "statuses": _some(WatchStatus),
        "kinds": _some(ThemeKind),
    },
}

_SONG = _record(
    title=_TEXT,
    native_title=_TEXT_OR_NULL,
    artists=_list(_TEXT),
    anime=_TEXT,
    kind={"type": "string", "enum": [kind.value for kind in ThemeKind]},
    sequence=_NUMBER_OR_NULL,
    shared={"type": "boolean"},
    spotify_uri=_TEXT_OR_NULL,
    reading=_or_null(_record(valence=_UNIT, arousal=_UNIT, moods=_some(MOODS))),
)
_SHOWS = _list(
    _record(
        title=_TEXT,
        native_title=_TEXT_OR_NULL,
        english_title=_TEXT_OR_NULL,
        mal_id=_NUMBER_OR_NULL,
        anilist_id=_NUMBER_OR_NULL,
        songs=_list({"$ref": "#/components/schemas/ComparedSong"}),
    )
)

COMPARISON_SCHEMAS: _Json = {
    "ComparedSong": _SONG,
    "Comparison": _record(
        id=_TEXT,
        people=_list(
            _record(
                source=_SOURCE,
                username=_TEXT,
                name=_TEXT,
                service=_TEXT,
                songs=_COUNT,
                read=_COUNT,
                place=_or_null(_record(valence=_UNIT, arousal=_UNIT)),
                counts={"type": "object", "additionalProperties": _COUNT},
            )
        ),
        statuses=_some(WatchStatus),
        kinds=_some(ThemeKind),
        made_at=_TEXT,
        shared=_record(
            shows=_SHOWS, also=_list({"$ref": "#/components/schemas/ComparedSong"}), songs=_COUNT
        ),
        alone=_list(_record(shows=_SHOWS, songs=_COUNT)),
        plane=_list(
            _record(
                who={"type": "string", "enum": ["first", "second", "both"]},
                title=_TEXT,
                valence=_UNIT,
                arousal=_UNIT,
            )
        ),
        playlist=_or_null({"$ref": "#/components/schemas/Made"}),
    ),
}
