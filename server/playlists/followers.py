"""What the mood playlists that follow a playlist would change once it was updated."""

from collections.abc import Iterator, Sequence

from server.jobs.requests import MoodRequest, from_json
from server.playlists.filter import fits
from server.playlists.own_moods import listened
from server.playlists.planner import Plan
from server.playlists.remote import PlaylistCalls, Seen, look
from server.playlists.wanted import stored_tracks
from server.playlists.writer import Wish, decide
from server.store import playlists, syncs
from server.store.engine import Store
from server.store.playlists import Playlist


def followers_changes(
    store: Store, spotify: PlaylistCalls, source: Playlist, tracks: Sequence[str]
) -> Iterator[tuple[Playlist, Seen, Plan]]:
    """Each follower that would be written to, its rows, and what would be.

    `tracks` are those that the source will hold. Songs that were not read yet fit nothing, and
    followers that hold what fits cost no call.
    """
    known = listened(store, source.user_id, tracks).readings
    for playlist in playlists.of_user(store, source.user_id):
        if playlist.parent_id != source.id or not playlist.follows or not playlist.spotify_id:
            continue
        request = from_json(playlist.request)
        if not isinstance(request, MoodRequest):
            continue
        wanted = [
            uri
            for uri in dict.fromkeys(tracks)
            if uri in known and fits(known[uri], request.moods, request.point, request.radius)
        ]
        if wanted == stored_tracks(store, playlist.id):
            continue
        seen = look(store, spotify, playlist)
        if seen is not None:
            changes = decide(syncs.standing(store, playlist.id), Wish(wanted), seen)
            if changes.calls:
                yield playlist, seen, changes
