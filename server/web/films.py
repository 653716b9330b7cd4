"""The pages of films: what is there, what was read of one, and the ways to hand one in."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from server.errors import MoodDexError
from server.films import film_view
from server.store import jobs
from server.store.jobs import UNFINISHED
from server.web.context import require_visitor, services
from server.web.errors import error_json
from server.web.film_charts import course_chart, layers_chart, ring_chart
from server.web.film_words import film_words
from server.web.handing_in import ask_for_film, delete_film

blueprint = Blueprint("films", __name__, url_prefix="/films")

_Page = str | tuple[str, int] | BaseResponse


@blueprint.get("")
def films() -> _Page:
    """The listener's films, by collection, and the form to hand one in."""
    return _films_page(require_visitor().user_id, None)


@blueprint.post("")
def submit_film() -> _Page:
    """Hand a recording in: on to the job's page; or a reading: on to the film's."""
    person = require_visitor()
    try:
        made = ask_for_film(person)
    except MoodDexError as error:
        page = _films_page(person.user_id, error)
        return page, 422 if error.status == 400 else error.status
    if made.job_id is not None:
        return redirect(url_for("pages.job", job_id=made.job_id), 303)
    if len(made.film_ids) > 1:
        return redirect(url_for("films.films"), 303)
    return redirect(url_for("films.film", film_id=made.film_ids[0]), 303)


@blueprint.get("/<id:film_id>")
def film(film_id: str) -> _Page:
    """What was read of a film: its stretches of music, the whole, and its course."""
    user_id = require_visitor().user_id
    found = film_view.film_of(services(), user_id, film_id)
    if found.reading is None:
        if found.entry.state in UNFINISHED:
            return redirect(url_for("pages.job", job_id=found.entry.job_id), 303)
        return render_template(
            "film_unread.html",
            film=film_view.entry_json(found.entry),
            reason=_reason(user_id, found.entry.job_id),
        )
    sort = request.args.get("sort", "start")
    page = request.args.get("page", 1, type=int)
    view = film_view.film_view(found, sort, page)
    return render_template(
        "film.html",
        film=view,
        sort=sort if sort.removeprefix("-") in film_view.SORTS else "start",
        words=film_words(),
        layers=layers_chart(view),
        ring_charts={name: ring_chart(parts) for name, parts in view["rings"].items()},
        course=course_chart(view),
    )


@blueprint.post("/<id:film_id>/delete")
def submit_delete(film_id: str) -> _Page:
    """Delete a film; back to the others."""
    delete_film(require_visitor(), film_id)
    return redirect(url_for("films.films"), 303)


def _films_page(user_id: int, error: MoodDexError | None) -> str:
    every = film_view.films_of(services(), user_id)
    settings = services().settings
    # A form with a file is never kept: what else was in it is not worth an upload's wait.
    return render_template(
        "films.html",
        collections=[
            (name, list(some)) for name, some in groupby(every, lambda one: one["collection"])
        ],
        under_way=[one for one in every if one["state"] in UNFINISHED],
        upload_mb=settings.upload_mb,
        film_hours=settings.film_hours,
        error=None if error is None else error_json(error)["error"],
    )


def _reason(user_id: int, job_id: str | None) -> Mapping[str, Any] | None:
    job = None if job_id is None else jobs.view(services().store, user_id, job_id)
    if job is None or job.state != "failed" or not job.problems:
        return None
    last = job.problems[-1]
    return {"code": last.code, "message": last.message}
