"""Fixtures that every part of the suite may use."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.machine import running_postgres, running_redis

settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy URL of a fresh PostgreSQL server."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a fresh Redis server."""
    with running_redis() as url:
        yield url
