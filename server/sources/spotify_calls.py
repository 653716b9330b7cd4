"""How a call to Spotify is sent: counted, never while a stop is in force, never a write twice."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import requests
import spotipy

from server.errors import AmbiguousWrite, QuotaStop, SourceError
from server.sources.http import never_sent
from server.sources.session import TooLarge, WentElsewhere
from server.sources.shapes import integer, mapping
from server.sources.spotify_refusals import Refusal, RefusingSession, error_for, is_quota_stop

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


class SpotifyCalls:
    """Sends calls in somebody's name. Arguments and errors as told of `spotify.Spotify`."""

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
        self.api = spotipy.Spotify(
            auth="-", requests_session=RefusingSession(), requests_timeout=(5, 15)
        )
        self.api.prefix = api_url.rstrip("/") + "/"

    def pages(
        self, kind: str, call: Callable[..., Any], *args: object, whole: bool = False
    ) -> list[Mapping[str, object] | None]:
        """All items of a paged answer, by offset: `next` is an address, and is not followed.

        With `whole` it is an error if there are not as many as were told of.
        """
        rows: list[Mapping[str, object] | None] = []
        while True:
            page = self.read(kind, call, *args, limit=_PAGE, offset=len(rows))
            found = page.get("items")
            if not isinstance(found, list):
                raise bad_answer()
            rows += [row if isinstance(row, dict) else None for row in found]
            more = page.get("next") or (integer(page.get("total")) or 0) > len(rows)
            if not found or not more:
                if whole and len(rows) < (integer(page.get("total")) or 0):
                    raise bad_answer()
                return rows

    def read(
        self, kind: str, call: Callable[..., Any], *args: object, **options: object
    ) -> Mapping[str, object]:
        """The object that a call of spotipy's answers; sent again once if the line breaks."""
        body = self.read_any(kind, call, *args, **options)
        if not isinstance(body, dict):
            raise bad_answer()
        return body

    def read_any(
        self, kind: str, call: Callable[..., Any], *args: object, **options: object
    ) -> object:
        """What a call of spotipy's answers, whatever it is; sent again once if the line breaks."""
        return self._call(kind, call, args, options, is_write=False)

    def write(
        self, kind: str, call: Callable[..., Any], *args: object, **options: object
    ) -> Mapping[str, object]:
        """The object that a write answers, empty where it answers none. Raises AmbiguousWrite."""
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
        self.api.set_auth(self._access_token())
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
                    self.api.set_auth(self._renew())
                elif refusal.status == 429:
                    self._sit_out(refusal, bursts)
                    bursts += 1
                elif refusal.status >= 500 and is_write:
                    raise unknown_fate() from refusal
                elif refusal.status >= 500 and not drops:
                    drops += 1
                    time.sleep(0.5)
                else:
                    raise error_for(refusal, kind) from refusal
            except requests.RequestException as error:
                if is_write and not never_sent(error):
                    raise unknown_fate() from error
                if isinstance(error, TooLarge | WentElsewhere):
                    raise bad_answer() from error
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


def bad_answer() -> SourceError:
    """An answer that cannot be used."""
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


def unknown_fate() -> AmbiguousWrite:
    """A write of which it is not known whether it was carried out."""
    return AmbiguousWrite(
        "spotify",
        "spotify_write_unknown",
        "Spotify did not say whether it made the change.",
        "Start again: the playlist is looked at first, and nothing is added twice.",
    )
