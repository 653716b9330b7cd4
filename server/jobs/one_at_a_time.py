"""One job at a time writes to a playlist: two that plan from the same rows would add twice."""

from collections.abc import Iterator
from contextlib import contextmanager

from server.jobs.life import Job
from server.store import playlists
from server.store.playlists import Playlist


@contextmanager
def alone_with(job: Job, playlist: Playlist) -> Iterator[Playlist]:
    """The playlist as it is once no other job writes to it, and none does until the block ends."""
    store = job.services.store
    with store.alone(f"playlist {playlist.id}"):
        yield playlists.get(store, job.user_id, playlist.id) or playlist
