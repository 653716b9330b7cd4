"""The pages of films and shows like a song, a playlist or a film, and of what one likes."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from server.errors import BadRequest
from server.playlists.wanted import fitting
from server.store import suggestion_words
from server.store.suggestion_words import FILM, KINDS, Word
from server.suggestions import words
from server.suggestions.films import film_address
from server.suggestions.like import Liked, like_film, like_playlist, like_song
from server.suggestions.shows import show_address
from server.web.choosing import Asked, asked_of, query_of
from server.web.context import require_visitor, services
from server.web.like_words import known_words, reason_words, show_words
from server.web.paths import own_path

blueprint = Blueprint("like", __name__)

_LIKED, _NOT, _FORGET = "liked", "not", "forget"
_GONE = "gone"


@blueprint.get("/songs/<track>/like")
def of_song(track: str) -> str:
    """Films and shows like a song."""
    found = like_song(services(), require_visitor().user_id, track)
    back = url_for("song.show_song", track=track)
    return _like_page(found, back)


@blueprint.get("/playlists/<id:playlist_id>/like")
def of_playlist(playlist_id: str) -> str:
    """Films and shows like the songs of a playlist that the address chooses."""
    asked = asked_of(request.args, playlist_id)
    found = like_what_is_asked(require_visitor().user_id, playlist_id, asked)
    back = url_for("pages.playlist", playlist_id=playlist_id, **query_of(asked))
    return _like_page(found, back, asked)


@blueprint.get("/films/<id:film_id>/like")
def of_film(film_id: str) -> str:
    """Films whose music is like that of one that was read here, and shows that sound like it."""
    found = like_film(services(), require_visitor().user_id, film_id)
    return _like_page(found, url_for("films.film", film_id=film_id))


@blueprint.get("/liked")
def liked() -> str:
    """What somebody said of suggestions: what they like, and what is not for them."""
    said = suggestion_words.words(services().store, require_visitor().user_id)
    told = [_told(word) for word in said]
    return render_template(
        "liked.html",
        liked=[each for each in told if each["liked"]],
        refused=[each for each in told if not each["liked"]],
    )


@blueprint.post("/liked")
def say() -> BaseResponse:
    """Keep what somebody says of a suggestion, or forget it; back to where they said it."""
    user_id, form = require_visitor().user_id, request.form
    kind, item, word = (form.get(name, "") for name in ("kind", "item", "word"))
    back = own_path(form.get("back")) or url_for("like.liked")
    if word not in (_LIKED, _NOT, _FORGET):
        raise BadRequest("no_word", "Say whether you like it or it is not for you.")
    if word == _FORGET:
        words.take_back(services(), user_id, kind, item)
    else:
        rank = form.get("rank", type=int)
        words.say(services(), user_id, kind, item, liked=word == _LIKED, rank=rank)
    gone = f"{kind}.{item}" if word == _NOT else None
    anchor = f"{kind}s" if word == _NOT else f"{kind}-{item}"
    return redirect(_with(back, gone, anchor), 303)


def like_what_is_asked(user_id: int, playlist_id: str, asked: Asked) -> Liked:
    """What is like the songs that an address chooses of a playlist. Raises NotFound."""
    only = None
    if asked.journey is not None:
        only = set(fitting(services().store, user_id, asked.journey).uris)
    return like_playlist(
        services(), user_id, playlist_id, asked.choice, words=asked.words, only=only
    )


def _like_page(found: Liked, back: str, asked: Asked | None = None) -> str:
    return render_template(
        "like.html",
        found=found,
        back=back,
        asked=asked,
        films=[_film(each) for each in found.films],
        shows=[each | {"why_words": show_words(each)} for each in found.shows],
        card=services().films.card(),
        gone=_gone(),
        here=_with(request.full_path, None, ""),
    )


def _film(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **told,
        "reason_words": [reason_words(each) for each in told["reasons"]],
        "known_words": known_words()[told["known"]],
    }


def _told(word: Word) -> dict[str, Any]:
    address = film_address if word.kind == FILM else show_address
    return {
        "kind": word.kind,
        "item": word.item,
        "liked": word.liked,
        "title": word.title,
        "year": word.year,
        "url": address(word.item),
    }


def _gone() -> dict[str, Any] | None:
    """What the person just said is not for them, so that it can be undone at once."""
    kind, _, item = request.args.get(_GONE, "").partition(".")
    if kind not in KINDS or not item:
        return None
    word = suggestion_words.word(services().store, require_visitor().user_id, kind, item)
    return None if word is None or word.liked else _told(word)


def _with(address: str, gone: str | None, anchor: str) -> str:
    """An address of our own that tells what is gone, or nothing of it."""
    parts = urlsplit(address)
    fields = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != _GONE]
    if gone is not None:
        fields.append((_GONE, gone))
    return urlunsplit(parts._replace(query=urlencode(fields), fragment=anchor))
