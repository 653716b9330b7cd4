"""Runs one job from claim to end, whatever happens in between."""

import logging
import threading
from collections.abc import Callable, Mapping

from server.domain import Problem
from server.errors import MoodDexError, QuotaStop, SourceError
from server.jobs.change_playlist import change_playlist
from server.jobs.life import Cancelled, Interrupted, Job, JobFailed, Lost
from server.jobs.list_playlist import make_list_playlist
from server.jobs.mood_playlist import make_mood_playlist
from server.jobs.spotify_playlist import read_spotify_playlist
from server.jobs.titles import service_title
from server.services import Services
from server.store import jobs
from server.store.calls import plain_time, quota_stop
from server.store.jobs import JobTicket

_LOG = logging.getLogger(__name__)
_MOST_ATTEMPTS = 5

_KINDS: Mapping[str, Callable[[Job], None]] = {
    "list": make_list_playlist,
    "spotify": read_spotify_playlist,
    "mood": make_mood_playlist,
    "change": change_playlist,
}


def run_job(services: Services, job_id: str, worker: str, stopping: threading.Event) -> None:
    """Take a job up and run it to its end; nothing happens if somebody else has it.

    `stopping` says that the process is going down: the job then goes back to the queue at its
    next step.
    """
    store = services.store
    ticket = jobs.claim(store, job_id, worker)
    if ticket is None:
        return
    jobs.clear_problems(store, job_id)
    job = Job(services, ticket, worker, stopping)
    try:
        state, problem = _outcome(job, ticket)
        if state == "queued":
            jobs.put_back(store, job_id, worker)
            return
        job.flush()
    except Lost:
        _LOG.warning("job %s is no longer in this worker's hands", job_id)
        return
    jobs.finish(store, job_id, worker, state, problem)


def _outcome(job: Job, ticket: JobTicket) -> tuple[str, Problem | None]:
    """Run the job; the state it ends in, and the problem it failed for. Raises Lost."""
    if ticket.attempts > _MOST_ATTEMPTS:
        return "failed", _GIVEN_UP
    try:
        _KINDS[ticket.kind](job)
    except Lost:
        raise
    except Cancelled:
        return "cancelled", None
    except Interrupted:
        return "queued", None
    except Exception as error:
        return "failed", _problem_of(job, error)
    return "done", None


_GIVEN_UP = Problem(
    "MoodDex",
    "job_keeps_stopping",
    "This job stopped the program several times and was given up. Tell whoever runs this MoodDex.",
)
_UNFORESEEN = Problem(
    "MoodDex",
    "unforeseen",
    "Something went wrong that should not have; what was found is kept. Try again, and if it "
    "happens again tell the operator.",
)


def _problem_of(job: Job, error: Exception) -> Problem:
    """The one problem that tells why a job failed, with the next step."""
    if isinstance(error, JobFailed):
        return error.problem
    if isinstance(error, QuotaStop):
        until = quota_stop(job.services.store)
        when = f" It ends at {plain_time(until)}." if until else ""
        return Problem(
            "Spotify",
            "spotify_quota",
            f"Spotify's quota for today is used up.{when} What was found is kept: ask again after "
            "that, and MoodDex goes on from there.",
        )
    if isinstance(error, MoodDexError):
        service = error.service if isinstance(error, SourceError) else "spotify"
        return Problem(service_title(service), error.code, f"{error.message} {error.hint}".strip())
    _LOG.error("job %s failed", job.ticket.id, exc_info=error)
    return _UNFORESEEN
