"""The jobs that compare two people's lists, and that make a playlist of what they share."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain import Anime, ListRequest, Theme
from server.errors import SourceError
from server.jobs.comparison_request import ComparisonRequest
from server.jobs.life import Job, JobFailed
from server.jobs.list_playlist import ask_for_themes, chosen_shows, keep_songs
from server.jobs.list_songs import songs_in_order
from server.jobs.requests import fingerprint, from_json
from server.jobs.titles import names_of, service_title, shared_description, shared_name
from server.songs.identity import song_key
from server.songs.shared import Division, divide_shows, divide_songs
from server.store import comparisons, playlists
from server.store.playlists import Playlist


def compare_lists(job: Job) -> None:
    """Read both lists and the songs of their shows, and keep what is shared and what is not.

    Spotify is not asked.

    Raises:
        JobFailed: a list is not there to be read; the problem says whose.
    """
    _compare(job, _request(job))


def make_shared_playlist(job: Job) -> None:
    """Compare anew, then look for the shared songs at Spotify, write them and read their moods.

    Raises:
        JobFailed: a list cannot be read, or they share no song; nothing was made.
        MoodDexError: Spotify stands in the way.
    """
    request = _request(job)
    shows, themes, complete = _compare(job, request)
    shared = _shared_themes(shows, themes)
    if not shared:
        raise JobFailed(
            " and ".join(names_of(request.people)),
            "nothing_shared",
            "The two lists share no song that is known, so no playlist was made. Try more "
            "statuses or more kinds of songs.",
        )

    def record() -> Playlist:
        return playlists.find_or_add(
            job.services.store,
            job.user_id,
            "list",
            fingerprint(request),
            name=shared_name(request),
            description=shared_description(request),
            request=job.ticket.request,
        )

    keep_songs(job, shared, record, whose=" and ".join(names_of(request.people)), complete=complete)


def _request(job: Job) -> ComparisonRequest:
    request = from_json(job.ticket.request)
    assert isinstance(request, ComparisonRequest)
    return request


def _compare(
    job: Job, request: ComparisonRequest
) -> tuple[Division[Anime], Mapping[str, Sequence[Theme]], bool]:
    """The shows divided, their themes by show, and whether none of those may be missing."""
    one, other = request.people
    shows = divide_shows(_list(job, one), _list(job, other))
    everything = [*shows.shared, *shows.first, *shows.second]
    collected = ask_for_themes(job, everything)
    themes = {
        show.key: songs_in_order(show, collected.themes, request.kinds) for show in everything
    }
    comparison = ComparisonRequest(request.people)
    body = {
        part: [_told(show, themes[show.key]) for show in some] for part, some in vars(shows).items()
    }
    comparison_id = comparisons.save(
        job.services.store,
        job.user_id,
        fingerprint(comparison),
        {name: value for name, value in job.ticket.request.items() if name != "comparison_id"},
        body,
    )
    if request.comparison_id is None:
        job.result({"comparison": {"id": comparison_id}})
    return shows, themes, collected.complete


def _list(job: Job, person: ListRequest) -> list[Anime]:
    """The shows of one list that count; every failure says whose list it is."""
    whose = f"{person.username} on {service_title(person.source.value)}"
    try:
        return chosen_shows(job, person)
    except JobFailed as error:
        problem = error.problem
        raise JobFailed(whose, problem.code, problem.message) from error
    except SourceError as error:
        raise JobFailed(whose, error.code, f"{error.message} {error.hint}".strip()) from error


def _shared_themes(shows: Division[Anime], themes: Mapping[str, Sequence[Theme]]) -> list[Theme]:
    """The themes that are a song of both: those of shared shows, then those of other shows."""

    def of(*some: Sequence[Anime]) -> list[Theme]:
        return [theme for part in some for show in part for theme in themes[show.key]]

    both = divide_songs(of(shows.shared, shows.first), of(shows.shared, shows.second)).shared
    keys = {song_key(theme) for theme in both}
    everything = of(shows.shared, shows.first, shows.second)
    return [theme for theme in everything if song_key(theme) in keys]


def _told(show: Anime, themes: Sequence[Theme]) -> dict[str, Any]:
    return {
        "title": show.title,
        "native_title": show.native_title,
        "english_title": show.english_title,
        "mal_id": show.mal_id,
        "anilist_id": show.anilist_id,
        "songs": [theme.key for theme in themes],
    }
