"""Spotify's calls counted by day, and stops in force that outlive a restart."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from server.errors import QuotaStop
from server.store.engine import Store
from server.store.tables import CallCount, ServiceStop, now

SPOTIFY = "spotify"


class SpotifyLedger:
    """Counts Spotify calls and holds them back while a quota stop is in force.

    Implements `server.sources.spotify.Ledger`.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def check(self) -> None:
        """Return if Spotify may be called now.

        Raises:
            QuotaStop: it may not; the message says until when.
        """
        until = quota_stop(self._store)
        if until is not None:
            raise QuotaStop(
                SPOTIFY,
                "spotify_quota",
                f"Spotify's quota for today is used up until {plain_time(until)}.",
                "What was found is kept. Ask again after that and MoodDex goes on from there.",
                retry_after=max((until - now()).total_seconds(), 1),
                http_status=429,
            )

    def count(self, call: str) -> None:
        """Count one call of this kind, such as `POST /me/playlists`."""
        row = {"day": now().date().isoformat(), "service": SPOTIFY, "call": call[:64], "count": 1}
        with self._store.session() as session:
            dialect = session.get_bind().dialect.name
            build = postgresql.insert if dialect == "postgresql" else sqlite.insert
            session.execute(
                build(CallCount)
                .values(**row)
                .on_conflict_do_update(
                    index_elements=["day", "service", "call"],
                    set_={"count": CallCount.count + 1},
                )
            )

    def stop(self, seconds: float, reason: str) -> None:
        """Call nothing for so many seconds, whatever happens to this process."""
        until = now() + timedelta(seconds=seconds)
        with self._store.session() as session:
            row = session.get(ServiceStop, SPOTIFY)
            if row is None:
                session.add(ServiceStop(service=SPOTIFY, until=until, reason=reason[:64]))
            else:
                row.until, row.reason = max(until, row.until), reason[:64]


def quota_stop(store: Store) -> datetime | None:
    """Until when Spotify must not be called; None when it may be."""
    with store.snapshot() as session:
        until = session.scalar(select(ServiceStop.until).where(ServiceStop.service == SPOTIFY))
    return until if until is not None and until > now() else None


def calls_today(store: Store) -> dict[str, int]:
    """How often each kind of Spotify call was made since midnight UTC."""
    with store.snapshot() as session:
        rows = session.scalars(
            select(CallCount)
            .where(CallCount.day == now().date().isoformat(), CallCount.service == SPOTIFY)
            .order_by(CallCount.call)
        )
        return {row.call: row.count for row in rows}


def plain_time(moment: datetime) -> str:
    """A moment as people read it, in UTC: `14:05 UTC on 21 November`."""
    return f"{moment:%H:%M} UTC on {moment.day} {moment:%B}"
