"""Addresses within the application."""

import re
from urllib.parse import urlsplit

from werkzeug.routing import BaseConverter

START = "/start"
COMPARE = "/compare"
WATCH_NEXT = "/watch-next"
LIKED = "/liked"
_PLAIN = re.compile(r"/[\x21-\x5b\x5d-\x7e]{0,500}")


class IdConverter(BaseConverter):
    """The part of an address that names a job or a playlist."""

    regex = "[A-Za-z0-9_-]{1,32}"


def own_path(address: str | None) -> str | None:
    """The address, if it is a path of our own and so safe to send a browser to; else None."""
    if address is None or not _PLAIN.fullmatch(address) or address.startswith("//"):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address
