"""What a sync does to a Spotify playlist, recorded so that it can be cut off and taken up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from server.store import playlists
from server.store.engine import Store
from server.store.playlist_tables import PlaylistRow, PlaylistStep, PlaylistWrite
from server.store.tables import now


@dataclass(frozen=True)
class Standing:
    """What is known of a playlist's rows at Spotify without looking.

    Attributes:
        writes: the tracks MoodDex put there; False where a write's fate is unknown.
        left: the order in which the last whole sync wanted them.
        cut_off: whether a sync began and did not end.
        by_hand: the rows that this sync took for moved by the listener, once it moved rows itself.
        moved: how many rows this sync has moved itself, or may have.
    """

    writes: Mapping[str, bool]
    left: Sequence[str] = ()
    cut_off: bool = False
    by_hand: Collection[str] | None = None
    moved: int = 0


def standing(store: Store, playlist_id: str) -> Standing:
    """What the records say."""
    with store.snapshot() as session:
        rows = session.execute(
            select(PlaylistWrite.track_uri, PlaylistWrite.confirmed, PlaylistWrite.place)
            .where(PlaylistWrite.playlist_id == playlist_id)
            .order_by(PlaylistWrite.place)
        ).all()
        steps = session.execute(
            select(PlaylistStep.kind, PlaylistStep.body)
            .where(PlaylistStep.playlist_id == playlist_id)
            .order_by(PlaylistStep.id)
        ).all()
    orders = [step.body["by_hand"] for step in steps if step.kind == "order"]
    return Standing(
        writes={row.track_uri: row.confirmed for row in rows},
        left=[row.track_uri for row in rows if row.place is not None],
        cut_off=bool(steps),
        by_hand=orders[-1] if orders else None,
        moved=sum(step.body["length"] for step in steps if step.kind == "move"),
    )


def begin(store: Store, playlist_id: str, by_hand: Collection[str] | None) -> None:
    """Record that a sync begins to write; with `by_hand` that it will move rows, but not these."""
    with store.session() as session:
        kind, body = ("begin", {}) if by_hand is None else ("order", {"by_hand": list(by_hand)})
        session.add(PlaylistStep(playlist_id=playlist_id, kind=kind, body=body))


def about_to(
    store: Store,
    playlist_id: str,
    kind: str,
    *,
    uris: Sequence[str] = (),
    body: Mapping[str, Any] | None = None,
) -> int:
    """Record a write before it goes out: the fate of its tracks is unknown; the step's id."""
    with store.session() as session:
        playlists.note_writes(session, playlist_id, uris, confirmed=False)
        step = PlaylistStep(playlist_id=playlist_id, kind=kind, body=dict(body or {"uris": uris}))
        session.add(step)
        session.flush()
        return step.id


def confirm(
    store: Store,
    playlist_id: str,
    step: int,
    snapshot_id: str,
    *,
    there: Sequence[str] = (),
    gone: Sequence[str] = (),
) -> None:
    """Record that a write was carried out, and which tracks it brought or took."""
    with store.session() as session:
        session.execute(
            update(PlaylistStep).where(PlaylistStep.id == step).values(snapshot_id=snapshot_id)
        )
        playlists.note_writes(session, playlist_id, there, confirmed=True)
        _forget(session, playlist_id, gone)


def settle(
    store: Store, playlist_id: str, *, arrived: Sequence[str], not_ours: Sequence[str]
) -> None:
    """Record what the remote rows told of tracks whose fate was unknown, or whose they are."""
    if not (arrived or not_ours):
        return
    with store.session() as session:
        playlists.note_writes(session, playlist_id, arrived, confirmed=True)
        _forget(session, playlist_id, not_ours)


def finish(store: Store, playlist_id: str, left: Sequence[str] | None) -> None:
    """Record that the sync is through, and the order it wanted; None keeps the one before."""
    with store.session() as session:
        if left is not None:
            place = {uri: number for number, uri in enumerate(dict.fromkeys(left))}
            rows = session.scalars(
                select(PlaylistWrite).where(PlaylistWrite.playlist_id == playlist_id)
            )
            for row in rows:
                row.place = place.get(row.track_uri)
        session.execute(delete(PlaylistStep).where(PlaylistStep.playlist_id == playlist_id))
        session.execute(
            update(PlaylistRow).where(PlaylistRow.id == playlist_id).values(synced_at=now())
        )


def begin_anew(store: Store, playlist_id: str) -> None:
    """Record that a create call goes out, before it does: nothing else is known of the remote."""
    with store.session() as session:
        for table in (PlaylistWrite, PlaylistStep):
            session.execute(delete(table).where(table.playlist_id == playlist_id))
        session.execute(
            update(PlaylistRow)
            .where(PlaylistRow.id == playlist_id)
            .values(create_sent_at=now(), spotify_id=None, spotify_url=None)
        )
        session.execute(
            insert(PlaylistStep).values(playlist_id=playlist_id, kind="create", body={})
        )


def ask_back(store: Store, playlist_id: str, uris: Collection[str]) -> None:
    """Let songs that the listener had taken out come back with the next sync."""
    with store.session() as session:
        _forget(session, playlist_id, list(uris))


def _forget(session: Session, playlist_id: str, uris: Sequence[str]) -> None:
    for start in range(0, len(uris), 500):
        session.execute(
            delete(PlaylistWrite).where(
                PlaylistWrite.playlist_id == playlist_id,
                PlaylistWrite.track_uri.in_(uris[start : start + 500]),
            )
        )
