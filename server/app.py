"""The Flask application, put together."""

from typing import Any

from flask import Flask, redirect, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from server.config import ROOT
from server.errors import MoodDexError
from server.jobs.queue import JobQueue
from server.services import Services
from server.web import (
    api,
    assets,
    at_spotify,
    auth,
    changes,
    changes_api,
    comparisons,
    comparisons_api,
    compress,
    context,
    csrf,
    errors,
    export,
    film_evaluation,
    film_patterns,
    films,
    films_api,
    first_look,
    headers,
    health,
    languages,
    like,
    like_api,
    pages,
    plane_api,
    preferences,
    review,
    review_api,
    samples,
    song,
    watch_next,
    watch_next_api,
)
from server.web.paths import IdConverter

_LARGEST_REQUEST = 64 * 1024
_NEEDS_NO_SETUP = frozenset({"pages.setup", "health.healthz", "api.openapi", "static"})


def create_app(services: Services, queue: JobQueue) -> Flask:
    """The application over services that are built and a database that is migrated.

    It starts no threads and calls nobody; jobs are run by whoever starts the queue.
    """
    app = Flask(
        "mooddex",
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = _LARGEST_REQUEST
    app.config["MAX_FORM_PARTS"] = 100
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.converters["id"] = IdConverter
    context.attach(app.extensions, services, queue)
    if services.settings.is_https:  # then there is a proxy in front that speaks TLS
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]

    errors.register(app)
    languages.attach(app, preferences.settled)
    app.before_request(csrf.refuse_cross_site)
    app.before_request(_lead_to_setup)
    app.after_request(headers.add_headers)
    app.after_request(compress.shrink)
    app.context_processor(_who_and_where)
    app.context_processor(assets.for_templates)
    for part in (
        auth,
        comparisons,
        comparisons_api,
        api,
        review_api,
        samples,
        song,
        changes_api,
        pages,
        plane_api,
        review,
        changes,
        export,
        first_look,
        at_spotify,
        health,
        preferences,
        films,
        film_evaluation,
        film_patterns,
        films_api,
        like,
        like_api,
        watch_next,
        watch_next_api,
        assets,
    ):
        app.register_blueprint(part.blueprint)
    return app


def _lead_to_setup() -> BaseResponse | None:
    if context.services().settings.spotify_client_id or request.endpoint in _NEEDS_NO_SETUP:
        return None
    if errors.wants_json():
        raise MoodDexError(
            "setup_needed",
            "This MoodDex has no Spotify client id yet.",
            "Open /setup to see how to get one.",
            status=503,
        )
    return redirect("/setup", 303)


def _who_and_where() -> dict[str, Any]:
    try:
        visitor = context.visitor()
    except SQLAlchemyError:  # the page that tells of it must not fail too
        visitor = None
    user = None if visitor is None else {"display_name": visitor.display_name}
    return {"user": user, "path": request.path}
