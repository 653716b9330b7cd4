"""What a playlist is called, what stands below it, who sees it, and whether it follows."""

from collections.abc import Mapping
from typing import Any, Protocol

from server.errors import BadRequest
from server.playlists.cover import draw_cover
from server.playlists.own_moods import listened
from server.playlists.preview import own_playlist
from server.playlists.wanted import stored_tracks
from server.store import playlists
from server.store.engine import Store
from server.store.playlists import Playlist, marker

LONGEST_NAME = 100
LONGEST_DESCRIPTION = 250


class Describes(Protocol):
    """The part of `server.sources.spotify.Spotify` that settings need."""

    def describe(self, playlist_id: str, name: str, description: str, *, public: bool) -> None:
        """Give a playlist a name, a text and a visibility."""
        ...


class TakesCover(Protocol):
    """The part of `server.sources.spotify.Spotify` that a cover needs."""

    def set_cover(self, playlist_id: str, jpeg: bytes) -> None:
        """Give a playlist a cover."""
        ...


def told(playlist: Playlist) -> dict[str, Any]:
    """The settings as pages and the API tell them; the text without the sign that ends it."""
    return playlist.told() | {
        "kind": playlist.kind,
        "description": playlist.description.removesuffix(marker(playlist.id)).strip(),
        "public": playlist.public,
        "follows": playlist.follows,
    }


def change(
    store: Store, spotify: Describes, user_id: int, playlist_id: str, body: Mapping[str, object]
) -> dict[str, Any]:
    """Keep the settings in `body` over those there are, and tell Spotify if it is there.

    The text keeps its last words, by which MoodDex knows the playlist again. `follows` counts for
    mood playlists only.

    Raises:
        NotFound: no such playlist.
        BadRequest: a name that is empty or too long, a text that is too long, or not a truth.
        SourceError, LoginNeeded, QuotaStop: as the Spotify call does; nothing was kept.
    """
    playlist = own_playlist(store, user_id, playlist_id)
    values = told(playlist) | {
        name: body[name] for name in ("name", "description", "public", "follows") if name in body
    }
    name, text, public, follows = (
        values[each] for each in ("name", "description", "public", "follows")
    )
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise _bad(f"A name has 1 to {LONGEST_NAME} characters.")
    if not isinstance(text, str) or len(text) > LONGEST_DESCRIPTION:
        raise _bad(f"The text below it has at most {LONGEST_DESCRIPTION} characters.")
    if not isinstance(public, bool) or not isinstance(follows, bool):
        raise _bad("Public and follows are true or false.")
    # Spotify takes no line breaks in a playlist's text.
    description = f"{' '.join(text.split())} {marker(playlist.id)}".strip()
    wanted = (name.strip(), description, public)
    is_there = playlist.spotify_id is not None
    if is_there and wanted != (playlist.name, playlist.description, playlist.public):
        assert playlist.spotify_id is not None
        spotify.describe(playlist.spotify_id, name.strip(), description, public=public)
    playlists.record_settings(
        store,
        playlist.id,
        name=name.strip(),
        description=description,
        public=public,
        follows=follows,
    )
    return told(own_playlist(store, user_id, playlist_id))


def draw(store: Store, spotify: TakesCover, user_id: int, playlist_id: str) -> None:
    """Give the playlist a cover drawn from the moods of its songs, the listener's own word first.

    Raises:
        NotFound: no such playlist.
        BadRequest: it is not at Spotify, or none of its songs has been read.
        SourceError, LoginNeeded, QuotaStop: as the Spotify call does; `spotify_scope_missing`
            where the login is from before covers were asked for.
    """
    playlist = own_playlist(store, user_id, playlist_id)
    uris = stored_tracks(store, playlist.id)
    known = listened(store, user_id, uris).readings
    songs = [(known[uri].point, known[uri].moods[0]) for uri in uris if uri in known]
    if playlist.spotify_id is None or not songs:
        raise BadRequest(
            "no_cover",
            "There are no moods to draw a cover from yet.",
            "Wait until the playlist's songs are read.",
        )
    spotify.set_cover(playlist.spotify_id, draw_cover(songs))


def _bad(hint: str) -> BadRequest:
    return BadRequest("bad_settings", "This cannot be set so.", hint)
