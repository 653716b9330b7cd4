"""The API, described as an OpenAPI 3.1 document."""

from importlib.metadata import version
from typing import Any

from moods.circumplex import MOODS
from server.domain import ListSource, MediaKind, ThemeKind, WatchStatus
from server.jobs.journey_request import (
    LONGEST_MINUTES,
    MOST_POINTS,
    SHORTEST_MINUTES,
    USUAL_MINUTES,
)
from server.jobs.list_request import EARLIEST_YEAR, LATEST_YEAR
from server.web.at_spotify import AT_SPOTIFY_SCHEMAS, at_spotify_paths
from server.web.context import COOKIE
from server.web.export import export_paths
from server.web.languages import LANGUAGES
from server.web.openapi_changes import CHANGES_SCHEMAS, changes_paths
from server.web.openapi_comparisons import COMPARISON_SCHEMAS, comparison_paths
from server.web.openapi_films import FILM_SCHEMAS, film_paths
from server.web.openapi_first_look import first_look_paths
from server.web.openapi_like import LIKE_SCHEMAS, like_paths
from server.web.openapi_review import REVIEW_SCHEMAS, review_paths
from server.web.openapi_song import SONG_SCHEMAS, song_paths
from server.web.openapi_watch_next import WATCH_NEXT_SCHEMAS, watch_next_paths
from server.web.plane_api import PLANE_SCHEMAS, plane_paths
from server.web.samples import SAMPLE_SCHEMAS, sample_paths
from server.web.schemas import SCHEMAS

_Json = dict[str, Any]

_TITLES = {
    400: "The request is not right; the hint says how to put it right.",
    401: "Nobody is logged in, or Spotify has ended the login.",
    403: "The request came from another site.",
    404: "There is no such thing, or it is somebody else's.",
    409: "There are as many already as are kept.",
    413: "The request is too large.",
    415: "The request is not JSON.",
    422: "A filter or a link is not right; the hint says how to put it right.",
    429: "Too many jobs or samples at once.",
    502: "Another service did not give what was needed.",
    507: "There is no room for it just now.",
    503: "Not set up yet, or something that is needed is down.",
}


