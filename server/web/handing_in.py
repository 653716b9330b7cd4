"""What a request hands in: a recording for a job to read, or readings that were made elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import request

from server.errors import BadRequest
from server.films import film_view, handing_in, imported, recordings
from server.jobs import desk
from server.store import films
from server.store.browsers import Visitor
from server.store.jobs import UNFINISHED
from server.web.context import queue, services
from server.web.upload import received

FIELD = "recording"


@dataclass(frozen=True)
class Made:
    """What came of it: a job, or films that are there already."""

    job_id: str | None = None
    film_ids: tuple[str, ...] = ()


def ask_for_film(person: Visitor) -> Made:
    """Take in what this request carries: a form with a file, or the JSON of a reading.

    Raises:
        BadRequest: there is nothing in it, or it cannot be understood.
        MoodDexError: it is too large, or there are too many.
    """
    parts = services()
    handing_in.require_room(parts, person.user_id)
    if request.is_json:
        request.max_content_length = imported.MOST_BYTES
        return Made(film_ids=_keep(person, request.args, request.get_data(cache=False)))
    if (request.content_length or 0) > imported.MOST_BYTES:  # it cannot be a reading
        handing_in.require_none_under_way(parts, person.user_id)
    with received(parts.settings, FIELD, person.user_id) as came:
        if came.file is None and came.name:
            raise BadRequest("film_empty", "This file is empty.", "Choose a file with sound in it.")
        if came.file is None:
            raise BadRequest(
                "no_recording", "No recording was chosen.", "Choose a file with sound in it."
            )
        if _is_json(came.file):
            return Made(film_ids=_keep(person, came.fields, came.file.read_bytes()))
        handing_in.require_none_under_way(parts, person.user_id)
        called = handing_in.named(came.fields, came.name)
        return Made(handing_in.hand_in(parts, queue(), person.user_id, called, came.file))


def delete_film(person: Visitor, film_id: str) -> None:
    """Delete a film and all that is known of it, and stop a job that reads it. Raises NotFound."""
    parts = services()
    entry = film_view.film_of(parts, person.user_id, film_id).entry
    if entry.job_id is not None and entry.state in UNFINISHED:
        desk.cancel(parts, person.user_id, entry.job_id)
    films.remove(parts.store, person.user_id, film_id)
    recordings.sweep(parts)


def _is_json(file: Path) -> bool:
    """Whether a file begins as JSON does and is small enough to be a reading."""
    if file.stat().st_size > imported.MOST_BYTES:
        return False
    with file.open("rb") as opened:
        return opened.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _keep(person: Visitor, fields: Mapping[str, str], text: bytes) -> tuple[str, ...]:
    """Keep readings that were made elsewhere; the films' ids."""
    readings = imported.readings_in(text)
    if len(readings) > 1:  # a title is one film's
        fields = {name: value for name, value in fields.items() if name == "collection"}
    store = services().store
    kept = []
    for reading in readings:
        metadata = reading.pop("metadata")
        called = handing_in.named(fields, reading["file"], metadata)
        kept.append(films.add(store, person.user_id, called, reading=reading, metadata=metadata))
    return tuple(kept)
