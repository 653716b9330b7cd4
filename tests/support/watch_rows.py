"""The rows behind the gallery's pages of what to watch next."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from server.domain import Problem, Theme, Track
from server.playlists.corrections import song_id
from server.services import Services
from server.store import readings, watch_lists
from server.store.tables import JobRow, now

_REQUEST: dict[str, Any] = {
    "watch_next": "plan_to_watch",
    "username": "mika",
    "kinds": ["OP", "ED"],
}


def watch_rows(
    services: Services,
    user: int,
    heard: Sequence[tuple[Theme, Track]],
    unheard: Sequence[tuple[Theme, Track]],
) -> dict[str, str]:
    """One list of shows that were heard and one of shows that were not; their ids, by name."""
    mute, waiting = unheard[:2]
    readings.save_failure(
        services.store,
        mute[1].uri,
        Problem(
            mute[0].title, "no_clip", "No audio of this song was found, so its mood is not known."
        ),
    )
    shows = _shows([theme for theme, _ in heard[:14]])
    shows[-1]["songs"].append(mute[0].key)
    more = [*_shows([mute[0]]), *_shows([waiting[0]]), {**_show(waiting[0]), "title": "To come"}]
    store = services.store
    asked = {**_REQUEST, "source": "myanimelist"}
    later = {**_REQUEST, "source": "anilist"}
    ids = {
        "watched": watch_lists.save(store, user, "watched", asked, [*shows, *more]),
        "watched_unheard": watch_lists.save(store, user, "unheard", later, _shows([mute[0]])),
    }
    _running_job(services, user, asked, ids["watched"])
    return {**ids, "planned_song": song_id(heard[0][0])}


def _running_job(services: Services, user: int, asked: dict[str, Any], watch_id: str) -> None:
    with services.store.session() as session:
        session.add(
            JobRow(
                id="job-watch",
                user_id=user,
                kind="watch",
                request={**asked, "moods": ["calm"]},
                fingerprint="job-watch",
                state="running",
                stage="readings",
                done=12,
                total=40,
                result={"watch_next": {"id": watch_id}},
                worker="w",
                heartbeat_at=now() + timedelta(days=400),
            )
        )


def _shows(themes: Sequence[Theme]) -> list[dict[str, Any]]:
    shows: dict[str, dict[str, Any]] = {}
    for theme in themes:
        shows.setdefault(theme.anime.key, _show(theme))["songs"].append(theme.key)
    return list(shows.values())


def _show(theme: Theme) -> dict[str, Any]:
    return {
        "title": theme.anime.title,
        "native_title": theme.anime.native_title,
        "english_title": theme.anime.english_title,
        "mal_id": theme.anime.mal_id,
        "anilist_id": theme.anime.anilist_id,
        "songs": [],
    }
