"""MyAnimeList API v2: people's lists, and the themes of a show as text."""

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from sandbox import draws
from sandbox.services.theme_texts import theme_texts
from sandbox.show_facts import genres_of, studio_of
from sandbox.state import here
from sandbox.world import WorldAnime

myanimelist = Blueprint("mal", __name__)

CLIENT_ID = "6d6f6f64646578006d616c0000000001"
_STATUSES = {"watching", "completed", "on_hold", "dropped", "plan_to_watch"}
_SORTS = {"list_score", "list_updated_at", "anime_title", "anime_start_date", "anime_id"}

Json = dict[str, object]


class _Refused(Exception):
    def __init__(self, status: int, error: str, message: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": error, "message": message}


@myanimelist.errorhandler(_Refused)
def _refuse(refused: _Refused) -> tuple[Response, int]:
    return jsonify(refused.body), refused.status


@myanimelist.before_request
def _check_client() -> None:
    if request.headers.get("Authorization"):
        raise _Refused(401, "invalid_token", "token is invalid")
    if request.headers.get("X-MAL-CLIENT-ID") != CLIENT_ID:
        raise _Refused(400, "bad_request", "Invalid client id")


@myanimelist.get("/users/<name>/animelist")
def anime_list(name: str) -> Response:
    """A page of somebody's list."""
    user = here().world.user("myanimelist", name)
    if user is None:
        raise _Refused(404, "not_found")
    if user.private:
        raise _Refused(403, "not_permitted")
    status = request.args.get("status")
    sort = request.args.get("sort", "anime_id")
    if (status and status not in _STATUSES) or sort not in _SORTS:
        raise _Refused(400, "bad_request", "invalid parameter")
    limit, offset = _number("limit", 100, 1, 1000), _number("offset", 0, 0, 1_000_000)
    nsfw = request.args.get("nsfw", "false").lower() in {"true", "1"}
    fields = _fields()

    rows = []
    for mal_id, its_status, score in user.entries:
        anime = here().world.anime_by_mal(mal_id)
        if anime is None or (status and its_status != status):
            continue
        if not nsfw and here().world.is_nsfw(anime):
            continue
        rows.append((anime, its_status, score))
    rows.sort(key=lambda row: _sort_key(sort, *row))

    shown = []
    for anime, its_status, score in rows[offset : offset + limit]:
        row: Json = {"node": _node(anime, fields)}
        if "list_status" in fields:
            row["list_status"] = _list_status(anime, its_status, score)
        shown.append(row)
    paging = {}
    if offset > 0:
        paging["previous"] = _page_url(max(offset - limit, 0))
    if offset + limit < len(rows):
        paging["next"] = _page_url(offset + limit)
    return jsonify({"data": shown, "paging": paging})


@myanimelist.get("/anime/<int:mal_id>")
def anime_details(mal_id: int) -> Response:
    """One show."""
    anime = here().world.anime_by_mal(mal_id)
    if anime is None:
        raise _Refused(404, "not_found")
    return jsonify(_node(anime, _fields(), with_themes=True))


@myanimelist.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def anything_else(rest: str) -> Response:
    """There is no such call."""
    raise _Refused(404, "not_found", rest)


def _number(name: str, default: int, low: int, high: int) -> int:
    text = request.args.get(name, str(default))
    if not text.isdigit() or not low <= int(text) <= high:
        raise _Refused(400, "bad_request", f"invalid {name}")
    return int(text)


def _fields() -> set[str]:
    """The outermost names of `fields`, such as `list_status{comments},num_episodes`."""
    text, depth, names, name = request.args.get("fields", ""), 0, set(), ""
    for character in text + ",":
        depth += (character in "{(") - (character in "})")
        if character == "," and depth == 0:
            names.add(name.strip())
            name = ""
        elif depth == 0 and character not in "})":
            name += character
    return names


def _page_url(offset: int) -> str:
    query = {**request.args.to_dict(), "offset": str(offset)}
    return f"{here().base_url}{request.path}?{urlencode(query)}"


def _updated_at(anime: WorldAnime) -> str:
    rng = draws.dice(here().world.seed, "updated", anime.mal_id)
    day = f"{rng.randint(2016, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return f"{day}T{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:00+00:00"


def _sort_key(sort: str, anime: WorldAnime, status: str, score: int) -> tuple[object, ...]:
    keys: dict[str, tuple[object, ...]] = {
        "list_score": (-score, anime.title),
        "list_updated_at": ([-ord(c) for c in _updated_at(anime)],),
        "anime_title": (anime.title,),
        "anime_start_date": (-anime.year, anime.title),
        "anime_id": (anime.mal_id,),
    }
    return keys[sort]


def _node(anime: WorldAnime, fields: set[str], *, with_themes: bool = False) -> Json:
    picture = f"{here().base_url}/open/art/anime{anime.mal_id}"
    node: Json = {
        "id": anime.mal_id,
        "title": anime.title,
        "main_picture": {"medium": f"{picture}.svg", "large": f"{picture}l.svg"},
    }
    more: Json = {
        "alternative_titles": {
            "synonyms": [],
            "en": anime.english_title or "",
            "ja": anime.native_title or "",
        },
        "start_date": f"{anime.year}-04-05",
        "num_episodes": anime.episodes,
        "media_type": "movie" if anime.episodes == 1 else "tv",
        "nsfw": "gray" if here().world.is_nsfw(anime) else "white",
        "status": "finished_airing",
        "start_season": {"year": anime.year, "season": "spring"},
        "genres": _numbered(genres_of(here().world.seed, anime)),
        "studios": _numbered([studio_of(here().world.seed, anime)]),
    }
    if with_themes:
        more |= theme_texts(here().world.seed, anime)
    return node | {name: value for name, value in more.items() if name in fields}


def _numbered(names: Iterable[str]) -> list[Json]:
    return [{"id": draws.number(0, name) % 1000, "name": name} for name in names]


def _list_status(anime: WorldAnime, status: str, score: int) -> Json:
    watched = anime.episodes if status == "completed" else anime.episodes // 3
    return {
        "status": status,
        "score": score,
        "num_episodes_watched": 0 if status == "plan_to_watch" else watched,
        "is_rewatching": False,
        "updated_at": _updated_at(anime),
    }
