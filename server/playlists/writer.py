"""Brings a Spotify playlist to what it should hold; can be killed at any step and run again."""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from server.domain import Track
from server.errors import AmbiguousWrite, SourceError
from server.playlists.planner import Plan, plan
from server.sources.spotify import BATCH, RemotePlaylist
from server.store import playlists
from server.store.engine import Store
from server.store.playlists import Playlist, marker

_TRIES = 4


class PlaylistCalls(Protocol):
    """The part of `server.sources.spotify.Spotify` that writing needs."""

    def create_playlist(self, name: str, description: str, public: bool = False) -> RemotePlaylist:
        """Make an empty playlist."""
        ...

    def my_playlists(self) -> list[RemotePlaylist]:
        """The user's playlists."""
        ...

    def rows(self, playlist_id: str) -> list[Track | None]:
        """A playlist's rows in order."""
        ...

    def add(self, playlist_id: str, uris: Sequence[str], position: int | None = None) -> str:
        """Append up to 100 tracks."""
        ...

    def remove(self, playlist_id: str, uris: Sequence[str]) -> str:
        """Take out up to 100 tracks."""
        ...


def sync(
    store: Store,
    spotify: PlaylistCalls,
    playlist: Playlist,
    desired: Sequence[str],
    *,
    complete: bool = True,
    unwanted: Collection[str] = (),
    on_step: Callable[[int], None] = lambda _: None,
) -> Playlist:
    """Make the playlist at Spotify hold `desired`, by the fewest calls; made if it is not there.

    Every write is recorded before it goes out and confirmed after, so that a run that was killed
    is finished by the next without doubles. After a write of unknown fate the remote rows are
    read and the rest is planned again, a few times at most. `on_step` hears 0 before each write
    and how many tracks were added after it, and may raise to stop. `complete` and
    `unwanted` as in `planner.plan`.

    Raises:
        SourceError, LoginNeeded: as the Spotify calls do.
    """
    playlist, rows = _present(store, spotify, playlist)
    for attempt in range(_TRIES):
        added_before = playlists.writes(store, playlist.id)
        changes = plan(desired, rows, added_before, complete=complete, unwanted=unwanted)
        playlists.record_writes(store, playlist.id, changes.arrived, confirmed=True)
        playlists.forget_writes(store, playlist.id, changes.vanished)
        try:
            _apply(store, spotify, playlist, changes, on_step)
        except AmbiguousWrite:
            if attempt == _TRIES - 1:
                raise
            rows = _uris(spotify.rows(_remote_id(playlist)))
        else:
            break
    playlists.record_sync(store, playlist.id)
    return playlist


def _present(
    store: Store, spotify: PlaylistCalls, playlist: Playlist
) -> tuple[Playlist, list[str | None]]:
    """The playlist, there at Spotify for sure, with its rows."""
    if playlist.spotify_id is not None:
        try:
            return playlist, _uris(spotify.rows(playlist.spotify_id))
        except SourceError as error:
            if error.code != "spotify_not_found":
                raise
            return _create(store, spotify, playlist), []
    if playlist.create_sent_at is not None:
        found = _look_for(spotify, playlist)
        if found is not None:
            return _adopt(store, playlist, found), _uris(spotify.rows(found.id))
    return _create(store, spotify, playlist), []


def _create(store: Store, spotify: PlaylistCalls, playlist: Playlist) -> Playlist:
    playlists.about_to_create(store, playlist.id)
    try:
        made = spotify.create_playlist(playlist.name, playlist.description)
    except AmbiguousWrite:
        # It may be there, or on its way: only when it cannot be seen is another one asked for.
        made = _look_for(spotify, playlist) or spotify.create_playlist(
            playlist.name, playlist.description
        )
    return _adopt(store, playlist, made)


def _look_for(spotify: PlaylistCalls, playlist: Playlist) -> RemotePlaylist | None:
    """A playlist that an earlier create call made without our hearing of it."""
    # Spotify may send the description back with its signs escaped; the letters stay.
    sign = marker(playlist.id).split()[-1]
    return next((each for each in spotify.my_playlists() if sign in each.description), None)


def _adopt(store: Store, playlist: Playlist, made: RemotePlaylist) -> Playlist:
    playlists.record_remote(store, playlist.id, made.id, made.url)
    stored = playlists.get(store, playlist.user_id, playlist.id)
    if stored is None:
        raise SourceError("spotify", "playlist_deleted", "The playlist was deleted meanwhile.")
    return stored


def _apply(
    store: Store,
    spotify: PlaylistCalls,
    playlist: Playlist,
    changes: Plan,
    on_step: Callable[[int], None],
) -> None:
    remote_id = _remote_id(playlist)
    for some in _batches(changes.removes):
        on_step(0)
        playlists.record_writes(store, playlist.id, some, confirmed=False)
        spotify.remove(remote_id, some)
        playlists.forget_writes(store, playlist.id, some)
    for some in _batches(changes.adds):
        on_step(0)
        playlists.record_writes(store, playlist.id, some, confirmed=False)
        spotify.add(remote_id, some)
        playlists.record_writes(store, playlist.id, some, confirmed=True)
        on_step(len(some))


def _batches(uris: Sequence[str]) -> list[Sequence[str]]:
    return [uris[start : start + BATCH] for start in range(0, len(uris), BATCH)]


def _uris(rows: Sequence[Track | None]) -> list[str | None]:
    return [None if row is None else row.uri for row in rows]


def _remote_id(playlist: Playlist) -> str:
    assert playlist.spotify_id is not None
    return playlist.spotify_id