def describe_api() -> _Json:
    """The whole document, JSON-ready."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "MoodDex",
            "version": version("mooddex"),
            "description": (
                "Spotify mood playlists from the anime somebody has watched. Long work is a job:"
                " a request answers 202 with a job, and the job is asked for its progress until"
                " its state is done, failed or cancelled. Log in at /login first; the session is"
                f" the cookie `{COOKIE}`."
            ),
        },
        "paths": {
            "/api/playlists": {
                "get": _get("The user's playlists made here", "PlaylistList"),
                "post": _post(
                    "Make a playlist of a list's songs, or read a Spotify playlist",
                    _PLAYLIST_BODY,
                    422,
                ),
            },
            "/api/playlists/{playlist_id}": {
                "parameters": [_id("playlist_id")],
                "get": _get("A playlist, its songs and their moods", "Playlist", 404),
            },
            "/api/playlists/{playlist_id}/moods": {
                "parameters": [_id("playlist_id")],
                "post": _post(
                    "Make the playlist of just the songs that fit, or of a journey", _MOOD_BODY, 404
                ),
            },
            "/api/tracks/{track}/mood": {
                "parameters": [_TRACK],
                "post": {
                    "summary": "Say what mood a song is; goes before the models for this user",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": _OWN_MOOD_BODY}},
                    },
                    "responses": {
                        "200": _answer("What counts from now on", "OwnMood"),
                        **_errors(400, 401, 403, 404, 413, 415, 503),
                    },
                },
                "delete": {
                    "summary": "Take it back; the models' word counts again",
                    "responses": {
                        "200": _answer("What counts from now on", "OwnMood"),
                        **_errors(401, 403, 404, 503),
                    },
                },
            },
            "/api/jobs/{job_id}": {
                "parameters": [_id("job_id"), _LANG],
                "get": _get("How far a job is", "Job", 404),
            },
            "/api/jobs/{job_id}/cancel": {
                "parameters": [_id("job_id")],
                "post": {
                    "summary": "Stop a job; what it has is kept",
                    "responses": {
                        "202": _answer("The job, asked to stop", "Job"),
                        **_errors(401, 403, 404, 503),
                    },
                },
            },
            **review_paths(_answer, _errors),
            **comparison_paths(_answer, _errors),
            **export_paths(_errors),
            **at_spotify_paths(_answer, _errors),
            **changes_paths(_answer, _errors),
            **film_paths(_answer, _errors),
            **first_look_paths(_PLAYLIST_BODY, _errors),
            **sample_paths(_answer, _errors),
            **plane_paths(_answer, _errors),
            **song_paths(_answer, _errors),
            **watch_next_paths(_answer, _errors),
            **like_paths(_answer, _errors),
            "/api/openapi.json": {
                "get": {
                    "summary": "This document",
                    "security": [],
                    "responses": {
                        "200": {
                            "description": "An OpenAPI 3.1 document",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        }
                    },
                }
            },
            "/healthz": {
                "get": {
                    "summary": "Whether database, queue and models can be used",
                    "security": [],
                    "responses": {
                        "200": _answer("All can be used", "Health"),
                        "503": _answer("Something is down", "Health"),
                    },
                }
            },
        },
        "components": {
            "schemas": {
                **SCHEMAS,
                **COMPARISON_SCHEMAS,
                **REVIEW_SCHEMAS,
                **CHANGES_SCHEMAS,
                **AT_SPOTIFY_SCHEMAS,
                **SAMPLE_SCHEMAS,
                **PLANE_SCHEMAS,
                **FILM_SCHEMAS,
                **SONG_SCHEMAS,
                **WATCH_NEXT_SCHEMAS,
                **LIKE_SCHEMAS,
            },
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
        "security": [{"session": []}],
    }


def _enum(words: Any) -> _Json:
    return {"type": "string", "enum": [word.value for word in words]}


def _some(words: Any) -> _Json:
    return {"type": "array", "items": _enum(words), "minItems": 1}


_UNIT: _Json = {"type": "number", "minimum": 0, "maximum": 1}

_YEAR: _Json = {"type": ["integer", "null"], "minimum": EARLIEST_YEAR, "maximum": LATEST_YEAR}

_PLAYLIST_BODY: _Json = {
    "oneOf": [
        {
            "type": "object",
            "required": ["source", "username"],
            "properties": {
                "source": _enum(ListSource),
                "username": {"type": "string", "minLength": 2, "maxLength": 32},
                "statuses": _some(WatchStatus),
                "min_score": {"type": "number", "minimum": 0, "maximum": 10, "default": 0},
                "kinds": _some(ThemeKind),
                "years": {
                    "type": ["object", "null"],
                    "description": "when the shows began; both ends count, none given is open",
                    "properties": {"from": _YEAR, "to": _YEAR},
                },
                "media": _some(MediaKind),
                "nsfw": {
                    "type": "boolean",
                    "default": False,
                    "description": "shows that the service marks as not safe for work count too",
                },
                "public": {
                    "type": "boolean",
                    "default": False,
                    "description": "whether it stands on the person's profile when it is made; "
                    "later its settings tell",
                },
            },
        },
        {
            "type": "object",
            "required": ["source", "playlist"],
            "properties": {
                "source": {"const": "spotify"},
                "playlist": {
                    "type": "string",
                    "description": "the address, URI or id of a playlist of the user's own",
                },
            },
        },
    ]
}

_POINT: _Json = {
    "type": "object",
    "required": ["valence", "arousal"],
    "properties": {"valence": _UNIT, "arousal": _UNIT},
}

_MINUTES: _Json = {
    "type": "number",
    "minimum": SHORTEST_MINUTES,
    "maximum": LONGEST_MINUTES,
    "default": USUAL_MINUTES,
}

_MOOD_BODY: _Json = {
    "oneOf": [
        {"type": "object", "required": ["moods"], "properties": {"moods": _some(MOODS)}},
        {
            "type": "object",
            "required": ["point"],
            "properties": {
                "point": _POINT,
                "radius": {"type": "number", "exclusiveMinimum": 0, "default": 0.25},
            },
        },
        {
            "type": "object",
            "description": "a journey, from the place of one mood to that of another",
            "required": ["from", "to"],
            "properties": {
                "from": _enum(MOODS),
                "to": _enum(MOODS),
                "minutes": _MINUTES,
            },
        },
        {
            "type": "object",
            "description": "a journey along a path through points of the plane",
            "required": ["path"],
            "properties": {
                "path": {
                    "type": "array",
                    "minItems": 2,
                    "maxItems": MOST_POINTS,
                    "items": _POINT,
                },
                "minutes": _MINUTES,
            },
        },
    ]
}


_OWN_MOOD_BODY: _Json = {
    "type": "object",
    "required": ["mood"],
    "properties": {"mood": _enum(MOODS)},
}

_LANG: _Json = {
    "name": "lang",
    "in": "query",
    "schema": {"type": "string", "enum": list(LANGUAGES)},
    "description": "The language to tell its problems in; English without it",
}
_TRACK: _Json = {
    "name": "track",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "description": "a Spotify track's URI or id"},
}


def _id(name: str) -> _Json:
    schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,32}$"}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _answer(description: str, schema: str) -> _Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def _errors(*statuses: int) -> _Json:
    return {str(status): _answer(_TITLES[status], "Error") for status in statuses}


def _get(summary: str, schema: str, *errors: int) -> _Json:
    responses = {"200": _answer(summary, schema), **_errors(401, *errors, 503)}
    return {"summary": summary, "responses": responses}


def _post(summary: str, body: _Json, *errors: int) -> _Json:
    return {
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "202": _answer(
                "The job that does it; an equal one under way is not doubled", "Accepted"
            ),
            **_errors(400, 401, 403, *errors, 413, 415, 429, 503),
        },
    }
