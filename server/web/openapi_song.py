"""The part of the API's description that is about one song."""

from collections.abc import Mapping
from typing import Any

from server.playlists.song import NEAREST, STATES
from server.web.schemas import SCHEMAS


def song_paths(answer: Any, errors: Any) -> dict[str, Any]:
    """Its paths; `answer` describes an answer by its schema, `errors` failures by status."""
    return {
        "/api/songs/{track}": {
            "parameters": [
                {
                    "name": "track",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "description": "a Spotify track's URI or id"},
                }
            ],
            "get": {
                "summary": "A song of the user's: moods, portrait, and the songs that sound alike",
                "responses": {"200": answer("The song", "Song"), **errors(401, 404, 503)},
            },
        }
    }


_NUMBER: dict[str, Any] = {"type": "number"}
_UNIT: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_TEXT: dict[str, Any] = {"type": "string"}
_BYTE: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 255}
_NOTHING: dict[str, Any] = {"properties": {}, "required": []}


def _record(base: Mapping[str, Any] = _NOTHING, /, **required: Any) -> dict[str, Any]:
    """An object with all that another has, and more."""
    return {
        "type": "object",
        "required": [*base["required"], *required],
        "properties": {**base["properties"], **required},
    }


def _list(items: Any, description: str = "") -> dict[str, Any]:
    told = {"type": "array", "items": items}
    return told | ({"description": description} if description else {})


_NAMED = _record(SCHEMAS["Track"], id=_TEXT, spotify_url=_TEXT)

SONG_SCHEMAS: dict[str, Any] = {
    "Portrait": _record(
        seconds=_NUMBER,
        offset_seconds=_NUMBER,
        waveform=_list(
            _list(_BYTE), "the lowest and the highest sample of equal parts; 128 is silence"
        ),
        course=_list(
            _record(at=_NUMBER, valence=_UNIT, arousal=_UNIT, dominance=_UNIT),
            "what is heard around moments, in seconds of the recording",
        ),
        strongest_hertz={"type": "integer", "description": "about where most of the sound is"},
        spectrogram_url=_TEXT,
    ),
    "Song": _record(
        _NAMED,
        state={"enum": list(STATES)},
        playlists=_list(_record(id=_TEXT, name=_TEXT)),
        portrait={"oneOf": [{"$ref": "#/components/schemas/Portrait"}, {"type": "null"}]},
        nearest=_list(
            _record(_NAMED, likeness={"type": "number", "minimum": -1, "maximum": 1}),
            f"the songs of the user's that sound most alike, {NEAREST} at most",
        ),
    ),
}
