"""The JSON interface. Described by `server.web.openapi`."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import BadRequest as MalformedRequest

from server.errors import BadRequest, MoodDexError
from server.jobs import desk
from server.playlists import own_moods, views
from server.store.waiting import LOGIN
from server.web.asking import ask_for_mood, ask_for_playlist
from server.web.context import require_spotify, require_visitor, services
from server.web.languages import asked_language
from server.web.openapi import describe_api
from server.web.told import ITEM, told

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """This interface, described (OpenAPI 3.1)."""
    return jsonify(describe_api())


@blueprint.post("/playlists")
def create_playlist() -> Response:
    """Ask for a playlist of a list's songs, or for the reading of a Spotify playlist."""
    visitor = require_spotify()
    return accepted(ask_for_playlist(visitor, json_body()))


@blueprint.get("/playlists")
def list_playlists() -> Response:
    """The user's playlists made here."""
    return jsonify({"playlists": views.playlists_of(services(), require_visitor().user_id)})


@blueprint.get("/playlists/<id:playlist_id>")
def show_playlist(playlist_id: str) -> Response:
    """A playlist with its songs, their matches and their readings."""
    return jsonify(views.playlist_view(services(), require_visitor().user_id, playlist_id))


@blueprint.post("/playlists/<id:playlist_id>/moods")
def create_mood_playlist(playlist_id: str) -> Response:
    """Ask for the playlist of just the songs that fit a mood."""
    visitor = require_spotify()
    return accepted(ask_for_mood(visitor, playlist_id, json_body()))


@blueprint.post("/tracks/<track>/mood")
def say_mood(track: str) -> Response:
    """Keep the mood that the user finds in a song; it goes before the models' for them."""
    user_id = require_visitor().user_id
    uri, mood = own_moods.say(services().store, user_id, track, json_body().get("mood"))
    return jsonify({"spotify_uri": uri, "own_mood": mood.value})


@blueprint.delete("/tracks/<track>/mood")
def take_mood_back(track: str) -> Response:
    """Forget the mood that the user gave to a song."""
    uri = own_moods.take_back(services().store, require_visitor().user_id, track)
    return jsonify({"spotify_uri": uri, "own_mood": None})


@blueprint.get("/jobs/<id:job_id>")
def show_job(job_id: str) -> Response:
    """How far a job is; with `lang` in the address, what did not work is told in that language."""
    job = told_job(require_visitor().user_id, job_id)
    if asked_language() is not None:
        job["problems"] = [
            {
                **problem,
                "item": told(problem["item"], ITEM),
                "message": told(problem["message"], problem["code"]),
            }
            for problem in job["problems"]
        ]
    return jsonify(job)


@blueprint.post("/jobs/<id:job_id>/cancel")
def cancel_job(job_id: str) -> tuple[Response, int]:
    """Ask a job to stop; what it has is kept."""
    visitor = require_visitor()
    desk.cancel(services(), visitor.user_id, job_id)
    return jsonify(told_job(visitor.user_id, job_id)), 202


def told_job(user_id: int, job_id: str) -> dict[str, Any]:
    """A job as `desk.describe` tells it, and `login_url` while it waits for a login, else null.

    Raises NotFound.
    """
    job = desk.describe(services(), user_id, job_id)
    page = url_for("pages.job", job_id=job_id)
    needed = job["waits_for"] == LOGIN
    return {**job, "login_url": url_for("auth.login", next=page) if needed else None}


def accepted(job_id: str) -> Response:
    """The answer to a request that a job carries out."""
    url = url_for("api.show_job", job_id=job_id)
    response = jsonify({"job": {"id": job_id, "url": url}})
    response.status_code = 202
    response.headers["Location"] = url
    return response


def json_body() -> Mapping[str, Any]:
    """The JSON object that the request carries. Raises BadRequest, MoodDexError (415)."""
    if not request.is_json:
        raise MoodDexError(
            "not_json",
            "The request is not JSON.",
            "Send Content-Type: application/json.",
            status=415,
        )
    try:
        body = request.get_json()
    except (MalformedRequest, RecursionError) as error:
        raise BadRequest("malformed_json", "The request is not well-formed JSON.") from error
    if not isinstance(body, dict):
        raise BadRequest("malformed_json", "The request must be a JSON object.")
    return body
