"""A Spotify playlist's rows as they were: before and after each sync that changed something."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from server.store.engine import Store
from server.store.playlist_tables import PlaylistVersion

MOST_KEPT = 20
"""Versions that are kept of a playlist; the oldest go."""
_HIGHEST_ID = 2**31 - 1
"""What the column holds; a database refuses to be asked for more."""


@dataclass(frozen=True)
class Version:
    """The rows at a moment. Fields as in `server.store.playlist_tables.PlaylistVersion`."""

    id: int
    cause: str
    rows: Sequence[str | None]
    own: Collection[str]
    added: int
    removed: int
    moved: int
    snapshot_id: str
    made_at: datetime
    undoes: int | None = None


def of_playlist(store: Store, playlist_id: str) -> list[Version]:
    """The versions that are kept, the newest first."""
    with store.snapshot() as session:
        rows = session.scalars(
            select(PlaylistVersion)
            .where(PlaylistVersion.playlist_id == playlist_id)
            .order_by(PlaylistVersion.id.desc())
        )
        return [_version(row) for row in rows]


def latest(store: Store, playlist_id: str) -> Version | None:
    """What MoodDex saw last."""
    with store.snapshot() as session:
        row = session.scalar(
            select(PlaylistVersion)
            .where(PlaylistVersion.playlist_id == playlist_id)
            .order_by(PlaylistVersion.id.desc())
            .limit(1)
        )
        return None if row is None else _version(row)


def standing(store: Store, playlist_id: str, tracks: Collection[str]) -> int:
    """How many of these tracks stood there when MoodDex saw it last."""
    last = latest(store, playlist_id)
    return 0 if last is None else len(set(last.rows) & set(tracks))


def get(store: Store, playlist_id: str, version_id: int) -> Version | None:
    """One version of a playlist; None when it is another's, or no longer kept."""
    if not 0 < version_id <= _HIGHEST_ID:
        return None
    with store.snapshot() as session:
        row = session.get(PlaylistVersion, version_id)
        return None if row is None or row.playlist_id != playlist_id else _version(row)


def keep(
    store: Store,
    playlist_id: str,
    cause: str,
    rows: Sequence[str | None],
    own: Collection[str],
    *,
    snapshot_id: str,
    added: int = 0,
    removed: int = 0,
    moved: int = 0,
    undoes: int | None = None,
) -> None:
    """Keep the rows as they are now, and only the newest `MOST_KEPT` versions."""
    with store.session() as session:
        session.add(
            PlaylistVersion(
                playlist_id=playlist_id,
                cause=cause,
                rows=list(rows),
                own=[uri for uri in rows if uri in own],
                added=added,
                removed=removed,
                moved=moved,
                snapshot_id=snapshot_id,
                undoes=undoes,
            )
        )
        session.flush()
        oldest = session.scalars(
            select(PlaylistVersion.id)
            .where(PlaylistVersion.playlist_id == playlist_id)
            .order_by(PlaylistVersion.id.desc())
            .offset(MOST_KEPT)
        ).all()
        if oldest:
            session.execute(delete(PlaylistVersion).where(PlaylistVersion.id.in_(oldest)))


def rename_snapshot(store: Store, version_id: int, snapshot_id: str) -> None:
    """Record that Spotify has another name for the state that a version holds."""
    with store.session() as session:
        session.execute(
            update(PlaylistVersion)
            .where(PlaylistVersion.id == version_id)
            .values(snapshot_id=snapshot_id)
        )


def _version(row: PlaylistVersion) -> Version:
    return Version(
        id=row.id,
        cause=row.cause,
        rows=row.rows,
        own=row.own,
        added=row.added,
        removed=row.removed,
        moved=row.moved,
        snapshot_id=row.snapshot_id,
        made_at=row.made_at,
        undoes=row.undoes,
    )
