"""What `mooddex serve` promises, as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from cli.serve import READY
from tests.support.machine import free_port

_COMMAND = [sys.executable, "-c", "from cli.main import main; main()", "serve"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings of a fresh folder and a port that is free."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MOODDEX", "SPOTIFY", "MAL"))}
    root = Path(__file__).parents[2]
    return {
        **kept,
        "PYTHONPATH": str(root),
        "PORT": str(free_port()),
        "SPOTIFY_CLIENT_ID": "client",
        "MOODDEX_DATA_DIR": str(tmp_path / "var"),
    }


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        _COMMAND, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_it_says_when_it_is_ready_answers_and_ends_when_told(
    served: subprocess.Popen[str], environment: dict[str, str], tmp_path: Path
) -> None:
    assert served.stdout is not None
    line = served.stdout.readline().strip()
    url = f"http://127.0.0.1:{environment['PORT']}"
    assert line == READY + url
    health = requests.get(f"{url}/healthz", timeout=60)
    assert health.status_code == 200
    assert health.json()["status"] == "ok"
    assert requests.get(url, timeout=60).status_code == 200
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o077 == 0

    second = _run_to_its_end(environment)
    assert second.returncode == 1
    assert f"Port {environment['PORT']} is taken" in second.stderr

    served.send_signal(signal.SIGTERM)
    assert served.wait(timeout=180) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_once_killed_it_can_be_started_again_at_once(
    served: subprocess.Popen[str], environment: dict[str, str], tmp_path: Path
) -> None:
    assert served.stdout is not None
    assert served.stdout.readline().startswith(READY)
    served.kill()
    served.wait()
    with subprocess.Popen(
        _COMMAND, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as again:
        assert again.stdout is not None
        line = again.stdout.readline()
        again.kill()
    assert line.startswith(READY)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("MOODDEX_DATABASE_URL", "postgresql://127.0.0.1:9/none"),
        ("MOODDEX_DATABASE_URL", "not an address"),
        ("MOODDEX_DATABASE_URL", "sqlite:////proc/none/mooddex.db"),
        ("MOODDEX_BASE_URL", "mood.example"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_plain_sentence(
    environment: dict[str, str], variable: str, value: str
) -> None:
    result = _run_to_its_end({**environment, variable: value})
    assert result.returncode == 1
    assert variable in result.stderr
    assert "Traceback" not in result.stderr


def _run_to_its_end(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _COMMAND, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
