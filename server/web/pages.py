"""The pages: the same requests as the API's, by links and forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from server.domain import MediaKind, ThemeKind, WatchStatus
from server.errors import BadRequest, MoodDexError
from server.films import recordings
from server.jobs import desk
from server.jobs.watch_request import is_watch
from server.playlists import own_moods, views
from server.playlists.travel import told_journey
from server.playlists.wanted import fitting
from server.store import calls, people, waiting
from server.store.calls import plain_time
from server.web.api import told_job
from server.web.asking import ask_for_mood, ask_for_playlist, usable_lists
from server.web.choosing import Asked, asked_of, query_of
from server.web.comparisons import compare_address
from server.web.context import clear_cookie, require_spotify, require_visitor, services, visitor
from server.web.errors import error_json
from server.web.forms import (
    mood_body,
    mood_form,
    path_text,
    playlist_body,
    start_fields,
    start_form,
)
from server.web.notices import notice_of
from server.web.paths import START, own_path
from server.web.playlist_page import playlist_context
from server.web.watch_next import watch_address, watch_query

blueprint = Blueprint("pages", __name__)

_Page = str | tuple[str, int] | BaseResponse


@blueprint.get("/")
def landing() -> _Page:
    """What MoodDex is and the way in; somebody who is logged in goes straight on."""
    why = request.args.get("why")
    notice = notice_of(why)
    if visitor() is not None and (notice is None or why == "login_needed"):
        return redirect(START, 303)
    return_to = own_path(request.args.get("next"))
    return render_template(
        "landing.html", notice=notice, login_url=url_for("auth.login", next=return_to)
    )


@blueprint.get("/setup")
def setup() -> _Page:
    """How an operator gets a client id, and which address to register."""
    settings = services().settings
    return render_template(
        "setup.html",
        redirect_uri=settings.redirect_uri,
        has_spotify=bool(settings.spotify_client_id),
        has_mal=bool(settings.mal_client_id),
    )


@blueprint.get("/start")
def start() -> _Page:
    """The form; fields in the address fill it in."""
    require_visitor()
    return start_page(start_form(request.args, usable_lists()[0].value), None)


@blueprint.post("/start")
def submit_start() -> _Page:
    """Hand the form in: on to the job's page, or the form again with what is wrong."""
    person = require_spotify()
    form = start_form(request.form, "")
    try:
        job_id = ask_for_playlist(person, playlist_body(form))
    except MoodDexError as error:
        return start_page(form, error), form_status(error)
    return redirect(url_for("pages.job", job_id=job_id), 303)


@blueprint.get("/jobs/<id:job_id>")
def job(job_id: str) -> _Page:
    """How far a job is, kept up to date by the page itself."""
    described = told_job(require_visitor().user_id, job_id)
    return render_template("job.html", job=_with_links(described))


@blueprint.post("/jobs/<id:job_id>/cancel")
def cancel_job(job_id: str) -> _Page:
    """Ask a job to stop."""
    desk.cancel(services(), require_visitor().user_id, job_id)
    return redirect(url_for("pages.job", job_id=job_id), 303)


@blueprint.get("/playlists/<id:playlist_id>")
def playlist(playlist_id: str) -> _Page:
    """A playlist with its songs and moods, and the choice of a mood."""
    view = views.playlist_view(services(), require_visitor().user_id, playlist_id)
    return _playlist_page(view, asked_of(request.args, playlist_id), None)


@blueprint.post("/playlists/<id:playlist_id>/moods")
def submit_mood(playlist_id: str) -> _Page:
    """Hand the mood in: on to the job's page, or the playlist again with what is wrong."""
    person = require_spotify()
    form = mood_form(request.form)
    view = views.playlist_view(services(), person.user_id, playlist_id)
    try:
        job_id = ask_for_mood(person, playlist_id, mood_body(form))
    except MoodDexError as error:
        asked = replace(asked_of(request.form, playlist_id), told=())
        return _playlist_page(view, asked, error), form_status(error)
    return redirect(url_for("pages.job", job_id=job_id), 303)


@blueprint.post("/playlists/<id:playlist_id>/songs/<id:track>/mood")
def submit_own_mood(playlist_id: str, track: str) -> _Page:
    """Keep the mood that the listener finds in a song, or forget it; back to the song."""
    store, user_id = services().store, require_visitor().user_id
    if "forget" in request.form:
        own_moods.take_back(store, user_id, track)
    else:
        own_moods.say(store, user_id, track, request.form.get("mood"))
    asked = asked_of(request.args, playlist_id)
    here = query_of(asked) | ({"page": asked.page} if asked.page > 1 else {})
    return redirect(url_for("pages.playlist", playlist_id=playlist_id, _anchor=track, **here), 303)


