"""Playlists as rows: what they should hold, and which rows at Spotify are MoodDex's own."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.store.engine import Store
from server.store.playlist_tables import PlaylistEntry, PlaylistRow, PlaylistWrite
from server.store.tables import ThemeRow, now


@dataclass(frozen=True)
class Playlist:
    """A playlist made here, or one of the user's own that was read here.

    `kind` is `list`, `spotify` or `mood`; `parent_id` is the playlist that a mood one filters.
    """

    id: str
    user_id: int
    kind: str
    parent_id: str | None
    name: str
    description: str
    request: Mapping[str, Any]
    spotify_id: str | None
    spotify_url: str | None
    create_sent_at: datetime | None
    created_at: datetime
    synced_at: datetime | None
    public: bool = False
    follows: bool = True

    def told(self) -> dict[str, Any]:
        """The playlist as a job's result tells it."""
        return {"id": self.id, "name": self.name, "spotify_url": self.spotify_url}


@dataclass(frozen=True)
class Entry:
    """What a playlist should hold at one position: a theme, a track, or a theme's track."""

    theme_key: str | None
    track_uri: str | None


def find_or_add(
    store: Store,
    user_id: int,
    kind: str,
    fingerprint: str,
    *,
    name: str,
    description: str,
    request: Mapping[str, Any],
    parent_id: str | None = None,
    public: bool = False,
) -> Playlist:
    """The user's playlist for this request, made if it is the first time.

    Whether it is `public` counts for a new one only. A new one's description tells the day, and
    ends in a marker with its own id, by which it can be found at Spotify.
    """
    with store.session() as session:
        row = session.scalar(
            select(PlaylistRow).where(
                PlaylistRow.user_id == user_id, PlaylistRow.fingerprint == fingerprint
            )
        )
        if row is None:
            playlist_id = uuid4().hex
            row = PlaylistRow(
                id=playlist_id,
                user_id=user_id,
                kind=kind,
                fingerprint=fingerprint,
                parent_id=parent_id,
                name=name[:100],
                description=_text_below(description, playlist_id),
                request=dict(request),
                public=public,
            )
            session.add(row)
            session.flush()
        return _playlist(row)


def _text_below(description: str, playlist_id: str) -> str:
    """What is written below the playlist: what it is, since when, and the sign it is known by."""
    today = now()
    since = f"Made on {today.day} {today:%B %Y}."
    return f"{description[:220]} {since} {marker(playlist_id)}".strip()


def marker(playlist_id: str) -> str:
    """What ends the description of a playlist made here: `MoodDex · 1a2b3c4d5e6f`."""
    return f"MoodDex · {playlist_id[:12]}"


def get(store: Store, user_id: int, playlist_id: str) -> Playlist | None:
    """A user's playlist; None when it is not theirs."""
    with store.snapshot() as session:
        row = session.get(PlaylistRow, playlist_id)
        return None if row is None or row.user_id != user_id else _playlist(row)


def find(store: Store, user_id: int, fingerprint: str) -> Playlist | None:
    """The user's playlist for a request, if it was ever made."""
    with store.snapshot() as session:
        row = session.scalar(
            select(PlaylistRow).where(
                PlaylistRow.user_id == user_id, PlaylistRow.fingerprint == fingerprint
            )
        )
        return None if row is None else _playlist(row)


def of_user(store: Store, user_id: int) -> list[Playlist]:
    """A user's playlists, the newest first."""
    with store.snapshot() as session:
        rows = session.scalars(
            select(PlaylistRow)
            .where(PlaylistRow.user_id == user_id)
            .order_by(PlaylistRow.created_at.desc(), PlaylistRow.id)
        )
        return [_playlist(row) for row in rows]


def set_entries(store: Store, playlist_id: str, entries: Sequence[Entry]) -> None:
    """What the playlist should hold from now on, in order."""
    with store.session() as session:
        session.execute(delete(PlaylistEntry).where(PlaylistEntry.playlist_id == playlist_id))
        session.add_all(
            PlaylistEntry(
                playlist_id=playlist_id,
                position=position,
                theme_key=entry.theme_key,
                track_uri=entry.track_uri,
            )
            for position, entry in enumerate(entries)
        )


def entries(store: Store, playlist_id: str) -> list[Entry]:
    """What the playlist should hold, in order."""
    with store.snapshot() as session:
        rows = session.execute(
            select(PlaylistEntry.theme_key, PlaylistEntry.track_uri)
            .where(PlaylistEntry.playlist_id == playlist_id)
            .order_by(PlaylistEntry.position)
        )
        return [Entry(row.theme_key, row.track_uri) for row in rows]


