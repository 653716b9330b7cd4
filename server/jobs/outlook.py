"""What an update of a list's playlist would find; Spotify is not asked."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from server.domain import ListRequest
from server.jobs.life import JobFailed
from server.jobs.list_playlist import entries_of, list_wish
from server.jobs.list_songs import shows_of, themes_of
from server.playlists.corrections import own_matches, sure_uri
from server.playlists.writer import Wish
from server.services import Services
from server.songs.collect import collect_themes
from server.songs.matching import settle_known
from server.store import songs
from server.store.playlists import Entry


@dataclass(frozen=True)
class Outlook:
    """What a list's playlist would hold after an update, as far as it can be told.

    Attributes:
        entries: what it should hold.
        wish: what Spotify is to hold of it.
        unsearched: songs that would have to be looked for at Spotify first.
    """

    entries: Sequence[Entry]
    wish: Wish
    unsearched: int = 0


def look_ahead(
    services: Services,
    user_id: int,
    request: ListRequest,
    playlist_id: str,
    on_step: Callable[[int], None] = lambda _: None,
) -> Outlook:
    """Read the list and its shows' songs, and take what is known of where they are.

    `playlist_id` is the playlist it is for, or empty. `on_step` may raise to stop.

    Raises:
        JobFailed: an update would fail, and write nothing.
        SourceError: the list's service stands in the way.
    """
    shows = shows_of(services, request)
    can_ask = bool(services.settings.mal_client_id)
    texts = services.myanimelist if can_ask else None
    store = services.store
    collected = collect_themes(store, services.animethemes, texts, shows, on_step)
    themes = themes_of(request, shows, collected.themes)
    settled, open_songs = settle_known(store, themes)
    matches = own_matches(store, user_id, themes, settled)
    # What was told now, by whomever, is kept: an update would not have to ask for it again.
    complete = collected.complete or songs.known_themes(store, shows).keys() >= {
        show.key for show in shows
    }
    entries, wish = list_wish(store, playlist_id, entries_of(themes, matches), complete=complete)
    found = any(sure_uri(match) for match in (*settled.values(), *matches.values()))
    if not found and not open_songs:
        raise JobFailed(
            request.username,
            "no_song_found",
            "None of these shows' songs is on Spotify for sure. Look at what was found in the "
            "review, or try other statuses or a lower score.",
        )
    return Outlook(entries, wish, len(open_songs))


def look_ahead_within(
    services: Services, user_id: int, request: ListRequest, playlist_id: str, seconds: float
) -> Outlook:
    """As `look_ahead`, for at most so many seconds; what was found until then is kept.

    Raises:
        TimeoutError: it takes longer.
        JobFailed, SourceError: as `look_ahead`.
    """
    late = threading.Event()

    def on_step(_steps: int) -> None:
        if late.is_set():
            raise TimeoutError

    pool = ThreadPoolExecutor(1, "outlook")
    try:
        looking = pool.submit(look_ahead, services, user_id, request, playlist_id, on_step)
        return looking.result(seconds)
    finally:
        late.set()
        pool.shutdown(wait=False)
