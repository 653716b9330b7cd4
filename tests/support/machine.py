"""What some tests need of the machine: PostgreSQL, Redis, a browser. Started here, stopped here."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def lacking(what: str) -> None:
    """Skip with a line that says so; in CI, where everything can be installed, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed, and CI must run these tests")
    pytest.skip(f"{what} is not installed")


def free_port() -> int:
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float = 20) -> None:
    """Return as soon as something listens on the port; TimeoutError otherwise."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def _postgres_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def running_postgres() -> Iterator[str]:
    """A fresh PostgreSQL server of our own; gives its SQLAlchemy URL."""
    binaries = _postgres_binaries()
    if binaries is None:
        lacking("PostgreSQL")
        raise AssertionError("unreachable")
    folder = Path(tempfile.mkdtemp(prefix="mooddex-postgres-"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data, port = folder / "data", free_port()
    subprocess.run(
        [*as_user, binaries / "initdb", "-D", data, "-U", "mooddex", "-A", "trust", "-N"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    server = subprocess.Popen(
        [*as_user, binaries / "postgres", "-D", data, "-p", str(port), "-k", folder, "-F"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        wait_for_port(port)
        yield f"postgresql://mooddex@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_redis() -> Iterator[str]:
    """A fresh Redis server that stores nothing on disk; gives its URL."""
    binary = shutil.which("redis-server")
    if binary is None:
        lacking("Redis")
        raise AssertionError("unreachable")
    port = free_port()
    server = subprocess.Popen(
        [binary, "--port", str(port), "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=20)
