"""Carries out a fault: the answer in place of the real one, or what is done to the real one."""

import contextlib
import json
import socket
from collections.abc import Iterator, Mapping
from threading import Event

from flask import Response, request

from sandbox import draws
from sandbox.faults import Fault

_STEPS = 20


def instead(fault: Fault, cleared: Event) -> Response | None:
    """The answer that keeps the call from being carried out; None when it is to go on."""
    if fault.latency > 0:
        cleared.wait(fault.latency)
    if fault.drop == "before":
        _hang_up()
        return Response(status=500)
    if fault.status is None:
        return None
    body = fault.body
    if isinstance(body, Mapping | list):
        response = Response(json.dumps(body), fault.status, mimetype="application/json")
    else:
        text = "" if body is None else str(body)
        response = Response(text, fault.status, mimetype="text/plain")
    for name, value in (fault.headers or {}).items():
        response.headers[name] = value
    return response


def carried_out(fault: Fault, cleared: Event, response: Response) -> Response:
    """What the fault makes of an answer to a call that was carried out."""
    if fault.drop == "after":
        _hang_up()
        return response
    if fault.audio is not None and (response.mimetype or "").startswith("audio/"):
        response.set_data(_damage(response.get_data(), fault.audio))
    if fault.drop == "midway" or fault.trickle > 0:
        body = response.get_data()
        response.headers["Content-Length"] = str(len(body))
        if fault.drop == "midway":
            body = body[: len(body) // 2]
        to_cut = _connection() if fault.drop == "midway" else None
        response.response = _in_pieces(body, fault.trickle, cleared, to_cut)
    return response


def _damage(clip: bytes, how: str) -> bytes:
    if how == "empty":
        return b""
    if how == "truncated":
        return clip[: len(clip) // 3]
    noise = draws.dice(len(clip), "corrupt").randbytes(len(clip))
    return clip[:512] + noise[512:]


def _in_pieces(
    body: bytes, seconds: float, cleared: Event, to_cut: socket.socket | None
) -> Iterator[bytes]:
    size = max(-(-len(body) // _STEPS), 1)
    for start in range(0, len(body), size):
        yield body[start : start + size]
        cleared.wait(seconds / _STEPS)
    _cut(to_cut)


def _hang_up() -> None:
    """Cuts the caller's connection; whatever is answered afterwards goes nowhere."""
    _cut(_connection())


def _connection() -> socket.socket | None:
    found = request.environ.get("werkzeug.socket")
    return found if isinstance(found, socket.socket) else None


def _cut(connection: socket.socket | None) -> None:
    if connection is not None:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
