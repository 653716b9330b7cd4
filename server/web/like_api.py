"""What is like a song, a playlist or a film, in JSON. Described by `server.web.openapi_like`."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from server.errors import BadRequest
from server.store import suggestion_words
from server.store.suggestion_words import FILM, SHOW, Word
from server.suggestions import words
from server.suggestions.like import Liked, like_film, like_song
from server.web.api import json_body
from server.web.choosing import asked_of
from server.web.context import require_visitor, services
from server.web.like import like_what_is_asked

blueprint = Blueprint("like_api", __name__, url_prefix="/api")


@blueprint.get("/songs/<track>/like")
def like_of_song(track: str) -> Response:
    """Films and shows like a song."""
    return _answer(like_song(services(), require_visitor().user_id, track))


@blueprint.get("/playlists/<id:playlist_id>/like")
def like_of_playlist(playlist_id: str) -> Response:
    """Films and shows like the songs of a playlist that the address chooses."""
    asked = asked_of(request.args, playlist_id)
    if asked.told:
        raise BadRequest(
            "bad_choice",
            "It is not clear which songs of the playlist are meant.",
            "Choose moods, a valence and an arousal from 0 to 1 with a radius, or from and to.",
        )
    return _answer(like_what_is_asked(require_visitor().user_id, playlist_id, asked))


@blueprint.get("/films/<id:film_id>/like")
def like_of_film(film_id: str) -> Response:
    """Films and shows with music like that of a film."""
    return _answer(like_film(services(), require_visitor().user_id, film_id))


@blueprint.get("/liked")
def list_liked() -> Response:
    """What the user said of suggestions, the newest first."""
    said = suggestion_words.words(services().store, require_visitor().user_id)
    return jsonify(
        {f"{kind}s": [_told(word) for word in said if word.kind == kind] for kind in (FILM, SHOW)}
    )


@blueprint.put("/liked/films/<movie_id>")
def say_of_film(movie_id: str) -> Response:
    """Keep whether the user likes a film."""
    return _say(FILM, movie_id)


@blueprint.put("/liked/shows/<key>")
def say_of_show(key: str) -> Response:
    """Keep whether the user likes a show as a suggestion."""
    return _say(SHOW, key)


@blueprint.delete("/liked/films/<movie_id>")
def forget_film(movie_id: str) -> tuple[str, int]:
    """Forget what the user said of a film."""
    return _forget(FILM, movie_id)


@blueprint.delete("/liked/shows/<key>")
def forget_show(key: str) -> tuple[str, int]:
    """Forget what the user said of a show."""
    return _forget(SHOW, key)


def _say(kind: str, item: str) -> Response:
    user_id, body = require_visitor().user_id, json_body()
    word = words.say(
        services(), user_id, kind, item, liked=body.get("liked"), rank=body.get("rank")
    )
    return jsonify(_told(word))


def _forget(kind: str, item: str) -> tuple[str, int]:
    words.take_back(services(), require_visitor().user_id, kind, item)
    return "", 204


def _told(word: Word) -> dict[str, Any]:
    name = "movie_id" if word.kind == FILM else "key"
    return {
        name: int(word.item) if word.kind == FILM else word.item,
        "title": word.title,
        "liked": word.liked,
        **({"year": word.year} if word.kind == FILM else {}),
    }


def _answer(found: Liked) -> Response:
    told = asdict(found)
    return jsonify(
        {
            "songs": told["songs"],
            "read": told["read"],
            "by_sound": told["by_sound"],
            "has_films": told["has_films"],
            "version": services().films.version(),
            "films": told["films"],
            "shows": told["shows"],
        }
    )
