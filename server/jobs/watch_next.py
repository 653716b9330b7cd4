"""The job that reads the songs of the shows that somebody plans to watch."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain import Anime, Theme, Track, WatchStatus
from server.jobs.life import Job, JobFailed
from server.jobs.list_playlist import ask_for_themes, recordings_of
from server.jobs.list_songs import songs_in_order
from server.jobs.reading import Recording, read_recordings
from server.jobs.requests import fingerprint, from_json
from server.jobs.titles import service_title
from server.jobs.watch_request import WatchRequest
from server.playlists.corrections import own_matches, sure_uri
from server.songs.identity import song_uri
from server.songs.matching import settle_known
from server.store import show_titles, watch_lists

_PLANNED = (WatchStatus.PLAN_TO_WATCH,)


def read_planned_shows(job: Job) -> None:
    """Read the list and the songs of its planned shows, keep both, then hear what is unknown.

    The result is there as soon as the shows are known; the readings come after. Spotify is not
    asked: a song that no track is known of is read under a name of its own.

    Raises:
        JobFailed: no show is planned.
        SourceError: the list's service stands in the way.
    """
    request = from_json(job.ticket.request)
    assert isinstance(request, WatchRequest)
    shows = _planned(job, request)
    collected = ask_for_themes(job, shows)
    themes = {show.key: songs_in_order(show, collected.themes, request.kinds) for show in shows}
    watch_id = watch_lists.save(
        job.services.store,
        job.user_id,
        fingerprint(request),
        job.ticket.request,
        [_told(show, themes[show.key]) for show in shows],
    )
    job.result({"watch_next": {"id": watch_id}})
    everything = [theme for some in themes.values() for theme in some]
    read_recordings(job, _recordings(job, everything), on_playlist=False)


def _planned(job: Job, request: WatchRequest) -> list[Anime]:
    """The shows that are planned, in the list's order, each once."""
    job.stage("list")
    service = job.services.lists[request.source]
    entries = service.anime_list(request.username, _PLANNED, nsfw=request.nsfw)
    if not entries:
        named = f"{request.username}'s {service_title(request.source.value)} list"
        if not request.nsfw and service.anime_list(request.username, _PLANNED, nsfw=True):
            message = (
                f"The shows that are planned on {named} are all marked as not safe for work. Let "
                "them count too."
            )
        else:
            message = (
                f"No show is planned on {named}. Add some there as “Plan to watch” or “Planning”, "
                "then look again."
            )
        raise JobFailed(request.username, "nothing_planned", message)
    shows = {entry.anime.key: entry.anime for entry in entries}
    show_titles.keep(job.services.store, list(shows.values()))
    return list(shows.values())


def _recordings(job: Job, themes: Sequence[Theme]) -> list[Recording]:
    """Each song once: by the track that is known of it, else under its own name."""
    store = job.services.store
    shared, _ = settle_known(store, themes)
    matches = own_matches(store, job.user_id, themes, shared)
    found = recordings_of(store, themes, matches, shared)
    known = {each.track.uri for each in found}
    alone: dict[str, Theme] = {}
    for theme in themes:
        if sure_uri(matches.get(theme.key)) in known:
            continue
        held = alone.setdefault(song_uri(theme), theme)
        if theme.audio_urls and not held.audio_urls:
            alone[song_uri(theme)] = theme
    return [*found, *(Recording(Track(uri), theme) for uri, theme in alone.items())]


def _told(show: Anime, themes: Sequence[Theme]) -> Mapping[str, Any]:
    return {
        "title": show.title,
        "native_title": show.native_title,
        "english_title": show.english_title,
        "mal_id": show.mal_id,
        "anilist_id": show.anilist_id,
        "songs": [theme.key for theme in themes],
    }
