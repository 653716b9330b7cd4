"""Which track of Spotify somebody means by what they paste. Pure."""

import re
from urllib.parse import urlsplit

from server.errors import BadRequest

_ID = r"[0-9A-Za-z]{22}"
_URI = re.compile(rf"spotify:track:(?P<id>{_ID})")
_PATH = re.compile(rf"/(?:intl-[A-Za-z-]+/)?(?:embed/)?track/(?P<id>{_ID})/?")
_OTHER = re.compile(r"(?:^spotify:|/)(?P<kind>album|artist|playlist|episode|show|user)[:/]")
_SPOTIFYS = frozenset({"open.spotify.com", "play.spotify.com"})
_LONGEST = 500


def pasted_track(pasted: object, open_url: str) -> str:
    """`spotify:track:<id>` for a track's link or URI.

    Args:
        pasted: what came in a form or in JSON.
        open_url: where this copy's links to tracks lead; links of Spotify itself are taken too.

    Raises:
        BadRequest: 422 `bad_track`, with what is wrong and what to paste instead.
    """
    text = pasted.strip()[:_LONGEST] if isinstance(pasted, str) else ""
    if uri := _URI.fullmatch(text):
        return f"spotify:track:{uri['id']}"
    if track := _of_link(text, open_url):
        return f"spotify:track:{track}"
    message = "That is not a link to a song on Spotify."
    if not text:
        message = "There is no link to a song."
    elif other := _OTHER.search(text):
        kind = other["kind"]
        article = "an" if kind[0] in "ae" else "a"
        message = f"That leads to {article} {kind}, not to one song."
    raise BadRequest(
        "bad_track",
        message,
        "In Spotify, on the song itself: Share, then Copy song link, and paste it here.",
        status=422,
    )


def _of_link(text: str, open_url: str) -> str | None:
    try:
        link, own = urlsplit(text if "://" in text else f"https://{text}"), urlsplit(open_url)
    except ValueError:
        return None
    if link.scheme not in {"http", "https"}:
        return None
    if link.netloc.lower() in _SPOTIFYS:
        path = link.path
    elif link.netloc.lower() == own.netloc.lower():
        path = link.path.removeprefix(own.path.rstrip("/"))
    else:
        return None
    found = _PATH.fullmatch(path)
    return found["id"] if found else None
