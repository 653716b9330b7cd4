"""The pages on which a person looks over what was matched and says what is right."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from server.errors import LoginNeeded, MoodDexError
from server.jobs import desk
from server.jobs.requests import from_json
from server.playlists import corrections, review
from server.playlists.unmatched_csv import unmatched_csv
from server.songs.verdicts import VerdictKind
from server.store import playlists
from server.web.context import queue, require_spotify, require_visitor, services
from server.web.errors import error_json
from server.web.paths import own_path

blueprint = Blueprint("review", __name__)

_Page = str | tuple[str, int] | BaseResponse
_LINK = "link"


@blueprint.get("/review")
def everything() -> _Page:
    """What wants a look on all of the user's lists."""
    return _review_page(None)


@blueprint.get("/playlists/<id:playlist_id>/review")
def of_playlist(playlist_id: str) -> _Page:
    """What wants a look on one playlist."""
    return _review_page(playlist_id)


@blueprint.get("/review/<id:song>")
def one_song(song: str) -> _Page:
    """One song, sure or not, to be corrected."""
    return _song_page(song)


@blueprint.post("/review/<id:song>")
def decide(song: str) -> _Page:
    """Keep or take back a word on a song; back to where it stands, or the song and what is wrong.

    The form's `choice` is `this`, `never` or `allow` with a track's URI after a blank, or
    `none`, `undo`, or `link` with the field of that name.
    """
    user_id = require_visitor().user_id
    word, _, track = request.form.get("choice", "").partition(" ")
    try:
        if word == "undo":
            corrections.take_back(services(), user_id, song)
        elif word == "allow":
            corrections.allow_again(services(), user_id, track)
        elif word == _LINK:
            link = request.form.get(_LINK, "")
            corrections.say(services(), user_id, song, VerdictKind.THIS, link)
        else:
            corrections.say(services(), user_id, song, word, track)
    except LoginNeeded:
        raise
    except MoodDexError as error:
        if error.status == 404:
            raise
        return _song_page(song, error), 422 if error.status == 400 else error.status
    return redirect(_back_to(song), 303)


@blueprint.post("/playlists/<id:playlist_id>/update")
def update(playlist_id: str) -> _Page:
    """Ask for the playlist again as it was asked for: what has changed is written."""
    person = require_spotify()
    playlist = playlists.get(services().store, person.user_id, playlist_id)
    if playlist is None:
        raise desk.no_playlist()
    wanted = from_json(playlist.request)
    job_id = desk.submit(services(), queue(), person.user_id, wanted)
    return redirect(url_for("pages.job", job_id=job_id), 303)


@blueprint.get("/playlists/<id:playlist_id>/unmatched.csv")
def unmatched(playlist_id: str) -> Response:
    """The songs that the playlist could not hold, for a spreadsheet."""
    songs = review.unmatched(services(), require_visitor().user_id, playlist_id)
    response = Response(unmatched_csv(songs), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="unmatched.csv")
    return response


def _review_page(playlist_id: str | None) -> str:
    user_id = require_visitor().user_id
    told = review.review(
        services(),
        user_id,
        playlist_id=playlist_id,
        show=request.args.get("show", review.OPEN),
        page=request.args.get("page", 1, type=int),
        keep=request.args.get("done"),
    )
    playlist = playlist_id and playlists.get(services().store, user_id, playlist_id)
    return render_template(
        "review.html",
        review=told,
        playlist={"id": playlist.id, "name": playlist.name} if playlist else None,
        here=request.path,
        back=_address(request.path, show=told["show"], page=told["page"]),
        done=request.args.get("done"),
    )


def _song_page(song: str, error: MoodDexError | None = None) -> str:
    user_id = require_visitor().user_id
    back = own_path(request.form.get("back") or request.args.get("back"))
    return render_template(
        "review_song.html",
        song=review.song_review(services(), user_id, song),
        back=back or url_for("review.one_song", song=song),
        listed=back if back and not back.startswith("/review/") else None,
        behind=review.review(services(), user_id)["behind"],
        link=request.form.get(_LINK, ""),
        error=None if error is None else error_json(error)["error"],
    )


def _back_to(song: str) -> str:
    """The page that the form was on, at the song that was decided."""
    back = own_path(request.form.get("back")) or url_for("review.everything")
    parts = urlsplit(back)
    fields = {**dict(parse_qsl(parts.query)), "done": song}
    return f"{parts.path}?{urlencode(fields)}#s-{song}"


def _address(path: str, **fields: Any) -> str:
    usual = {"show": review.OPEN, "page": 1}
    query = urlencode({name: value for name, value in fields.items() if value != usual[name]})
    return f"{path}?{query}" if query else path
