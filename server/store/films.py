"""Recordings that people had read, each its owner's own and shown to nobody else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, and_, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from server.store.engine import Store
from server.store.jobs import UNFINISHED
from server.store.tables import JobRow, Table, now

MOST_FILMS = 500
"""Of one person."""

_ADDING = timedelta(hours=1)


class FilmRow(Table):
    """A film, an episode or any long recording; its sound is not kept."""

    __tablename__ = "films"
    __table_args__ = (Index("films_by_user", "user_id", "made_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    job_id: Mapped[str | None] = mapped_column(
        String(32), ForeignKey("jobs.id", ondelete="SET NULL"), index=True
    )
    """The job that reads it, or did; missing where the reading came as a file."""
    title: Mapped[str] = mapped_column(String(200))
    collection: Mapped[str] = mapped_column(String(200), default="")
    """The director, or whatever its owner groups films by."""
    year: Mapped[int | None]
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """`films.film_reading.FilmReading.to_json`, less `metadata`."""
    film_metadata: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What is known of it from elsewhere, as in a reading."""
    truth: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """What its owner says is heard: [[start, end, label], ...] in seconds."""
    made_at: Mapped[datetime] = mapped_column(default=now)


@dataclass(frozen=True)
class Named:
    """What its owner calls a film."""

    title: str
    collection: str = ""
    year: int | None = None


@dataclass(frozen=True)
class FilmEntry:
    """A film as lists show it.

    `state` is `queued`, `running` or `done`, or how its job ended: `failed` or `cancelled`.
    """

    id: str
    job_id: str | None
    named: Named
    state: str
    made_at: datetime


@dataclass(frozen=True)
class Film:
    """A film with all that is known of it."""

    entry: FilmEntry
    reading: Mapping[str, Any] | None
    metadata: Mapping[str, Any] | None
    truth: Sequence[Any] | None


_ENTRY = (
    FilmRow.id,
    FilmRow.job_id,
    FilmRow.title,
    FilmRow.collection,
    FilmRow.year,
    FilmRow.made_at,
    FilmRow.reading.is_not(None).label("is_read"),
    JobRow.state.label("job_state"),
)


def add(
    store: Store,
    user_id: int,
    named: Named,
    *,
    film_id: str | None = None,
    reading: Mapping[str, Any] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> str:
    """Add a film, to be read or read already; its id."""
    row = FilmRow(
        id=film_id or uuid4().hex,
        user_id=user_id,
        title=named.title[:200],
        collection=named.collection[:200],
        year=named.year,
        reading=None if reading is None else dict(reading),
        film_metadata=None if metadata is None else dict(metadata),
    )
    with store.session() as session:
        session.add(row)
        return row.id


def tie(store: Store, film_id: str, job_id: str) -> None:
    """Say which job reads a film."""
    with store.session() as session:
        session.execute(update(FilmRow).where(FilmRow.id == film_id).values(job_id=job_id))


def entries(store: Store, user_id: int) -> list[FilmEntry]:
    """A user's films without their readings, by collection and title."""
    wanted = (
        select(*_ENTRY)
        .outerjoin(JobRow, FilmRow.job_id == JobRow.id)
        .where(FilmRow.user_id == user_id)
    )
    with store.snapshot() as session:
        found = [_entry(row) for row in session.execute(wanted)]
    return sorted(
        found, key=lambda one: (one.named.collection.casefold(), one.named.title.casefold(), one.id)
    )


def get(store: Store, user_id: int, film_id: str) -> Film | None:
    """A user's film; None when it is not theirs."""
    wanted = (
        select(*_ENTRY, FilmRow.reading, FilmRow.film_metadata, FilmRow.truth)
        .outerjoin(JobRow, FilmRow.job_id == JobRow.id)
        .where(FilmRow.user_id == user_id, FilmRow.id == film_id)
    )
    with store.snapshot() as session:
        row = session.execute(wanted).first()
    return None if row is None else Film(_entry(row), row.reading, row.film_metadata, row.truth)


def read_ones(store: Store, user_id: int) -> Iterator[Film]:
    """A user's films that have been read, by collection and title, one in hand at a time."""
    for one in entries(store, user_id):
        film = get(store, user_id, one.id) if one.state == "done" else None
        if film is not None:
            yield film


def keep_reading(store: Store, film_id: str, reading: Mapping[str, Any]) -> bool:
    """Keep what was read of a film; False when the film is gone."""
    with store.session() as session:
        row = session.get(FilmRow, film_id)
        if row is None:
            return False
        row.reading = dict(reading)
        return True


def keep_truth(store: Store, user_id: int, film_id: str, truth: Sequence[Any] | None) -> bool:
    """Keep what its owner says is heard; None forgets it. False when it is not theirs."""
    with store.session() as session:
        row = session.get(FilmRow, film_id)
        if row is None or row.user_id != user_id:
            return False
        row.truth = None if truth is None else list(truth)
        return True


def remove(store: Store, user_id: int, film_id: str) -> bool:
    """Remove a film with all that is known of it; False when it is not theirs."""
    with store.session() as session:
        row = session.get(FilmRow, film_id)
        if row is None or row.user_id != user_id:
            return False
        session.execute(delete(FilmRow).where(FilmRow.id == film_id))
        return True


def waiting_ids(store: Store) -> set[str]:
    """The films that a job has yet to read or is reading, or is just about to; everybody's."""
    just_added = and_(FilmRow.job_id.is_(None), FilmRow.made_at > now() - _ADDING)
    with store.snapshot() as session:
        return set(
            session.scalars(
                select(FilmRow.id)
                .outerjoin(JobRow, FilmRow.job_id == JobRow.id)
                .where(or_(JobRow.state.in_(UNFINISHED), just_added))
            )
        )


def _entry(row: Any) -> FilmEntry:
    state = "done" if row.is_read else row.job_state or "failed"
    named = Named(row.title, row.collection, row.year)
    return FilmEntry(row.id, row.job_id, named, state, row.made_at)
