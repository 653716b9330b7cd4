"""What has been heard of a playlist that was read here, for a measure of its moods."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from moods.reading import Reading
from server.sources import spotify_links
from server.store import playlists, readings
from server.store.engine import Store
from server.store.playlist_tables import PlaylistRow

_OWN_ID = re.compile(r"(?:https?://\S+/playlists/)?(?P<id>[0-9a-f]{32})/?(?:[?#]\S*)?")


@dataclass(frozen=True)
class Heard:
    """A playlist's name, how many songs it holds, and the readings there are of them.

    A song of the list that is not on the playlist, because no track was found for it, counts as
    a song without a reading.
    """

    name: str
    songs: int
    readings: Sequence[Reading]


def playlist_ids(text: str) -> tuple[str | None, str | None]:
    """The id of a playlist here, or at Spotify, that a text names: an id, a link or a URI."""
    own = _OWN_ID.fullmatch(text.strip())
    return (own["id"], None) if own else (None, spotify_links.playlist_id(text))


def heard(store: Store, text: str) -> Heard | None:
    """What is stored of the playlist that a text names; None where it was never read here.

    Of a Spotify playlist that several people had read, the one brought up to date last counts.
    """
    own, spotify = playlist_ids(text)
    with store.snapshot() as session:
        row = session.scalar(
            select(PlaylistRow)
            .where(or_(PlaylistRow.id == own, PlaylistRow.spotify_id == spotify))
            .order_by(PlaylistRow.synced_at.desc(), PlaylistRow.created_at.desc())
        )
    if row is None:
        return None
    entries = playlists.entries(store, row.id)
    uris = {entry.track_uri for entry in entries if entry.track_uri is not None}
    unmatched = sum(entry.track_uri is None for entry in entries)
    known = readings.readings(store, uris)
    return Heard(row.name, len(uris) + unmatched, list(known.values()))
