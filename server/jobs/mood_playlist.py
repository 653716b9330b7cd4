"""The job that makes the playlist of the songs that fit a mood, or of a journey along a path.

Its only calls are its writes.
"""

from server.errors import SourceError
from server.jobs.following import FOLLOWS, have_followers_follow
from server.jobs.journey_request import JourneyRequest
from server.jobs.life import Job, JobFailed
from server.jobs.one_at_a_time import alone_with
from server.jobs.requests import MoodRequest, fingerprint, from_json
from server.jobs.titles import mood_description, mood_name
from server.playlists.wanted import Fitting, fitting, stored_tracks
from server.playlists.writer import Wish, sync
from server.store import playlists
from server.store.engine import Store
from server.store.playlists import Playlist


def make_mood_playlist(job: Job) -> None:
    """Filter a playlist's songs by their readings and write those that fit, in its order.

    What the user has said of a song goes before what the models say. A journey is written in the
    order of its path; one that exists already changes as little as it can, and is emptied where
    nothing fits any more.

    Raises:
        JobFailed: too few songs fit, or the playlist is gone; nothing was made.
        MoodDexError: Spotify stands in the way.
    """
    request = from_json(job.ticket.request)
    assert isinstance(request, MoodRequest | JourneyRequest)
    store = job.services.store
    parent = playlists.get(store, job.user_id, request.playlist_id)
    if parent is None:
        raise JobFailed(
            "The playlist", "no_such_playlist", "The playlist to choose from is no longer here."
        )
    earlier = playlists.find(store, job.user_id, fingerprint(request))
    kept = stored_tracks(store, earlier.id) if earlier else ()
    found = fitting(store, job.user_id, request, kept)
    chosen = found.entries
    follows = bool(job.ticket.request.get(FOLLOWS))
    is_made = earlier is not None and earlier.spotify_id is not None
    if not chosen and not (found.read and (follows or is_made)):
        raise JobFailed(parent.name, "no_song_fits", _why_none(request, found))
    job.stage("playlist", len(chosen))
    if isinstance(request, JourneyRequest) and found.is_short:
        job.problem(parent.name, "journey_short", _how_short(request, found))
    playlist = playlists.find_or_add(
        store,
        job.user_id,
        "mood",
        fingerprint(request),
        name=mood_name(request, parent.name),
        description=mood_description(request, parent.name),
        request=job.ticket.request,
        parent_id=parent.id,
    )
    spotify = job.services.spotify_for(job.user_id)
    with alone_with(job, playlist) as before:
        if before.spotify_id is None:
            playlists.set_entries(store, before.id, chosen)
        wish, anew = Wish(found.uris), bool(chosen) and not follows
        try:
            playlist = sync(store, spotify, before, wish, anew=anew, on_step=job.advance)
        except SourceError as error:
            if error.code == "playlist_deleted":
                _follow(store, before, follows=False)
            raise
        if not follows and not playlist.follows and playlist.spotify_id != before.spotify_id:
            _follow(store, playlist, follows=True)
        # Not before: a follower whose entries are those wanted already is not synced again.
        playlists.set_entries(store, playlist.id, chosen)
    job.result({"playlist": playlist.told(), "songs": len(chosen), "unmatched": 0})
    have_followers_follow(job)


def _follow(store: Store, playlist: Playlist, *, follows: bool) -> None:
    """Have it follow its source from now on, or no longer: it was made anew, or deleted."""
    playlists.record_settings(
        store,
        playlist.id,
        name=playlist.name,
        description=playlist.description,
        public=playlist.public,
        follows=follows,
    )


def _why_none(request: MoodRequest | JourneyRequest, found: Fitting) -> str:
    if not found.read:
        return (
            "None of the playlist's songs has been read yet, so no playlist was made. Wait until "
            "its songs are read, then ask again."
        )
    if isinstance(request, JourneyRequest):
        return (
            f"None of the {found.read} songs that have been read lies near this way, so no "
            "playlist was made. Let it pass where songs lie."
        )
    if found.read < found.songs:
        return (
            f"None of the {found.read} songs that have been read so far fits, so no playlist was "
            "made. Choose one mood instead of two, or a wider radius."
        )
    return (
        "No song of the playlist fits, so no playlist was made. Choose one mood instead of two, "
        "or a wider radius."
    )


def _how_short(request: JourneyRequest, found: Fitting) -> str:
    songs = "one song lies" if len(found.entries) == 1 else f"{len(found.entries)} songs lie"
    return (
        f"Only {songs} along this way: {max(round((found.seconds or 0) / 60), 1)} minutes instead "
        f"of {request.minutes:g}. The playlist holds all of them."
    )
