"""Comparisons of two people's lists, each its asker's own and shown to nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from server.store.engine import Store
from server.store.tables import Table, now

_TOLD = 20


class ComparisonRow(Table):
    """What two lists share and what each alone has, as it was when last asked for."""

    __tablename__ = "comparisons"
    __table_args__ = (UniqueConstraint("user_id", "fingerprint"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Equal for equal requests, whichever of the two is named first."""
    request: Mapped[dict[str, Any]]
    shows: Mapped[dict[str, Any]]
    """Lists of shows under `shared`, `first` and `second`, each with the keys of its songs."""
    made_at: Mapped[datetime] = mapped_column(default=now)


@dataclass(frozen=True)
class Comparison:
    """A comparison as it is stored."""

    id: str
    request: Mapping[str, Any]
    shows: Mapping[str, Any]
    made_at: datetime


def save(
    store: Store,
    user_id: int,
    fingerprint: str,
    request: Mapping[str, Any],
    shows: Mapping[str, Any],
) -> str:
    """Keep a comparison, in place of what the same request gave before; its id."""
    with store.session() as session:
        row = session.scalar(
            select(ComparisonRow).where(
                ComparisonRow.user_id == user_id, ComparisonRow.fingerprint == fingerprint
            )
        )
        if row is None:
            row = ComparisonRow(id=uuid4().hex, user_id=user_id, fingerprint=fingerprint)
            session.add(row)
        row.request, row.shows, row.made_at = dict(request), dict(shows), now()
        return row.id


def get(store: Store, user_id: int, comparison_id: str) -> Comparison | None:
    """A user's comparison; None when it is not theirs."""
    with store.snapshot() as session:
        row = session.get(ComparisonRow, comparison_id)
        if row is None or row.user_id != user_id:
            return None
        return Comparison(row.id, row.request, row.shows, row.made_at)


def requests_of(store: Store, user_id: int) -> list[tuple[str, Mapping[str, Any]]]:
    """A user's newest comparisons: the id of each, and what was asked."""
    with store.snapshot() as session:
        rows = session.execute(
            select(ComparisonRow.id, ComparisonRow.request)
            .where(ComparisonRow.user_id == user_id)
            .order_by(ComparisonRow.made_at.desc(), ComparisonRow.id)
            .limit(_TOLD)
        )
        return [(row.id, row.request) for row in rows]
