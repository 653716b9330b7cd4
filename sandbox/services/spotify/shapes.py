"""Spotify's objects as JSON, in the form that a development-mode app gets in 2026.

Source: Spotify's OpenAPI document of May 2026; fields that are flagged deprecated there are
left out, as development-mode apps no longer get them.
"""

from urllib.parse import unquote_plus

from sandbox import draws
from sandbox.services.spotify.answers import Json, api_url
from sandbox.services.spotify.logins import Account, Logins
from sandbox.services.spotify.playlists import Playlist, Row
from sandbox.state import here
from sandbox.world import WorldTrack


def open_url(kind: str, identifier: str) -> str:
    """Where a person can look at the thing."""
    return f"{here().base_url}/open/{kind}/{identifier}"


def _named(kind: str, identifier: str) -> Json:
    return {
        "external_urls": {"spotify": open_url(kind, identifier)},
        "href": api_url(f"/{kind}s/{identifier}"),
        "id": identifier,
        "type": kind,
        "uri": f"spotify:{kind}:{identifier}",
    }


def artist_id(name: str) -> str:
    """The id of the artist of that name."""
    return draws.spotify_id(here().world.seed, "artist", name)


def album_id(track: WorldTrack) -> str:
    """The id of the album that a track is on."""
    return draws.spotify_id(here().world.seed, "album", track.album, track.artists[0])


def art_url(identifier: str) -> str:
    """The picture of an album or playlist."""
    return f"{here().base_url}/open/art/{identifier}.svg"


def _images(identifier: str, *sizes: int) -> list[Json]:
    return [{"url": art_url(identifier), "height": size, "width": size} for size in sizes]


def artist_json(name: str) -> Json:
    """A simplified artist."""
    return {**_named("artist", artist_id(name)), "name": name}


def year_of(track: WorldTrack) -> int:
    """The year in a track's ISRC."""
    year = int(track.isrc[5:7])
    return 1900 + year if year > 40 else 2000 + year


def _album_json(track: WorldTrack) -> Json:
    rng = draws.dice(here().world.seed, "release", track.id)
    released = f"{year_of(track)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return {
        **_named("album", album_id(track)),
        "album_type": "single",
        "artists": [artist_json(name) for name in track.artists],
        "images": _images(album_id(track), 640, 300, 64),
        "is_playable": True,
        "name": track.album,
        "release_date": released,
        "release_date_precision": "day",
        "total_tracks": 3,
    }


def track_json(track: WorldTrack) -> Json:
    """A track."""
    return {
        **_named("track", track.id),
        "album": _album_json(track),
        "artists": [artist_json(name) for name in track.artists],
        "disc_number": 1,
        "duration_ms": track.duration_ms,
        "explicit": False,
        "external_ids": {"isrc": track.isrc},
        "is_local": False,
        "is_playable": True,
        "name": track.title,
        "preview_url": None,
        "track_number": 1,
    }


def _local_json(uri: str) -> Json:
    _, _, artist, album, title, seconds = uri.split(":")
    return {
        "album": {
            "album_type": None,
            "artists": [],
            "external_urls": {},
            "href": None,
            "id": None,
            "images": [],
            "name": unquote_plus(album),
            "release_date": None,
            "release_date_precision": None,
            "type": "album",
            "uri": None,
        },
        "artists": [
            {
                "external_urls": {},
                "href": None,
                "id": None,
                "name": unquote_plus(artist),
                "type": "artist",
                "uri": None,
            }
        ],
        "disc_number": 0,
        "duration_ms": int(seconds) * 1000,
        "explicit": False,
        "external_ids": {},
        "external_urls": {},
        "href": None,
        "id": None,
        "is_local": True,
        "name": unquote_plus(title),
        "preview_url": None,
        "track_number": 0,
        "type": "track",
        "uri": uri,
    }


def _episode_json(identifier: str) -> Json:
    return {
        **_named("episode", identifier),
        "description": "Two friends talk about the season's openings.",
        "duration_ms": 1_860_000,
        "explicit": False,
        "images": _images(identifier, 640),
        "is_externally_hosted": False,
        "is_playable": True,
        "languages": ["en"],
        "name": "The season in openings",
        "release_date": "2026-02-01",
        "release_date_precision": "day",
    }


def item_json(uri: str) -> Json | None:
    """A playlist row's item: a track, an episode, a local file, or None for what is gone."""
    _, kind, rest = uri.split(":", 2)
    if kind == "local":
        return _local_json(uri)
    if kind == "episode":
        return _episode_json(rest)
    track = here().world.track(rest)
    return None if track is None else track_json(track)


def row_json(row: Row) -> Json:
    """A playlist row in the development-mode form, with the key `item`."""
    return {
        "added_at": row.added_at,
        "added_by": _named("user", row.added_by),
        "is_local": row.uri.startswith("spotify:local:"),
        "item": item_json(row.uri),
    }


def user_json(account_id: str) -> Json:
    """An owner, as on a playlist."""
    account = Logins.account(account_id)
    name = account.display_name if account else account_id
    return {**_named("user", account_id), "display_name": name}


def me_json(account: Account) -> Json:
    """The caller, without the fields that development mode no longer shows."""
    seed = here().world.seed
    return {
        **user_json(account.id),
        "account_id": draws.spotify_id(seed, "account", account.id)[:10],
        "images": [],
    }


def playlist_json(playlist: Playlist) -> Json:
    """A playlist without its items, as every list and every page has it."""
    images: list[Json] = []
    if playlist.cover is not None:
        url = f"{here().base_url}/open/cover/{playlist.id}.jpg"
        images = [{"url": url, "height": None, "width": None}]
    elif playlist.rows:
        images = _images(playlist.id, 640)
    return {
        **_named("playlist", playlist.id),
        "collaborative": playlist.collaborative,
        "description": playlist.description,
        "images": images,
        "name": playlist.name,
        "owner": user_json(playlist.owner),
        "primary_color": None,
        "public": playlist.public,
        "snapshot_id": playlist.snapshot_id,
    }
