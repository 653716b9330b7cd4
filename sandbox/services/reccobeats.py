"""ReccoBeats: audio features of Spotify tracks; what it does not know is silently missing."""

import uuid

from flask import Blueprint, Response, jsonify, request

from sandbox import draws
from sandbox.state import here
from sandbox.world import WorldSong

reccobeats = Blueprint("reccobeats", __name__)

_MOST_IDS = 40

Json = dict[str, object]


@reccobeats.get("/audio-features")
def audio_features() -> tuple[Response, int]:
    """Features of up to 40 tracks by Spotify id or own id, in no particular order."""
    songs = _asked()
    if songs is None:
        return _bad_ids()
    content = [{**_identity(song), **_features(song)} for song in songs]
    return jsonify({"content": content}), 200


@reccobeats.get("/track")
def tracks() -> tuple[Response, int]:
    """Its own ids for Spotify ids or ISRCs."""
    songs = _asked()
    if songs is None:
        return _bad_ids()
    content = [
        {
            **_identity(song),
            "trackTitle": song.track.title if song.track else song.title,
            "artists": [{"name": artist.name} for artist in song.artists],
            "durationMs": song.track.duration_ms if song.track else 0,
        }
        for song in songs
    ]
    return jsonify({"content": content}), 200


def _asked() -> list[WorldSong] | None:
    ids = {one for one in request.args.get("ids", "").split(",") if one}
    if not 1 <= len(ids) <= _MOST_IDS:
        return None
    known = [
        song
        for song in here().world.songs
        if song.features is not None
        and song.track is not None
        and ids & {song.track.id, song.track.isrc, _own_id(song)}
    ]
    return draws.shuffled(here().world.seed, "reccobeats", known, lambda song: song.id)


def _bad_ids() -> tuple[Response, int]:
    message = f"size must be between 1 and {_MOST_IDS}"
    errors = [{"field": "ids", "message": message}]
    return jsonify({"error": "Invalid request", "errors": errors, "status": 400}), 400


def _own_id(song: WorldSong) -> str:
    rng = draws.dice(here().world.seed, "reccobeats", song.id)
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _identity(song: WorldSong) -> Json:
    track = song.track
    if track is None:
        return {"id": _own_id(song)}
    # The real service links to the real Spotify whatever client asks.
    href = f"https://open.spotify.com/track/{track.id}"
    return {"id": _own_id(song), "href": href, "isrc": track.isrc}


def _features(song: WorldSong) -> Json:
    features: Json = dict(song.features or {})
    for name in ("key", "mode"):
        if isinstance(features.get(name), float):
            features[name] = int(str(features[name]).split(".")[0])
    return features
