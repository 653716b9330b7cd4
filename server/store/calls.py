"""Spotify's calls counted by day, and stops in force that outlive a restart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from server.errors import QuotaStop
from server.store.engine import Store
from server.store.tables import CallCount, ServiceStop, now

SPOTIFY = "spotify"
SEARCH = "search"
"""What `server.sources.spotify` counts a search as."""


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


@dataclass(frozen=True)
class SearchBudget:
    """How many Spotify searches one run may make, and all runs of a day (UTC) together.

    Spotify allows an application some 1,000 to 2,600 calls a day and then refuses every call for
    hours, also those that write a playlist: searches stop before that.
    """

    store: Store
    per_run: int
    per_day: int

    def allows(self, searches: int) -> bool:
        """Whether a run that has made so many searches may make another."""
        return searches < self.per_run and self.made_today() < self.per_day

    def made_today(self) -> int:
        """Searches of all runs since midnight UTC."""
        return calls_today(self.store).get(SEARCH, 0)

    def goes_on(self) -> str:
        """When more searches are allowed after `allows` said no, as people read it."""
        if self.made_today() < self.per_day:
            return "at once: start it again, and it goes on from there"
        return f"after {plain_time(_next_midnight())}: start it again then"


def _next_midnight() -> datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
