"""The shows that people plan to watch, with their songs; each its asker's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from server.store.engine import Store
from server.store.tables import Table, now

_TOLD = 20


class WatchListRow(Table):
    """The planned shows of a list, as it was when last asked for."""

    __tablename__ = "watch_lists"
    __table_args__ = (UniqueConstraint("user_id", "fingerprint"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Equal for requests of the same list and the same songs."""
    request: Mapped[dict[str, Any]]
    shows: Mapped[list[Any]]
    """The shows in the list's order, each with the keys of its songs."""
    made_at: Mapped[datetime] = mapped_column(default=now)


@dataclass(frozen=True)
class WatchList:
    """A list of planned shows as it is stored."""

    id: str
    request: Mapping[str, Any]
    shows: Sequence[Mapping[str, Any]]
    made_at: datetime


def save(
    store: Store,
    user_id: int,
    fingerprint: str,
    request: Mapping[str, Any],
    shows: Sequence[Mapping[str, Any]],
) -> str:
    """Keep a list, in place of what the same request gave before; its id."""
    with store.session() as session:
        row = session.scalar(
            select(WatchListRow).where(
                WatchListRow.user_id == user_id, WatchListRow.fingerprint == fingerprint
            )
        )
        if row is None:
            row = WatchListRow(id=uuid4().hex, user_id=user_id, fingerprint=fingerprint)
            session.add(row)
        row.request, row.made_at = dict(request), now()
        row.shows = [dict(show) for show in shows]
        return row.id


def get(store: Store, user_id: int, watch_id: str) -> WatchList | None:
    """A user's list; None when it is not theirs."""
    with store.snapshot() as session:
        row = session.get(WatchListRow, watch_id)
        if row is None or row.user_id != user_id:
            return None
        return WatchList(row.id, row.request, row.shows, row.made_at)


def of_user(store: Store, user_id: int) -> list[tuple[str, Mapping[str, Any]]]:
    """A user's newest lists: the id of each, and what was asked."""
    with store.snapshot() as session:
        rows = session.execute(
            select(WatchListRow.id, WatchListRow.request)
            .where(WatchListRow.user_id == user_id)
            .order_by(WatchListRow.made_at.desc(), WatchListRow.id)
            .limit(_TOLD)
        )
        return [(row.id, row.request) for row in rows]
