"""A playlist at Spotify: made, found again after a lost answer, or noticed to be gone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from server.domain import Track
from server.errors import AmbiguousWrite, SourceError
from server.sources.spotify import RemotePlaylist
from server.store import playlists, syncs, versions
from server.store.engine import Store
from server.store.playlists import Playlist, marker

_CANNOT_TELL = frozenset({"spotify_scope_missing", "spotify_refused", "spotify_bad_answer"})


class PlaylistCalls(Protocol):
    """The part of `server.sources.spotify.Spotify` that writing needs."""

    def create_playlist(self, name: str, description: str, public: bool = False) -> RemotePlaylist:
        """Make an empty playlist."""
        ...

    def playlist(self, playlist_id: str) -> RemotePlaylist:
        """A playlist without its rows."""
        ...

    def in_library(self, playlist_id: str) -> bool:
        """Whether the user still keeps a playlist."""
        ...

    def my_playlists(self) -> list[RemotePlaylist]:
        """The user's playlists."""
        ...

    def rows(self, playlist_id: str) -> list[Track | None]:
        """A playlist's rows in order, all of them."""
        ...

    def add(self, playlist_id: str, uris: Sequence[str], position: int | None = None) -> str:
        """Put in up to 100 tracks."""
        ...

    def remove(self, playlist_id: str, uris: Sequence[str]) -> str:
        """Take out up to 100 tracks, every copy."""
        ...

    def move(
        self, playlist_id: str, start: int, before: int, length: int, snapshot_id: str = ""
    ) -> str:
        """Move rows."""
        ...


@dataclass(frozen=True)
class Seen:
    """The rows of a playlist at a snapshot; `fresh` when Spotify was asked just now.

    Rows that are not fresh are those that were seen or left last, which Spotify says are still
    the same; they tell whether there is anything to do, and nothing is written on their word.
    """

    rows: Sequence[str | None]
    snapshot_id: str
    fresh: bool = True


def present(
    store: Store, spotify: PlaylistCalls, playlist: Playlist, *, anew: bool = True
) -> tuple[Playlist, Seen]:
    """The playlist, there at Spotify for sure, with its rows.

    One that was never made, is gone, or was deleted by the user (which at Spotify means that it
    is no longer in their library, though it still answers) is made.

    Raises:
        SourceError: `playlist_deleted` instead of making one anew, if `anew` is False.
    """
    if playlist.spotify_id is not None:
        found = _look_at(spotify, playlist.spotify_id)
        if found is not None:
            return playlist, _seen(store, spotify, playlist, found)
        if not anew:
            raise SourceError(
                "spotify",
                "playlist_deleted",
                f"“{playlist.name}” was deleted at Spotify, so it was left alone.",
                "Ask for it again to have it made anew.",
            )
    elif playlist.create_sent_at is not None:
        made = _look_for(spotify, playlist)
        if made is not None:
            adopted = _adopt(store, playlist, made)
            return adopted, read(spotify, adopted, made.snapshot_id)
    return _create(store, spotify, playlist)


def look(store: Store, spotify: PlaylistCalls, playlist: Playlist) -> Seen | None:
    """The playlist's rows, with nothing written; None where it is not at Spotify (any more)."""
    found = None if playlist.spotify_id is None else _look_at(spotify, playlist.spotify_id)
    return None if found is None else _seen(store, spotify, playlist, found)


def read(spotify: PlaylistCalls, playlist: Playlist, snapshot_id: str | None = None) -> Seen:
    """The playlist's rows, asked for now."""
    remote_id = remote_id_of(playlist)
    if snapshot_id is None:
        snapshot_id = spotify.playlist(remote_id).snapshot_id
    rows = spotify.rows(remote_id)
    return Seen([None if row is None else row.uri for row in rows], snapshot_id)


def remote_id_of(playlist: Playlist) -> str:
    """The playlist's id at Spotify, where it is known to be there."""
    assert playlist.spotify_id is not None
    return playlist.spotify_id


def _look_at(spotify: PlaylistCalls, remote_id: str) -> RemotePlaylist | None:
    try:
        found = spotify.playlist(remote_id)
    except SourceError as error:
        if error.code != "spotify_not_found":
            raise
        return None
    try:
        return found if spotify.in_library(remote_id) else None
    except SourceError as error:
        if error.code not in _CANNOT_TELL:
            raise
        return found


def _seen(store: Store, spotify: PlaylistCalls, playlist: Playlist, found: RemotePlaylist) -> Seen:
    last = versions.latest(store, playlist.id)
    if (
        last is not None
        and last.snapshot_id
        and last.snapshot_id == found.snapshot_id
        and len(last.rows) == found.total
        and not syncs.standing(store, playlist.id).cut_off
    ):
        return Seen(last.rows, found.snapshot_id, fresh=False)
    return read(spotify, playlist, found.snapshot_id)


def _create(store: Store, spotify: PlaylistCalls, playlist: Playlist) -> tuple[Playlist, Seen]:
    syncs.begin_anew(store, playlist.id)
    try:
        made = spotify.create_playlist(playlist.name, playlist.description, playlist.public)
    except AmbiguousWrite:
        # It may be there, or on its way: only when it cannot be seen is another one asked for.
        made = _look_for(spotify, playlist) or spotify.create_playlist(
            playlist.name, playlist.description, playlist.public
        )
    if versions.latest(store, playlist.id) is not None:
        versions.keep(store, playlist.id, "found", (), (), snapshot_id=made.snapshot_id)
    return _adopt(store, playlist, made), Seen((), made.snapshot_id)


def _look_for(spotify: PlaylistCalls, playlist: Playlist) -> RemotePlaylist | None:
    """A playlist that an earlier create call made without our hearing of it."""
    # Spotify may send the description back with its signs escaped; the letters stay.
    sign = marker(playlist.id).split()[-1]
    return next((each for each in spotify.my_playlists() if sign in each.description), None)


def _adopt(store: Store, playlist: Playlist, made: RemotePlaylist) -> Playlist:
    playlists.record_remote(store, playlist.id, made.id, made.url)
    return replace(playlist, spotify_id=made.id, spotify_url=made.url)
