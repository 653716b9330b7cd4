"""The shows of a list as a collection: what their songs are like, and what the list tells."""

from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev

from films.collection import KIND, Collection, columns_of, kinds_of, merged
from moods.circumplex import MOODS
from moods.reading import Reading
from server.domain import ListEntry, ListRequest, ThemeKind
from server.errors import BadRequest, NotFound
from server.jobs.requests import from_json
from server.playlists.own_moods import listened
from server.services import Services
from server.store import playlists, songs


def collection_of_list(services: Services, user_id: int, playlist_id: str) -> Collection:
    """The shows of the list behind a playlist, those with a song that was read.

    Music is what the readings of their songs say, the listener's own moods first: means and
    spreads of valence and arousal, the share of songs that carry each mood, and how many of them
    are openings. Facts are the year, the listener's score and genres; shows are grouped by
    `genre`, `studio`, `decade` and `sort`. They are asked of the list's service anew, in one call
    for most lists, and not stored.

    Raises:
        NotFound: there is no such playlist, or it is somebody else's.
        BadRequest: it was not made from somebody's list.
        SourceError: the list's service stands in the way.
    """
    store = services.store
    playlist = playlists.get(store, user_id, playlist_id)
    if playlist is None:
        raise NotFound(
            "no_such_playlist",
            "There is no such playlist here.",
            "Your playlists are listed on the start page.",
        )
    request = from_json(playlist.request) if playlist.kind == "list" else None
    if not isinstance(request, ListRequest):
        raise BadRequest(
            "not_a_list",
            "This playlist was not made from an anime list.",
            "Open the patterns of a playlist that was.",
        )
    entries = playlists.entries(store, playlist_id)
    heard = listened(store, user_id, [each.track_uri for each in entries if each.track_uri])
    themes = songs.themes_by_key(store, [each.theme_key for each in entries if each.theme_key])
    by_show: dict[str, list[tuple[ThemeKind, Reading]]] = {}
    for entry in entries:
        theme, reading = (
            themes.get(entry.theme_key or ""),
            heard.readings.get(entry.track_uri or ""),
        )
        if theme is not None and reading is not None:
            by_show.setdefault(theme.anime.key, []).append((theme.kind, reading))
    if not by_show:
        return Collection((), {}, {})
    rows = services.lists[request.source].anime_list(
        request.username, request.statuses, nsfw=request.nsfw, facts=True
    )
    return _collection([row for row in rows if row.anime.key in by_show], by_show)


def _collection(
    shows: Sequence[ListEntry], by_show: Mapping[str, Sequence[tuple[ThemeKind, Reading]]]
) -> Collection:
    facts = merged(map(_facts, shows), kinds_of([show.genres for show in shows], KIND))
    return Collection(
        tuple(show.anime.title for show in shows),
        columns_of([_music(by_show[show.anime.key]) for show in shows]),
        columns_of(facts),
        {
            "genre": tuple(show.genres for show in shows),
            "studio": tuple(show.studios for show in shows),
            "decade": tuple((f"{show.year // 10 * 10}s",) if show.year else () for show in shows),
            "sort": tuple((show.media.value,) if show.media else () for show in shows),
        },
    )


def _music(heard: Sequence[tuple[ThemeKind, Reading]]) -> dict[str, float | None]:
    readings = [reading for _, reading in heard]
    dominance = [each.dominance for each in readings if each.dominance is not None]
    told: dict[str, float | None] = {
        "songs": float(len(heard)),
        "openings": fmean(kind is ThemeKind.OP for kind, _ in heard),
        "valence": fmean(each.valence for each in readings),
        "arousal": fmean(each.arousal for each in readings),
        "dominance": fmean(dominance) if dominance else None,
        "valence spread": _spread([each.valence for each in readings]),
        "arousal spread": _spread([each.arousal for each in readings]),
    }
    return told | {mood.value: fmean(mood in each.moods for each in readings) for mood in MOODS}


def _facts(show: ListEntry) -> dict[str, float | None]:
    return {"year": show.year, "score": show.score or None}


def _spread(values: Sequence[float]) -> float | None:
    return pstdev(values) if len(values) > 1 else None
