"""One sandbox for all job tests, put back to its start before each, and a workshop on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.running import Sandbox, running_sandbox
from tests.jobs.workshop import Workshop, beep, open_workshop


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[Sandbox]:
    with running_sandbox(clip_seconds=2.0, renderer=beep) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_sandbox: Sandbox) -> Sandbox:
    _sandbox.come_to_rest()
    _sandbox.reset()
    _sandbox.forget_calls()
    return _sandbox


@pytest.fixture
def workshop(sandbox: Sandbox, tmp_path: Path) -> Iterator[Workshop]:
    with open_workshop(sandbox, tmp_path) as workshop:
        yield workshop
