"""The shapes of the API's answers, as JSON Schema (2020-12, the dialect of OpenAPI 3.1)."""

from typing import Any

from moods.circumplex import MOODS
from server.domain import MatchState, ThemeKind

_Json = dict[str, Any]

_TEXT: _Json = {"type": "string"}
_TEXT_OR_NULL: _Json = {"type": ["string", "null"]}
_COUNT: _Json = {"type": "integer", "minimum": 0}
_UNIT: _Json = {"type": "number", "minimum": 0, "maximum": 1}
_UNIT_OR_NULL: _Json = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_TRUTH: _Json = {"type": "boolean"}
_MOOD: _Json = {"type": "string", "enum": [mood.value for mood in MOODS]}


def _ref(name: str) -> _Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: _Json) -> _Json:
    return {"type": "array", "items": items}


def _or_null(schema: _Json) -> _Json:
    return {"oneOf": [schema, {"type": "null"}]}


def _record(optional: _Json | None = None, /, **required: _Json) -> _Json:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


SCHEMAS: _Json = {
    "Error": _record(error=_record(code=_TEXT, message=_TEXT, hint=_TEXT)),
    "Accepted": _record(job=_record(id=_TEXT, url=_TEXT)),
    "Problem": _record(item=_TEXT, code=_TEXT, message=_TEXT),
    "Made": _record(id=_TEXT, name=_TEXT, spotify_url=_TEXT_OR_NULL),
    "Job": _record(
        {
            "waits_for": {"enum": ["quota", "login", None]},
            "resumes_at": _TEXT_OR_NULL,
            "login_url": _TEXT_OR_NULL,
        },
        id=_TEXT,
        kind=_TEXT,
        state={"type": "string", "enum": ["queued", "running", "done", "failed", "cancelled"]},
        stage=_TEXT,
        done=_COUNT,
        total=_COUNT,
        problems=_list(_ref("Problem")),
        result={
            "oneOf": [
                _record(playlist=_ref("Made")),
                _record(comparison=_record(id=_TEXT)),
                {"type": "null"},
            ]
        },
    ),
    "Probabilities": _record(**{mood.value: _UNIT for mood in MOODS}),
    "Spread": _record(valence=_UNIT, arousal=_UNIT, tilt={"type": "number"}),
    "Reading": _record(
        {
            "genres": _list(_TEXT),
            "by_model": {"type": "object"},
            "spread": _or_null(_ref("Spread")),
        },
        own_mood=_or_null(_MOOD),
        valence=_UNIT,
        arousal=_UNIT,
        dominance=_UNIT_OR_NULL,
        moods=_list(_MOOD),
        probabilities=_ref("Probabilities"),
        confidence=_UNIT,
        unsure=_TRUTH,
        models=_list(_TEXT),
        clip_source=_TEXT_OR_NULL,
    ),
    "Track": _record(
        {
            "native_title": _TEXT_OR_NULL,
            "song": _TEXT_OR_NULL,
            "leaving": _TRUTH,
            "duration_ms": {"type": ["integer", "null"], "minimum": 0},
        },
        title=_TEXT,
        artists=_list(_TEXT),
        anime=_TEXT_OR_NULL,
        kind={"enum": [*(kind.value for kind in ThemeKind), None]},
        spotify_uri=_TEXT_OR_NULL,
        match=_record(
            {"reason": _TEXT},
            state={"type": "string", "enum": [state.value for state in MatchState]},
            confidence=_UNIT,
        ),
        reading=_or_null(_ref("Reading")),
    ),
    "OwnMood": _record(spotify_uri=_TEXT, own_mood=_or_null(_MOOD)),
    "Unmatched": _record(
        {"song": _TEXT_OR_NULL}, anime=_TEXT_OR_NULL, title=_TEXT_OR_NULL, reason=_TEXT
    ),
    "Playlist": _record(
        {
            "kind": {"type": "string", "enum": ["list", "spotify", "mood"]},
            "parent": _TEXT_OR_NULL,
            "children": _list(_ref("Made")),
            "counts": {"type": "object", "additionalProperties": _COUNT},
            "changes": _COUNT,
            "journey": _or_null(_ref("Journey")),
        },
        id=_TEXT,
        name=_TEXT,
        spotify_url=_TEXT_OR_NULL,
        tracks=_list(_ref("Track")),
        unmatched=_list(_ref("Unmatched")),
    ),
    "Journey": _record(
        {"lasts": _COUNT, "is_short": _TRUTH},
        **{"from": _MOOD, "to": _MOOD},
        drawn=_TRUTH,
        path=_list(_record(valence=_UNIT, arousal=_UNIT)),
        minutes={"type": "number"},
    ),
    "PlaylistList": _record(
        playlists=_list(
            _record(
                id=_TEXT,
                name=_TEXT,
                spotify_url=_TEXT_OR_NULL,
                kind={"type": "string", "enum": ["list", "spotify", "mood"]},
                parent=_TEXT_OR_NULL,
            )
        )
    ),
    "Health": _record(
        status={"type": "string", "enum": ["ok", "down"]},
        database={"type": "string", "enum": ["ok", "down"]},
        queue={"type": "string", "enum": ["ok", "down"]},
        models={"type": "object", "additionalProperties": _TEXT},
    ),
}
