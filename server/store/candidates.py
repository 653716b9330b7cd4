"""The tracks that were in question for a theme, for a person to choose from. Shared by all."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from server.domain import Candidate
from server.store.engine import Store
from server.store.songs import chunks, keep_track, track_of
from server.store.tables import CandidateRow, TrackRow

MOST = 5
"""Candidates that are kept for a theme."""


def save_candidates(
    store: Store, theme_keys: Collection[str], candidates: Sequence[Candidate]
) -> None:
    """Keep the first `MOST` candidates, the best first, for each of the themes of one song.

    They take the place of those that were kept for these themes before.
    """
    by_uri: dict[str, Candidate] = {}
    for each in candidates:
        by_uri.setdefault(each.track.uri, each)
    kept = list(by_uri.values())[:MOST]
    with store.session() as session:
        for each in kept:
            keep_track(session, each.track)
        for keys in chunks(theme_keys):
            session.execute(delete(CandidateRow).where(CandidateRow.theme_key.in_(keys)))
            session.add_all(
                CandidateRow(
                    theme_key=key,
                    track_uri=each.track.uri,
                    place=place,
                    confidence=each.confidence,
                    reason=each.reason[:512],
                    same_artist=each.same_artist,
                )
                for key in keys
                for place, each in enumerate(kept)
            )


def candidates_of(store: Store, theme_keys: Collection[str]) -> dict[str, list[Candidate]]:
    """The candidates by theme key, the best first; a theme that has none is missing."""
    found: dict[str, list[Candidate]] = {}
    with store.snapshot() as session:
        for keys in chunks(theme_keys):
            rows = session.execute(
                select(CandidateRow, TrackRow)
                .join(TrackRow, TrackRow.uri == CandidateRow.track_uri)
                .where(CandidateRow.theme_key.in_(keys))
                .order_by(CandidateRow.theme_key, CandidateRow.place)
            )
            for row, track in rows:
                candidate = Candidate(track_of(track), row.confidence, row.reason, row.same_artist)
                found.setdefault(row.theme_key, []).append(candidate)
    return found
