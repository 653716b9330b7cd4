"""What is known of how tracks sound: features, readings, and readings that failed."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import and_, delete, or_, select

from moods.portrait import Portrait
from moods.reading import Reading
from server.domain import Problem
from server.store import portraits
from server.store.engine import Store
from server.store.songs import chunks
from server.store.tables import FeatureRow, ReadingFailure, ReadingRow, now

_FEATURES_AGAIN = timedelta(days=30)
_FAILURE_AGAIN = timedelta(days=7)
_PROVISIONAL_AGAIN = timedelta(days=1)
NO_CLIP_NOW = "no_clip_now"
"""The code of a failure that is no word on the track: a service did not answer."""


def readings(store: Store, uris: Collection[str]) -> dict[str, Reading]:
    """Every reading there is of these tracks."""
    with store.snapshot() as session:
        return {
            row.track_uri: Reading.from_json(row.body)
            for some in chunks(uris)
            for row in session.scalars(select(ReadingRow).where(ReadingRow.track_uri.in_(some)))
        }


def settled(store: Store, uris: Collection[str], models: Collection[str] | None = None) -> set[str]:
    """The tracks that need no reading now: read for good, or provisionally within a day.

    Args:
        models: name and version of each model served, as in `Reading.models`; a reading by any
            other, or from before readings told their spread, is to be made anew.
    """
    good = or_(ReadingRow.provisional.is_(False), ReadingRow.made_at > now() - _PROVISIONAL_AGAIN)
    wanted = select(ReadingRow.track_uri, ReadingRow.body)
    with store.snapshot() as session:
        return {
            uri
            for some in chunks(uris)
            for uri, body in session.execute(
                wanted.where(and_(ReadingRow.track_uri.in_(some), good))
            )
            if models is None or (body.get("spread") and set(body["models"]) <= set(models))
        }


def save_reading(
    store: Store,
    uri: str,
    reading: Reading,
    *,
    provisional: bool,
    portrait: Portrait | None = None,
) -> None:
    """Keep a reading, and the portrait of its clip; an earlier failure is forgotten."""
    with store.session() as session:
        session.merge(
            ReadingRow(
                track_uri=uri, body=reading.to_json(), provisional=provisional, made_at=now()
            )
        )
        session.execute(delete(ReadingFailure).where(ReadingFailure.track_uri == uri))
        if portrait is not None:
            portraits.put(session, uri, portrait)


def recent_failures(store: Store, uris: Collection[str]) -> dict[str, tuple[str, str]]:
    """Code and message of the tracks that could not be read within the last week; within the
    last day where only a service did not answer.
    """
    with store.snapshot() as session:
        return {
            row.track_uri: (row.code, row.message)
            for some in chunks(uris)
            for row in session.scalars(
                select(ReadingFailure).where(
                    ReadingFailure.track_uri.in_(some),
                    ReadingFailure.tried_at > now() - _FAILURE_AGAIN,
                    or_(
                        ReadingFailure.code != NO_CLIP_NOW,
                        ReadingFailure.tried_at > now() - _PROVISIONAL_AGAIN,
                    ),
                )
            )
        }


def save_failure(store: Store, uri: str, problem: Problem) -> None:
    """Keep why a track could not be read; it is left alone for a week (`recent_failures`)."""
    with store.session() as session:
        session.merge(
            ReadingFailure(
                track_uri=uri,
                code=problem.code,
                message=problem.message[:1024],
                tried_at=now(),
            )
        )


def features(store: Store, uris: Collection[str]) -> dict[str, dict[str, float] | None]:
    """The features known of these tracks; None where there were none within the last month."""
    found: dict[str, dict[str, float] | None] = {}
    with store.snapshot() as session:
        for some in chunks(uris):
            for row in session.scalars(select(FeatureRow).where(FeatureRow.track_uri.in_(some))):
                if row.values is not None or row.fetched_at > now() - _FEATURES_AGAIN:
                    found[row.track_uri] = row.values
    return found


def save_features(store: Store, values: Mapping[str, Mapping[str, float] | None]) -> None:
    """Keep features by track; None where the service has none."""
    with store.session() as session:
        for uri, numbers in values.items():
            session.merge(
                FeatureRow(
                    track_uri=uri,
                    values=None if numbers is None else dict(numbers),
                    fetched_at=now(),
                )
            )
