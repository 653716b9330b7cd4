"""What is kept about a person goes with them: every table is walked, the ones to come as well."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select

import server.store
from server.store import people
from server.store.engine import Store
from server.store.tables import Table, User, now

SHARED = {
    "anime_themes",
    "call_counts",
    "features",
    "match_candidates",
    "matches",
    "portraits",
    "reading_failures",
    "readings",
    "service_stops",
    "show_titles",
    "song_table",
    "themes",
    "tracks",
}
"""What is known of songs and services; nobody's. A new table is either in here, for a reason, or
hangs on `users` by its foreign keys."""

for module in pkgutil.iter_modules(server.store.__path__, "server.store."):
    importlib.import_module(module.name)  # whichever of them holds a table
TABLES = Table.metadata.sorted_tables  # parents first
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def _personal() -> set[str]:
    """The tables that lead to `users` by foreign keys, and `users`."""
    found = {User.__tablename__}
    for _ in TABLES:
        found |= {
            table.name
            for table in TABLES
            if {key.column.table.name for key in table.foreign_keys} & found
        }
    return found


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    store = Store(url)
    store.migrate()
    yield store
    store.close()


def _value(column: sa.Column[Any], number: int) -> object:
    type_ = column.type
    if isinstance(type_, sa.JSON):
        return {}
    kind = (type_.impl_instance if isinstance(type_, sa.TypeDecorator) else type_).python_type
    by_kind: dict[type, object] = {
        int: number,
        float: 0.5,
        bool: True,
        bytes: b"sealed",
        datetime: now(),
        str: f"{number}"[: getattr(type_, "length", None) or 8],
    }
    return by_kind[kind]


def _add_rows(store: Store, number: int) -> None:
    """One row in every table, tied to the rows of the same number; nothing is left empty."""
    with store.session() as session:
        rows: dict[str, dict[str, object]] = {}
        for table in TABLES:
            row = {column.name: _value(column, number) for column in table.columns}
            for column in table.columns:
                for key in column.foreign_keys:
                    parent = key.column.table.name
                    row[column.name] = (
                        None if parent == table.name else rows[parent][key.column.name]
                    )
            session.execute(table.insert().values(**row))
            rows[table.name] = row


def _counts(store: Store) -> dict[str, int]:
    with store.snapshot() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES
        }


def test_every_table_is_known_to_be_personal_or_shared() -> None:
    names = {table.name for table in TABLES}
    assert _personal() | SHARED == names, names - _personal() - SHARED
    assert not _personal() & SHARED
    for table in TABLES:
        if table.name in SHARED:
            assert not {"user_id", "account", "username"} & set(table.columns.keys()), table.name


def test_the_tables_that_are_walked_are_those_of_the_database(store: Store) -> None:
    there = set(sa.inspect(store.engine).get_table_names())
    assert there - {"alembic_version"} == {table.name for table in TABLES}


def test_deleting_a_person_empties_every_personal_table_of_them_and_no_other(store: Store) -> None:
    _add_rows(store, 1)
    _add_rows(store, 2)
    assert set(_counts(store).values()) == {2}
    people.delete_user(store, 1)
    left = _counts(store)
    assert left == {name: 2 if name in SHARED else 1 for name in left}
    with store.snapshot() as session:
        assert list(session.scalars(select(User.id))) == [2]
