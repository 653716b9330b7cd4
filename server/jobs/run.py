"""Runs one job from claim to end, whatever happens in between."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from server.domain import Problem
from server.errors import LoginNeeded, MoodDexError, QuotaStop, SourceError
from server.films import recordings
from server.jobs.change_playlist import change_playlist
from server.jobs.comparison import compare_lists, make_shared_playlist
from server.jobs.film import read_film
from server.jobs.life import Cancelled, Interrupted, Job, JobFailed, Lost
from server.jobs.list_playlist import make_list_playlist
from server.jobs.mood_playlist import make_mood_playlist
from server.jobs.spotify_playlist import read_spotify_playlist
from server.jobs.titles import service_title
from server.jobs.watch_next import read_planned_shows
from server.services import Services
from server.store import jobs, waiting
from server.store.calls import plain_time, quota_stop
from server.store.jobs import JobTicket
from server.store.tables import now

_LOG = logging.getLogger(__name__)
_MOST_ATTEMPTS = 5

_KINDS: Mapping[str, Callable[[Job], None]] = {
    "list": make_list_playlist,
    "spotify": read_spotify_playlist,
    "mood": make_mood_playlist,
    "comparison": compare_lists,
    "shared": make_shared_playlist,
    "change": change_playlist,
    "film": read_film,
    "watch": read_planned_shows,
}


def run_job(services: Services, job_id: str, worker: str, stopping: threading.Event) -> None:
    """Take a job up and run it to its end; nothing happens if somebody else has it.

    A job that Spotify's quota or a missing login stands in the way of is put aside. `stopping`
    says that the process is going down: the job then goes back to the queue at its next step.
    """
    store, taken_at = services.store, now()
    ticket = jobs.claim(store, job_id, worker)
    if ticket is None:
        return
    jobs.clear_problems(store, job_id)
    job = Job(services, ticket, worker, stopping)
    try:
        state, problem = _outcome(job, ticket)
    except Lost:
        _LOG.warning("job %s is no longer in this worker's hands", job_id)
    except Interrupted:
        jobs.put_back(store, job_id, worker)
    except QuotaStop:
        until = quota_stop(store) or now()
        waiting.wait_until(store, job_id, worker, until, _no_quota(until))
    except LoginNeeded:
        waiting.wait_for_login(store, job_id, worker, taken_at, _NO_LOGIN)
    else:
        jobs.finish(store, job_id, worker, state, problem)
    if ticket.kind == "film":
        recordings.sweep(services)


def _outcome(job: Job, ticket: JobTicket) -> tuple[str, Problem | None]:
    """Run the job; the state it ends in, and the problem it failed for.

    Raises:
        Interrupted, QuotaStop, LoginNeeded: it has not ended, and goes on another time.
        Lost: its end is not ours to tell.
    """
    end: tuple[str, Problem | None] = ("done", None)
    if ticket.attempts > _MOST_ATTEMPTS:
        return "failed", _GIVEN_UP
    try:
        _KINDS[ticket.kind](job)
    except (Lost, Interrupted):
        raise
    except (QuotaStop, LoginNeeded):
        job.flush()
        raise
    except Cancelled:
        end = "cancelled", None
    except Exception as error:
        job.flush()  # first: what fails for the job's being gone is no failure
        return "failed", _problem_of(job, error)
    job.flush()
    return end


_GIVEN_UP = Problem(
    "MoodDex",
    "job_keeps_stopping",
    "This job stopped the program several times and was given up. Tell whoever runs this MoodDex.",
)
_NO_LOGIN = Problem(
    "Spotify",
    "spotify_login_needed",
    "Your Spotify login has ended, as every login does after six months or when an app is "
    "disconnected. What was found is kept: log in with Spotify again, and MoodDex goes on from "
    "there by itself.",
)
_UNFORESEEN = Problem(
    "MoodDex",
    "unforeseen",
    "Something went wrong that should not have; what was found is kept. Try again, and if it "
    "happens again tell the operator.",
)


def _no_quota(until: datetime) -> Problem:
    return Problem(
        "Spotify",
        "spotify_quota",
        f"Spotify's quota for today is used up until {plain_time(until)}. What was found is kept; "
        "MoodDex waits, and then goes on from there by itself.",
    )


def _problem_of(job: Job, error: Exception) -> Problem:
    """The one problem that tells why a job failed, with the next step."""
    if isinstance(error, JobFailed):
        return error.problem
    if isinstance(error, MoodDexError):
        service = error.service if isinstance(error, SourceError) else "spotify"
        return Problem(service_title(service), error.code, f"{error.message} {error.hint}".strip())
    _LOG.error("job %s failed", job.ticket.id, exc_info=error)
    return _UNFORESEEN
