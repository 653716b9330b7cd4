"""Runs one job from claim to end, whatever happens in between."""

import logging
import threading
from collections.abc import Callable, Mapping

from server.domain import Problem
from server.errors import MoodDexError, QuotaStop
from server.jobs.life import Cancelled, Interrupted, Job, JobFailed, Lost
from server.services import Services
from server.store import jobs
from server.store.calls import plain_time, quota_stop

_LOG = logging.getLogger(__name__)
_MOST_ATTEMPTS = 5

_KINDS: Mapping[str, Callable[[Job], None]] = {}


def run_job(services: Services, job_id: str, worker: str, stopping: threading.Event) -> None:
    """Take a job up and run it to its end; nothing happens if somebody else has it.

    `stopping` says that the process is going down: the job then goes back to the queue at its
    next step.
    """
    ticket = jobs.claim(services.store, job_id, worker)
    if ticket is None:
        return
    store = services.store
    jobs.clear_problems(store, job_id)
    job = Job(services, ticket, worker, stopping)
    state, problem = "done", None
    try:
        if ticket.attempts > _MOST_ATTEMPTS:
            raise JobFailed(
                "MoodDex",
                "job_keeps_stopping",
                "This job stopped the program several times and was given up; tell the operator.",
            )
        _KINDS[ticket.kind](job)
        job.flush()
    except Cancelled:
        state = "cancelled"
    except Interrupted:
        jobs.put_back(store, job_id, worker)
        return
    except Lost:
        _LOG.warning("job %s is no longer in this worker's hands", job_id)
        return
    except JobFailed as failure:
        state, problem = "failed", failure.problem
    except MoodDexError as error:
        state, problem = "failed", _problem_of(services, error)
    except Exception:
        _LOG.exception("job %s failed", job_id)
        state, problem = "failed", _UNFORESEEN
    try:
        if state != "done":
            job.flush()
    except Lost:
        return
    jobs.finish(store, job_id, worker, state, problem)


_UNFORESEEN = Problem(
    "MoodDex",
    "unforeseen",
    "Something went wrong that should not have; what was found is kept. Try again, and if it "
    "happens again tell the operator.",
)


def _problem_of(services: Services, error: MoodDexError) -> Problem:
    """The one problem that tells why a job failed, with the next step."""
    if isinstance(error, QuotaStop):
        until = quota_stop(services.store)
        when = f" It ends at {plain_time(until)}." if until else ""
        return Problem(
            "Spotify",
            "spotify_quota",
            f"Spotify's quota for today is used up.{when} What was found is kept: ask again after "
            "that, and MoodDex goes on from there.",
        )
    service = getattr(error, "service", "")
    item = service_title(service) if service else "Spotify"
    return Problem(item, error.code, f"{error.message} {error.hint}".strip())


_TITLES = {
    "myanimelist": "MyAnimeList",
    "anilist": "AniList",
    "animethemes": "AnimeThemes",
    "deezer": "Deezer",
    "itunes": "iTunes",
    "reccobeats": "ReccoBeats",
    "spotify": "Spotify",
}


def service_title(service: str) -> str:
    """A service's name as people write it."""
    return _TITLES.get(service, service)
