"""One demo for all walks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.demo import Demo, running_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with running_demo(folder) as running:
        yield running
