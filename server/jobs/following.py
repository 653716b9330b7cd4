"""Mood playlists follow their source: once it was brought up to date they are too."""

from server.jobs.journey_request import JourneyRequest
from server.jobs.life import Job
from server.jobs.requests import MoodRequest, fingerprint, from_json
from server.playlists.wanted import stored_tracks, wanted_tracks
from server.store import jobs, playlists

FOLLOWS = "follows"
"""Key of a mood job's request that nobody asked for but the source's sync: a playlist that was
deleted at Spotify is then not made anew."""

_MOST = 20


def have_followers_follow(job: Job) -> None:
    """Hand in a job for each mood playlist of the source that no longer holds what fits.

    Only those that are at Spotify and are to follow; one that holds the right songs costs no call.
    """
    made = (job.result_so_far or {}).get("playlist")
    if made is None:
        return
    store = job.services.store
    for playlist in playlists.of_user(store, job.user_id):
        if playlist.parent_id != made["id"] or not playlist.follows or not playlist.spotify_id:
            continue
        wanted = wanted_tracks(store, playlist)
        if wanted == stored_tracks(store, playlist.id):
            continue
        request = from_json(playlist.request)
        assert isinstance(request, MoodRequest | JourneyRequest)
        body = {**playlist.request, FOLLOWS: True}
        jobs.find_or_add(store, job.user_id, "mood", body, fingerprint(request), at_most=_MOST)
