"""What somebody settles on for every page: its language, and that of titles."""

from flask import Blueprint, redirect, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from server.store import people
from server.web.context import services, visitor
from server.web.languages import LANGUAGES, TITLES, Settled, in_language
from server.web.paths import own_path

blueprint = Blueprint("preferences", __name__)


@blueprint.post("/preferences")
def prefer() -> BaseResponse:
    """Keep what was chosen and go back to the page; nobody's choice goes along in its address."""
    language, titles = request.form.get("language"), request.form.get("titles")
    language = language if language in LANGUAGES else None
    titles = titles if titles in TITLES else None
    back = in_language(own_path(request.form.get("back")) or "/", None)
    person = visitor()
    if person is None:
        return redirect(in_language(back, language), 303)
    people.settle(services().store, person.user_id, language=language, titles=titles)
    return redirect(back, 303)


def settled() -> Settled:
    """What the visitor has settled on; nothing while that cannot be looked up."""
    try:
        person = visitor()
    except SQLAlchemyError:  # the page that tells of it must not fail too
        person = None
    return Settled() if person is None else Settled(person.language, person.titles)
