"""MoodDex at work against a sandbox, and the calls that its work costs there."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sandbox.running import Sandbox
from server.config import Settings
from server.jobs import desk
from server.jobs.queue import JobQueue
from server.jobs.requests import JobRequest
from server.services import Services
from server.sources.spotify_login import Tokens
from server.store import people

_MOST_SECONDS = 1800.0


@dataclass(frozen=True)
class Workbench:
    """Services and a queue on a sandbox."""

    sandbox: Sandbox
    services: Services
    queue: JobQueue

    def log_in(self, account: str) -> int:
        """A user who has logged in with this account of the sandbox; their id."""
        grant = self.sandbox.log_in(account)
        user = people.find_or_create_user(self.services.store, account, account)
        tokens = Tokens(
            grant["access_token"],
            grant["refresh_token"],
            time.time() + grant["expires_in"],
            grant["scope"],
        )
        people.save_tokens(self.services.store, self.services.vault, user, tokens, new_login=True)
        return user

    def counted(self, user: int, request: JobRequest) -> tuple[dict[str, Any], Mapping[str, Any]]:
        """Run a job to its end: its seconds and Spotify calls by endpoint, and the job.

        Raises:
            RuntimeError: it ended otherwise than done.
            TimeoutError: it did not end.
        """
        job: Mapping[str, Any] = {}

        def run() -> None:
            nonlocal job
            job = self._wait(user, desk.submit(self.services, self.queue, user, request))

        figures = counted(self.sandbox, run)
        if job["state"] != "done":
            raise RuntimeError(f"the job ended {job['state']}: {job['problems']}")
        return figures, job

    def _wait(self, user: int, job_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + _MOST_SECONDS
        while time.monotonic() < deadline:
            job = desk.describe(self.services, user, job_id)
            if job["state"] not in {"queued", "running"}:
                return job
            time.sleep(0.1)
        raise TimeoutError("the job did not end")


def counted(sandbox: Sandbox, step: Callable[[], object]) -> dict[str, Any]:
    """How long a step takes, and which Spotify calls it makes."""
    sandbox.forget_calls()
    began = time.perf_counter()
    step()
    seconds = time.perf_counter() - began
    calls = {
        call.removeprefix("spotify "): count
        for call, count in sorted(sandbox.calls().items())
        if call.startswith("spotify ")
    }
    return {"seconds": round(seconds, 1), "spotify_calls": calls}


@contextmanager
def workbench(sandbox: Sandbox) -> Iterator[Workbench]:
    """A workbench with data of its own, for as long as the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment(
            {**sandbox.environment(), "MOODDEX_DATA_DIR": folder, "MOODDEX_SECRET_KEY": "bench"}
        )
        services = Services.build(settings)
        queue = JobQueue(services)
        queue.start()
        try:
            yield Workbench(sandbox, services, queue)
        finally:
            queue.stop()
            services.close()
