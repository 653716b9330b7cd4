"""What the mood playlists that follow a playlist would change once it was updated."""

from collections.abc import Iterator, Sequence

from server.jobs.journey_request import JourneyRequest
from server.jobs.requests import MoodRequest, from_json
from server.playlists.planner import Plan
from server.playlists.remote import PlaylistCalls, Seen, look
from server.playlists.wanted import fitting, stored_tracks
from server.playlists.writer import Wish, decide
from server.store import playlists, syncs
from server.store.engine import Store
from server.store.playlists import Entry, Playlist


def followers_changes(
    store: Store, spotify: PlaylistCalls, source: Playlist, entries: Sequence[Entry]
) -> Iterator[tuple[Playlist, Seen, Plan]]:
    """Each follower that would be written to, its rows, and what would be.

    `entries` are what the source will hold. Songs that were not read yet fit nothing, and
    followers that hold what fits cost no call.
    """
    for playlist in playlists.of_user(store, source.user_id):
        if playlist.parent_id != source.id or not playlist.follows or not playlist.spotify_id:
            continue
        request = from_json(playlist.request)
        assert isinstance(request, MoodRequest | JourneyRequest)
        holds = stored_tracks(store, playlist.id)
        found = fitting(store, source.user_id, request, holds, entries)
        if found.uris == holds or not found.read:
            continue
        seen = look(store, spotify, playlist)
        if seen is not None:
            changes = decide(syncs.standing(store, playlist.id), Wish(found.uris), seen)
            if changes.calls:
                yield playlist, seen, changes
