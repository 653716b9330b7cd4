"""Looking at what a playlist would hold before it is made: a page, and the same in JSON."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from server.domain import ListRequest
from server.errors import BadRequest, LoginNeeded, MoodDexError
from server.jobs import requests
from server.playlists.first_look import first_look
from server.web.api import json_body
from server.web.context import require_spotify, services
from server.web.forms import playlist_body, start_form
from server.web.pages import form_status, start_page

blueprint = Blueprint("first_look", __name__)

_Page = str | tuple[str, int] | BaseResponse


@blueprint.post("/start/look")
def look() -> _Page:
    """What the form's playlist would hold; one that is made already has its page of changes."""
    person = require_spotify()
    form = start_form(request.form, "")
    try:
        told = _told(person.user_id, playlist_body(form))
    except LoginNeeded:
        raise
    except MoodDexError as error:
        return start_page(form, error), form_status(error)
    if told["playlist"]:
        return redirect(url_for("changes.changes", playlist_id=told["playlist"]), 303)
    fields = [(name, value) for name, value in request.form.items(multi=True) if value]
    return render_template("first_look.html", look=told, fields=fields, form=form)


@blueprint.post("/api/playlists/look")
def look_in_json() -> Response:
    """The same; nothing is written and Spotify is not asked."""
    return jsonify(_told(require_spotify().user_id, json_body()))


def _told(user_id: int, body: Mapping[str, object]) -> dict[str, Any]:
    wanted = requests.parse_playlist_request(body)
    if not isinstance(wanted, ListRequest):
        raise BadRequest(
            "bad_look", "A Spotify playlist is only read.", "Ask for it: nothing of it is changed."
        )
    return first_look(services(), user_id, wanted)
