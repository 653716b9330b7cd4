"""One song of a listener's, as its page and the API tell it: its portrait, and its neighbours."""

from dataclasses import asdict
from typing import Any

import numpy as np

from moods.features import middle_of
from moods.portrait import Portrait, likeness
from server.errors import NotFound
from server.playlists.views import told_songs
from server.services import Services
from server.sources.spotify_links import track_id
from server.store import own_readings, playlists, portraits

NEAREST = 6
"""How many of the nearest songs are told."""

UNREAD, FEATURES_ONLY, NO_PORTRAIT, WHOLE = "unread", "features_only", "no_portrait", "whole"
STATES = (UNREAD, FEATURES_ONLY, NO_PORTRAIT, WHOLE)
"""What is known of how a song sounds: nothing; only features from a table; a clip was read before
portraits were made; all of it."""


def uri_of(services: Services, user_id: int, track: str) -> str:
    """The URI of a track (its URI or id) of a playlist of the user's. Raises NotFound."""
    uri = f"spotify:track:{track_id(track)}"
    if not own_readings.is_theirs(services.store, user_id, uri):
        raise NotFound(
            "no_such_song",
            "There is no such song on your playlists.",
            "Songs can be looked at that are on playlists made or read here.",
        )
    return uri


def song_view(services: Services, user_id: int, track: str) -> dict[str, Any]:
    """A song as `playlist_view` tells it, with more.

    `id`, `spotify_url`; `state`, one of `STATES`; `playlists` of the user that it is on;
    `portrait`, or None; and `nearest`, the songs of the user's that sound most alike, the nearest
    first, each with its `likeness` (a cosine, -1 to 1).

    Raises:
        NotFound: it is on none of their playlists.
    """
    store = services.store
    uri = uri_of(services, user_id, track)
    mine = playlists.of_user(store, user_id)
    held = playlists.track_uris(store, [each.id for each in mine])
    portrait = portraits.portrait(store, uri)
    near = (
        {} if portrait is None else _nearest(services, portrait, uri, set().union(*held.values()))
    )
    told = told_songs(services, user_id, [uri, *near])
    song = told.pop(uri)
    return {
        **_named(song),
        "state": _state(song, portrait),
        "playlists": [
            {"id": each.id, "name": each.name}
            for each in mine
            if each.spotify_url and uri in held[each.id]
        ],
        "portrait": None if portrait is None else _portrait(portrait),
        "nearest": [
            _named(each) | {"likeness": round(near[other], 3)} for other, each in told.items()
        ],
    }


def _named(song: dict[str, Any]) -> dict[str, Any]:
    spotify_id = song["spotify_uri"].rpartition(":")[2]
    return {
        "id": spotify_id,
        **song,
        "spotify_url": f"https://open.spotify.com/track/{spotify_id}",
    }


def _state(song: dict[str, Any], portrait: Portrait | None) -> str:
    reading = song["reading"]
    if reading is None or not reading["by_model"]:
        return UNREAD
    if reading["clip_source"] is None:
        return FEATURES_ONLY
    return NO_PORTRAIT if portrait is None else WHOLE


def _portrait(portrait: Portrait) -> dict[str, Any]:
    return {
        "seconds": round(portrait.seconds, 2),
        "offset_seconds": round(portrait.offset_seconds, 2),
        "waveform": portrait.peaks.tolist(),
        "course": [{"at": at, **asdict(place)} for at, place in portrait.course],
        "strongest_hertz": _rounded(middle_of(int(portrait.picture.mean(1).argmax()))),
    }


def _rounded(hertz: float) -> int:
    return int(round(hertz, -1 if hertz < 1000 else -2))


def _nearest(
    services: Services, portrait: Portrait, uri: str, library: set[str]
) -> dict[str, float]:
    """The tracks of a library that sound most like a portrait, and how alike, nearest first."""
    sounds = portraits.sounds(services.store, library - {uri})
    if not sounds:
        return {}
    others = sorted(sounds)
    alike = likeness(portrait.sound, np.stack([sounds[other] for other in others]))
    return {others[n]: float(alike[n]) for n in np.argsort(-alike, kind="stable")[:NEAREST]}
