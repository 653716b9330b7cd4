"""Spotify's Web API as a development-mode app sees it in 2026: one adapter over spotipy.

Calls are the scarce resource: every one is counted, and none is sent while a stop is in force.
"""

import base64
from collections.abc import Callable, Sequence
from typing import Any

from server.domain import Track
from server.sources.shapes import items, mapping, text
from server.sources.spotify_calls import Ledger, SpotifyCalls, bad_answer, unknown_fate
from server.sources.spotify_records import (
    Account,
    RemotePlaylist,
    playlist_of,
    row_track,
    track_of,
)

__all__ = ["BATCH", "SEARCH_LIMIT", "Account", "Ledger", "RemotePlaylist", "Spotify"]

SEARCH_LIMIT = 10
BATCH = 100
"""Track URIs that one add or remove may carry."""


class Spotify:
    """The logged-in person's Spotify.

    Every method may raise:
        LoginNeeded: `spotify_login_expired`; the token was refused, and so was a renewed one.
        QuotaStop: the day's quota is used up, or a stop is in force; the ledger knows until when.
        SourceError: `spotify_rate_limited` (a burst that did not pass within three short waits),
            `spotify_unreachable`, `spotify_bad_answer`, `spotify_refused`, `spotify_not_allowed`,
            `spotify_owner_not_premium`, `spotify_scope_missing`, `spotify_not_found`,
            `spotify_playlist_hidden` (its rows are not for us to read).
    and writes also:
        AmbiguousWrite: `spotify_write_unknown`; read the remote state before going on.

    Args:
        api_url: ends in `/v1`.
        access_token: gives the token to use; may itself raise LoginNeeded.
        ledger: see `Ledger`.
        renew: gives a fresh token after one was refused (401) before its time; asked at most
            once a call. Without it `access_token` is asked again.
    """

    def __init__(
        self,
        api_url: str,
        access_token: Callable[[], str],
        ledger: Ledger,
        *,
        renew: Callable[[], str] | None = None,
    ) -> None:
        self._calls = SpotifyCalls(api_url, access_token, ledger, renew=renew)
        self._api = self._calls.api

    def me(self) -> Account:
        """Whose login this is."""
        body = self._calls.read("me", self._api.me)
        user_id = text(body.get("id")) or text(body.get("account_id"))
        if not user_id:
            raise bad_answer()
        return Account(
            account=text(body.get("account_id")) or user_id,
            display_name=text(body.get("display_name")) or user_id,
            user_id=user_id,
        )

    def search(self, query: str, limit: int = SEARCH_LIMIT) -> list[Track]:
        """Tracks for a query (`track:"..." artist:"..."` and `isrc:` work), the best first.

        `limit` is held between 1 and 10, the most a development-mode app may ask.
        """
        limit = max(1, min(limit, SEARCH_LIMIT))
        body = self._calls.read("search", self._api.search, query, limit=limit, type="track")
        if "tracks" not in body:
            raise bad_answer()
        found = items(mapping(body["tracks"]).get("items"))
        return [track for entry in found if (track := track_of(entry))]

    def track(self, uri: str) -> Track:
        """One track by its URI; `spotify_not_found` where there is none."""
        track = track_of(self._calls.read("track", self._api.track, uri))
        if track is None:
            raise bad_answer()
        return track

    def create_playlist(self, name: str, description: str, public: bool = False) -> RemotePlaylist:
        """A new, empty playlist of the person's own. Not public only means not on their profile."""
        body = self._calls.write(
            "create",
            self._api.current_user_playlist_create,
            name,
            public=public,
            description=description,
        )
        playlist = playlist_of(body)
        if playlist is None:
            raise unknown_fate()
        return playlist

    def playlist(self, playlist_id: str) -> RemotePlaylist:
        """One playlist, without its rows."""
        playlist = playlist_of(self._calls.read("playlist", self._api.playlist, playlist_id))
        if playlist is None:
            raise bad_answer()
        return playlist

    def my_playlists(self) -> list[RemotePlaylist]:
        """All playlists the person owns or follows."""
        rows = self._calls.pages("playlists", self._api.current_user_playlists)
        return [playlist for row in rows if row and (playlist := playlist_of(row))]

    def in_library(self, playlist_id: str) -> bool:
        """Whether the person still keeps the playlist: Spotify answers for deleted ones too."""
        uri = f"spotify:playlist:{playlist_id}"
        found = self._calls.read_any("library", self._api._get, "me/library/contains", uris=uri)
        if not isinstance(found, list) or len(found) != 1:
            raise bad_answer()
        return found[0] is True

    def rows(self, playlist_id: str) -> list[Track | None]:
        """The playlist's rows in order; None for a local file, an episode or what is gone.

        All of them or an error: a row that was not told would look as if it had been removed.
        """
        pages = self._calls.pages("rows", self._api.playlist_items, playlist_id, whole=True)
        return [row_track(row) if row else None for row in pages]

    def add(self, playlist_id: str, uris: Sequence[str], position: int | None = None) -> str:
        """Add at most 100 tracks, at the end or at a position; gives the new snapshot id."""
        return self._change("add", self._api.playlist_add_items, playlist_id, uris, position)

    def remove(self, playlist_id: str, uris: Sequence[str]) -> str:
        """Remove every row of at most 100 tracks; gives the new snapshot id."""
        call = self._api.playlist_remove_all_occurrences_of_items
        return self._change("remove", call, playlist_id, uris)

    def move(
        self, playlist_id: str, start: int, before: int, length: int, snapshot_id: str = ""
    ) -> str:
        """Move rows `start` to `start + length` before row `before`; gives the new snapshot id.

        Positions are those of the playlist at `snapshot_id`, or as it is.
        """
        call = self._api.playlist_reorder_items
        body = self._calls.write(
            "move", call, playlist_id, start, before, length, snapshot_id or None
        )
        return text(body.get("snapshot_id")) or ""

    def describe(self, playlist_id: str, name: str, description: str, *, public: bool) -> None:
        """Give a playlist of the person's own a name, a text below it, and a place or none on
        their profile."""
        call = self._api.playlist_change_details
        self._calls.write(
            "describe", call, playlist_id, name=name, public=public, description=description
        )

    def set_cover(self, playlist_id: str, jpeg: bytes) -> None:
        """Give a playlist of the person's own a cover: a JPEG of at most 192 KB."""
        picture = base64.b64encode(jpeg).decode()
        self._calls.write("cover", self._api.playlist_upload_cover_image, playlist_id, picture)

    def _change(
        self,
        kind: str,
        call: Callable[..., Any],
        playlist_id: str,
        uris: Sequence[str],
        *more: object,
    ) -> str:
        if not 0 < len(uris) <= BATCH:
            raise ValueError(f"one call carries 1 to {BATCH} tracks, not {len(uris)}")
        body = self._calls.write(kind, call, playlist_id, list(uris), *more)
        return text(body.get("snapshot_id")) or ""
