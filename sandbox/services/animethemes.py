"""AnimeThemes' GraphQL: shows with their themes, songs, links and recordings."""

import re

from flask import Blueprint, Response, jsonify, request

from sandbox import draws
from sandbox.graphql import Arguments, QueryError, execute
from sandbox.services.audio import clip_url
from sandbox.state import here
from sandbox.world import WorldAnime, WorldSong, WorldTheme

animethemes = Blueprint("animethemes", __name__)

_MOST_IDS = 100
_MOST_DEPTH = 13
_LIBRARY_AGENT = re.compile(r"(python-|python/|curl|wget|go-http|java/|okhttp|libwww)", re.I)

Json = dict[str, object]


@animethemes.before_request
def _check_agent() -> Response | None:
    agent = request.headers.get("User-Agent", "")
    if agent and not _LIBRARY_AGENT.match(agent):
        return None
    page = "<!DOCTYPE html><title>Attention Required!</title><h1>Sorry, you have been blocked</h1>"
    return Response(page, 403, mimetype="text/html")


@animethemes.post("/")
def query() -> Response:
    """Answers a query; whatever is wrong with it comes with HTTP 200 and `errors`."""
    root = {"findAnimeByExternalSite": _find}
    try:
        data = execute(request.get_json(silent=True), root, most_depth=_MOST_DEPTH)
    except QueryError as error:
        return jsonify({"errors": [{"message": str(error)}]})
    return jsonify({"data": data})


def _find(given: Arguments) -> list[Json]:
    """Shows by another site's ids, in an order of the service's own."""
    site, ids = given.get("site"), given.get("id")
    if site not in {"MAL", "ANILIST", "ANIDB", "KITSU"}:
        raise QueryError('Field "findAnimeByExternalSite" argument "site" is required.')
    wanted = ids if isinstance(ids, list) else [ids]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in wanted):
        raise QueryError("Int cannot represent non-integer value.")
    if len(wanted) > _MOST_IDS:
        raise QueryError(f"The id field must not have more than {_MOST_IDS} items.")
    found = [
        anime
        for anime in here().world.anime
        if anime.on_animethemes and _ids(anime).get(str(site)) in wanted
    ]
    order = draws.shuffled(here().world.seed, "animethemes", found, lambda one: str(one.mal_id))
    return [_anime(anime) for anime in order]


def _ids(anime: WorldAnime) -> dict[str, int]:
    return {"MAL": anime.mal_id, "ANILIST": anime.anilist_id}


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _anime(anime: WorldAnime) -> Json:
    def resources(given: Arguments) -> Json:
        return {
            "nodes": [
                {"site": site, "externalId": number, "link": _site_link(site, number)}
                for site, number in _ids(anime).items()
                if given.get("site") in {None, site}
            ]
        }

    return {
        "id": anime.mal_id,
        "name": anime.title,
        "slug": _slug(anime.title),
        "year": anime.year,
        "title": {
            "romaji": anime.title,
            "english": anime.english_title,
            "native": anime.native_title,
        },
        "resources": resources,
        "animethemes": [_theme(theme) for theme in anime.themes],
    }


def _site_link(site: str, number: int) -> str:
    host = "myanimelist.net" if site == "MAL" else "anilist.co"
    return f"https://{host}/anime/{number}"


def _theme(theme: WorldTheme) -> Json:
    entries = [_entry(theme, 1, theme.episodes, nsfw=False)]
    if draws.number(here().world.seed, "second version", theme.song.id) % 12 == 0:
        entries.append(_entry(theme, 2, None, nsfw=False))
    return {
        "id": draws.number(here().world.seed, "theme", theme.anime_mal_id, theme.kind) % 20_000,
        "type": theme.kind,
        "sequence": theme.sequence,
        "slug": f"{theme.kind}{theme.sequence}",
        "song": _song(theme.song),
        "animethemeentries": entries,
    }


def _entry(theme: WorldTheme, version: int, episodes: str | None, *, nsfw: bool) -> Json:
    song = theme.song
    url = clip_url("animethemes", song.id)
    audio = {"link": url, "mimetype": "audio/ogg", "basename": url.rsplit("/", 1)[-1]}
    videos = [{"link": url.replace(".ogg", ".webm"), "audio": audio}]
    return {
        "version": version,
        "episodes": episodes,
        "nsfw": nsfw,
        "spoiler": False,
        "videos": {"nodes": videos if song.animethemes_audio else []},
    }


def _song(song: WorldSong) -> Json:
    def resources(given: Arguments) -> Json:
        links = [("YOUTUBE_MUSIC", f"https://music.youtube.com/watch?v={song.id}")]
        if song.linked and song.track is not None:
            links.insert(0, ("SPOTIFY", f"https://open.spotify.com/track/{song.track.id}"))
        return {
            "nodes": [
                {"site": site, "link": link, "externalId": None}
                for site, link in links
                if given.get("site") in {None, site}
            ]
        }

    return {
        "id": int(song.id[1:]),
        "title": {"romaji": song.title, "native": song.native_title},
        "performances": [
            {
                "alias": None,
                "as": artist.aliases[0] if _plays_a_part(artist.aliases) else None,
                "artist": {
                    "slug": _slug(artist.name),
                    "name": {"main": artist.name, "native": artist.native_name},
                },
            }
            for artist in song.artists
        ],
        "resources": resources,
    }


def _plays_a_part(aliases: tuple[str, ...]) -> bool:
    """Whether the first other spelling is given as the part that is sung."""
    return bool(aliases) and draws.number(here().world.seed, "as", aliases[0]) % 3 == 0
