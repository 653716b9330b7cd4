"""Every table of the database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


class Moment(TypeDecorator[datetime]):
    """A UTC date and time; SQLite forgets the zone, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value


class Table(DeclarativeBase):
    """Base of all tables."""

    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads it from the class
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class User(Table):
    """Somebody who has logged in with Spotify."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(255), unique=True)
    """Spotify's immutable `account_id`, or the user id where there is none."""
    display_name: Mapped[str] = mapped_column(String(255), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    language: Mapped[str | None] = mapped_column(String(8))
    """Of the pages, where the person has settled on one."""
    titles: Mapped[str | None] = mapped_column(String(8))
    """`romaji`, `native` or `english`, where the person has settled on one."""


class Login(Table):
    """A user's Spotify tokens, sealed."""

    __tablename__ = "logins"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    authorized_at: Mapped[datetime] = mapped_column(default=now)


class BrowserSession(Table):
    """A browser that holds our cookie; only a hash of the cookie's value is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    sealed_login: Mapped[bytes | None] = mapped_column(LargeBinary)
    """State and PKCE verifier of a login under way, sealed."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class JobRow(Table):
    """A piece of long work."""

    __tablename__ = "jobs"
    __table_args__ = (Index("jobs_by_user", "user_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    request: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Equal for equal requests: a second click finds the job of the first."""
    state: Mapped[str] = mapped_column(String(16), default="queued", index=True)
    stage: Mapped[str] = mapped_column(String(64), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    worker: Mapped[str | None] = mapped_column(String(128))
    """The process that runs it; what it writes counts only while this is still its name."""
    heartbeat_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """Times it was taken up; one that takes its process down with it is not tried for ever."""
    waits_for: Mapped[str | None] = mapped_column(String(16))
    """`quota` or `login` while a queued job is put aside; nobody takes it up meanwhile."""
    resumes_at: Mapped[datetime | None]
    """When a job that waits for the quota goes on."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class JobProblem(Table):
    """An item of a job that did not work out."""

    __tablename__ = "job_problems"
    __table_args__ = (UniqueConstraint("job_id", "item", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    item: Mapped[str] = mapped_column(String(512))
    code: Mapped[str] = mapped_column(String(64))
    message: Mapped[str] = mapped_column(String(1024))


class AnimeThemes(Table):
    """Which anime's themes are known, and since when; an anime without songs is known too."""

    __tablename__ = "anime_themes"

    anime_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(String(32))
    fetched_at: Mapped[datetime] = mapped_column(default=now)


class ShowTitles(Table):
    """What a show is called beside its romaji title, where a list has told."""

    __tablename__ = "show_titles"

    anime_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    native_title: Mapped[str | None] = mapped_column(String(512))
    english_title: Mapped[str | None] = mapped_column(String(512))


class ThemeRow(Table):
    """A song of an anime."""

    __tablename__ = "themes"

    key: Mapped[str] = mapped_column(String(1024), primary_key=True)
    anime_key: Mapped[str] = mapped_column(String(64), index=True)
    anime_title: Mapped[str] = mapped_column(String(512))
    song_key: Mapped[str] = mapped_column(String(255), index=True)
    """Equal for the same song in different shows: folded title and first artist."""
    kind: Mapped[str] = mapped_column(String(2))
    sequence: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(512))
    native_title: Mapped[str | None] = mapped_column(String(512))
    artists: Mapped[list[Any]]
    """[{"name": ..., "aliases": [...]}, ...]"""
    track_uri: Mapped[str | None] = mapped_column(String(64))
    audio_urls: Mapped[list[Any]]


class TrackRow(Table):
    """A recording on Spotify."""

    __tablename__ = "tracks"

    uri: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str | None] = mapped_column(String(512))
    artists: Mapped[list[Any]]
    isrc: Mapped[str | None] = mapped_column(String(16))
    duration_ms: Mapped[int | None]
    album: Mapped[str | None] = mapped_column(String(512))
    album_kind: Mapped[str | None] = mapped_column(String(16))


class MatchRow(Table):
    """A theme tied to a track, or the word that there is none; kept for good."""

    __tablename__ = "matches"
    __table_args__ = (Index("matches_by_track", "track_uri"),)

    theme_key: Mapped[str] = mapped_column(String(1024), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    track_uri: Mapped[str | None] = mapped_column(ForeignKey("tracks.uri"))
    confidence: Mapped[float]
    reason: Mapped[str] = mapped_column(String(512))
    decided_by: Mapped[str] = mapped_column(String(16))
    decided_at: Mapped[datetime] = mapped_column(default=now)


class CandidateRow(Table):
    """A track that a search gave for a theme, one of the best few; for a person to choose from."""

    __tablename__ = "match_candidates"

    theme_key: Mapped[str] = mapped_column(String(1024), primary_key=True)
    track_uri: Mapped[str] = mapped_column(ForeignKey("tracks.uri"), primary_key=True)
    place: Mapped[int]
    """0 is the best."""
    confidence: Mapped[float]
    reason: Mapped[str] = mapped_column(String(512))
    same_artist: Mapped[bool]


class VerdictRow(Table):
    """What one person says of a song's recording; for nobody else."""

    __tablename__ = "verdicts"
    __table_args__ = (Index("verdicts_by_song", "user_id", "song_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    song_key: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(8))
    """`this` recording, `none` of them, or `never` this one, for any song."""
    track_uri: Mapped[str | None] = mapped_column(String(64))
    """Missing only for `none`."""
    made_at: Mapped[datetime] = mapped_column(default=now)


class FeatureRow(Table):
    """Audio features of a track from an outside service; `values` is null where it has none."""

    __tablename__ = "features"

    track_uri: Mapped[str] = mapped_column(String(64), primary_key=True)
    values: Mapped[dict[str, Any] | None]
    fetched_at: Mapped[datetime] = mapped_column(default=now)


class ReadingRow(Table):
    """What the models say of a track; `body` is `moods.reading.Reading.to_json`."""

    __tablename__ = "readings"

    track_uri: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[dict[str, Any]]
    provisional: Mapped[bool] = mapped_column(default=False)
    """Made without a clip because a source was out of reach: made anew after a day."""
    made_at: Mapped[datetime] = mapped_column(default=now)


class OwnReading(Table):
    """The mood that a listener finds in a track; it counts for them alone."""

    __tablename__ = "own_readings"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    track_uri: Mapped[str] = mapped_column(String(64), primary_key=True)
    mood: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(default=now)


class ReadingFailure(Table):
    """A track that could not be read, and why; tried again after a week."""

    __tablename__ = "reading_failures"

    track_uri: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    message: Mapped[str] = mapped_column(String(1024))
    tried_at: Mapped[datetime] = mapped_column(default=now)


class ServiceStop(Table):
    """A service that must not be called before a moment; survives a restart."""

    __tablename__ = "service_stops"

    service: Mapped[str] = mapped_column(String(32), primary_key=True)
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(64))


class CallCount(Table):
    """Calls made to a service, by kind and day (UTC)."""

    __tablename__ = "call_counts"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    service: Mapped[str] = mapped_column(String(32), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
