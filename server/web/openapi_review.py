"""The review's part of the API's description."""

from collections.abc import Callable
from typing import Any

from server.domain import MatchState, ThemeKind
from server.playlists.review import DECIDED, OPEN
from server.songs.verdicts import VerdictKind

_Json = dict[str, Any]

_TEXT: _Json = {"type": "string"}
_TEXT_OR_NULL: _Json = {"type": ["string", "null"]}
_COUNT: _Json = {"type": "integer", "minimum": 0}
_UNIT: _Json = {"type": "number", "minimum": 0, "maximum": 1}
_TRUTH: _Json = {"type": "boolean"}
_WORDS = [kind.value for kind in VerdictKind]


def review_paths(
    answer: Callable[[str, str], _Json], errors: Callable[..., _Json]
) -> dict[str, _Json]:
    """Its paths; `answer` describes an answer by its schema, `errors` failures by status."""
    song = {"200": answer("The song as it stands now", "ReviewedSong")}
    return {
        "/api/review": {
            "get": {
                "summary": "Songs whose recording is not sure, or that the user has decided",
                "parameters": [
                    _field("playlist", _TEXT, "only this playlist's songs, by its id"),
                    _field("show", {"enum": [OPEN, DECIDED], "default": OPEN}, "which songs"),
                    _field("page", {"type": "integer", "minimum": 1, "default": 1}, "50 a page"),
                ],
                "responses": {
                    "200": answer("A page of songs", "Review"),
                    **errors(401, 404, 503),
                },
            }
        },
        "/api/songs/{song}/match": {
            "parameters": [
                {
                    "name": "song",
                    "in": "path",
                    "required": True,
                    "schema": _TEXT,
                    "description": "a song's id, as the review and a playlist's tracks tell it",
                }
            ],
            "get": {
                "summary": "A song, the tracks in question, and what was decided",
                "responses": {**song, **errors(401, 404, 503)},
            },
            "post": {
                "summary": "Say which track a song is, for this user alone",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _BODY}},
                },
                "responses": {
                    **song,
                    **errors(400, 401, 403, 404, 413, 415, 422, 502, 503),
                },
            },
            "delete": {
                "summary": "Take it back: what was decided for all counts again",
                "parameters": [
                    _field("never", _TEXT, "instead, let this track be used again (its URI)")
                ],
                "responses": {**song, **errors(401, 403, 404, 422, 503)},
            },
        },
    }


_BODY: _Json = {
    "type": "object",
    "required": ["verdict"],
    "properties": {
        "verdict": {"type": "string", "enum": _WORDS},
        "track": {
            "type": "string",
            "description": "the link or URI of a track of Spotify; not needed for none",
        },
    },
}


def _field(name: str, schema: _Json, description: str) -> _Json:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _record(**fields: _Json) -> _Json:
    return {"type": "object", "required": list(fields), "properties": fields}


def _list(items: _Json) -> _Json:
    return {"type": "array", "items": items}


REVIEW_SCHEMAS: _Json = {
    "ReviewedSong": _record(
        id=_TEXT,
        title=_TEXT,
        native_title=_TEXT_OR_NULL,
        artists=_list(_TEXT),
        shows=_list(
            _record(
                anime=_TEXT,
                kind={"type": "string", "enum": [kind.value for kind in ThemeKind]},
                sequence={"type": ["integer", "null"]},
            )
        ),
        original=_TEXT_OR_NULL,
        group={"type": "string", "enum": ["review", "not_found"]},
        verdict={"enum": [*(word for word in _WORDS if word != "never"), None]},
        match=_record(
            state={"type": "string", "enum": [state.value for state in MatchState]},
            confidence=_UNIT,
            reason=_TEXT,
            decided_by=_TEXT,
            spotify_uri=_TEXT_OR_NULL,
        ),
        candidates=_list(
            _record(
                spotify_uri=_TEXT,
                url=_TEXT,
                title=_TEXT_OR_NULL,
                artists=_list(_TEXT),
                album=_TEXT_OR_NULL,
                duration_ms={"type": ["integer", "null"], "minimum": 0},
                confidence=_UNIT,
                likely=_TEXT,
                reason=_TEXT,
                is_chosen=_TRUTH,
                is_never=_TRUTH,
            )
        ),
    ),
    "Review": _record(
        show={"type": "string", "enum": [OPEN, DECIDED]},
        page={"type": "integer", "minimum": 1},
        pages={"type": "integer", "minimum": 1},
        counts=_record(review=_COUNT, not_found=_COUNT, decided=_COUNT),
        songs=_list({"$ref": "#/components/schemas/ReviewedSong"}),
        behind=_list(_record(id=_TEXT, name=_TEXT, changes=_COUNT)),
    ),
}
