"""The queue: Huey on SQLite with threads in this process, or on Redis with worker processes."""

import json
import logging
import threading
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import make_url

from server.films import recordings
from server.jobs.run import run_job
from server.jobs.workers import WorkerName
from server.services import Services
from server.store import jobs, waiting
from server.store.tables import now

_LOG = logging.getLogger(__name__)
_BEAT_SECONDS = 10.0
_SHUTDOWN_SECONDS = 10.0


class _JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: whoever can write to the queue can name a job, and no more."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        body = json.loads(data)
        return Message(*body) if isinstance(body, list) else body


class _QuietConsumer(Consumer):  # type: ignore[misc]
    """A consumer that leaves signals to the process it lives in."""

    def _set_signal_handlers(self) -> None:
        pass


class JobQueue:
    """Hands jobs to workers. The jobs table is the truth; the queue only wakes somebody up.

    A message that is lost, or that comes twice, does no harm: a job is claimed in the table by
    one worker at a time, and jobs that nobody holds are put back on the queue.
    """

    def __init__(self, services: Services, *, beat_seconds: float = _BEAT_SECONDS) -> None:
        """`beat_seconds`: how often it looks after the jobs that nobody has, or that wait."""
        self._services = services
        self._beat_seconds = beat_seconds
        self._runs_here = services.settings.queue_url.startswith("sqlite:")
        self._huey = _open(services.settings.queue_url)
        self._task = self._huey.task(name="run_job")(self._run)
        self._worker = WorkerName(services.settings.data_dir)
        self._stopping = threading.Event()
        self._nudge = threading.Event()
        self._in_hand: set[str] = set()
        self._consumer: Consumer | None = None
        self._keeper: threading.Thread | None = None

    def start(self) -> None:
        """Begin running jobs in this process if the queue is SQLite; else only hand them out."""
        if self._runs_here:
            self.work()

    def work(self) -> None:
        """Begin running jobs in this process, whatever the queue; those left lying first."""
        if self._consumer is not None:
            return
        self._worker.hold()
        self._take_back()
        recordings.sweep(self._services)
        self._consumer = _QuietConsumer(
            self._huey,
            workers=self._services.settings.workers,
            periodic=False,
            initial_delay=0.05,
            max_delay=0.25,
            check_worker_health=False,
        )
        self._consumer.start()
        self._keeper = threading.Thread(target=self._keep, name="job-keeper", daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        """Stop running jobs: those in hand go back to the queue at their next step."""
        self._stopping.set()
        self._nudge.set()
        if self._consumer is not None:
            self._consumer.shutdown_timeout = _SHUTDOWN_SECONDS
            self._consumer.stop(graceful=True)
            self._consumer = None
        if self._keeper is not None:
            self._keeper.join(_SHUTDOWN_SECONDS)
            self._keeper = None
        self._worker.release()
        self._huey.storage.close()

    def enqueue(self, job_id: str) -> None:
        """Have a job run as soon as a worker is free."""
        self._task(job_id)

    def ping(self) -> None:
        """Ask the queue for a sign of life. Raises its engine's error when there is none."""
        self._huey.pending_count()

    def _run(self, job_id: str) -> None:
        self._in_hand.add(job_id)
        try:
            run_job(self._services, job_id, self._worker.name, self._stopping)
        finally:
            self._in_hand.discard(job_id)
            self._nudge.set()  # it may have been put aside until a moment that the keeper must know
        if not self._stopping.is_set():
            self._take_back_if_idle()

    def _keep(self) -> None:
        seconds = self._beat_seconds
        while True:
            self._nudge.wait(seconds)
            self._nudge.clear()
            if self._stopping.is_set():
                return
            seconds = self._beat_seconds
            try:
                jobs.beat(self._services.store, self._worker.name, self._in_hand.copy())
                self._wake_due()
                self._take_back_if_idle()
                seconds = self._until_next_due()
            except Exception:
                _LOG.exception("keeping the jobs failed; trying again")

    def _wake_due(self) -> None:
        """Put the jobs on the queue that waited for a moment that has come."""
        for job_id in waiting.wake_due(self._services.store):
            self.enqueue(job_id)

    def _until_next_due(self) -> float:
        """Seconds until the keeper must look again: a beat, or less if a job is due before."""
        due = waiting.next_due(self._services.store)
        if due is None:
            return self._beat_seconds
        return min(max((due - now()).total_seconds(), 0.05), self._beat_seconds)

    def _take_back_if_idle(self) -> None:
        # While messages wait, every job that nobody holds has one among them, or will wait as
        # long as those have to.
        if self._huey.pending_count() == 0:
            self._take_back()

    def _take_back(self) -> None:
        """Put every job that nobody holds on the queue, those of dead workers among them."""
        store = self._services.store
        for holder in jobs.holders(store):
            if self._worker.is_dead(holder):
                jobs.free_those_of(store, holder)
        self._worker.sweep()
        waiting.wake_due(store)
        for job_id in jobs.free_jobs(store):
            self.enqueue(job_id)


def _open(queue_url: str) -> Any:
    if not queue_url.startswith("sqlite:"):
        return RedisHuey("mooddex", results=False, url=queue_url, serializer=_JsonSerializer())
    path = Path(make_url(queue_url).database or "queue.db")
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(
        "mooddex", results=False, filename=str(path), fsync=False, serializer=_JsonSerializer()
    )
