"""Deezer's API: tracks by ISRC or number, search, signed previews. Errors come with HTTP 200."""

import re
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from sandbox import draws
from sandbox.matching import holds
from sandbox.services.audio import clip_url
from sandbox.services.catalogue_entries import Entry
from sandbox.state import here

deezer = Blueprint("deezer", __name__)

_FILTER = re.compile(r'\b(artist|track|album|isrc):(?:"([^"]*)"|(\S+))', re.I)

Json = dict[str, object]


@deezer.get("/track/<which>")
def get_track(which: str) -> Response:
    """A track by its number or by `isrc:` and a code."""
    for entry in here().shops["deezer"].entries:
        if which in {str(entry.number), f"isrc:{entry.isrc}"}:
            return jsonify(_track(entry))
    return _no_data()


@deezer.get("/search")
@deezer.get("/search/track")
def search() -> Response:
    """Tracks that answer a query."""
    query = request.args.get("q", "").strip()
    if not query:
        return _error("MissingParameterException", "Missing parameters: q", 501)
    limit = min(_number("limit", 25), 100)
    index = _number("index", 0)
    filters = [(name.lower(), quoted or bare) for name, quoted, bare in _FILTER.findall(query)]
    found = (
        here()
        .shops["deezer"]
        .find(
            _FILTER.sub(" ", query),
            lambda entry: all(_passes(entry, name, value) for name, value in filters),
        )
    )
    body: Json = {
        "data": [_track(entry, in_search=True) for entry in found[index : index + limit]],
        "total": len(found),
    }
    if index + limit < len(found):
        following = urlencode({"q": query, "limit": limit, "index": index + limit})
        body["next"] = f"{here().base_url}{request.path}?{following}"
    return jsonify(body)


@deezer.route("/<path:rest>")
def anything_else(rest: str) -> Response:
    """There is no such call."""
    return _error("InvalidQueryException", f"Unknown path components : /{rest}", 600)


def _passes(entry: Entry, name: str, value: str) -> bool:
    if name == "isrc":
        return entry.isrc == value.upper()
    if name == "artist":
        return holds(value, (*entry.artists, *entry.native_artists))
    if name == "track":
        return holds(value, (entry.title, entry.native_title or entry.title))
    return holds(value, (entry.album,))


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdigit() else default


def _no_data() -> Response:
    return _error("DataException", "no data", 800)


def _error(kind: str, message: str, code: int) -> Response:
    return jsonify({"error": {"type": kind, "message": message, "code": code}})


def _track(entry: Entry, *, in_search: bool = False) -> Json:
    seed = here().world.seed
    native = entry.native_title and draws.number(seed, "deezer title", entry.number) % 5 < 2
    title = entry.native_title if native else entry.title
    artist = entry.artists[0] if entry.artists else "Various Artists"
    track: Json = {
        "id": entry.number,
        "readable": True,
        "title": title,
        "title_short": title,
        "title_version": "",
        "isrc": entry.isrc,
        "link": f"https://www.deezer.com/track/{entry.number}",
        "duration": entry.duration_ms // 1000,
        "rank": draws.number(seed, "rank", entry.number) % 1_000_000,
        "explicit_lyrics": False,
        "preview": clip_url("deezer", entry.clip) if entry.has_clip else "",
        "artist": {"id": draws.number(seed, "artist", artist) % 10**8, "name": artist},
        "album": {
            "id": draws.number(seed, "album", entry.album) % 10**9,
            "title": entry.album,
            "cover_medium": f"{here().base_url}/open/art/deezer{entry.number}.svg",
        },
        "type": "track",
    }
    if not in_search:
        year = int(entry.isrc[5:7])
        track |= {
            "bpm": 0,
            "gain": -9.1,
            "release_date": f"{1900 + year if year > 40 else 2000 + year}-05-01",
            "contributors": [{"name": name} for name in entry.artists],
        }
    return track
