"""What listeners themselves say of songs. Each is the listener's own and shown to nobody else."""

from collections.abc import Collection

from sqlalchemy import delete, select

from moods.circumplex import Mood
from moods.reading import Reading
from server.store.engine import Store
from server.store.playlist_tables import PlaylistEntry, PlaylistRow
from server.store.songs import chunks
from server.store.tables import OwnReading, ReadingRow, now


def own_moods(store: Store, user_id: int, uris: Collection[str]) -> dict[str, Mood]:
    """The moods that a listener gave to these tracks; tracks they said nothing of are missing."""
    with store.snapshot() as session:
        return {
            row.track_uri: Mood(row.mood)
            for some in chunks(uris)
            for row in session.scalars(
                select(OwnReading).where(
                    OwnReading.user_id == user_id, OwnReading.track_uri.in_(some)
                )
            )
        }


def save_own_mood(store: Store, user_id: int, uri: str, mood: Mood) -> None:
    """Keep what a listener says of a track, in place of what they said before."""
    with store.session() as session:
        session.merge(OwnReading(user_id=user_id, track_uri=uri, mood=mood.value, made_at=now()))


def forget_own_mood(store: Store, user_id: int, uri: str) -> None:
    """Drop what a listener said of a track; there need not be anything."""
    with store.session() as session:
        session.execute(
            delete(OwnReading).where(OwnReading.user_id == user_id, OwnReading.track_uri == uri)
        )


def is_theirs(store: Store, user_id: int, uri: str) -> bool:
    """Whether a track is on one of the user's playlists."""
    with store.snapshot() as session:
        found = session.scalar(
            select(PlaylistEntry.track_uri)
            .join(PlaylistRow, PlaylistRow.id == PlaylistEntry.playlist_id)
            .where(PlaylistRow.user_id == user_id, PlaylistEntry.track_uri == uri)
            .limit(1)
        )
    return found is not None


def beside_the_models(store: Store) -> list[tuple[Mood, Reading | None]]:
    """Each mood that a listener gave, and what the models say of that track, if it was read.

    Who said it is left out.
    """
    with store.snapshot() as session:
        rows = session.execute(
            select(OwnReading.mood, ReadingRow.body)
            .outerjoin(ReadingRow, ReadingRow.track_uri == OwnReading.track_uri)
            .order_by(OwnReading.made_at, OwnReading.track_uri)
        )
        return [
            (Mood(row.mood), None if row.body is None else Reading.from_json(row.body))
            for row in rows
        ]
