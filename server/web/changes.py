"""The page of a playlist's changes: what an update would do, undo, versions, name and visibility.

Everything is a form; nothing is written before it was shown.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from server.errors import LoginNeeded, MoodDexError, NotFound
from server.playlists import preview, restore, settings
from server.web.asking import ask_for_change
from server.web.context import require_spotify, require_visitor, services
from server.web.errors import error_json

blueprint = Blueprint("changes", __name__)

_Page = str | tuple[str, int] | BaseResponse


@blueprint.get("/playlists/<id:playlist_id>/changes")
def changes(playlist_id: str) -> _Page:
    """What an update would change; with `version`, `undo` or `order` what that would."""
    return _page(playlist_id)


@blueprint.post("/playlists/<id:playlist_id>/changes")
def change(playlist_id: str) -> _Page:
    """Hand in what was chosen: undo, a version to restore, the order, or songs to bring back."""
    person = require_spotify()
    body = {
        "undo": bool(request.form.get("undo")),
        "version": request.form.get("version", type=int),
        "order": bool(request.form.get("order")),
        "back": request.form.getlist("back"),
    }
    try:
        job_id = ask_for_change(person, playlist_id, body)
    except (LoginNeeded, NotFound):
        raise
    except MoodDexError as error:
        return _page(playlist_id, error), 422 if error.status == 400 else error.status
    return redirect(url_for("pages.job", job_id=job_id), 303)


@blueprint.post("/playlists/<id:playlist_id>/settings")
def set_up(playlist_id: str) -> _Page:
    """Keep the name, text and visibility, or draw a cover, and tell Spotify."""
    person = require_spotify()
    body = {
        "name": request.form.get("name", ""),
        "description": request.form.get("description", ""),
        "public": bool(request.form.get("public")),
        "follows": bool(request.form.get("follows")),
    }
    store, spotify = services().store, services().spotify_for(person.user_id)
    try:
        if request.form.get("cover"):
            settings.draw(store, spotify, person.user_id, playlist_id)
        else:
            settings.change(store, spotify, person.user_id, playlist_id, body)
    except (LoginNeeded, NotFound):
        raise
    except MoodDexError as error:
        return _page(playlist_id, error), 422 if error.status == 400 else error.status
    return redirect(url_for("changes.changes", playlist_id=playlist_id), 303)


@blueprint.get("/playlists/<id:playlist_id>/versions/<int:version>")
def version(playlist_id: str, version: int) -> _Page:
    """One version's songs."""
    store, user_id = services().store, require_visitor().user_id
    return render_template(
        "version.html",
        playlist=settings.told(preview.own_playlist(store, user_id, playlist_id)),
        version=preview.version_of(store, user_id, playlist_id, version),
    )


def _page(playlist_id: str, error: MoodDexError | None = None) -> str:
    store, user_id = services().store, require_visitor().user_id
    playlist = preview.own_playlist(store, user_id, playlist_id)
    version = request.args.get("version", type=int)
    undo, order = bool(request.args.get("undo")), bool(request.args.get("order"))
    told = None
    if error is None:
        try:
            told = preview.preview(
                services(), user_id, playlist_id, version=version, undo=undo, order=order
            )
        except NotFound:
            raise
        except MoodDexError as problem:  # LoginNeeded too: versions can be looked at without
            error = problem
    return render_template(
        "changes.html",
        playlist=settings.told(playlist),
        changes=told,
        version=version,
        order=order,
        undo=undo,
        can_undo=restore.last_write(store, playlist_id) is not None,
        versions=preview.versions_of(store, user_id, playlist_id),
        error=None if error is None else error_json(error)["error"],
        login_url=url_for("auth.login", next=request.full_path.rstrip("?"))
        if isinstance(error, LoginNeeded)
        else None,
    )
