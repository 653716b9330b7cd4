"""A recording handed in: named, put where jobs find it, and given to one."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from films.film_names import name_of_file
from server.errors import BadRequest, MoodDexError
from server.films import recordings
from server.jobs.desk import Enqueue, submit
from server.jobs.film_request import FilmRequest
from server.services import Services
from server.store import films, jobs
from server.store.films import Named

EARLIEST_YEAR, LATEST_YEAR = 1880, 2100
_LONGEST = 200
_SPACE = re.compile(r"\s+")


def named(
    fields: Mapping[str, object], file: str, metadata: Mapping[str, Any] | None = None
) -> Named:
    """What its owner calls a film; what they leave out is taken from metadata or the file's name.

    Raises:
        BadRequest: the year is none, or a name is too long.
    """
    told = name_of_file(PurePosixPath(file.replace("\\", "/")).name)
    film = (metadata or {}).get("film")
    known = film if isinstance(film, Mapping) else {}
    title = _text(fields, "title") or _text(known, "title") or _plain(told.title) or "Untitled"
    directors = known.get("directors")
    collection = _text(fields, "collection")
    if not collection and isinstance(directors, list) and directors:
        collection = _text({"collection": directors[0]}, "collection")
    given = str(fields.get("year") or known.get("year") or "").strip()
    year = told.year
    if given:
        year = int(given) if re.fullmatch(r"[0-9]{4}", given) else 0
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise BadRequest(
                "bad_year",
                "That is not a year.",
                f"Give four digits, from {EARLIEST_YEAR} to {LATEST_YEAR}, or leave it out.",
            )
    return Named(title[:_LONGEST], collection, year)


def require_room(services: Services, user_id: int) -> None:
    """Raises MoodDexError (409): the person has as many films as are kept."""
    if len(films.entries(services.store, user_id)) >= films.MOST_FILMS:
        raise MoodDexError(
            "too_many_films",
            f"You already have {films.MOST_FILMS} films here.",
            "Delete one that you no longer need.",
            status=409,
        )


def require_none_under_way(services: Services, user_id: int) -> None:
    """Raises MoodDexError (429): a film of the person's is still being read."""
    if any(ticket.kind == "film" for ticket in jobs.under_way(services.store, user_id)):
        raise _film_under_way()


def hand_in(services: Services, queue: Enqueue, user_id: int, called: Named, part: Path) -> str:
    """Have a recording that has come in read by a job; the job's id. The file is taken over.

    Raises:
        MoodDexError: 429 `film_under_way`, `too_many_jobs`.
    """
    film_id = uuid4().hex
    films.add(services.store, user_id, called, film_id=film_id)
    part.replace(recordings.recording_of(services.settings, film_id))
    try:
        # The job is handed on only once it is tied to its film: a sweep goes by that.
        job_id = submit(services, _Later(), user_id, FilmRequest(film_id, called.title))
        job = jobs.view(services.store, user_id, job_id)
        if job is None or job.request.get("film_id") != film_id:
            raise _film_under_way()
    except MoodDexError:
        films.remove(services.store, user_id, film_id)
        recordings.recording_of(services.settings, film_id).unlink(missing_ok=True)
        raise
    films.tie(services.store, film_id, job_id)
    queue.enqueue(job_id)
    return job_id


class _Later:
    """Hands nothing on."""

    def enqueue(self, job_id: str) -> None:
        """Nothing happens yet."""


def _film_under_way() -> MoodDexError:
    return MoodDexError(
        "film_under_way",
        "A film of yours is still being read.",
        "Wait for it to end, or stop it; then hand in the next.",
        status=429,
    )


def _plain(text: str) -> str:
    """Without what is not seen, such as marks that turn the direction of writing round."""
    text = _SPACE.sub(" ", text).strip()
    return "".join(each for each in text if each.isprintable())


def _text(fields: Mapping[str, object], name: str) -> str:
    text = _plain(str(fields.get(name) or ""))
    if len(text) > _LONGEST:
        raise BadRequest(
            f"bad_{name}", f"That is too long a {name}.", f"Keep it to {_LONGEST} letters."
        )
    return text
