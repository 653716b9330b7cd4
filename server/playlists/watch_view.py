"""What to watch next, as its page and the API tell it: planned shows, ranked by what is stored."""

from dataclasses import dataclass, field
from typing import Any

from server.domain import Anime, ListSource
from server.jobs import desk
from server.jobs.titles import service_title
from server.playlists.choosing import Choice
from server.playlists.own_moods import listened
from server.playlists.planned import PlannedShow, PlannedSong, planned_list
from server.playlists.song_places import Place
from server.playlists.views import show_titles
from server.playlists.watch_next import (
    InMoods,
    Like,
    Near,
    RankedShow,
    RankedSong,
    Target,
    Why,
    rank_shows,
)
from server.services import Services
from server.store import playlists
from server.store.engine import Store

IN_ORDER = "order"
"""What a show's `why` is while nothing is chosen to rank by."""
WHYS = (*(why.value for why in Why), IN_ORDER)


@dataclass(frozen=True)
class Wanted:
    """What to rank by: a choice on the plane, else how a playlist of the user's sounds."""

    choice: Choice = field(default_factory=Choice)
    playlist_id: str | None = None


def watch_view(services: Services, user_id: int, watch_id: str, wanted: Wanted) -> dict[str, Any]:
    """A list's planned shows, ranked; those whose songs could not be read come last.

    `shows` each with titles, ids, `url` of its page at `service`, `place` in the ranking (from 1)
    and `score`, both None where it has none, `why` (one of `WHYS`), `fitting` of `read` songs, and
    `songs`, the best first and those that were not read last: `fit` (0 to 1) and `fits`, None
    where nothing is chosen. While nothing is chosen, and where the playlist was not heard, shows
    stand in the list's order. `asked` repeats what they are ranked by.

    Raises:
        NotFound: there is no such list or playlist here, or it is somebody else's.
    """
    store = services.store
    listed = planned_list(services, user_id, watch_id)
    playlist, target = None, _target_of(wanted.choice)
    if target is None and wanted.playlist_id is not None:
        playlist, target = _profile(store, user_id, wanted.playlist_id)
    shows = {show.anime.key: show for show in listed.shows}
    source = listed.request.source
    if target is None:
        told = [_show(show, source, None, None) for show in shows.values()]
    else:
        ranked = rank_shows([show.to_rank() for show in shows.values()], target)
        told = [
            _show(shows[each.show.key], source, each, place if each.songs else None)
            for place, each in enumerate(ranked, start=1)
        ]
    songs = {song.id: song for show in listed.shows for song in show.songs}
    choice = wanted.choice
    return {
        "id": listed.id,
        "source": source.value,
        "service": service_title(source.value),
        "username": listed.request.username,
        "kinds": [kind.value for kind in listed.request.kinds],
        "nsfw": listed.request.nsfw,
        "made_at": listed.made_at.isoformat(),
        "asked": {
            "moods": [mood.value for mood in choice.moods],
            "point": choice.point
            and {"valence": choice.point.valence, "arousal": choice.point.arousal},
            "radius": choice.radius,
            "playlist": playlist,
        },
        "songs": len(songs),
        "read": sum(song.reading is not None for song in songs.values()),
        "waiting": sum(song.reading is None and song.problem is None for song in songs.values()),
        "shows": told,
    }


def _target_of(choice: Choice) -> Target | None:
    if choice.point is not None:
        return Near(choice.point, choice.radius or 0.0)
    return InMoods(choice.moods) if choice.moods else None


def _profile(store: Store, user_id: int, playlist_id: str) -> tuple[dict[str, Any], Like | None]:
    """A playlist as it is told, and the places of its songs; None where none was heard."""
    playlist = playlists.get(store, user_id, playlist_id)
    if playlist is None:
        raise desk.no_playlist()
    uris = playlists.track_uris(store, [playlist_id])[playlist_id]
    read = listened(store, user_id, uris).readings
    places = tuple(Place(each.point, each.spread) for each in read.values())
    told = {"id": playlist.id, "name": playlist.name, "read": len(places)}
    return told, Like(places) if places else None


def _show(
    show: PlannedShow, source: ListSource, ranked: RankedShow | None, place: int | None
) -> dict[str, Any]:
    service, url = show_page(show.anime, source)
    fits = {each.song.id: each for each in ranked.songs} if ranked else {}
    order = {song_id: number for number, song_id in enumerate(fits)}
    songs = sorted(
        show.songs,
        key=lambda song: (song.reading is None, order.get(song.id, 0)),
    )
    read = sum(song.reading is not None for song in songs)
    why = ranked.why.value if ranked else IN_ORDER if read else Why.UNREAD.value
    return {
        "key": show.anime.key,
        **show_titles(show.anime),
        "mal_id": show.anime.mal_id,
        "anilist_id": show.anime.anilist_id,
        "url": url,
        "service": service_title(service.value),
        "place": place,
        "score": None if ranked is None or ranked.score is None else round(ranked.score, 4),
        "why": why,
        "fitting": ranked.fitting if ranked else 0,
        "read": read,
        "songs": [_song(song, fits.get(song.id)) for song in songs],
    }


def show_page(anime: Anime, source: ListSource) -> tuple[ListSource, str]:
    """A show's page where the list is, else at the other service."""
    if anime.mal_id is None or (source is ListSource.ANILIST and anime.anilist_id is not None):
        return ListSource.ANILIST, f"https://anilist.co/anime/{anime.anilist_id}"
    return ListSource.MYANIMELIST, f"https://myanimelist.net/anime/{anime.mal_id}"


def _song(song: PlannedSong, ranked: RankedSong | None) -> dict[str, Any]:
    theme, reading = song.theme, song.reading
    return {
        "id": song.id,
        "title": theme.title,
        "native_title": theme.native_title,
        "artists": [artist.name for artist in theme.artists],
        "kind": theme.kind.value,
        "sequence": theme.sequence,
        "spotify_uri": song.uri,
        "fit": None if ranked is None else round(ranked.fit, 4),
        "fits": None if ranked is None else ranked.fits,
        "reading": None
        if reading is None
        else {
            "valence": round(reading.valence, 4),
            "arousal": round(reading.arousal, 4),
            "moods": [mood.value for mood in reading.moods],
            "unsure": reading.unsure,
            "own_mood": song.own and song.own.value,
        },
        "problem": song.problem and {"code": song.problem[0], "message": song.problem[1]},
    }
