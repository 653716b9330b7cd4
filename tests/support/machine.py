"""What some tests need of the machine: PostgreSQL, Redis, a browser. Started here, stopped here."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


def lacking(what: str) -> None:
    """Skip with a line that says so; in CI, where everything can be installed, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed, and CI must run these tests")
    pytest.skip(f"{what} is not installed")


# Below the ports that systems lend to clients, so that no connection takes one before its server.
_PORTS = range(10_000, 30_000)
_MANY = 1_000
_CLAIMS: list[socket.socket] = []


def free_port(number: int = 1) -> int:
    """A TCP port on loopback that nobody listens on: the first of so many in a row.

    They are this process's until it ends, as far as those go who ask here, in whatever process:
    a UDP socket on each says so.
    """
    for _ in range(_MANY):
        first = _PORTS.start + secrets.randbelow(len(_PORTS) - number)
        claims = [_claim(port) for port in range(first, first + number)]
        _CLAIMS.extend(claim for claim in claims if claim)
        if all(claims):
            return first
    raise TimeoutError("no port is free")


def _claim(port: int) -> socket.socket | None:
    claim = socket.socket(type=socket.SOCK_DGRAM)
    try:
        claim.bind(("127.0.0.1", port))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
    except OSError:
        claim.close()
        return None
    return claim


def wait_for_port(port: int, server: subprocess.Popen[bytes], seconds: float = 120) -> None:
    """Return as soon as the server listens on the port.

    Raises:
        RuntimeError: it has ended instead.
        TimeoutError: it does not listen.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def end(process: subprocess.Popen[Any]) -> None:
    """Ask a process to end, and see that it does."""
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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
        wait_for_port(port, server)
        yield f"postgresql://mooddex@127.0.0.1:{port}/postgres"
    finally:
        end(server)
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
        wait_for_port(port, server)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        end(server)
