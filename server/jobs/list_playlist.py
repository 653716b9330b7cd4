"""The job that turns somebody's anime list into a Spotify playlist and reads its moods."""

from collections.abc import Callable, Mapping, Sequence

from server.domain import Anime, ListRequest, Match, Theme
from server.errors import SourceError
from server.jobs.following import have_followers_follow
from server.jobs.life import Job, JobFailed
from server.jobs.list_songs import shows_of, themes_of
from server.jobs.one_at_a_time import alone_with
from server.jobs.reading import Recording, read_recordings
from server.jobs.requests import fingerprint, from_json
from server.jobs.titles import list_description, list_name
from server.playlists.corrections import own_matches, sure_uri
from server.playlists.writer import Wish, sync
from server.songs.collect import Collected, collect_themes
from server.songs.identity import song_key
from server.songs.matching import Matched, match_themes
from server.store import playlists, songs, versions
from server.store.calls import SearchBudget
from server.store.engine import Store
from server.store.playlists import Entry, Playlist

SEARCH_BUDGET_USED = "search_budget_used"
"""Code of the problem that songs wait because no more searches are allowed."""


def make_list_playlist(job: Job) -> None:
    """List, themes, matching, playlist, readings; each step keeps what it found.

    The result is there as soon as the playlist is at Spotify; the readings come after.

    Raises:
        JobFailed: nothing can be made, and nothing was.
        MoodDexError: the list's service or Spotify stands in the way.
    """
    request = from_json(job.ticket.request)
    assert isinstance(request, ListRequest)
    themes, complete = _themes(job, request, chosen_shows(job, request))
    keep_songs(
        job, themes, lambda: _playlist(job, request), whose=request.username, complete=complete
    )


def keep_songs(
    job: Job,
    themes: Sequence[Theme],
    record: Callable[[], Playlist],
    *,
    whose: str,
    complete: bool,
) -> None:
    """Matching, playlist and readings of these themes, in their order.

    Args:
        record: gives our own record of the playlist, made if there is none.
        whose: whose songs they are, as a problem names it.
        complete: False where themes may be missing: then none is removed for not being there.

    Raises:
        JobFailed: nothing can be made, and nothing was.
        MoodDexError: Spotify stands in the way.
    """
    matched = _matches(job, themes)
    shared = matched.matches
    matches = own_matches(job.services.store, job.user_id, themes, shared)
    entries = entries_of(themes, matches)
    sure = list(dict.fromkeys(each.track_uri for each in entries if each.track_uri))
    if matched.waiting:
        _tell_waiting(job, matched.waiting, nothing_else=not sure)
    if not any(sure_uri(match) for match in (*shared.values(), *matches.values())):
        playlists.set_entries(job.services.store, record().id, entries)
        raise JobFailed(
            whose,
            "no_song_found",
            "None of these shows' songs was found on Spotify for sure, so no playlist was made. "
            "Look at what was found in the review, or try other statuses or a lower score.",
        )
    _write(job, record(), entries, sure, complete=complete)
    read_recordings(job, recordings_of(job.services.store, themes, matches, shared))
    have_followers_follow(job)


def chosen_shows(job: Job, request: ListRequest) -> list[Anime]:
    """The shows of a list that count, in its order; the stage `list`. Raises as `shows_of`."""
    job.stage("list")
    return shows_of(job.services, request)


def ask_for_themes(job: Job, shows: Sequence[Anime]) -> Collected:
    """The themes of these shows, what could not be had told of; the stage `themes`."""
    job.stage("themes", len(shows))
    services = job.services
    can_ask = bool(services.settings.mal_client_id)
    collected = collect_themes(
        services.store,
        services.animethemes,
        services.myanimelist if can_ask else None,
        shows,
        job.advance,
    )
    for problem in collected.problems:
        job.problem(problem.item, problem.code, problem.message)
    return collected


def _themes(job: Job, request: ListRequest, shows: Sequence[Anime]) -> tuple[list[Theme], bool]:
    """The themes of the chosen kinds in the list's order, and whether none may be missing."""
    collected = ask_for_themes(job, shows)
    return themes_of(request, shows, collected.themes), collected.complete


