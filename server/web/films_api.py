"""Films in JSON. Described by `server.web.openapi_films`."""

from flask import Blueprint, Response, jsonify, url_for

from server.films import film_view
from server.web.api import accepted
from server.web.context import require_visitor, services
from server.web.handing_in import ask_for_film, delete_film

blueprint = Blueprint("films_api", __name__, url_prefix="/api")


@blueprint.get("/films")
def list_films() -> Response:
    """The user's films, without their readings."""
    return jsonify({"films": film_view.films_of(services(), require_visitor().user_id)})


@blueprint.post("/films")
def create_film() -> Response:
    """Have a recording read, or keep readings made elsewhere."""
    made = ask_for_film(require_visitor())
    if made.job_id is not None:
        return accepted(made.job_id)
    response = jsonify({"films": [{"id": film_id} for film_id in made.film_ids]})
    response.status_code = 201
    response.headers["Location"] = url_for("films_api.show_film", film_id=made.film_ids[0])
    return response


@blueprint.get("/films/<id:film_id>")
def show_film(film_id: str) -> Response:
    """A film with what was read of it."""
    return jsonify(film_view.film_json(services(), require_visitor().user_id, film_id))


@blueprint.delete("/films/<id:film_id>")
def remove_film(film_id: str) -> tuple[str, int]:
    """Delete a film and all that is known of it; a job that reads it is stopped."""
    delete_film(require_visitor(), film_id)
    return "", 204
