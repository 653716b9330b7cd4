"""Jobs outlive their processes: killed, doubled, stopped, or handed on through Redis."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import update

from sandbox.running import Sandbox
from server.config import Settings
from server.jobs.queue import JobQueue
from server.services import Services
from server.store import jobs
from server.store.tables import JobRow, now
from tests.jobs.workshop import LONG, Workshop, environment, open_workshop


@contextmanager
def worker_process(sandbox: Sandbox, data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """`mooddex worker` as a process of its own, ready."""
    process = subprocess.Popen(
        [Path(sys.executable).with_name("mooddex"), "worker"],
        env={**os.environ, **environment(sandbox, data_dir)},
        stdout=subprocess.PIPE,
        text=True,
        cwd=data_dir,
    )
    assert process.stdout is not None
    try:
        assert "ready" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _wait_for(holds: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def idle(sandbox: Sandbox, tmp_path: Path) -> Iterator[Workshop]:
    """A workshop whose own queue only hands out: the work is done by processes."""
    with open_workshop(sandbox, tmp_path) as workshop:
        workshop.queue.stop()
        yield workshop


def test_a_job_whose_process_is_killed_again_and_again_loses_and_doubles_nothing(
    idle: Workshop, tmp_path: Path
) -> None:
    sandbox = idle.sandbox
    job_id = idle.ask()

    def asked(call: str, times: int = 1) -> Callable[[], bool]:
        return lambda: sandbox.calls()[call] >= times

    moments = [
        ({"template": "/search", "after": 3}, asked("spotify GET /search", 4)),
        ({"method": "POST", "template": "/me/playlists"}, asked("spotify POST /me/playlists")),
        (
            {"method": "POST", "template": "/playlists/{id}/items"},
            asked("spotify POST /playlists/{id}/items"),
        ),
        ({"service": "audio", "after": 4}, asked("audio GET /{service}/{name}", 5)),
    ]
    for fault, moment in moments:
        sandbox.fault(**{"service": "spotify", "latency": LONG, **fault})
        with worker_process(sandbox, tmp_path) as process:
            _wait_for(moment)
            process.send_signal(signal.SIGKILL)
            process.wait()
        sandbox.come_to_rest()  # what was in flight arrives
        assert idle.job(job_id)["state"] == "running"
    with worker_process(sandbox, tmp_path):
        job = idle.wait(job_id)
    assert job["state"] == "done", job
    uris = idle.uris_of(job)
    assert len(set(uris)) == len(uris) == job["result"]["songs"]
    calls = sandbox.calls()
    assert calls["spotify POST /me/playlists"] == 1
    assert calls["spotify POST /playlists/{id}/items"] == 1
    assert calls["mal GET /users/{name}/animelist"] == 5
    assert calls["animethemes POST /"] == 1


def test_two_processes_on_one_queue_do_a_job_once(idle: Workshop, tmp_path: Path) -> None:
    with worker_process(idle.sandbox, tmp_path), worker_process(idle.sandbox, tmp_path):
        job_id = idle.ask()
        for _ in range(6):
            idle.queue.enqueue(job_id)
        job = idle.wait(job_id)
        assert job["state"] == "done"
        time.sleep(0.5)
    assert idle.sandbox.calls()["spotify POST /me/playlists"] == 1
    assert idle.sandbox.calls()["mal GET /users/{name}/animelist"] == 1


def test_a_process_that_is_told_to_stop_puts_its_job_back(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fault(service="audio", latency=1.0)
    with open_workshop(sandbox, tmp_path) as workshop:
        job_id = workshop.ask()
        workshop.wait_until(job_id, lambda job: job["stage"] == "readings" and job["done"])
        workshop.queue.stop()
        assert workshop.job(job_id)["state"] == "queued"
        assert workshop.job(job_id)["result"]
    sandbox.clear_faults()
    with open_workshop(sandbox, tmp_path) as workshop:
        assert workshop.wait(job_id)["state"] == "done"
    assert sandbox.calls()["spotify POST /me/playlists"] == 1


def test_a_job_that_keeps_taking_its_process_down_is_given_up(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with open_workshop(sandbox, tmp_path) as workshop:
        workshop.queue.stop()
        job_id = workshop.ask()
        with workshop.services.store.session() as session:
            stale = now() - 2 * jobs.STALE_AFTER
            values = {"state": "running", "worker": "gone", "heartbeat_at": stale, "attempts": 5}
            session.execute(update(JobRow).values(values))
    with open_workshop(sandbox, tmp_path) as workshop:
        job = workshop.wait(job_id)
    assert job["state"] == "failed"
    assert [problem["code"] for problem in job["problems"]] == ["job_keeps_stopping"]


@pytest.mark.redis
def test_with_redis_the_web_process_hands_out_and_a_worker_works(
    sandbox: Sandbox, tmp_path: Path, redis_url: str
) -> None:
    with open_workshop(sandbox, tmp_path, MOODDEX_QUEUE_URL=redis_url) as workshop:
        workshop.queue.ping()
        job_id = workshop.ask()
        time.sleep(0.5)
        assert workshop.job(job_id)["state"] == "queued"
        settings = Settings.from_environment(
            environment(sandbox, tmp_path) | {"MOODDEX_QUEUE_URL": redis_url}
        )
        services = Services.build(settings)
        worker = JobQueue(services)
        worker.work()
        try:
            assert workshop.wait(job_id)["state"] == "done"
        finally:
            worker.stop()
            services.close()
