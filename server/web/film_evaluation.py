"""The pages that hold what was heard against what is there."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from server.errors import BadRequest, MoodDexError
from server.films import evaluation, film_view
from server.store import films
from server.store.films import Film
from server.web.context import require_visitor, services
from server.web.errors import error_json
from server.web.film_charts import classes_chart
from server.web.film_words import film_words

blueprint = Blueprint("film_evaluation", __name__, url_prefix="/films")

_Page = str | tuple[str, int] | BaseResponse


@blueprint.get("/evaluation")
def made_film() -> _Page:
    """The made film: what is there, what was heard, and how wrong each stretch is."""
    require_visitor()
    return _page(evaluation.made_film())


@blueprint.get("/<id:film_id>/evaluation")
def own_film(film_id: str) -> _Page:
    """The same of a film of the listener's own, by labels that they gave."""
    return _own_page(_read_film(film_id), None)


@blueprint.post("/<id:film_id>/truth")
def submit_truth(film_id: str) -> _Page:
    """Keep the true labels of a film, or forget them; back to how right it is."""
    user_id, film = require_visitor().user_id, _read_film(film_id)
    try:
        truth = None
        if "forget" not in request.form:
            truth = evaluation.read_truth(_given(), len((film.reading or {})["seconds"]))
        films.keep_truth(services().store, user_id, film_id, truth)
    except MoodDexError as error:
        return _own_page(film, error), 422
    return redirect(url_for("film_evaluation.own_film", film_id=film_id), 303)


def _given() -> str:
    """The labels as they were pasted, or as a file has them."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return request.form.get("labels", "")
    try:
        return sent.stream.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(
            "bad_truth", "This file is not text.", "Hand in a CSV file: start, end, label."
        ) from error


def _read_film(film_id: str) -> Film:
    film = film_view.film_of(services(), require_visitor().user_id, film_id)
    if film.reading is None:
        raise MoodDexError(
            "film_not_read",
            "This film has not been read yet.",
            "Wait until its job has ended.",
            status=409,
        )
    return film


def _own_page(film: Film, error: MoodDexError | None) -> str:
    judged = None
    if film.truth:
        judged = evaluation.own_film(film.reading or {}, list(film.truth))
        judged = judged if judged["seconds"] else None  # labels kept when any would do
    return _page(judged, film_view.entry_json(film.entry), error)


def _page(
    judged: dict[str, Any] | None,
    film: dict[str, Any] | None = None,
    error: MoodDexError | None = None,
) -> str:
    return render_template(
        "film_evaluation.html",
        judged=judged,
        film=film,
        words=film_words(),
        bands=None if judged is None else classes_chart(judged),
        error=None if error is None else error_json(error)["error"],
        labels=request.form.get("labels", ""),
    )