def _matches(job: Job, themes: Sequence[Theme]) -> Matched:
    job.stage("matching", len(themes))

    def tell(theme: Theme, error: SourceError) -> None:
        job.problem(f"{theme.title} ({theme.anime.title})", error.code, error.message)

    spotify = job.services.spotify_for(job.user_id)
    may_search = _budget(job).allows
    store = job.services.store
    return match_themes(store, spotify, themes, job.advance, tell, may_search=may_search)


def _budget(job: Job) -> SearchBudget:
    settings = job.services.settings
    return SearchBudget(job.services.store, settings.searches_per_run, settings.searches_per_day)


def _tell_waiting(job: Job, waiting: Sequence[Theme], *, nothing_else: bool) -> None:
    """Say how many songs wait and when it goes on; fail where there is nothing but them."""
    count = len({song_key(theme) for theme in waiting})
    message = (
        f"{'1 song waits' if count == 1 else f'{count} songs wait'} to be looked for: the "
        "searches that MoodDex allows itself are used up. "
        f"It goes on {_budget(job).goes_on()}. What was found is kept."
    )
    if nothing_else:
        raise JobFailed("Spotify search", SEARCH_BUDGET_USED, message)
    job.problem("Spotify search", SEARCH_BUDGET_USED, message)


def entries_of(themes: Sequence[Theme], matches: Mapping[str, Match]) -> list[Entry]:
    """Every theme in order; the ones that are surely on Spotify with their track."""
    return [Entry(theme.key, sure_uri(matches.get(theme.key))) for theme in themes]


def list_wish(
    store: Store, playlist_id: str, entries: Sequence[Entry], *, complete: bool
) -> tuple[list[Entry], Wish]:
    """What a list's playlist should hold, and what Spotify is to hold of it.

    While themes may be missing, what it held of other themes stays.
    """
    sure = list(dict.fromkeys(each.track_uri for each in entries if each.track_uri))
    told, held = {entry.theme_key for entry in entries}, set(sure)
    former = [
        entry
        for entry in playlists.entries(store, playlist_id)
        if entry.track_uri and entry.track_uri not in held
    ]
    unwanted = {entry.track_uri for entry in former if entry.theme_key in told and entry.track_uri}
    kept = [] if complete else [entry for entry in former if entry.track_uri not in unwanted]
    return [*entries, *kept], Wish(sure, complete, unwanted)


def _write(
    job: Job,
    playlist: Playlist,
    entries: list[Entry],
    sure: Sequence[str],
    *,
    complete: bool,
) -> None:
    job.stage("playlist", len(sure))
    store = job.services.store
    spotify = job.services.spotify_for(job.user_id)
    with alone_with(job, playlist) as found:
        entries, wish = list_wish(store, found.id, entries, complete=complete)
        playlists.set_entries(store, found.id, entries)
        playlist = sync(store, spotify, found, wish, on_step=job.advance)
    job.result(
        {
            "playlist": playlist.told(),
            "songs": versions.standing(store, playlist.id, sure),
            "unmatched": sum(entry.track_uri is None for entry in entries),
        }
    )


def _playlist(job: Job, request: ListRequest) -> Playlist:
    """Our own record of the playlist; at Spotify there may be none yet."""
    return playlists.find_or_add(
        job.services.store,
        job.user_id,
        "list",
        fingerprint(request),
        name=list_name(request),
        description=list_description(request),
        request=job.ticket.request,
        public=request.public,
    )


def recordings_of(
    store: Store,
    themes: Sequence[Theme],
    matches: Mapping[str, Match],
    shared: Mapping[str, Match],
) -> list[Recording]:
    """Each sure track once, with the theme that has a recording of its own if one has.

    A track that only this person takes for the theme is read without it: readings are everybody's.
    """
    best: dict[str, Theme | None] = {}
    for theme in themes:
        uri = sure_uri(matches.get(theme.key))
        if uri is None:
            continue
        held = best.setdefault(uri, None)
        if sure_uri(shared.get(theme.key)) == uri and (
            held is None or (theme.audio_urls and not held.audio_urls)
        ):
            best[uri] = theme
    tracks = songs.tracks(store, best)
    return [Recording(tracks[uri], theme) for uri, theme in best.items() if uri in tracks]
