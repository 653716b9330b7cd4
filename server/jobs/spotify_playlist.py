"""The job that reads one of the user's own Spotify playlists; it writes nothing there."""

from server.jobs.following import have_followers_follow
from server.jobs.life import Job, JobFailed
from server.jobs.reading import Recording, read_recordings
from server.jobs.requests import SpotifyRequest, fingerprint, from_json
from server.store import playlists, songs
from server.store.playlists import Entry


def read_spotify_playlist(job: Job) -> None:
    """Fetch a playlist's rows and read their moods.

    Raises:
        JobFailed: the playlist holds no song.
        MoodDexError: Spotify stands in the way; `spotify_playlist_hidden` where the playlist is
            not the user's to read, `spotify_not_found` where there is none.
    """
    request = from_json(job.ticket.request)
    assert isinstance(request, SpotifyRequest)
    job.stage("list")
    store = job.services.store
    spotify = job.services.spotify_for(job.user_id)
    remote = spotify.playlist(request.playlist)
    tracks = {track.uri: track for track in spotify.rows(request.playlist) if track is not None}
    if not tracks:
        raise JobFailed(
            remote.name or "The playlist",
            "playlist_empty",
            "This playlist holds no song that Spotify knows. Choose another one.",
        )
    songs.save_tracks(store, tracks.values())
    themes = songs.themes_of_tracks(store, tracks)
    playlist = playlists.find_or_add(
        store,
        job.user_id,
        "spotify",
        fingerprint(request),
        name=remote.name or "Spotify playlist",
        description="",
        request=job.ticket.request,
    )
    playlists.rename(store, playlist.id, remote.name or playlist.name)
    playlists.record_remote(store, playlist.id, remote.id, remote.url)
    playlists.set_entries(
        store,
        playlist.id,
        [Entry(themes[uri].key if uri in themes else None, uri) for uri in tracks],
    )
    playlists.record_sync(store, playlist.id)
    job.result(
        {
            "playlist": {
                "id": playlist.id,
                "name": remote.name or playlist.name,
                "spotify_url": remote.url,
            },
            "songs": len(tracks),
            "unmatched": 0,
        }
    )
    known = songs.tracks(store, tracks)
    read_recordings(job, [Recording(known[uri], themes.get(uri)) for uri in tracks])
    have_followers_follow(job)
