"""What people say of songs' recordings: each one's own, and kept until they take it back."""

from sqlalchemy import delete, select

from server.songs.verdicts import Verdict, VerdictKind
from server.store.engine import Store
from server.store.tables import VerdictRow, now


def verdicts_of(store: Store, user_id: int) -> list[Verdict]:
    """All that a person has said, the oldest first."""
    with store.snapshot() as session:
        rows = session.scalars(
            select(VerdictRow)
            .where(VerdictRow.user_id == user_id)
            .order_by(VerdictRow.made_at, VerdictRow.id)
        )
        return [
            Verdict(row.song_key, VerdictKind(row.kind), row.track_uri, row.made_at) for row in rows
        ]


def say(
    store: Store, user_id: int, song_key: str, kind: VerdictKind, track_uri: str | None
) -> None:
    """Keep a person's word on a song. `this` and `none` take the place of one another.

    `track_uri` must be known to `server.store.songs`, and is None for `none` alone.
    """
    if (track_uri is None) != (kind is VerdictKind.NONE):
        raise ValueError(f"{kind} with track {track_uri}")
    mine = (VerdictRow.user_id == user_id, VerdictRow.song_key == song_key)
    same = (
        (VerdictRow.kind == kind.value, VerdictRow.track_uri == track_uri)
        if kind is VerdictKind.NEVER
        else (VerdictRow.kind != VerdictKind.NEVER.value,)
    )
    with store.session() as session:
        session.execute(delete(VerdictRow).where(*mine, *same))
        session.add(
            VerdictRow(
                user_id=user_id,
                song_key=song_key,
                kind=kind.value,
                track_uri=track_uri,
                made_at=now(),
            )
        )


def take_back(store: Store, user_id: int, song_key: str) -> None:
    """Forget which recording a person chose for a song, or that they chose none."""
    with store.session() as session:
        session.execute(
            delete(VerdictRow).where(
                VerdictRow.user_id == user_id,
                VerdictRow.song_key == song_key,
                VerdictRow.kind != VerdictKind.NEVER.value,
            )
        )


def allow_again(store: Store, user_id: int, track_uri: str) -> None:
    """Forget that a person never wants a track, for whichever song they said it."""
    with store.session() as session:
        session.execute(
            delete(VerdictRow).where(
                VerdictRow.user_id == user_id,
                VerdictRow.track_uri == track_uri,
                VerdictRow.kind == VerdictKind.NEVER.value,
            )
        )
