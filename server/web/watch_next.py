"""The pages that tell what to watch next, for a mood, of the shows that somebody plans to watch."""

from collections.abc import Mapping
from math import ceil
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from moods.circumplex import MOODS
from server.domain import ListRequest, ThemeKind
from server.errors import MoodDexError
from server.jobs.watch_request import is_watch, watch_json
from server.playlists import plane
from server.playlists.planned import lists_of, planned_sample
from server.playlists.views import playlists_of
from server.playlists.watch_view import Wanted, watch_view
from server.store import playlists
from server.web.asking import ask_for_watching, usable_lists
from server.web.choosing import Asked, asked_of, query_of
from server.web.context import require_visitor, services
from server.web.errors import error_json
from server.web.js_texts import js_texts
from server.web.plane_texts import plane_texts
from server.web.playlist_page import ring_of
from server.web.watch_words import asked_words, why_words

blueprint = Blueprint("watch_next", __name__)

_CHOICE = {"moods", "moods[]", "valence", "arousal", "radius", "page"}
_PER_PAGE = 25

_Page = str | tuple[str, int] | BaseResponse


@blueprint.get("/watch-next")
def ask() -> _Page:
    """The form, with the person's usual list; fields in the address go before it."""
    user_id = require_visitor().user_id
    return _form_page(user_id, _form(request.args, user_id, is_sent=False), None)


@blueprint.post("/watch-next")
def submit() -> _Page:
    """Hand the form in: on to the job's page, or the form again with what is wrong."""
    person = require_visitor()
    form = _form(request.form, person.user_id, is_sent=True)
    try:
        job_id = ask_for_watching(person, form)
    except MoodDexError as error:
        page = _form_page(person.user_id, form, error)
        return page, 422 if error.status == 400 else error.status
    return redirect(url_for("pages.job", job_id=job_id), 303)


@blueprint.get("/watch-next/<id:watch_id>")
def ranked(watch_id: str) -> _Page:
    """The planned shows, ranked by what the address asks for; `sample` there looks one up."""
    user_id = require_visitor().user_id
    asked = asked_of(
        MultiDict(each for each in request.args.items(multi=True) if each[0] in _CHOICE)
    )
    playlist_id, told = request.args.get("playlist") or None, list(asked.told)
    if not asked.choice.is_all:
        playlist_id = None
    if playlist_id and playlists.get(services().store, user_id, playlist_id) is None:
        playlist_id = None
        told.append(_("That playlist is not here; choose another."))
    view = watch_view(services(), user_id, watch_id, Wanted(asked.choice, playlist_id))
    return render_template("watch_ranked.html", **_context(user_id, view, asked, told))


def watch_address(wanted: Mapping[str, Any]) -> str:
    """Where planned shows can be asked for again: the form filled in."""
    fields = {name: wanted.get(name) for name in ("source", "username", "kinds", "moods")}
    return url_for("watch_next.ask", **fields, nsfw="1" if wanted.get("nsfw") else None)


def watch_query(wanted: Mapping[str, Any]) -> str:
    """What ends the address of the page that a job leads to: the moods that it was asked with."""
    moods = wanted.get("moods") if is_watch(wanted) else None
    return f"?{urlencode({'moods': moods}, doseq=True)}" if moods else ""


def _context(
    user_id: int, view: Mapping[str, Any], asked: Asked, told: list[str]
) -> dict[str, Any]:
    heard = {s["id"]: s for show in view["shows"] for s in show["songs"] if s["reading"]}
    nothing = asked.choice.is_all and not view["asked"]["playlist"]
    dots = plane.dots(
        [{"spotify_uri": key, "reading": song["reading"]} for key, song in heard.items()],
        {key for key, song in heard.items() if nothing or song["fits"]},
    )
    query = query_of(asked)
    if view["asked"]["playlist"]:
        query["playlist"] = view["asked"]["playlist"]["id"]
    texts = js_texts() | plane_texts()
    pages = max(1, ceil(len(view["shows"]) / _PER_PAGE))
    if asked.page > pages:
        told.append(_("There is no page “%(name)s”.", name=asked.page))
    page = min(asked.page, pages)
    shown = view["shows"][(page - 1) * _PER_PAGE : page * _PER_PAGE]
    mine = playlists_of(services(), user_id)
    return {
        "watch": view,
        "asked": asked,
        "form": asked.form,
        "misread": told,
        "heading": asked_words(view["asked"]),
        "shown": [(show, why_words(show, view["asked"])) for show in shown],
        "page": page,
        "pages": pages,
        "dots": dots,
        "dot_radius": plane.dot_radius(len(heard)),
        "ring": ring_of(asked.choice),
        "line": "",
        "counts": {
            mood.value: sum(mood.value in song["reading"]["moods"] for song in heard.values())
            for mood in MOODS
        },
        "places": plane.PLACES,
        "playlists": [each for each in mine if sum(each["counts"].values())],
        "query": urlencode(query, doseq=True),
        "here": urlencode(query | ({"page": page} if page > 1 else {}), doseq=True),
        "again": watch_address({**view, "moods": query.get("moods")}),
        "js_texts": lambda: texts,
        **_sample(user_id, view["id"]),
    }


def _sample(user_id: int, watch_id: str) -> dict[str, Any]:
    """The song whose sample the address asks for, for who has no scripts, and what was found."""
    song = request.args.get("sample", "")
    told: dict[str, Any] = {"sample_of": song, "sample": None, "sample_error": None}
    if song:
        try:
            told["sample"] = planned_sample(services(), user_id, watch_id, song).to_json()
        except MoodDexError as error:
            told["sample_error"] = error_json(error)["error"]
    return told


def _form(fields: "MultiDict[str, str]", user_id: int, *, is_sent: bool) -> dict[str, Any]:
    """What the form shows and `POST /api/watch-next` takes: the fields over what is usual."""
    usual = {} if is_sent else _usual(user_id)
    kinds = [kind.value for kind in ListRequest.kinds]
    return {
        "source": fields.get("source") or usual.get("source") or usable_lists()[0].value,
        "username": (fields.get("username") or usual.get("username") or "").strip(),
        "kinds": fields.getlist("kinds") or ([] if is_sent else usual.get("kinds", kinds)),
        "nsfw": fields.get(
            "nsfw", "" if is_sent or "username" in fields else usual.get("nsfw", "")
        ),
        "moods": fields.getlist("moods"),
    }


def _usual(user_id: int) -> dict[str, Any]:
    """The list that the person asked for last: here, else for a playlist."""
    usable = {source.value for source in usable_lists()}
    for __, wanted in lists_of(services(), user_id):
        if wanted.source.value in usable:
            return watch_json(wanted)
    for made in playlists.of_user(services().store, user_id):
        if made.request.get("source") in usable and made.request.get("username"):
            return {name: made.request[name] for name in ("source", "username")}
    return {}


def _form_page(user_id: int, form: Mapping[str, Any], error: MoodDexError | None) -> str:
    return render_template(
        "watch_next.html",
        form=form,
        error=None if error is None else error_json(error)["error"],
        lists=[
            {"id": watch_id, "source": wanted.source.value, "username": wanted.username}
            for watch_id, wanted in lists_of(services(), user_id)
        ],
        sources=[source.value for source in usable_lists()],
        kinds=[kind.value for kind in ThemeKind],
    )
