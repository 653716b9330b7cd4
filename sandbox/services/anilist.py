"""AniList's GraphQL: people's lists."""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, request

from sandbox import draws
from sandbox.graphql import AnswerError, Arguments, QueryError, execute
from sandbox.show_facts import genres_of, studio_of
from sandbox.state import here
from sandbox.world import WorldAnime, WorldListUser

anilist = Blueprint("anilist", __name__)

_STATUSES = {
    "completed": "COMPLETED",
    "watching": "CURRENT",
    "on_hold": "PAUSED",
    "dropped": "DROPPED",
    "plan_to_watch": "PLANNING",
}
_NAMES = {
    "COMPLETED": "Completed",
    "REPEATING": "Rewatching",
    "CURRENT": "Watching",
    "PAUSED": "Paused",
    "DROPPED": "Dropped",
    "PLANNING": "Planning",
}
_CUSTOM = "Rainy days"
_PER_MINUTE = 30

Json = dict[str, object]


@anilist.post("/")
def query() -> tuple[Response, int]:
    """Answers a query; an unknown or private user is HTTP 404 with `errors`."""
    root = {
        "MediaListCollection": _collection,
        "User": lambda given: _user_json(_user(given)),
        "Media": _media_by_id,
    }
    try:
        body: Json = {"data": execute(request.get_json(silent=True), root)}
        status = 200
    except QueryError as error:
        body, status = _errors(str(error), 400), 400
    except AnswerError as error:
        body, status = _errors(str(error), error.status), error.status
    response = jsonify(body)
    response.headers["X-RateLimit-Limit"] = str(_PER_MINUTE)
    response.headers["X-RateLimit-Remaining"] = str(_PER_MINUTE - 1)
    return response, status


def _errors(message: str, status: int) -> Json:
    error = {"message": message, "status": status, "locations": [{"line": 1, "column": 1}]}
    return {"errors": [error], "data": None}


def _user(given: Arguments) -> WorldListUser:
    name = given.get("userName", given.get("name"))
    if not isinstance(name, str):
        raise AnswerError("validation", 400)
    user = here().world.user("anilist", name)
    if user is None:
        raise AnswerError("User not found", 404)
    if user.private:
        raise AnswerError("Private User", 404)
    return user


def _user_json(user: WorldListUser) -> Json:
    return {
        "id": draws.number(here().world.seed, "anilist user", user.name) % 6_000_000,
        "name": user.name,
        "siteUrl": f"{here().base_url}/anilist/user/{user.name}",
        "mediaListOptions": {"scoreFormat": "POINT_10_DECIMAL"},
    }


def _collection(given: Arguments) -> Json:
    if given.get("type") != "ANIME":
        raise QueryError('Field "MediaListCollection" argument "type" must be ANIME here.')
    user = _user(given)
    wanted = given.get("status_in") or ([given["status"]] if given.get("status") else None)
    if wanted is not None and not (
        isinstance(wanted, list) and all(status in _NAMES for status in wanted)
    ):
        raise QueryError('Argument "status_in" has an invalid value.')
    entries = [
        (anime, _status(status, anime), score)
        for mal_id, status, score in user.entries
        if (anime := here().world.anime_by_mal(mal_id)) is not None
    ]
    entries = [entry for entry in entries if wanted is None or entry[1] in wanted]
    lists = [
        _list(name, False, status, [entry for entry in entries if entry[1] == status])
        for status, name in _NAMES.items()
    ]
    # A custom list repeats entries that are on the status lists as well.
    lists.append(_list(_CUSTOM, True, None, entries[::5]))
    has_next = _cut(lists, given)
    return {
        "hasNextChunk": has_next,
        "user": _user_json(user),
        "lists": [one for one in lists if one["entries"]],
    }


def _cut(lists: Sequence[Json], given: Arguments) -> bool:
    """Leave of the lists the chunk that is asked for, if one is; whether another follows."""
    if given.get("chunk") is None and given.get("perChunk") is None:
        return False
    chunk, size = given.get("chunk") or 1, given.get("perChunk") or 500
    if not (isinstance(chunk, int) and isinstance(size, int) and chunk > 0 and 0 < size <= 500):
        raise QueryError('Argument "chunk" or "perChunk" has an invalid value.')
    start, end, place = (chunk - 1) * size, chunk * size, 0
    for one in lists:
        entries = one["entries"]
        assert isinstance(entries, list)
        one["entries"] = entries[max(start - place, 0) : max(end - place, 0)]
        place += len(entries)
    return end < place


def _status(status: str, anime: WorldAnime) -> str:
    """AniList's word; a few completed shows are being watched again."""
    again = draws.number(here().world.seed, "repeating", anime.mal_id) % 25 == 0
    return "REPEATING" if status == "completed" and again else _STATUSES[status]


def _list(
    name: str, custom: bool, status: str | None, entries: Sequence[tuple[WorldAnime, str, int]]
) -> Json:
    return {
        "name": name,
        "isCustomList": custom,
        "isSplitCompletedList": False,
        "status": status,
        "entries": [_entry(*entry) for entry in entries],
    }


def _entry(anime: WorldAnime, status: str, score: int) -> Json:
    seed = here().world.seed
    exact = min(score * 10 + draws.number(seed, "points", anime.mal_id) % 5, 100) if score else 0

    def points(given: Arguments) -> float:
        shape = given.get("format") or "POINT_10_DECIMAL"
        if shape == "POINT_100":
            return exact
        return exact // 10 if shape == "POINT_10" else exact / 10

    return {
        "id": draws.number(seed, "entry", anime.mal_id) % 400_000_000,
        "mediaId": anime.anilist_id,
        "status": status,
        "score": points,
        "progress": anime.episodes if status == "COMPLETED" else anime.episodes // 3,
        "repeat": 1 if status == "REPEATING" else 0,
        "private": False,
        "updatedAt": 1_700_000_000 + draws.number(seed, "at", anime.mal_id) % 70_000_000,
        "media": _media(anime),
    }


def _media(anime: WorldAnime) -> Json:
    unknown = draws.number(here().world.seed, "no mal id", anime.mal_id) % 30 == 0
    return {
        "id": anime.anilist_id,
        "idMal": None if unknown else anime.mal_id,
        "type": "ANIME",
        "format": "MOVIE" if anime.episodes == 1 else "TV",
        "title": {
            "romaji": anime.title,
            "english": anime.english_title,
            "native": anime.native_title,
            "userPreferred": anime.title,
        },
        "synonyms": [],
        "isAdult": here().world.is_nsfw(anime),
        "episodes": anime.episodes,
        "seasonYear": anime.year,
        "genres": genres_of(here().world.seed, anime),
        "studios": {"nodes": [{"name": studio_of(here().world.seed, anime)}]},
        "startDate": {"year": anime.year, "month": 4, "day": 5},
        "siteUrl": f"https://anilist.co/anime/{anime.anilist_id}",
    }


def _media_by_id(given: Arguments) -> Json:
    for anime in here().world.anime:
        if given.get("id") == anime.anilist_id or given.get("idMal") == anime.mal_id:
            return _media(anime)
    raise AnswerError("Not Found.", 404)
