"""The pages on which two people's lists are compared."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from server.domain import ListRequest, ThemeKind, WatchStatus
from server.errors import MoodDexError
from server.playlists import comparison_view
from server.web.asking import ask_for_comparison, ask_for_shared, usable_lists
from server.web.context import require_spotify, require_visitor, services
from server.web.errors import error_json

blueprint = Blueprint("comparisons", __name__)

_Page = str | tuple[str, int] | BaseResponse
_PLACES = ("first", "second")


@blueprint.get("/compare")
def compare() -> _Page:
    """The form; fields in the address fill it in."""
    return _compare_page(require_visitor().user_id, _form(request.args, is_sent=False), None)


@blueprint.post("/compare")
def submit_compare() -> _Page:
    """Hand the form in: on to the job's page, or the form again with what is wrong."""
    person = require_visitor()
    form = _form(request.form, is_sent=True)
    try:
        job_id = ask_for_comparison(person, form)
    except MoodDexError as error:
        page = _compare_page(person.user_id, form, error)
        return page, 422 if error.status == 400 else error.status
    return redirect(url_for("pages.job", job_id=job_id), 303)


@blueprint.get("/comparisons/<id:comparison_id>")
def comparison(comparison_id: str) -> _Page:
    """What two people share, what each alone has, and where their songs lie."""
    view = comparison_view.comparison_view(services(), require_visitor().user_id, comparison_id)
    return render_template("comparison.html", comparison=view, again=_address(view))


@blueprint.post("/comparisons/<id:comparison_id>/playlist")
def submit_shared(comparison_id: str) -> _Page:
    """Ask for the playlist of what they share: on to the job's page."""
    job_id = ask_for_shared(require_spotify(), comparison_id)
    return redirect(url_for("pages.job", job_id=job_id), 303)


def compare_address(wanted: Mapping[str, Any]) -> str:
    """Where a comparison can be asked for again: its page, or the form filled in."""
    if "comparison_id" in wanted:
        return url_for("comparisons.comparison", comparison_id=wanted["comparison_id"])
    return _address(wanted)


def _address(wanted: Mapping[str, Any]) -> str:
    people = {
        f"{name}_{place}": person[name]
        for place, person in zip(_PLACES, wanted["people"], strict=True)
        for name in ("source", "username")
    }
    rest = {name: wanted[name] for name in ("statuses", "kinds")}
    return url_for("comparisons.compare", **people, **rest)


def _form(fields: "MultiDict[str, str]", *, is_sent: bool) -> dict[str, Any]:
    """What the form shows and `POST /api/comparisons` takes: the fields over the defaults.

    Of a form that was sent, every box of a kind unticked is kept so.
    """
    return {
        "people": [
            {
                "source": fields.get(f"source_{place}") or usable_lists()[0].value,
                "username": fields.get(f"username_{place}", "").strip(),
            }
            for place in _PLACES
        ],
        "statuses": fields.getlist("statuses") or ([] if is_sent else list(ListRequest.statuses)),
        "kinds": fields.getlist("kinds") or ([] if is_sent else list(ListRequest.kinds)),
    }


def _compare_page(user_id: int, form: Mapping[str, Any], error: MoodDexError | None) -> str:
    return render_template(
        "compare.html",
        form=form,
        error=None if error is None else error_json(error)["error"],
        comparisons=comparison_view.comparisons_of(services(), user_id),
        sources=[source.value for source in usable_lists()],
        statuses=[status.value for status in WatchStatus],
        kinds=[kind.value for kind in ThemeKind],
    )
