"""What of a user's playlist goes into a file."""

import re
from collections.abc import Mapping
from typing import Any

from server.domain import Track
from server.playlists.export import Exported, Song
from server.playlists.views import playlist_view
from server.services import Services
from server.store import songs

_UNFIT = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|\u2028\u2029]+')


def exported(services: Services, user_id: int, playlist_id: str) -> Exported:
    """A playlist with all its songs, in order, as the user's own word has them.

    Raises:
        NotFound: there is no such playlist, or it is somebody else's.
    """
    view = playlist_view(services, user_id, playlist_id)
    uris = [track["spotify_uri"] for track in view["tracks"]]
    known = songs.tracks(services.store, uris)
    return Exported(
        name=view["name"],
        about=view["about"],
        url=view["spotify_url"],
        made_at=_with_offset(view["created_at"]),
        songs=tuple(
            _song(track, known.get(track["spotify_uri"]), services.settings.urls.spotify_open)
            for track in view["tracks"]
        ),
    )


def file_name(name: str, ending: str) -> str:
    """A name that every system takes for a file, of a playlist's name."""
    fit = " ".join(_UNFIT.sub(" ", name).split()).strip(" .")[:80].strip(" .")
    return f"{fit or 'playlist'}.{ending}"


def _song(track: Mapping[str, Any], known: Track | None, open_url: str) -> Song:
    uri = track["spotify_uri"]
    known = known or Track(uri)
    reading = track["reading"] or {}
    return Song(
        uri=uri,
        url=f"{open_url}/track/{known.spotify_id}",
        title=track["title"],
        artists=tuple(track["artists"]),
        native_title=track["native_title"],
        anime=track["anime"],
        kind=track["kind"] and f"{track['kind']}{track['sequence'] or ''}",
        album=known.album,
        duration_ms=known.duration_ms,
        moods=tuple(reading.get("moods", ())),
        valence=reading.get("valence"),
        arousal=reading.get("arousal"),
    )


def _with_offset(moment: str) -> str:
    return moment if re.search(r"(Z|[+-]\d\d:\d\d)$", moment) else f"{moment}+00:00"
