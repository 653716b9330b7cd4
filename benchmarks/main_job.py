"""What the main job costs at Spotify: calls by endpoint, against the sandbox over real HTTP."""

import tempfile
import time
from collections.abc import Callable
from typing import Any

from sandbox.running import Sandbox, running_sandbox
from server.config import Settings
from server.jobs import desk
from server.jobs.queue import JobQueue
from server.jobs.requests import JobRequest, parse_mood_request, parse_playlist_request
from server.services import Services
from server.sources.spotify_login import Tokens
from server.store import people

_LIST = {"source": "myanimelist", "username": "mika"}
_MOST_SECONDS = 1800.0


def measure_main_job() -> dict[str, Any]:
    """A list of about 120 shows: cold, again, its mood playlist, and by a second user.

    `seconds` include composing the sandbox's clips, which real services do not have to do;
    `reading_seconds_again` is what is left of a second run.
    """
    with tempfile.TemporaryDirectory() as folder, running_sandbox() as sandbox:
        settings = Settings.from_environment(
            {**sandbox.environment(), "MOODDEX_DATA_DIR": folder, "MOODDEX_SECRET_KEY": "bench"}
        )
        services = Services.build(settings)
        queue = JobQueue(services)
        queue.start()
        try:
            return _measure(sandbox, services, queue)
        finally:
            queue.stop()
            services.close()


def _measure(sandbox: Sandbox, services: Services, queue: JobQueue) -> dict[str, Any]:
    mika, aoi = (_log_in(sandbox, services, name) for name in ("mika", "aoi"))

    def run(user: int, request: JobRequest) -> dict[str, Any]:
        return _wait(services, user, desk.submit(services, queue, user, request))

    listed = parse_playlist_request(_LIST)
    figures: dict[str, Any] = {}
    figures["cold"], job = _counted(sandbox, lambda: run(mika, listed))
    figures["again"], _ = _counted(sandbox, lambda: run(mika, listed))
    playlist = job["result"]["playlist"]["id"]
    calm = parse_mood_request(playlist, {"moods": ["calm"]})
    figures["mood"], _ = _counted(sandbox, lambda: run(mika, calm))
    figures["known_to_another_user"], _ = _counted(sandbox, lambda: run(aoi, listed))
    return figures


def _counted(
    sandbox: Sandbox, step: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    sandbox.forget_calls()
    began = time.perf_counter()
    job = step()
    seconds = time.perf_counter() - began
    if job["state"] != "done":
        raise RuntimeError(f"the job ended {job['state']}: {job['problems']}")
    calls = {
        call.removeprefix("spotify "): count
        for call, count in sorted(sandbox.calls().items())
        if call.startswith("spotify ")
    }
    return {"seconds": round(seconds, 1), "spotify_calls": calls}, job


def _log_in(sandbox: Sandbox, services: Services, account: str) -> int:
    grant = sandbox.log_in(account)
    user = people.find_or_create_user(services.store, account, account)
    tokens = Tokens(
        grant["access_token"],
        grant["refresh_token"],
        time.time() + grant["expires_in"],
        grant["scope"],
    )
    people.save_tokens(services.store, services.vault, user, tokens, new_login=True)
    return user


def _wait(services: Services, user: int, job_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < deadline:
        job = desk.describe(services, user, job_id)
        if job["state"] not in {"queued", "running"}:
            return job
        time.sleep(0.1)
    raise TimeoutError("the job did not end")
