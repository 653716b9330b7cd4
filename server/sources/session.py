"""A requests.Session that cannot be kept waiting, flooded or led astray."""

import io
import os
import re
import socket
import threading
from collections.abc import Callable
from contextvars import ContextVar
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

USER_AGENT = "MoodDex/0.1 (playlists from anime lists; self-hosted)"
TIMEOUT = (5.0, 10.0)
"""Seconds to connect, and between two arrivals of data."""

_MAX_REDIRECTS = 3
_BLOCK = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


class TooLarge(requests.RequestException):
    """The answer is larger than allowed; its rest was not read."""


class WentElsewhere(requests.RequestException):
    """The service sent us to an address that is not allowed."""


class TookTooLong(requests.Timeout):
    """The whole exchange took longer than allowed, though data kept dripping in."""


def origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an http(s) address; None for anything else.

    An address with user information in it is none of ours either, nor one with characters that
    two parsers may read differently: the host that was checked must be the host that is asked.
    """
    if _AMBIGUOUS.search(url):
        return None
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or "@" in parts.netloc:
        return None
    if not parts.hostname or not _HOST.fullmatch(parts.hostname):
        return None
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme]


def is_loopback(url: str) -> bool:
    """Whether the address is on this very machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class BoundedSession(requests.Session):
    """A session whose every exchange is bounded in size and in time, redirects included.

    `total` bounds the whole exchange in seconds, `max_bytes` the body after decompression.
    Redirects are followed by hand, at most three, and only where `may_visit` agrees: by default
    within the origin first asked. Cookies are not kept and `.netrc` is not read. Proxies from
    the environment are used, except for this very machine.
    """

    def __init__(
        self,
        *,
        total: float = 30.0,
        max_bytes: int = 32 * 1024 * 1024,
        may_visit: Callable[[str], bool] | None = None,
    ) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        self.headers["User-Agent"] = USER_AGENT
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.mount("http://", _WatchedAdapter())
        self.mount("https://", _WatchedAdapter())
        self._total = total
        self._max_bytes = max_bytes
        self._may_visit = may_visit

    def request(
        self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """As `requests.Session.request`; the answer's body has been read when it returns.

        Raises:
            TooLarge, WentElsewhere, TookTooLong, or another `requests.RequestException`.
        """
        address = url if isinstance(url, str) else url.decode()
        kwargs |= {"allow_redirects": False, "stream": True}
        kwargs["timeout"] = kwargs.get("timeout") or TIMEOUT
        home = origin(address)
        with _Watch(self._total) as watch:
            try:
                for _ in range(_MAX_REDIRECTS + 1):
                    if not is_loopback(address):
                        kwargs["proxies"] = get_environ_proxies(address)
                    response = super().request(method, address, *args, **kwargs)
                    if not response.is_redirect:
                        whole = self._read_whole(response)
                        watch.check()
                        return whole
                    response.close()
                    address = _joined(address, response.headers["Location"])
                    if origin(address) is None or not (
                        self._may_visit(address) if self._may_visit else origin(address) == home
                    ):
                        raise WentElsewhere("sent to another place")
                    kwargs["params"] = None
                    if response.status_code not in {307, 308} and method != "HEAD":
                        method = "GET"
                        kwargs |= {"data": None, "json": None}
                raise WentElsewhere("sent in circles")
            except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
                if watch.expired:
                    raise TookTooLong("the exchange took too long") from error
                if isinstance(error, requests.RequestException):
                    raise
                raise requests.ConnectionError("the connection broke off") from error

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: `request` looks at redirects itself.

        requests would read such an answer's body to its end, however long it is.
        """

    def _read_whole(self, response: requests.Response) -> requests.Response:
        raw = response.raw
        if not isinstance(raw, BaseHTTPResponse):
            return response
        body = io.BytesIO()
        complete = False
        try:
            while block := raw.read(_BLOCK, decode_content=True):
                body.write(block)
                if body.tell() > self._max_bytes:
                    raise TooLarge(f"more than {self._max_bytes} bytes")
            complete = True
        finally:
            if not complete:
                response.close()
        body.seek(0)
        response.raw = body
        return response


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as error:
        raise WentElsewhere("sent to no address at all") from error


class _Watch:
    """Cuts the sockets of the current thread's exchange when its time is up.

    A socket's own timeout only bounds the silence between two arrivals of data, so a service
    that sends a byte now and then, in its headers too, could hold a thread for ever.
    """

    current: ContextVar["_Watch | None"] = ContextVar("current", default=None)

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._token = self.current.set(self)
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self.current.reset(self._token)

    def guard(self, sock: socket.socket) -> None:
        self._sockets.append(sock)
        if self.expired:
            self._cut()

    def check(self) -> None:
        """Raise when the time is up: headers that were cut off pass for complete ones."""
        if self.expired:
            raise TookTooLong("the exchange took too long")

    def _cut(self) -> None:
        self.expired = True
        for sock in self._sockets:
            try:
                # The plain socket's shutdown: the TLS object belongs to the reading thread.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                continue


def _guard(connection: HTTPConnection) -> None:
    watch = _Watch.current.get()
    if watch and connection.sock:
        watch.guard(connection.sock)


class _WatchedConnection(HTTPConnection):
    def getresponse(self) -> Any:
        _guard(self)
        return super().getresponse()


class _WatchedTlsConnection(HTTPSConnection):
    def getresponse(self) -> Any:
        _guard(self)
        return super().getresponse()


class _WatchedPool(HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _WatchedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTlsConnection


_POOLS = {"http": _WatchedPool, "https": _WatchedTlsPool}


class _WatchedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager
