"""The part of the API's description that suggests films and shows."""

from collections.abc import Callable
from typing import Any

from films.recommend.suggestion import REASON_KINDS, Known
from moods.circumplex import MOODS
from server.domain import ThemeKind
from server.playlists.watch_next import Why
from server.suggestions.words import LOWEST_RANK

_Json = dict[str, Any]

_TEXT: _Json = {"type": "string"}
_TEXT_OR_NULL: _Json = {"type": ["string", "null"]}
_COUNT: _Json = {"type": "integer", "minimum": 0}
_UNIT: _Json = {"type": "number", "minimum": 0, "maximum": 1}
_FLAG: _Json = {"type": "boolean"}
_RANK: _Json = {"type": "integer", "minimum": 1, "maximum": LOWEST_RANK}
_MOOD: _Json = {"type": "string", "enum": [mood.value for mood in MOODS]}
_YEAR: _Json = {"type": ["integer", "null"]}

_WORD_BODY: _Json = {
    "type": "object",
    "required": ["liked"],
    "properties": {
        "liked": {"type": "boolean", "description": "false: it is not for them"},
        "rank": {
            "oneOf": [_RANK, {"type": "null"}],
            "description": "where it stood among the suggestions",
        },
    },
}


def like_paths(
    answer: Callable[[str, str], _Json], errors: Callable[..., _Json]
) -> dict[str, _Json]:
    """Its paths; `answer` describes an answer by its schema, `errors` failures by status."""

    def suggested(summary: str) -> _Json:
        told = answer("The most alike first", "Suggested")
        return {"summary": summary, "responses": {"200": told, **errors(400, 401, 404, 503)}}

    def said(summary: str) -> _Json:
        return {
            "put": {
                "summary": f"Say whether the user likes a {summary}; counts for them alone",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _WORD_BODY}},
                },
                "responses": {
                    "200": answer("What counts from now on", "LikedWord"),
                    **errors(400, 401, 403, 404, 409, 413, 415, 503),
                },
            },
            "delete": {
                "summary": f"Forget what the user said of a {summary}",
                "responses": {"204": {"description": "Forgotten"}, **errors(401, 403, 404, 503)},
            },
        }

    return {
        "/api/songs/{track}/like": {
            "parameters": [_path("track", "a Spotify track's URI or id")],
            "get": suggested("Films and shows like a song of the user's"),
        },
        "/api/playlists/{playlist_id}/like": {
            "parameters": [_path("playlist_id"), *_CHOICE],
            "get": suggested("Films and shows like the songs of a playlist, or those chosen"),
        },
        "/api/films/{film_id}/like": {
            "parameters": [_path("film_id")],
            "get": suggested("Films and shows with music like that of a film that was read"),
        },
        "/api/liked": {
            "get": {
                "summary": "What the user said of films and shows that were suggested",
                "responses": {
                    "200": answer("The newest first", "LikedWords"),
                    **errors(401, 503),
                },
            }
        },
        "/api/liked/films/{movie_id}": {
            "parameters": [_path("movie_id", "as in MovieLens")],
            **said("film"),
        },
        "/api/liked/shows/{key}": {
            "parameters": [_path("key", "of a show on the user's lists")],
            **said("show"),
        },
    }


def _path(name: str, told: str = "") -> _Json:
    schema = {**_TEXT, **({"description": told} if told else {})}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query(name: str, schema: _Json) -> _Json:
    return {"name": name, "in": "query", "schema": schema}


def _list(items: _Json) -> _Json:
    return {"type": "array", "items": items}


def _record(**required: _Json) -> _Json:
    return {"type": "object", "required": list(required), "properties": required}


_CHOICE = (
    _query("moods", {**_list(_MOOD), "description": "songs that carry all of these"}),
    _query("valence", {**_UNIT, "description": "with arousal: songs around that point"}),
    _query("arousal", _UNIT),
    _query("radius", {"type": "number", "exclusiveMinimum": 0}),
    _query("from", {**_MOOD, "description": "with to: the songs of a journey between two moods"}),
    _query("to", _MOOD),
    _query("path", {**_TEXT, "description": "points of a journey: `0.68,0.36 0.31,0.55`"}),
    _query("minutes", {"type": "number", "description": "of the journey"}),
    _query("q", {**_TEXT, "description": "words of titles, artists and shows"}),
)

_ASKED = {
    "rank": _RANK,
    "liked": {"type": "boolean", "description": "whether the user said that they like it"},
    "url": _TEXT,
}

LIKE_SCHEMAS: _Json = {
    "SuggestedFilm": _record(
        movie_id={"type": "integer", "description": "as in MovieLens"},
        title=_TEXT,
        year=_YEAR,
        score=_UNIT,
        known={"enum": [each.value for each in Known]},
        reasons=_list(
            _record(kind={"enum": list(REASON_KINDS)}, values={"type": "object"}, text=_TEXT)
        ),
        **_ASKED,
    ),
    "SuggestedShow": _record(
        key=_TEXT,
        title=_TEXT,
        native_title=_TEXT_OR_NULL,
        english_title=_TEXT_OR_NULL,
        score=_UNIT,
        why={"enum": [each.value for each in Why]},
        fitting={**_COUNT, "description": "how many of its songs that were read sound like it"},
        read=_COUNT,
        unread=_COUNT,
        songs=_list(
            _record(
                id=_TEXT,
                title=_TEXT,
                native_title=_TEXT_OR_NULL,
                artists=_list(_TEXT),
                kind={"enum": [each.value for each in ThemeKind]},
                sequence={"type": ["integer", "null"]},
                moods=_list(_MOOD),
                valence=_UNIT,
                arousal=_UNIT,
                fits=_FLAG,
            )
        ),
        **_ASKED,
    ),
    "Suggested": _record(
        songs={**_COUNT, "description": "that were asked with; stretches of music of a film"},
        read={**_COUNT, "description": "how many of them have a place on the plane"},
        by_sound={
            "type": "boolean",
            "description": "whether films were asked for by sound alone, not by names too",
        },
        has_films={"type": "boolean", "description": "whether there is an index of films"},
        version={**_TEXT_OR_NULL, "description": "of that index"},
        films=_list({"$ref": "#/components/schemas/SuggestedFilm"}),
        shows=_list({"$ref": "#/components/schemas/SuggestedShow"}),
    ),
    "LikedWord": {
        "type": "object",
        "required": ["title", "liked"],
        "properties": {
            "movie_id": {"type": "integer"},
            "key": _TEXT,
            "title": _TEXT,
            "year": _YEAR,
            "liked": _FLAG,
        },
    },
    "LikedWords": _record(
        films=_list({"$ref": "#/components/schemas/LikedWord"}),
        shows=_list({"$ref": "#/components/schemas/LikedWord"}),
    ),
}
