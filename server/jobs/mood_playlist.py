"""The job that makes the playlist of the songs that fit a mood; its only calls are its writes."""

from server.jobs.following import FOLLOWS
from server.jobs.life import Job, JobFailed
from server.jobs.requests import MoodRequest, fingerprint, from_json
from server.jobs.titles import mood_description, mood_name
from server.playlists.wanted import fitting
from server.playlists.writer import Wish, sync
from server.store import playlists


def make_mood_playlist(job: Job) -> None:
    """Filter a playlist's songs by their readings and write those that fit, in its order.

    What the user has said of a song goes before what the models say.

    Raises:
        JobFailed: no song fits, or the playlist is gone; nothing was made.
        MoodDexError: Spotify stands in the way.
    """
    request = from_json(job.ticket.request)
    assert isinstance(request, MoodRequest)
    store = job.services.store
    parent = playlists.get(store, job.user_id, request.playlist_id)
    if parent is None:
        raise JobFailed(
            "The playlist", "no_such_playlist", "The playlist to choose from is no longer here."
        )
    chosen, read, songs = fitting(store, job.user_id, request)
    if not chosen:
        raise JobFailed(parent.name, "no_song_fits", _why_none(read, songs))
    job.stage("playlist", len(chosen))
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
    if playlist.spotify_id is None:
        playlists.set_entries(store, playlist.id, chosen)
    spotify = job.services.spotify_for(job.user_id)
    wish = Wish([entry.track_uri for entry in chosen if entry.track_uri])
    anew = not job.ticket.request.get(FOLLOWS)
    playlist = sync(store, spotify, playlist, wish, anew=anew, on_step=job.advance)
    # Not before: a follower whose entries are those wanted already is not synced again.
    playlists.set_entries(store, playlist.id, chosen)
    job.result({"playlist": playlist.told(), "songs": len(chosen), "unmatched": 0})


def _why_none(read: int, songs: int) -> str:
    if not read:
        return (
            "None of the playlist's songs has been read yet, so no playlist was made. Wait until "
            "its songs are read, then ask again."
        )
    if read < songs:
        return (
            f"None of the {read} songs that have been read so far fits, so no playlist was made. "
            "Choose one mood instead of two, or a wider radius."
        )
    return (
        "No song of the playlist fits, so no playlist was made. Choose one mood instead of two, "
        "or a wider radius."
    )
