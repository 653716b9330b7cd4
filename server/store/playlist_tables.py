"""The tables of playlists: what they should hold, what was written, and how they were."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables import Table, now


class PlaylistRow(Table):
    """A playlist made here, or one of the user's own that was read here."""

    __tablename__ = "playlists"
    __table_args__ = (UniqueConstraint("user_id", "fingerprint"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    """`list`, `spotify` (the user's own) or `mood`."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Equal for equal requests: asking again syncs the playlist that is there."""
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("playlists.id", ondelete="SET NULL"))
    """The playlist that a mood playlist filters."""
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(String(512), default="")
    request: Mapped[dict[str, Any]]
    spotify_id: Mapped[str | None] = mapped_column(String(64))
    spotify_url: Mapped[str | None] = mapped_column(String(512))
    public: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it is to show on the user's profile; anyone with the link can open it either way."""
    follows: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether a mood playlist is brought up to date whenever the one it filters is."""
    create_sent_at: Mapped[datetime | None]
    """Set before the create call goes out: if there is still no `spotify_id` after a crash,
    the remote playlists are looked through before another is created."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    synced_at: Mapped[datetime | None]


class PlaylistEntry(Table):
    """What a playlist should hold, in order; entries without a sure match are told, not written."""

    __tablename__ = "playlist_entries"

    playlist_id: Mapped[str] = mapped_column(
        ForeignKey("playlists.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    theme_key: Mapped[str | None] = mapped_column(String(1024))
    """None for a song of a playlist that is not from anime."""
    track_uri: Mapped[str | None] = mapped_column(String(64))


class PlaylistWrite(Table):
    """A row that MoodDex put on a Spotify playlist, or is about to."""

    __tablename__ = "playlist_writes"

    playlist_id: Mapped[str] = mapped_column(
        ForeignKey("playlists.id", ondelete="CASCADE"), primary_key=True
    )
    track_uri: Mapped[str] = mapped_column(String(64), primary_key=True)
    confirmed: Mapped[bool] = mapped_column(default=False)
    """False from before an add or a removal goes out until Spotify has answered: the row's fate
    is unknown, and only the remote rows can tell."""
    place: Mapped[int | None]
    """Where it stood in the order that the last whole sync wanted; from it and the remote rows
    it can be told what the listener moved."""


class PlaylistStep(Table):
    """A write of a sync under way: recorded before it goes out, confirmed by the new snapshot.

    Once the sync is through its steps go; steps that are there tell that a sync was cut off.
    """

    __tablename__ = "playlist_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    playlist_id: Mapped[str] = mapped_column(
        ForeignKey("playlists.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    """`order` (which rows stay where the listener put them), `remove`, `move` or `add`."""
    body: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime] = mapped_column(default=now)
    snapshot_id: Mapped[str | None] = mapped_column(String(255))


class PlaylistVersion(Table):
    """The rows of a Spotify playlist as they were; the newest is what MoodDex saw last."""

    __tablename__ = "playlist_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    playlist_id: Mapped[str] = mapped_column(
        ForeignKey("playlists.id", ondelete="CASCADE"), index=True
    )
    cause: Mapped[str] = mapped_column(String(16))
    """`sync`, `restore`, `undo`, or `found`: as the listener had made it."""
    rows: Mapped[list[Any]]
    """URIs in order; null for a row that is no track."""
    own: Mapped[list[Any]]
    """The URIs among them that MoodDex had put there."""
    added: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    snapshot_id: Mapped[str] = mapped_column(String(255), default="")
    """Spotify's name for this state; equal later on if nothing was changed since."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    undoes: Mapped[int | None]
    """Of an `undo`: the version whose write it took back."""
