"""Playlists as files, from the pages and from the API."""

from functools import partial
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response

from server.playlists.export import FORMATS
from server.playlists.exported import exported, file_name
from server.web.context import require_visitor, services

blueprint = Blueprint("export", __name__)


def export(ending: str, playlist_id: str) -> Response:
    """A playlist of the visitor's as a file to keep."""
    playlist = exported(services(), require_visitor().user_id, playlist_id)
    kind = FORMATS[ending]
    response = Response(kind.write(playlist), content_type=kind.media_type)
    # A header holds Latin letters only: beside them, the name as RFC 8187 writes it.
    name, plain = file_name(playlist.name, ending), file_name("playlist", ending)
    names = {"filename": name if name.isascii() else plain}
    if not name.isascii():
        names["filename*"] = f"UTF-8''{quote(name, safe='')}"
    response.headers.set("Content-Disposition", "attachment", **names)
    return response


def export_paths(errors: Any) -> dict[str, Any]:
    """Their part of the API's description; `errors` describes failures by their status."""
    return {
        f"/api/playlists/{{playlist_id}}/export.{ending}": {
            "parameters": [_PLAYLIST],
            "get": {
                "summary": f"A playlist as a file to keep ({kind.label})",
                "responses": {
                    "200": {
                        "description": "The file",
                        "content": {kind.media_type: {"schema": {"type": "string"}}},
                    },
                    **errors(401, 404, 503),
                },
            },
        }
        for ending, kind in FORMATS.items()
    }


_PLAYLIST = {
    "name": "playlist_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,32}$"},
}

for _ending in FORMATS:
    for _under, _place in (("", "page"), ("/api", "api")):
        blueprint.add_url_rule(
            f"{_under}/playlists/<id:playlist_id>/export.{_ending}",
            f"{_place}_{_ending}",
            partial(export, _ending),
        )