@blueprint.get("/account")
def account() -> _Page:
    """What was asked of Spotify today, a quota stop in force, and the ways out."""
    user_id = require_visitor().user_id
    store, settings = services().store, services().settings
    until = calls.quota_stop(store)
    connected = people.load_tokens(store, services().vault, user_id) is not None
    budget = calls.SearchBudget(store, settings.searches_per_run, settings.searches_per_day)
    return render_template(
        "account.html",
        connected=connected,
        login_url=url_for("auth.login", next=url_for("pages.account")),
        searches_today=budget.made_today(),
        searches_per_day=budget.per_day,
        calls_today=sum(calls.calls_today(store).values()),
        quota_stop=None if until is None else calls.plain_time(until),
    )


@blueprint.post("/account/disconnect")
def disconnect_account() -> _Page:
    """Drop the user's Spotify login and end their jobs; what was made here stays."""
    person = require_visitor()
    _require_sure("Nothing was disconnected.")
    waiting.disconnect(services().store, person.user_id)
    return redirect(url_for("pages.account"), 303)


@blueprint.post("/account/delete")
def delete_account() -> _Page:
    """Delete all that is kept about the user and end every session of theirs."""
    person = require_visitor()
    _require_sure("Nothing was deleted.")
    people.delete_user(services().store, person.user_id)
    recordings.sweep(services())
    response = redirect("/?why=deleted", 303)
    clear_cookie(response)
    return response


def _require_sure(otherwise: str) -> None:
    if not request.form.get("sure"):
        raise BadRequest("not_sure", otherwise, "Tick the box that says you are sure.")


def start_page(form: Mapping[str, object], error: MoodDexError | None) -> str:
    """The start page with a form's values, and what is wrong with them."""
    user_id = require_visitor().user_id
    until = calls.quota_stop(services().store)
    return render_template(
        "start.html",
        form=form,
        quota_stop=None if until is None else calls.plain_time(until),
        error=None if error is None else _told(error),
        under_way=desk.under_way(services(), user_id),
        playlists=views.playlists_of(services(), user_id),
        sources=[source.value for source in usable_lists()],
        statuses=[status.value for status in WatchStatus],
        kinds=[kind.value for kind in ThemeKind],
        media=[kind.value for kind in MediaKind],
    )


def _playlist_page(view: Mapping[str, Any], asked: Asked, error: MoodDexError | None) -> str:
    journey = None
    if asked.journey is not None:
        journey = fitting(services().store, require_visitor().user_id, asked.journey)
    context = playlist_context(view, asked, error, _retry(view["request"]), journey)
    return render_template("playlist.html", **context)


def _told(error: MoodDexError) -> dict[str, str]:
    return error_json(error)["error"]


def form_status(error: MoodDexError) -> int:
    """The status of a form that is shown again."""
    return 422 if error.status == 400 else error.status


def _with_links(job: Mapping[str, Any]) -> dict[str, Any]:
    made = (job["result"] or {}).get("playlist")
    retry = _retry(job["request"])
    if any(problem["code"] == "spotify_login_expired" for problem in job["problems"]):
        retry = url_for("pages.landing", why="spotify_login_expired", next=retry)
    return {
        **job,
        "url": url_for("api.show_job", job_id=job["id"]),
        "page": url_for("pages.job", job_id=job["id"]),
        "playlist_page": made and url_for("pages.playlist", playlist_id=made["id"]),
        "retry": retry,
        "watch_query": watch_query(job["request"]),
        "journey": told_journey(job["request"]),
        "resumes": plain_time(datetime.fromisoformat(until))
        if (until := job["resumes_at"])
        else None,
    }


def _retry(wanted: Mapping[str, Any]) -> str:
    if "people" in wanted:
        return compare_address(wanted)
    if "film_id" in wanted:
        return url_for("films.films")
    if is_watch(wanted):
        return watch_address(wanted)
    if "playlist_id" not in wanted:
        return url_for("pages.start", **start_fields(wanted))
    point = wanted.get("point") or {}
    names = ("moods", "radius", "from", "to", "minutes")
    fields = {name: wanted.get(name) for name in names}
    fields["path"] = path_text(wanted["path"]) if wanted.get("path") else None
    return url_for(
        "pages.playlist", playlist_id=wanted["playlist_id"], _anchor="moods", **fields, **point
    )
