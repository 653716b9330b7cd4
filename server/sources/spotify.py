"""Spotify's Web API as a development-mode app sees it in 2026: one adapter over spotipy.

Calls are the scarce resource: every one is counted, and none is sent while a stop is in force.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import requests
import spotipy

from server.domain import Track
from server.errors import AmbiguousWrite, QuotaStop, SourceError
from server.sources.http import never_sent
from server.sources.session import TooLarge, WentElsewhere
from server.sources.shapes import integer, items, mapping, text
from server.sources.spotify_records import (
    Account,
    RemotePlaylist,
    playlist_of,
    row_track,
    track_of,
)
from server.sources.spotify_refusals import Refusal, RefusingSession, error_for, is_quota_stop

__all__ = ["BATCH", "SEARCH_LIMIT", "Account", "Ledger", "RemotePlaylist", "Spotify"]

SEARCH_LIMIT = 10
BATCH = 100
"""Track URIs that one add or remove may carry."""

_PAGE = 50
_BURST_TRIES = 3
_BURST_WAIT = 10.0
_QUOTA_PAUSE = 3600.0

# At its lower levels spotipy logs the Authorization header.
logging.getLogger("spotipy").setLevel(logging.CRITICAL)


class Ledger(Protocol):
    """Counts calls, and remembers a stop across processes and restarts."""

    def check(self) -> None:
        """Raise QuotaStop while a stop is in force."""

    def count(self, call: str) -> None:
        """One more call of this kind is being sent."""

    def stop(self, seconds: float, reason: str) -> None:
        """Nothing may be called for this long."""


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
        self._access_token = access_token
        self._renew = renew or access_token
        self._ledger = ledger
        self._api = spotipy.Spotify(
            auth="-", requests_session=RefusingSession(), requests_timeout=(5, 15)
        )
        self._api.prefix = api_url.rstrip("/") + "/"

    def me(self) -> Account:
        """Whose login this is."""
        body = self._read("me", self._api.me)
        user_id = text(body.get("id")) or text(body.get("account_id"))
        if not user_id:
            raise _bad_answer()
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
        body = self._read("search", self._api.search, query, limit=limit, type="track")
        if "tracks" not in body:
            raise _bad_answer()
        found = items(mapping(body["tracks"]).get("items"))
        return [track for entry in found if (track := track_of(entry))]

    def track(self, uri: str) -> Track:
        """One track by its URI; `spotify_not_found` where there is none."""
        track = track_of(self._read("track", self._api.track, uri))
        if track is None:
            raise _bad_answer()
        return track

    def create_playlist(self, name: str, description: str, public: bool = False) -> RemotePlaylist:
        """A new, empty playlist of the person's own. Not public only means not on their profile."""
        body = self._write(
            "create",
            self._api.current_user_playlist_create,
            name,
            public=public,
            description=description,
        )
        playlist = playlist_of(body)
        if playlist is None:
            raise _unknown_fate()
        return playlist

    def playlist(self, playlist_id: str) -> RemotePlaylist:
        """One playlist, without its rows."""
        playlist = playlist_of(self._read("playlist", self._api.playlist, playlist_id))
        if playlist is None:
            raise _bad_answer()
        return playlist

    def my_playlists(self) -> list[RemotePlaylist]:
        """All playlists the person owns or follows."""
        rows = self._pages("playlists", self._api.current_user_playlists)
        return [playlist for row in rows if row and (playlist := playlist_of(row))]

    def rows(self, playlist_id: str) -> list[Track | None]:
        """The playlist's rows in order; None for a local file, an episode or what is gone."""
        pages = self._pages("rows", self._api.playlist_items, playlist_id)
        return [row_track(row) if row else None for row in pages]

    def add(self, playlist_id: str, uris: Sequence[str], position: int | None = None) -> str:
        """Add at most 100 tracks, at the end or at a position; gives the new snapshot id."""
        return self._change("add", self._api.playlist_add_items, playlist_id, uris, position)

    def remove(self, playlist_id: str, uris: Sequence[str]) -> str:
        """Remove every row of at most 100 tracks; gives the new snapshot id."""
        call = self._api.playlist_remove_all_occurrences_of_items
        return self._change("remove", call, playlist_id, uris)

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
        body = self._write(kind, call, playlist_id, list(uris), *more)
        return text(body.get("snapshot_id")) or ""

    def _pages(
        self, kind: str, call: Callable[..., Any], *args: object
    ) -> list[Mapping[str, object] | None]:
        """All items of a paged answer, by offset: `next` is an address, and is not followed."""
        rows: list[Mapping[str, object] | None] = []
        while True:
            page = self._read(kind, call, *args, limit=_PAGE, offset=len(rows))
            found = page.get("items")
            if not isinstance(found, list):
                raise _bad_answer()
            rows += [row if isinstance(row, dict) else None for row in found]
            more = page.get("next") or (integer(page.get("total")) or 0) > len(rows)
            if not found or not more:
                return rows

    def _read(
        self, kind: str, call: Callable[..., Any], *args: object, **options: object
    ) -> Mapping[str, object]:
        body = self._call(kind, call, args, options, is_write=False)
        if not isinstance(body, dict):
            raise _bad_answer()
        return body

    def _write(
        self, kind: str, call: Callable[..., Any], *args: object, **options: object
    ) -> Mapping[str, object]:
        return mapping(self._call(kind, call, args, options, is_write=True))

    def _call(
        self,
        kind: str,
        call: Callable[..., Any],
        args: tuple[object, ...],
        options: Mapping[str, object],
        *,
        is_write: bool,
    ) -> object:
        """Send, and send again only what was certainly not carried out or changes nothing."""
        self._api.set_auth(self._access_token())
        renewed = False
        bursts = 0
        drops = 0
        while True:
            self._ledger.check()
            self._ledger.count(kind)
            try:
                return call(*args, **options)
            except Refusal as refusal:
                if refusal.status == 401 and not renewed:
                    renewed = True
                    self._api.set_auth(self._renew())
                elif refusal.status == 429:
                    self._sit_out(refusal, bursts)
                    bursts += 1
                elif refusal.status >= 500 and is_write:
                    raise _unknown_fate() from refusal
                elif refusal.status >= 500 and not drops:
                    drops += 1
                    time.sleep(0.5)
                else:
                    raise error_for(refusal, kind) from refusal
            except requests.RequestException as error:
                if is_write and not never_sent(error):
                    raise _unknown_fate() from error
                if isinstance(error, TooLarge | WentElsewhere):
                    raise _bad_answer() from error
                if drops or isinstance(error, requests.Timeout):
                    raise _unreachable() from error
                drops += 1
                time.sleep(0.5)

    def _sit_out(self, refusal: Refusal, bursts: int) -> None:
        """Return when a 429 may be followed by another try.

        A 429 is a definite no, so writes may be sent again too.
        """
        if is_quota_stop(refusal):
            pause = refusal.retry_after or _QUOTA_PAUSE
            self._ledger.stop(pause, refusal.reason or refusal.message)
            raise QuotaStop(
                "spotify",
                "spotify_quota_used_up",
                "Spotify's daily allowance for this application is used up.",
                "What was found so far is kept; go on when the allowance is back.",
                retry_after=pause,
                http_status=429,
            )
        pause = float(bursts + 1) if refusal.retry_after is None else refusal.retry_after
        if bursts >= _BURST_TRIES or pause > _BURST_WAIT:
            raise error_for(refusal, "burst")
        time.sleep(pause)


def _bad_answer() -> SourceError:
    return SourceError(
        "spotify",
        "spotify_bad_answer",
        "Spotify gave an answer that cannot be understood.",
        "Try again later; if it stays so, Spotify may have changed.",
    )


def _unreachable() -> SourceError:
    return SourceError(
        "spotify",
        "spotify_unreachable",
        "Spotify did not answer.",
        "Try again in a few minutes; what was found so far is kept.",
    )


def _unknown_fate() -> AmbiguousWrite:
    return AmbiguousWrite(
        "spotify",
        "spotify_write_unknown",
        "Spotify did not say whether it made the change.",
        "Start again: the playlist is looked at first, and nothing is added twice.",
    )
