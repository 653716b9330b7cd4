"""Shows that sound like some songs: those that somebody has watched, by their own songs."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from moods.circumplex import Point, Spread
from server.domain import Anime, Theme
from server.playlists.song_places import Place
from server.playlists.views import show_titles
from server.playlists.watch_next import Like, RankedShow, ShowSong, ShowSongs, rank_shows
from server.suggestions.library import Library, place_of

SHOWS = 6
"""How many are named."""
_TOLD = 3
"""How many songs of a show are told."""
_CELL = 0.02
"""Songs this near to each other are asked with as one."""
_SITES = {"mal": "myanimelist.net", "anilist": "anilist.co"}


def shows_like(
    library: Library,
    places: Sequence[Place],
    weights: Sequence[float] | None = None,
    *,
    without: Collection[str] = (),
    count: int = SHOWS,
) -> list[dict[str, Any]]:
    """The watched shows whose songs lie on the plane as these places do, the most alike first.

    Each with `key`, its titles, `url`, `score`, `why` (`watch_next.Why`), `fitting` of `read`
    songs, `unread`, and `songs`: those of its own that are like it, or the nearest where none is.

    Args:
        weights: how much each place counts; all alike when None.
        without: keys of shows that are not to be named.
    """
    shelf: dict[str, dict[str, Theme]] = {}
    unread: Counter[str] = Counter()
    shows: dict[str, Anime] = {}
    for each in library.shelf:
        anime = each.theme.anime
        if anime.key in without:
            continue
        shows[anime.key] = anime
        if each.uri in library.readings:
            shelf.setdefault(anime.key, {}).setdefault(str(each.uri), each.theme)
        else:
            unread[anime.key] += 1
    if not places or not shelf:
        return []
    known = {
        uri: _song(library, uri)
        for uri in dict.fromkeys(u for some in shelf.values() for u in some)
    }
    ranked = rank_shows(
        [
            ShowSongs(key, tuple(known[uri] for uri in some), unread[key])
            for key, some in shelf.items()
        ],
        _like(places, weights or [1.0] * len(places)),
    )
    return [_told(each, shows[each.show.key], shelf[each.show.key]) for each in ranked[:count]]


def show_address(key: str) -> str:
    """The page of a show, by its key, at the service that the key is of."""
    service, _, number = key.partition(":")
    return f"https://{_SITES.get(service, _SITES['mal'])}/anime/{number}"


def _song(library: Library, uri: str) -> ShowSong:
    reading = library.readings[uri]
    return ShowSong(uri, place_of(reading), reading.moods, reading.probabilities)


def _like(places: Sequence[Place], weights: Sequence[float]) -> Like:
    """The places with those of one cell of the plane made one: thousands cost what few do."""
    cells: dict[tuple[int, int], list[Place]] = {}
    sums: dict[tuple[int, int], float] = {}
    for place, weight in zip(places, weights, strict=True):
        cell = round(place.point.valence / _CELL), round(place.point.arousal / _CELL)
        cells.setdefault(cell, []).append(place)
        sums[cell] = sums.get(cell, 0.0) + weight
    return Like(tuple(map(_middle, cells.values())), tuple(sums[cell] for cell in cells))


def _middle(places: Sequence[Place]) -> Place:
    if len(places) == 1:
        return places[0]
    spreads = [each.spread for each in places if each.spread is not None]
    return Place(
        Point(
            sum(each.point.valence for each in places) / len(places),
            sum(each.point.arousal for each in places) / len(places),
        ),
        Spread(*(sum(axis) / len(spreads) for axis in zip(*map(_numbers, spreads), strict=True)))
        if spreads
        else None,
    )


def _numbers(spread: Spread) -> tuple[float, float, float]:
    return spread.valence, spread.arousal, spread.tilt


def _told(ranked: RankedShow, anime: Anime, themes: Mapping[str, Theme]) -> dict[str, Any]:
    return {
        "key": anime.key,
        **show_titles(anime),
        "url": show_address(anime.key),
        "score": None if ranked.score is None else round(ranked.score, 4),
        "why": ranked.why.value,
        "fitting": ranked.fitting,
        "read": len(ranked.songs),
        "unread": ranked.show.unread,
        "songs": [
            {
                "id": each.song.id.rpartition(":")[2],
                "title": themes[each.song.id].title,
                "native_title": themes[each.song.id].native_title,
                "artists": [artist.name for artist in themes[each.song.id].artists],
                "kind": themes[each.song.id].kind.value,
                "sequence": themes[each.song.id].sequence,
                "moods": [mood.value for mood in each.song.moods],
                "valence": round(each.song.point.valence, 4),
                "arousal": round(each.song.point.arousal, 4),
                "fits": each.fits,
            }
            for each in ranked.songs[: min(max(ranked.fitting, 1), _TOLD)]
        ],
    }
