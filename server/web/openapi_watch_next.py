"""The part of the API's description that tells what to watch next."""

from collections.abc import Callable
from typing import Any

from moods.circumplex import MOODS
from server.domain import ListSource, ThemeKind
from server.jobs.requests import DEFAULT_RADIUS, WIDEST_RADIUS
from server.playlists.watch_view import WHYS

_Json = dict[str, Any]

_TEXT: _Json = {"type": "string"}
_TEXT_OR_NULL: _Json = {"type": ["string", "null"]}
_NUMBER_OR_NULL: _Json = {"type": ["integer", "null"]}
_COUNT: _Json = {"type": "integer", "minimum": 0}
_UNIT: _Json = {"type": "number", "minimum": 0, "maximum": 1}
_UNIT_OR_NULL: _Json = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_FLAG: _Json = {"type": "boolean"}
_RADIUS: _Json = {"type": "number", "exclusiveMinimum": 0, "maximum": WIDEST_RADIUS}
_SOURCE: _Json = {"type": "string", "enum": [source.value for source in ListSource]}
_KIND: _Json = {"type": "string", "enum": [kind.value for kind in ThemeKind]}
_MOODS: _Json = {
    "type": "array",
    "items": {"type": "string", "enum": [mood.value for mood in MOODS]},
}


def watch_next_paths(
    answer: Callable[[str, str], _Json], errors: Callable[..., _Json]
) -> dict[str, _Json]:
    """Its paths; `answer` describes an answer by its schema, `errors` failures by status."""
    listed = _named("watch_id", "^[A-Za-z0-9_-]{1,32}$")
    return {
        "/api/watch-next": {
            "post": {
                "summary": "Read the songs of the shows that somebody plans to watch",
                "description": "A job whose result is {watch_next: {id}}. Spotify is not asked.",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _BODY}},
                },
                "responses": {
                    "202": answer("The job that does it; an equal one is not doubled", "Accepted"),
                    **errors(400, 401, 403, 413, 415, 422, 429, 503),
                },
            }
        },
        "/api/watch-next/{watch_id}": {
            "parameters": [
                listed,
                _field("moods", _MOODS, "songs that carry all of these"),
                _field("valence", _UNIT, "of a point; goes with arousal"),
                _field("arousal", _UNIT, "of a point; goes with valence"),
                _field("radius", {**_RADIUS, "default": DEFAULT_RADIUS}, "about the point"),
                _field("playlist", _TEXT, "one of the user's playlists here, to be like"),
            ],
            "get": {
                "summary": "The planned shows, ranked from what is stored; no job is needed",
                "responses": {
                    "200": answer("The shows, the one that fits best first", "WatchNext"),
                    **errors(400, 401, 404, 503),
                },
            },
        },
        "/api/watch-next/{watch_id}/songs/{song}/sample": {
            "parameters": [
                listed,
                _named("song", "^[0-9a-f]{12}$"),
                _field("not", {"type": "array", "items": _TEXT}, "sources to leave out"),
            ],
            "get": {
                "summary": "Where a sample of a song of these shows can be heard; looked up now",
                "responses": {
                    "200": answer("The sample; its address may die soon", "Sample"),
                    **errors(401, 404, 429, 502, 503),
                },
            },
        },
    }


def _named(name: str, pattern: str) -> _Json:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _field(name: str, schema: _Json, description: str) -> _Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _list(items: _Json) -> _Json:
    return {"type": "array", "items": items}


def _or_null(schema: _Json) -> _Json:
    return {"oneOf": [schema, {"type": "null"}]}


def _record(**required: _Json) -> _Json:
    return {"type": "object", "required": list(required), "properties": required}


_BODY: _Json = {
    "type": "object",
    "required": ["source", "username"],
    "properties": {
        "source": _SOURCE,
        "username": {"type": "string", "minLength": 2, "maxLength": 32},
        "kinds": {"type": "array", "items": _KIND, "minItems": 1},
        "nsfw": {"type": "boolean", "default": False},
        "moods": {**_MOODS, "description": "what the page ranks by first"},
    },
}

_SONG = _record(
    id=_TEXT,
    title=_TEXT,
    native_title=_TEXT_OR_NULL,
    artists=_list(_TEXT),
    kind=_KIND,
    sequence=_NUMBER_OR_NULL,
    spotify_uri=_TEXT_OR_NULL,
    fit=_UNIT_OR_NULL,
    fits={"type": ["boolean", "null"]},
    reading=_or_null(
        _record(
            valence=_UNIT,
            arousal=_UNIT,
            moods=_MOODS,
            unsure=_FLAG,
            own_mood=_TEXT_OR_NULL,
        )
    ),
    problem=_or_null(_record(code=_TEXT, message=_TEXT)),
)

WATCH_NEXT_SCHEMAS: _Json = {
    "PlannedSong": _SONG,
    "WatchNext": _record(
        id=_TEXT,
        source=_SOURCE,
        service=_TEXT,
        username=_TEXT,
        kinds=_list(_KIND),
        nsfw=_FLAG,
        made_at=_TEXT,
        asked=_record(
            moods=_MOODS,
            point=_or_null(_record(valence=_UNIT, arousal=_UNIT)),
            radius=_or_null(_RADIUS),
            playlist=_or_null(_record(id=_TEXT, name=_TEXT, read=_COUNT)),
        ),
        songs=_COUNT,
        read=_COUNT,
        waiting=_COUNT,
        shows=_list(
            _record(
                key=_TEXT,
                title=_TEXT,
                native_title=_TEXT_OR_NULL,
                english_title=_TEXT_OR_NULL,
                mal_id=_NUMBER_OR_NULL,
                anilist_id=_NUMBER_OR_NULL,
                url=_TEXT,
                service=_TEXT,
                place=_NUMBER_OR_NULL,
                score=_UNIT_OR_NULL,
                why={"type": "string", "enum": list(WHYS)},
                fitting=_COUNT,
                read=_COUNT,
                songs=_list({"$ref": "#/components/schemas/PlannedSong"}),
            )
        ),
    ),
}
