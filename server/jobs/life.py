"""The life of a job in hand: stage, progress, problems, and being told to stop."""

import threading
import time
from typing import Any

from server.domain import Problem
from server.services import Services
from server.store import jobs
from server.store.jobs import JobTicket

_WRITE_EVERY = 0.5
"""Seconds between two writes of progress: 300 songs must not be 300 transactions a second."""


class JobFailed(Exception):
    """Nothing can be made; the problem says why."""

    def __init__(self, item: str, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(item, code, message)


class Cancelled(Exception):
    """The owner called the job off."""


class Interrupted(Exception):
    """This process is stopping; the job goes back to the queue."""


class Lost(Exception):
    """The job is no longer this worker's: taken over by another, or deleted with its owner."""


class Job:
    """A job in hand. Safe to use from the threads that share its work.

    Attributes:
        services: the parts to work with.
        user_id: whose job it is.
        ticket: its id, kind and request.
        result_so_far: what it has told of as made.
    """

    def __init__(
        self, services: Services, ticket: JobTicket, worker: str, stopping: threading.Event
    ) -> None:
        self.services = services
        self.ticket = ticket
        self.user_id = ticket.user_id
        self._worker = worker
        self._stopping = stopping
        self._lock = threading.Lock()
        self._stage = ""
        self._done = 0
        self._total = 0
        self._problems: list[Problem] = []
        self._written_at = 0.0
        self._end: Exception | None = None
        self.result_so_far: dict[str, Any] | None = None

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage of so many steps; 0 where the number is not known.

        Stages are `list`, `themes`, `matching`, `playlist` and `readings`.
        """
        with self._lock:
            self._stage, self._done, self._total = name, 0, total
        self._write()

    def advance(self, steps: int = 1) -> None:
        """So many steps of the stage are done. Raises like `check`."""
        with self._lock:
            self._done = min(self._done + steps, self._total)
        self.check()

    def problem(self, item: str, code: str, message: str) -> None:
        """Tell of an item that did not work out; the others go on."""
        with self._lock:
            self._problems.append(Problem(item, code, message))

    def result(self, result: dict[str, Any]) -> None:
        """What the job has made; can be used from now on, though the job goes on."""
        self.result_so_far = result
        self._write(result=result)

    def check(self) -> None:
        """Return if the job should go on.

        Raises:
            Cancelled, Interrupted, Lost: it should not.
        """
        if self._end is not None:
            raise self._end
        if self._stopping.is_set():
            raise Interrupted
        with self._lock:
            due = time.monotonic() - self._written_at >= _WRITE_EVERY
            if due:
                self._written_at = time.monotonic()
        if due:
            self._write()

    def flush(self) -> None:
        """Write what has not been written yet. Raises Lost."""
        with self._lock:
            problems, self._problems = self._problems, []
            progress = {"stage": self._stage, "done": self._done, "total": self._total}
        if jobs.keep(self.services.store, self.ticket.id, self._worker, **progress) is None:
            raise Lost
        jobs.add_problems(self.services.store, self.ticket.id, problems)

    def _write(self, **values: Any) -> None:
        with self._lock:
            self._written_at = time.monotonic()
            problems, self._problems = self._problems, []
            values |= {"stage": self._stage, "done": self._done, "total": self._total}
        cancelled = jobs.keep(self.services.store, self.ticket.id, self._worker, **values)
        if cancelled is None:
            self._end = Lost()
            raise self._end
        jobs.add_problems(self.services.store, self.ticket.id, problems)
        if cancelled:
            self._end = Cancelled()
            raise self._end
