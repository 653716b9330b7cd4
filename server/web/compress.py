"""Answers sent small: pages, JSON, styles and scripts repeat themselves, and compress well.

No answer holds a secret beside words that somebody else can choose, so what its length gives
away (BREACH, 2013) is nothing.
"""

import gzip

from flask import Response, request

_SMALLEST = 1400  # what fits one packet gains nothing
_LEVEL = 8
_KINDS = frozenset(
    {"text/html", "application/json", "text/css", "text/javascript", "image/svg+xml"}
)
_LARGEST_FILE = 1 << 20  # what is larger is shipped small by those who serve it


def shrink(response: Response) -> Response:
    """After every request: compress what is text for those who say that they can read it."""
    if response.mimetype not in _KINDS:
        return response
    if _is_small_file(response):
        response.direct_passthrough = False  # it is read here instead of being handed on
    elif response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    data = response.get_data()
    if len(data) < _SMALLEST or not request.accept_encodings["gzip"]:
        return response
    etag, _ = response.get_etag()
    response.set_data(gzip.compress(data, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if etag is not None:
        response.set_etag(etag, weak=True)  # the same file, in other bytes
    return response


def _is_small_file(response: Response) -> bool:
    return (
        response.direct_passthrough
        and response.status_code == 200
        and (response.content_length or _LARGEST_FILE) < _LARGEST_FILE
    )
