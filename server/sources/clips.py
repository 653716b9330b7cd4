"""Clips: what a song must be known by to look for its audio, and the one door audio comes in by."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from server.config import ServiceUrls
from server.domain import ClipLink
from server.errors import SourceError
from server.sources.session import BoundedSession, TookTooLong, TooLarge, WentElsewhere, origin

MAX_BYTES = 5 * 1024 * 1024
TOTAL_SECONDS = 20.0

_EARLY_SECONDS = 3.0
_PAUSE_SECONDS = 0.5
_PASSING = frozenset({429, 500, 502, 503, 504})

_KNOWN_HOSTS = {
    "animethemes": ("a.animethemes.moe", "v.animethemes.moe"),
    "deezer": (".dzcdn.net",),
    "itunes": (".itunes.apple.com", "audio-ssl.itunes.apple.com", ".mzstatic.com"),
}
"""Audio hosts of each service, over https; a leading dot takes in every host below."""

_HOMES = {
    "animethemes": "https://animethemes.moe",
    "deezer": "https://www.deezer.com",
    "itunes": "https://music.apple.com",
}
_PAGE_HOSTS = {
    "animethemes": ("animethemes.moe",),
    "deezer": ("www.deezer.com",),
    "itunes": ("music.apple.com", "itunes.apple.com"),
}
_TITLES = {"animethemes": "AnimeThemes", "deezer": "Deezer", "itunes": "iTunes"}


@dataclass(frozen=True)
class Song:
    """A recording to find a clip of.

    Attributes:
        titles: every spelling known (romaji, native, as on Spotify), the best first.
        artists: every name known of any of its performers, the best first.
        isrc: the recording's own code.
        duration_ms: length of the recording.
    """

    titles: tuple[str, ...]
    artists: tuple[str, ...]
    isrc: str | None = None
    duration_ms: int | None = None


def audio_places(urls: ServiceUrls) -> list[str]:
    """Every place that a clip may come from, as a Content-Security-Policy names places."""
    known = [host for hosts in _KNOWN_HOSTS.values() for host in hosts]
    hosts = [f"https://*{host}" if host[0] == "." else f"https://{host}" for host in known]
    own = [f"{base.scheme}://{base.netloc}" for base in map(urlsplit, _bases(urls).values())]
    return list(dict.fromkeys([*own, *hosts]))


def page_of(link: ClipLink) -> str:
    """Where a clip's source shows the song, or its home: https, and on that source's own site."""
    place = origin(link.page) if link.page else None
    hosts = _PAGE_HOSTS.get(link.source, ())
    if link.page and place and place[0] == "https" and place[1] in hosts and place[2] == 443:
        return link.page
    return _HOMES[link.source]


def _bases(urls: ServiceUrls) -> dict[str, str]:
    return {"animethemes": urls.animethemes, "deezer": urls.deezer, "itunes": urls.itunes}


class ClipFetcher:
    """Fetches clips from allow-listed places only; what comes is bytes, and not to be trusted.

    A link may point to the very origin (scheme, host, port) that its service is configured at,
    or over https to that service's own audio hosts, and so may every redirect on the way.
    """

    def __init__(self, urls: ServiceUrls, *, total_seconds: float = TOTAL_SECONDS) -> None:
        self._allowed = {source: _allowance(source, base) for source, base in _bases(urls).items()}
        self._sessions = {
            source: BoundedSession(total=total_seconds, max_bytes=MAX_BYTES, may_visit=allowed)
            for source, allowed in self._allowed.items()
        }

    def allows(self, link: ClipLink) -> bool:
        """Whether the link points to a place of its own service, and may be fetched or shown."""
        allowed = self._allowed.get(link.source)
        return allowed is not None and allowed(link.url)

    def fetch(self, link: ClipLink) -> bytes:
        """The clip's bytes, at most 5 MB, within about 20 seconds.

        Raises:
            SourceError: `clip_not_allowed`, `clip_gone`, `clip_too_large`, `clip_unreachable`,
                `clip_refused` or `clip_empty`.
        """
        if not self.allows(link):
            raise _failure(link, "not_allowed", "points to a place that is not its own")
        try:
            response = self._get(link)
        except WentElsewhere as error:
            raise _failure(link, "not_allowed", "leads to a place that is not its own") from error
        except TooLarge as error:
            raise _failure(link, "too_large", "is larger than 5 MB") from error
        except TookTooLong as error:
            raise _failure(link, "unreachable", "arrived too slowly") from error
        except requests.RequestException as error:
            raise _failure(link, "unreachable", "could not be fetched") from error
        status = response.status_code
        if status != 200:
            kind, words = _STATUS_WORDS.get(status, ("unreachable", "could not be fetched"))
            raise _failure(link, kind, words, status)
        if not response.content:
            raise _failure(link, "empty", "is empty")
        return bytes(response.content)

    def _get(self, link: ClipLink) -> requests.Response:
        """One try, and a second one where the first failed early and in passing."""
        session = self._sessions[link.source]
        begun = time.monotonic()
        try:
            response = session.request("GET", link.url)
            if response.status_code not in _PASSING:
                return response
        except requests.ConnectionError:
            if time.monotonic() - begun > _EARLY_SECONDS:
                raise
        time.sleep(_PAUSE_SECONDS)
        return session.request("GET", link.url)


_STATUS_WORDS = {
    403: ("refused", "was refused; its link may have run out"),
    404: ("gone", "is no longer there"),
    410: ("gone", "is no longer there"),
}


def _allowance(source: str, base_url: str) -> Callable[[str], bool]:
    own = origin(base_url)
    hosts = _KNOWN_HOSTS[source]

    def allowed(url: str) -> bool:
        place = origin(url)
        if place is None:
            return False
        if place == own:
            return True
        scheme, host, port = place
        known = any(host.endswith(known) if known[0] == "." else host == known for known in hosts)
        return (scheme, port) == ("https", 443) and known

    return allowed


def _failure(link: ClipLink, kind: str, words: str, status: int | None = None) -> SourceError:
    title = _TITLES.get(link.source, link.source)
    return SourceError(
        link.source,
        f"clip_{kind}",
        f"The clip at {title} {words}.",
        "The song stays on the playlist; start again later to have it read.",
        http_status=status,
    )
