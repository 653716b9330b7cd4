"""The job that undoes, restores or puts in order what a playlist at Spotify holds."""

from server.errors import NotFound
from server.jobs.life import Job, JobFailed
from server.jobs.one_at_a_time import alone_with
from server.jobs.requests import ChangeRequest, from_json
from server.playlists.preview import kept_version, own_playlist
from server.playlists.restore import restore, undo
from server.playlists.wanted import stored_tracks
from server.playlists.writer import Wish, sync
from server.store import versions
from server.store.playlists import Playlist
from server.store.versions import Version


def change_playlist(job: Job) -> None:
    """Write what was asked for, from what is stored; nobody but Spotify is asked.

    Raises:
        JobFailed: the playlist or the version is no longer here.
        MoodDexError: Spotify stands in the way.
    """
    request = from_json(job.ticket.request)
    assert isinstance(request, ChangeRequest)
    store = job.services.store
    try:
        playlist = own_playlist(store, job.user_id, request.playlist_id)
        number = request.version
        version = None if number is None else kept_version(store, playlist.id, number)
    except NotFound as error:
        raise _gone(error) from error
    job.stage("playlist")
    with alone_with(job, playlist) as found:
        _tell(job, _changed(job, found, request, version))


def _changed(
    job: Job, playlist: Playlist, request: ChangeRequest, version: Version | None
) -> Playlist:
    store, spotify = job.services.store, job.services.spotify_for(job.user_id)
    if request.undo is not None:
        try:
            return undo(store, spotify, playlist, request.undo, on_step=job.advance)
        except NotFound as error:
            raise _gone(error) from error
    if version:
        return restore(store, spotify, playlist, version, on_step=job.advance)
    tracks = stored_tracks(store, playlist.id)
    wish = Wish(tracks, restore=request.order, again=request.back)
    return sync(store, spotify, playlist, wish, on_step=job.advance)


def _tell(job: Job, playlist: Playlist) -> None:
    store = job.services.store
    songs = versions.standing(store, playlist.id, stored_tracks(store, playlist.id))
    job.result({"playlist": playlist.told(), "songs": songs, "unmatched": 0})


def _gone(error: NotFound) -> JobFailed:
    return JobFailed("The playlist", error.code, f"{error.message} {error.hint}")
