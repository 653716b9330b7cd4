"""The job that reads a film: what is heard when, and what its music says."""

import math
from functools import cache

from films.analysis import FilmModels, Progress, analyse
from films.errors import FilmError, clock
from films.journal import JournalBusy
from server.films import recordings
from server.jobs.film_request import film_from_json
from server.jobs.life import Job, JobFailed, Lost
from server.store import films

_HOUR = 3600.0


def read_film(job: Job) -> None:
    """Read a recording that was handed in, and keep what it says.

    Raises:
        JobFailed: it cannot be read, or is longer than films may be here.
        server.jobs.life.Cancelled, Interrupted, Lost: the job should not go on.
    """
    settings, request = job.services.settings, film_from_json(job.ticket.request)
    job.stage("opening")
    film = films.get(job.services.store, job.user_id, request.film_id)
    if film is None:
        raise JobFailed(request.title, "film_gone", "This film was deleted here.")
    file = recordings.recording_of(settings, request.film_id)
    if film.reading is None:
        if not file.exists():
            raise JobFailed(
                request.title, "film_gone", "The recording is no longer here. Hand it in again."
            )
        steps = _Steps(job, request.title, settings.film_hours * _HOUR)
        try:
            reading = analyse(
                file,
                _models(),
                journal=recordings.journal_of(settings, request.film_id),
                progress=steps.show,
            )
        except FilmError as error:
            raise JobFailed(request.title, error.code, error.message) from error
        except JournalBusy as error:
            raise Lost from error  # another worker has taken it up meanwhile
        steps.require_short(reading.duration)
        told = {**reading.to_json(), "file": request.title}
        told.pop("metadata")
        if not films.keep_reading(job.services.store, request.film_id, told):
            raise JobFailed(request.title, "film_gone", "This film was deleted here.")
        problems = told["problems"]
    else:
        problems = film.reading["problems"]
    for problem in problems:
        job.problem(request.title, problem["code"], problem["message"])
    job.result({"film": {"id": request.film_id, "title": request.title}})


@cache
def _models() -> FilmModels:
    return FilmModels.load()


class _Steps:
    """Tells how many seconds have been read, and ends what is too long."""

    def __init__(self, job: Job, title: str, most_seconds: float) -> None:
        self._job = job
        self._title = title
        self._most = most_seconds
        self._shown = -1

    def show(self, progress: Progress) -> None:
        """For `films.analysis.analyse`. Raises JobFailed, and what `Job.check` does."""
        self.require_short(max(progress.seconds, progress.of or 0.0))
        total = math.ceil(progress.of or 0)
        if self._shown < 0:
            self._shown = 0
            self._job.stage("reading", total)
        seconds = math.floor(progress.seconds)
        self._job.advance(seconds - self._shown)
        self._shown = seconds
        if total and seconds >= total - 1:
            self._job.stage("music")

    def require_short(self, seconds: float) -> None:
        """Raises JobFailed: a recording of so many seconds is longer than films may be here."""
        if seconds > self._most:
            raise JobFailed(
                self._title,
                "film_too_long",
                f"This recording is longer than {clock(self._most)}, the most that is read here.",
            )
