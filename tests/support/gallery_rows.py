"""The rows behind the gallery: one listener with all that can be had, and others with less."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from benchmarks.library import keep_songs, made_reading, made_songs
from moods.circumplex import Mood
from sandbox.running import Sandbox
from server.domain import Candidate, Match, MatchState, Theme, Track
from server.playlists.corrections import song_id
from server.playlists.writer import Wish, sync
from server.services import Services
from server.sources.spotify_login import Tokens
from server.store import comparisons, people, playlists, readings, songs, versions
from server.store.candidates import save_candidates
from server.store.own_readings import save_own_mood
from server.store.playlists import Entry
from server.store.suggestion_words import FILM
from server.store.tables import JobProblem, JobRow, ServiceStop, now
from server.suggestions import words
from tests.support.film_rows import film_rows
from tests.support.portraits import made_portrait
from tests.support.watch_rows import watch_rows

_LIST: dict[str, Any] = {"source": "myanimelist", "username": "mika"}
_ENDINGS: dict[str, Any] = {"username": "aoi", "kinds": ["ED"]}
_FAR = timedelta(days=400)


def fill(services: Services, sandbox: Sandbox, size: int) -> dict[str, str]:
    """Store everything that the gallery's pages show; what their addresses need, by name.

    `size` is how many songs the listener's great playlist holds.
    """
    store = services.store
    listener, newcomer, gone = (
        people.find_or_create_user(store, name, name.title()) for name in ("mika", "aoi", "ren")
    )
    for user, account in ((listener, "mika"), (newcomer, "aoi")):
        _log_in(services, sandbox, user, account)
    made = made_songs(size)
    keep_songs(store, made)
    ids = {"listener": str(listener), "newcomer": str(newcomer), "disconnected": str(gone)}
    lost = _lost_songs(services, made)
    ids |= {"song": made[0][1].spotify_id, "review_song": lost["review"]}
    entries = [Entry(theme.key, track.uri) for theme, track in made]
    left_out = [Entry(key, None) for key in lost["keys"]]
    ids["list"] = _playlist(services, listener, "list", "mika: anime openings and endings")
    playlists.set_entries(store, ids["list"], entries + left_out)
    playlists.record_remote(store, ids["list"], "x" * 22, "https://open.spotify.com/playlist/x")
    save_own_mood(store, listener, made[1][1].uri, Mood.SAD)
    ids |= _portraits(services, [track for _, track in made])
    ids["mood"] = _playlist(
        services, listener, "mood", "Calm · mika: anime openings", ids["list"], moods=["calm"]
    )
    playlists.set_entries(store, ids["mood"], entries[:3])
    ids["own"] = _playlist(services, listener, "spotify", "Songs on repeat")
    playlists.set_entries(store, ids["own"], [Entry(None, each.track_uri) for each in entries[:5]])
    unheard = made_songs(size + 8)[size:]
    keep_songs(store, unheard, heard=False)
    ids["unheard"] = _playlist(services, listener, "list", "aoi: anime openings")
    playlists.set_entries(store, ids["unheard"], [Entry(t.key, r.uri) for t, r in unheard])
    ids["song_unheard"] = unheard[0][1].spotify_id
    ids |= _changed(services, listener, [track.uri for _, track in made[:14]])
    ids["kept"] = _playlist(services, gone, "list", "ren: anime openings")
    playlists.set_entries(store, ids["kept"], entries[:3])
    playlists.record_remote(store, ids["kept"], "k" * 22, "https://open.spotify.com/playlist/k")
    uris = [entry.track_uri for entry in entries[:3]]
    versions.keep(store, ids["kept"], "sync", uris, [u for u in uris if u], snapshot_id="", added=3)
    ids["comparison"] = _comparison(services, listener, [theme for theme, _ in made])
    ids |= watch_rows(services, listener, made, unheard)
    for item, liked in ((1002, True), (1024, True), (1006, False)):
        words.say(services, listener, FILM, str(item), liked=liked, rank=1)
    _jobs(services, listener, ids)
    return ids | film_rows(services, listener, "job-failed")


def _portraits(services: Services, tracks: list[Track]) -> dict[str, str]:
    """Portraits of most of the tracks, one that was judged by its features; the special ones."""
    store = services.store
    *heard, older, judged = tracks[:12]
    for number, track in enumerate(heard):
        reading, portrait = made_reading(number), made_portrait(number)
        readings.save_reading(store, track.uri, reading, provisional=False, portrait=portrait)
    by_table = replace(
        made_reading(11),
        by_model={"features": made_reading(11).probabilities},
        models=("features 2.0",),
        clip_source=None,
    )
    readings.save_reading(store, judged.uri, by_table, provisional=False)
    return {
        "song_own": tracks[1].spotify_id,
        "song_older": older.spotify_id,
        "song_judged": judged.spotify_id,
    }


def stop_spotify(services: Services, *, stopped: bool) -> None:
    """Put a quota stop in force, or end it."""
    with services.store.session() as session:
        there = session.get(ServiceStop, "spotify")
        if there is not None:
            session.delete(there)
            session.flush()
        if stopped:
            until = now() + timedelta(hours=9)
            session.add(ServiceStop(service="spotify", until=until, reason="quota"))


def _log_in(services: Services, sandbox: Sandbox, user: int, account: str) -> None:
    grant = sandbox.log_in(account)
    until = time.time() + grant["expires_in"]
    tokens = Tokens(grant["access_token"], grant["refresh_token"], until, grant["scope"])
    people.save_tokens(services.store, services.vault, user, tokens, new_login=True)


def _playlist(
    services: Services,
    user: int,
    kind: str,
    name: str,
    parent: str | None = None,
    **wanted: Any,
) -> str:
    asked = {"playlist_id": parent, **wanted} if parent else {**_LIST, **wanted}
    return playlists.find_or_add(
        services.store,
        user,
        kind,
        f"{kind} {name}",
        name=name,
        description="From mika's MyAnimeList list (watching, completed).",
        request=asked,
        parent_id=parent,
    ).id


def _lost_songs(services: Services, made: list[tuple[Theme, Track]]) -> dict[str, Any]:
    """Themes that are not surely found: one to review, one that Spotify does not have."""
    store, (theme, track) = services.store, made[2]
    doubtful = replace(theme, key=f"{theme.key} again", title=f"{theme.title} II")
    missing = replace(theme, key=f"{theme.key} lost", title=f"{theme.title} III", artists=())
    songs.add_themes(store, [doubtful, missing])
    other = replace(track, uri=f"spotify:track:{'9' * 22}", title=f"{track.title} (TV size)")
    songs.save_matches(
        store,
        [
            Match(doubtful.key, MatchState.REVIEW, track, 0.6, "another artist", "search"),
            Match(missing.key, MatchState.NOT_FOUND, None, 0.0, "not on Spotify", "search"),
        ],
    )
    candidates = [
        Candidate(track, 0.6, "the title fits, the artist does not", same_artist=False),
        Candidate(other, 0.4, "as short as the cut in the show", same_artist=True),
    ]
    save_candidates(store, [doubtful.key], candidates)
    return {"keys": [doubtful.key, missing.key], "review": song_id(doubtful)}


def _changed(services: Services, user: int, uris: list[str]) -> dict[str, str]:
    """A playlist at Spotify that was changed by hand, and now should hold something else."""
    store, spotify = services.store, services.spotify_for(user)
    playlist_id = _playlist(services, user, "list", "aoi: anime endings", **_ENDINGS)
    found = playlists.get(store, user, playlist_id)
    assert found is not None
    playlists.set_entries(store, playlist_id, [Entry(None, uri) for uri in uris[:10]])
    found = sync(store, spotify, found, Wish(uris[:8]))
    found = sync(store, spotify, found, Wish(uris[:10]))
    assert found.spotify_id is not None
    spotify.remove(found.spotify_id, [uris[3]])
    spotify.move(found.spotify_id, 6, 1, 1)
    wanted = [*uris[:5], *uris[10:13], *uris[6:10]]
    playlists.set_entries(store, playlist_id, [Entry(None, uri) for uri in wanted])
    last = versions.latest(store, playlist_id)
    assert last is not None
    return {"changed": playlist_id, "version": str(last.id)}


def _comparison(services: Services, user: int, themes: list[Theme]) -> str:
    def told(*some: Theme) -> list[dict[str, Any]]:
        return [
            {
                "title": theme.anime.title,
                "native_title": theme.anime.native_title,
                "mal_id": theme.anime.mal_id,
                "anilist_id": None,
                "songs": [theme.key],
            }
            for theme in some
        ]

    shows = {
        "shared": told(*themes[:5]),
        "first": told(*themes[5:9]),
        "second": told(*themes[9:12]),
    }
    request = {
        "people": [_LIST, {"source": "anilist", "username": "aoi"}],
        "statuses": ["watching", "completed"],
        "kinds": ["OP", "ED"],
    }
    return comparisons.save(services.store, user, "two people", request, shows)


def _jobs(services: Services, user: int, ids: Mapping[str, str]) -> None:
    later = now() + timedelta(hours=9)
    result = {
        "playlist": {
            "id": ids["list"],
            "name": "mika: anime openings and endings",
            "spotify_url": "https://open.spotify.com/playlist/x",
        },
        "songs": 12,
        "unmatched": 2,
    }
    running = {"worker": "w", "heartbeat_at": now() + _FAR}
    with services.store.session() as session:
        for name, values in {
            "job-queued": {"state": "queued"},
            "job-running": {
                "state": "running", "stage": "matching", "done": 41, "total": 120, **running,
            },
            "job-written": {
                "state": "running", "stage": "readings", "done": 3, "total": 12, "result": result,
                **running,
            },
            "job-quota": {"state": "queued", "waits_for": "quota", "resumes_at": later},
            "job-login": {"state": "queued", "waits_for": "login"},
            "job-done": {"state": "done", "result": result},
            "job-failed": {"state": "failed"},
            "job-stopped": {"state": "cancelled"},
        }.items():  # fmt: skip
            session.add(
                JobRow(
                    id=name, user_id=user, kind="list", request=_LIST, fingerprint=name, **values
                )
            )
            session.flush()
            if name in {"job-done", "job-failed"}:
                session.add_all(
                    JobProblem(job_id=name, item=item, code=code, message=message)
                    for item, code, message in (
                        ("Free Bird", "no_clip", "No service offers a sample of it."),
                        ("mika", "list_empty", "mika's MyAnimeList list is empty."),
                    )
                )
