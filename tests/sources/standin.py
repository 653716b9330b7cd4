"""A tiny HTTP server that answers what a test tells it to, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request; `query` has the first value of each parameter."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass(frozen=True)
class Reply:
    """What to answer; a body that is no text or bytes goes as JSON.

    `raw` takes the connection over: it writes what it likes, or nothing.
    """

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[Any], None] | None = None


def dropped() -> Reply:
    """The connection is closed without a word."""
    return Reply(raw=lambda wfile: None)


@dataclass
class StandIn:
    url: str
    asked: list[Asked]

    def paths(self) -> list[str]:
        return [f"{asked.method} {asked.path}" for asked in self.asked]


Script = Callable[[Asked], Reply] | list[Reply]


@contextmanager
def standing_in(script: Script) -> Iterator[StandIn]:
    """Serve a script: a function of the request, or replies in order, the last one for ever."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            split = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            request = Asked(
                self.command,
                split.path,
                {name: values[0] for name, values in parse_qs(split.query).items()},
                dict(self.headers.items()),
                self.rfile.read(length),
            )
            asked.append(request)
            reply = (
                script(request) if callable(script) else script[min(len(asked), len(script)) - 1]
            )
            with suppress(OSError):
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            if reply.raw:
                reply.raw(self.wfile)
                return
            body = reply.body
            kind = "application/json"
            if isinstance(body, str):
                body, kind = body.encode(), "text/plain"
            elif not isinstance(body, bytes):
                body = json.dumps(body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": kind, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield StandIn(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