def theme_keys(store: Store, user_id: int, uri: str) -> list[str]:
    """The themes that a track stands for on a user's playlists."""
    with store.snapshot() as session:
        return list(
            session.scalars(
                select(PlaylistEntry.theme_key)
                .join(PlaylistRow, PlaylistRow.id == PlaylistEntry.playlist_id)
                .where(
                    PlaylistRow.user_id == user_id,
                    PlaylistEntry.track_uri == uri,
                    PlaylistEntry.theme_key.is_not(None),
                )
                .distinct()
                .order_by(PlaylistEntry.theme_key)
            )
        )


def show_title(store: Store, user_id: int, anime_key: str) -> str | None:
    """What a show is called that has a song on one of a user's playlists; None for another."""
    with store.snapshot() as session:
        return session.scalar(
            select(ThemeRow.anime_title)
            .join(PlaylistEntry, PlaylistEntry.theme_key == ThemeRow.key)
            .join(PlaylistRow, PlaylistRow.id == PlaylistEntry.playlist_id)
            .where(PlaylistRow.user_id == user_id, ThemeRow.anime_key == anime_key)
            .limit(1)
        )


def track_uris(store: Store, playlist_ids: Collection[str]) -> dict[str, list[str]]:
    """The tracks that each playlist should hold: in order, each once."""
    with store.snapshot() as session:
        rows = session.execute(
            select(PlaylistEntry.playlist_id, PlaylistEntry.track_uri)
            .where(PlaylistEntry.playlist_id.in_(playlist_ids))
            .order_by(PlaylistEntry.playlist_id, PlaylistEntry.position)
        )
        found: dict[str, dict[str, None]] = {playlist_id: {} for playlist_id in playlist_ids}
        for row in rows:
            if row.track_uri is not None:
                found[row.playlist_id][row.track_uri] = None
    return {playlist_id: list(uris) for playlist_id, uris in found.items()}


def record_remote(store: Store, playlist_id: str, spotify_id: str, url: str | None) -> None:
    """Record which Spotify playlist is this one."""
    with store.session() as session:
        session.execute(
            update(PlaylistRow)
            .where(PlaylistRow.id == playlist_id)
            .values(spotify_id=spotify_id, spotify_url=url)
        )


def rename(store: Store, playlist_id: str, name: str) -> None:
    """Give the playlist's record another name."""
    with store.session() as session:
        session.execute(
            update(PlaylistRow).where(PlaylistRow.id == playlist_id).values(name=name[:100])
        )


def record_sync(store: Store, playlist_id: str) -> None:
    """Record that Spotify holds what it should."""
    with store.session() as session:
        session.execute(
            update(PlaylistRow).where(PlaylistRow.id == playlist_id).values(synced_at=now())
        )


def writes(store: Store, playlist_id: str) -> dict[str, bool]:
    """The tracks MoodDex put on the Spotify playlist; False where a write's fate is unknown."""
    with store.snapshot() as session:
        rows = session.execute(
            select(PlaylistWrite.track_uri, PlaylistWrite.confirmed).where(
                PlaylistWrite.playlist_id == playlist_id
            )
        )
        return {row.track_uri: row.confirmed for row in rows}


def note_writes(
    session: Session, playlist_id: str, uris: Iterable[str], *, confirmed: bool
) -> None:
    """Record tracks as about to be written (`confirmed` False) or as there for sure (True)."""
    rows = [{"playlist_id": playlist_id, "track_uri": uri, "confirmed": confirmed} for uri in uris]
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    session.execute(
        build(PlaylistWrite).on_conflict_do_update(
            index_elements=["playlist_id", "track_uri"], set_={"confirmed": confirmed}
        ),
        rows,
    )


def record_settings(
    store: Store, playlist_id: str, *, name: str, description: str, public: bool, follows: bool
) -> None:
    """What the listener wants the playlist to be called, to say and to be."""
    with store.session() as session:
        session.execute(
            update(PlaylistRow)
            .where(PlaylistRow.id == playlist_id)
            .values(name=name[:100], description=description[:300], public=public, follows=follows)
        )


def _playlist(row: PlaylistRow) -> Playlist:
    return Playlist(
        id=row.id,
        user_id=row.user_id,
        kind=row.kind,
        parent_id=row.parent_id,
        name=row.name,
        description=row.description,
        request=row.request,
        spotify_id=row.spotify_id,
        spotify_url=row.spotify_url,
        create_sent_at=row.create_sent_at,
        created_at=row.created_at,
        synced_at=row.synced_at,
        public=row.public,
        follows=row.follows,
    )
