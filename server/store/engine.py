"""The database: connections, transactions, migrations."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 7_300_142_026
"""Any number that nothing else locks on: PostgreSQL's advisory locks are told apart by it."""


class Store:
    """A database by its SQLAlchemy URL: SQLite, or PostgreSQL (`postgresql://...`).

    Sessions are short: one step of work each, never open across an outside call.
    """

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url)
        self._is_sqlite = url.get_backend_name() == "sqlite"
        if url.drivername in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+psycopg")
        if self._is_sqlite and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
        if self._is_sqlite:
            _prepare_sqlite(self.engine)
        self._reader = self.engine.execution_options(sqlite_begin="BEGIN")
        self._locks: dict[str, threading.Lock] = {}

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back on an exception."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A transaction that only reads; on SQLite it neither waits for a writer nor delays one."""
        with Session(self._reader, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """A block that nobody else is in who names the same thing; others wait outside.

        On PostgreSQL that holds for all processes, on SQLite for the threads of this one. It must
        not be entered a second time from within.
        """
        with self._locks.setdefault(what, threading.Lock()):
            if self._is_sqlite:
                yield
                return
            key = {"key": int.from_bytes(sha256(what.encode()).digest()[:8], signed=True)}
            # Not a transaction's lock: that would stay open across calls to other services.
            with self.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
                try:
                    yield
                finally:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)

    def migrate(self) -> None:
        """Bring the schema up to date. Processes that do it at once wait for each other."""
        with self.engine.begin() as connection:
            if not self._is_sqlite:  # SQLite's transaction already holds the only write lock
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK}
                )
            command.upgrade(migration_config(connection), "head")

    def ping(self) -> None:
        """Ask the database for a sign of life. Raises an SQLAlchemy error when there is none."""
        with self.snapshot() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def migration_config(connection: Connection) -> Config:
    """Alembic's settings for the packaged migrations, on a connection that is open."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=20000",  # milliseconds
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once, without waiting,
        # if somebody else has written in between; taking the write lock first does wait.
        how = connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE")
        connection.exec_driver_sql(str(how))
