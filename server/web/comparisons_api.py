"""Comparisons in JSON. Described by `server.web.openapi_comparisons`."""

from flask import Blueprint, Response, jsonify

from server.playlists.comparison_view import comparison_view
from server.web.api import accepted, json_body
from server.web.asking import ask_for_comparison, ask_for_shared
from server.web.context import require_spotify, require_visitor, services

blueprint = Blueprint("comparisons_api", __name__, url_prefix="/api")


@blueprint.post("/comparisons")
def create_comparison() -> Response:
    """Ask what two people's lists share."""
    return accepted(ask_for_comparison(require_visitor(), json_body()))


@blueprint.get("/comparisons/<id:comparison_id>")
def show_comparison(comparison_id: str) -> Response:
    """What they share, what each alone has, and where their songs lie on the plane."""
    return jsonify(comparison_view(services(), require_visitor().user_id, comparison_id))


@blueprint.post("/comparisons/<id:comparison_id>/playlist")
def create_shared_playlist(comparison_id: str) -> Response:
    """Ask for a playlist of what they share; asking again brings it up to date."""
    return accepted(ask_for_shared(require_spotify(), comparison_id))
