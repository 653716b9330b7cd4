"""The scaled set-up: PostgreSQL, Redis, a web process and two workers, used over plain HTTP."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from cli.serve import READY
from sandbox.running import Sandbox, running_sandbox
from tests.jobs.workshop import beep
from tests.support.machine import free_port

pytestmark = [pytest.mark.postgres, pytest.mark.redis]

_COMMAND = [sys.executable, "-c", "from cli.main import main; main()"]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(clip_seconds=2.0, renderer=beep) as sandbox:
        yield sandbox


@contextmanager
def _running(what: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*_COMMAND, what], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_a_web_process_and_two_workers_share_the_work(
    sandbox: Sandbox, postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    environment = {
        **os.environ,
        **sandbox.environment(),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PORT": url.rpartition(":")[2],
        "MOODDEX_DATA_DIR": str(tmp_path),
        "MOODDEX_DATABASE_URL": postgres_url,
        "MOODDEX_QUEUE_URL": redis_url,
        "MOODDEX_SECRET_KEY": "a key that all processes know",
    }
    with ExitStack() as stack:
        served = stack.enter_context(_running("serve", environment))
        assert served.stdout is not None
        assert served.stdout.readline().startswith(READY)
        for _ in range(2):
            stack.enter_context(_running("worker", environment))
        made = [_make_playlists(sandbox, url, account) for account in ("mika", "aoi")]
        health = requests.get(f"{url}/healthz", timeout=60).json()
    assert health["status"] == "ok"
    for listed, mood in made:
        assert len(listed) > len(mood) > 0
        assert set(mood) < set(listed)


def _make_playlists(sandbox: Sandbox, url: str, account: str) -> tuple[list[str], list[str]]:
    """Log in, make the playlist of a list and a mood playlist of it; what Spotify holds of both."""
    client = requests.Session()
    client.headers["Origin"] = url
    consent = client.get(f"{url}/login", allow_redirects=False, timeout=60).headers["Location"]
    client.get(sandbox.agree(consent, account), timeout=60).raise_for_status()
    request = {"source": "anilist", "username": "aoi"}
    playlist = _result(client, url, client.post(f"{url}/api/playlists", json=request, timeout=60))
    view = client.get(f"{url}/api/playlists/{playlist['id']}", timeout=60).json()
    counts: dict[str, int] = view["counts"]
    mood = max(counts, key=lambda each: (counts[each] < len(view["tracks"]), counts[each]))
    moods = f"{url}/api/playlists/{playlist['id']}/moods"
    chosen = _result(client, url, client.post(moods, json={"moods": [mood]}, timeout=60))
    links = (playlist["spotify_url"], chosen["spotify_url"])
    listed, fitting = (sandbox.playlist_uris(link.rpartition("/")[2]) for link in links)
    return listed, fitting


def _result(client: requests.Session, url: str, answer: requests.Response) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        job = client.get(f"{url}{answer.json()['job']['url']}", timeout=60).json()
        if job["state"] not in {"queued", "running"}:
            assert job["state"] == "done", job
            found: dict[str, Any] = job["result"]["playlist"]
            return found
        time.sleep(0.1)
    raise TimeoutError("the job did not end")
