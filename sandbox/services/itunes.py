"""iTunes Search: songs of a country's store, with previews that are not signed."""

from flask import Blueprint, Response, jsonify, request

from sandbox import draws
from sandbox.services.audio import clip_url
from sandbox.services.catalogue_entries import Entry
from sandbox.state import here

itunes = Blueprint("itunes", __name__)

Json = dict[str, object]


@itunes.get("/search")
def search() -> Response:
    """Songs that answer a term; the Japanese store has them all, others about half."""
    term = request.args.get("term", "").strip()
    if not term:
        return _answer([])
    if request.args.get("media", "music") not in {"music", "all"} or (
        request.args.get("entity", "song") not in {"song", "musicTrack"}
    ):
        return _answer([])
    limit = request.args.get("limit", "50")
    if not limit.isdigit() or not 1 <= int(limit) <= 200:
        return _answer([])
    country = request.args.get("country", "US").upper()
    found = here().shops["itunes"].find(term, lambda e: _sold(e, country))
    return _answer(found[: int(limit)])


@itunes.get("/lookup")
def lookup() -> Response:
    """Songs by their numbers."""
    wanted = request.args.get("id", "").split(",")
    return _answer([e for e in here().shops["itunes"].entries if str(e.number) in wanted])


def _sold(entry: Entry, country: str) -> bool:
    return country == "JP" or draws.number(here().world.seed, country, entry.number) % 2 == 0


def _answer(entries: list[Entry]) -> Response:
    results = [_song(entry) for entry in entries]
    response = jsonify({"resultCount": len(results), "results": results})
    # The real service sends its JSON under this type.
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return response


def _song(entry: Entry) -> Json:
    in_japanese = request.args.get("lang", "").lower().startswith("ja")
    country = request.args.get("country", "US").upper()
    # The Japanese store keeps native titles unless English is asked for.
    if country == "JP" and "lang" not in request.args:
        in_japanese = True
    artists = entry.native_artists if in_japanese else entry.artists
    title = (entry.native_title if in_japanese else None) or entry.title
    year = int(entry.isrc[5:7])
    song: Json = {
        "wrapperType": "track",
        "kind": "song",
        "trackId": entry.number,
        "artistName": " & ".join(artists),
        "collectionName": f"{entry.album} - Single",
        "trackName": title,
        "trackTimeMillis": entry.duration_ms,
        "trackViewUrl": f"https://music.apple.com/{country.lower()}/song/{entry.number}",
        "artworkUrl100": f"{here().base_url}/open/art/itunes{entry.number}.svg",
        "releaseDate": f"{1900 + year if year > 40 else 2000 + year}-05-01T12:00:00Z",
        "primaryGenreName": "アニメ" if in_japanese else "Anime",
        "country": country,
    }
    if entry.has_clip:
        song["previewUrl"] = clip_url("itunes", entry.clip)
    return song
