"""Whether the application can do its work, for those who run it."""

import logging

from flask import Blueprint, Response, jsonify

from server.web.context import queue, services

blueprint = Blueprint("health", __name__)
_log = logging.getLogger(__name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 when database, queue and models can be used, 503 when one cannot."""
    models = dict(services().reader.versions)
    healthy = bool(models)
    if films := services().films.version():  # not having them is no illness
        models["films"] = films
    body: dict[str, object] = {
        "database": "ok" if _database_answers() else "down",
        "queue": "ok" if _queue_answers() else "down",
        "models": models,
    }
    healthy = healthy and "down" not in body.values()
    response = jsonify({"status": "ok" if healthy else "down", **body})
    response.status_code = 200 if healthy else 503
    return response


def _database_answers() -> bool:
    try:
        services().store.ping()
    except Exception:  # whatever the driver raises, the database cannot be used
        _log.exception("the database does not answer")
        return False
    return True


def _queue_answers() -> bool:
    try:
        queue().ping()
    except Exception:  # whatever the queue's storage raises, it cannot be used
        _log.exception("the queue does not answer")
        return False
    return True
