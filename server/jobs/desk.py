"""The desk where people hand in jobs, ask after them, and call them off."""

from typing import Any, Protocol

from server.domain import ListRequest, ListSource
from server.errors import BadRequest, MoodDexError, NotFound
from server.films import recordings
from server.jobs.comparison_request import ComparisonRequest
from server.jobs.film_request import FilmRequest
from server.jobs.journey_request import JourneyRequest
from server.jobs.requests import (
    ChangeRequest,
    JobRequest,
    MoodRequest,
    SpotifyRequest,
    fingerprint,
    from_json,
    to_json,
)
from server.jobs.titles import list_name, mood_name, names_of, watch_name
from server.jobs.watch_request import WatchRequest
from server.services import Services
from server.store import jobs, playlists, waiting

MOST_UNFINISHED = 5


class Enqueue(Protocol):
    """The part of `server.jobs.queue.JobQueue` that the desk needs."""

    def enqueue(self, job_id: str) -> None:
        """Have the job run as soon as a worker is free."""
        ...


def submit(services: Services, queue: Enqueue, user_id: int, request: JobRequest) -> str:
    """Hand in a job; its id. A request equal to one still queued or running is that job.

    Raises:
        NotFound: the playlist to filter is not the user's.
        BadRequest: the list's service is not set up here.
        MoodDexError: 429 `too_many_jobs`.
    """
    if isinstance(request, MoodRequest | JourneyRequest | ChangeRequest):
        if playlists.get(services.store, user_id, request.playlist_id) is None:
            raise no_playlist()
    elif isinstance(request, ListRequest | WatchRequest):
        _require_configured(services, request.source)
    elif isinstance(request, ComparisonRequest):
        for person in request.people:
            _require_configured(services, person.source)
    job_id, is_new = jobs.find_or_add(
        services.store,
        user_id,
        kind_of(request),
        to_json(request),
        fingerprint(request),
        at_most=MOST_UNFINISHED,
    )
    if job_id is None:
        raise MoodDexError(
            "too_many_jobs",
            f"You already have {MOST_UNFINISHED} jobs under way.",
            "Wait for one to end, or cancel one.",
            status=429,
        )
    if is_new:
        queue.enqueue(job_id)
    return job_id


def describe(services: Services, user_id: int, job_id: str) -> dict[str, Any]:
    """A job as the API tells it: id, kind, state, stage, done, total, problems, result.

    Beyond those: `request` as it was asked, and `cancelling` while a cancel is on its way. A
    queued job that was put aside has `waits_for`: `login`, or `quota` with `resumes_at`, when it
    goes on by itself (ISO 8601, UTC); both are null otherwise.

    Raises:
        NotFound: no such job, or it is somebody else's.
    """
    job = jobs.view(services.store, user_id, job_id)
    if job is None:
        raise no_job()
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "problems": [
            {"item": each.item, "code": each.code, "message": each.message} for each in job.problems
        ],
        "result": job.result,
        "request": dict(job.request),
        "waits_for": job.waits_for,
        "resumes_at": job.resumes_at and job.resumes_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "cancelling": job.cancel_requested and job.state in jobs.UNFINISHED,
    }


def under_way(services: Services, user_id: int) -> list[dict[str, str]]:
    """The user's jobs that are queued or running, the oldest first: `id` and a plain `name`."""
    return [
        {"id": ticket.id, "name": _name(services, user_id, from_json(ticket.request))}
        for ticket in jobs.under_way(services.store, user_id)
    ]


def cancel(services: Services, user_id: int, job_id: str) -> None:
    """Call a job off; it keeps what it has. One that has ended stays as it is.

    Raises:
        NotFound: no such job, or it is somebody else's.
    """
    if not jobs.request_cancel(services.store, user_id, job_id):
        raise no_job()
    recordings.sweep(services)  # one that was still queued has ended


def logged_in(services: Services, queue: Enqueue, user_id: int) -> None:
    """Somebody has logged in with Spotify: have their jobs that waited for it go on."""
    for job_id in waiting.wake_after_login(services.store, user_id):
        queue.enqueue(job_id)


def kind_of(request: JobRequest) -> str:
    """The kind: `list`, `spotify`, `mood`, `change`, `comparison`, `shared`, `film` or `watch`."""
    if isinstance(request, FilmRequest | WatchRequest):
        return "film" if isinstance(request, FilmRequest) else "watch"
    if isinstance(request, ChangeRequest):
        return "change"
    if isinstance(request, MoodRequest | JourneyRequest):
        return "mood"
    if isinstance(request, ComparisonRequest):
        return "comparison" if request.comparison_id is None else "shared"
    return "spotify" if isinstance(request, SpotifyRequest) else "list"


def no_job() -> NotFound:
    """The answer for a job that is not there, or not the asker's."""
    return NotFound("no_such_job", "There is no such job.", "Start a new one from the start page.")


def no_playlist() -> NotFound:
    """The answer for a playlist that is not there, or not the asker's."""
    return NotFound(
        "no_such_playlist",
        "There is no such playlist here.",
        "Your playlists are listed on the start page.",
    )


def _name(services: Services, user_id: int, request: JobRequest) -> str:
    if isinstance(request, ListRequest | WatchRequest):
        return list_name(request) if isinstance(request, ListRequest) else watch_name(request)
    if isinstance(request, SpotifyRequest):
        return "The moods of a Spotify playlist"
    if isinstance(request, FilmRequest):
        return request.title
    if isinstance(request, ComparisonRequest):
        one, other = names_of(request.people)
        what = "{} and {}, compared" if request.comparison_id is None else "What {} and {} share"
        return what.format(one, other)
    parent = playlists.get(services.store, user_id, request.playlist_id)
    name = parent.name if parent else "a playlist"
    if isinstance(request, ChangeRequest):
        return f"Changes to {name}"
    return mood_name(request, name)


def _require_configured(services: Services, source: ListSource) -> None:
    if source is ListSource.MYANIMELIST and not services.settings.mal_client_id:
        raise BadRequest(
            "myanimelist_not_set_up",
            "This MoodDex cannot read MyAnimeList yet.",
            "Use AniList, or set MAL_CLIENT_ID to an id from myanimelist.net/apiconfig.",
        )
