"""The visitor's playlists at Spotify, as a page and in the API; asked for when wanted."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template

from server.playlists.at_spotify import playlists_at_spotify
from server.web.context import require_spotify, services

blueprint = Blueprint("at_spotify", __name__)


@blueprint.get("/spotify")
def choose() -> str:
    """The list, with a button beside each that reads its moods."""
    found = playlists_at_spotify(services(), require_spotify().user_id)
    return render_template("at_spotify.html", playlists=found)


@blueprint.get("/api/spotify/playlists")
def told() -> Response:
    """The same as JSON."""
    return jsonify({"playlists": playlists_at_spotify(services(), require_spotify().user_id)})


def at_spotify_paths(answer: Any, errors: Any) -> dict[str, Any]:
    """Its part of the API's description."""
    return {
        "/api/spotify/playlists": {
            "get": {
                "summary": "The user's playlists at Spotify; one call there for each 50",
                "responses": {
                    "200": answer("The playlists", "SpotifyPlaylists"),
                    **errors(401, 502, 503),
                },
            }
        }
    }


AT_SPOTIFY_SCHEMAS = {
    "SpotifyPlaylists": {
        "type": "object",
        "required": ["playlists"],
        "properties": {
            "playlists": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "name", "url", "songs", "made_here"],
                    "properties": {
                        "id": {"type": "string"},
                        "name": {"type": "string"},
                        "url": {"type": "string"},
                        "songs": {"type": "integer", "minimum": 0},
                        "made_here": {
                            "type": ["string", "null"],
                            "description": "its id here, where MoodDex made or has read it",
                        },
                    },
                },
            }
        },
    }
}
