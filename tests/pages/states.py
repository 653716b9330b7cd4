"""Every state of a page that a person can meet: name to (template, context)."""

from typing import Any

from tests.pages.comparison_samples import COMPARED
from tests.pages.samples import (
    BARE,
    BEHIND,
    CHILD,
    FAILURE,
    FOR_QUOTA,
    HOSTILE,
    LOST,
    MADE,
    PROBLEM,
    USER,
    WHOLE,
    account,
    candidate,
    job,
    playlist,
    review,
    reviewed,
    song_review,
    start,
    track,
    view,
)

LOGGED_OUT: dict[str, tuple[str, dict[str, Any]]] = {
    "landing": ("landing.html", {"path": "/", "notice": None, "login_url": "/login"}),
    "landing after logout": (
        "landing.html",
        {"path": "/", "notice": "You are logged out.", "login_url": "/login"},
    ),
    "setup": (
        "setup.html",
        {
            "path": "/setup",
            "redirect_uri": "http://127.0.0.1:8000/callback",
            "has_mal": False,
            "has_spotify": False,
        },
    ),
    "setup with MyAnimeList": (
        "setup.html",
        {
            "path": "/setup",
            "redirect_uri": "https://mooddex.example/callback",
            "has_mal": True,
            "has_spotify": True,
        },
    ),
    "not found": (
        "error.html",
        {"path": "/x", "error": {"status": 404, "code": "x", "message": "Nothing.", "hint": ""}},
    ),
    "login needed": (
        "error.html",
        {"path": "/x", "error": {"status": 401, "code": "x", "message": "Log in.", "hint": "Do."}},
    ),
}
LOGGED_IN: dict[str, tuple[str, dict[str, Any]]] = {
    "start": ("start.html", start()),
    "start with playlists": (
        "start.html",
        start(
            under_way=[{"id": "j1", "name": "mika: anime openings"}],
            playlists=[
                {
                    **CHILD,
                    "kind": "mood",
                    "parent": "p1",
                    "about": "",
                    "moods": ["calm"],
                    "tracks": 4,
                    "counts": {},
                },
                {
                    **MADE["playlist"],
                    "kind": "list",
                    "parent": None,
                    "about": "",
                    "moods": [],
                    "tracks": 9,
                    "counts": {"calm": 4},
                },
            ],
        ),
    ),
    "start while a stop is in force": ("start.html", start(quota_stop="06:00 UTC")),
    "start refused": ("start.html", start(error=FAILURE, sources=["anilist"])),
    "job queued": ("job.html", job("queued", stage="", done=0, total=0)),
    "job waiting for the quota": ("job.html", job("queued", **FOR_QUOTA)),
    "job waiting with its playlist": ("job.html", job("queued", result=MADE, **FOR_QUOTA)),
    "job waiting for a login": (
        "job.html",
        job(
            "queued", stage="waiting", waits_for="login", login_url="/login", problems=[PROBLEM] * 2
        ),
    ),
    "job running": ("job.html", job("running", problems=[PROBLEM])),
    "job running with its playlist": ("job.html", job("running", stage="readings", result=MADE)),
    "job stopping": ("job.html", job("running", cancelling=True)),
    "job of a mood": ("job.html", job("running", kind="mood", stage="playlist")),
    "job of a kind without stages": ("job.html", job("running", kind="film", stage="x")),
    "job done": ("job.html", job("done", problems=[PROBLEM], result=MADE)),
    "job failed": ("job.html", job("failed", problems=[PROBLEM, {**PROBLEM, "item": "Spotify"}])),
    "job failed for no reason told": ("job.html", job("failed")),
    "job cancelled": ("job.html", job("cancelled")),
    "playlist": playlist(WHOLE),
    "playlist with a mood": playlist(WHOLE, {"moods": "calm", "q": "gurenge"}),
    "playlist with a point": playlist(
        WHOLE, {"valence": "0.7", "arousal": "0.3", "sort": "worst", "page": "9"}
    ),
    "playlist with nothing that fits": playlist(WHOLE, {"q": "nothing like it"}),
    "playlist refused": playlist(WHOLE, error=FAILURE),
    "playlist unheard": playlist(view([track(reading=None)])),
    "playlist empty": playlist(view([], spotify_url=None)),
    "playlist of a mood": playlist(view([track()], kind="mood", parent="p1", moods=["calm"])),
    "playlist to be updated": playlist(
        view([track(leaving=True)], changes=2, unmatched=[{**LOST, "state": "sure"}])
    ),
    "review": (
        "review.html",
        review(
            [
                reviewed(),
                reviewed("not_found", id="2", candidates=[], original=None, native_title=None),
                reviewed("sure", id="3", verdict="this", candidates=[candidate(is_chosen=True)]),
                reviewed("not_found", id="4", verdict="none", candidates=[candidate(**BARE)]),
                reviewed(id="5", candidates=[candidate(is_never=True)]),
            ],
            behind=[BEHIND],
            pages=3,
            page=2,
        ),
    ),
    "playlists at Spotify": (
        "at_spotify.html",
        {
            "path": "/spotify",
            "playlists": [
                {
                    "id": "s1",
                    "name": HOSTILE,
                    "url": "https://example.org/s1",
                    "songs": 1,
                    "made_here": None,
                },
                {
                    "id": "s2",
                    "name": "Mine",
                    "url": "https://example.org/s2",
                    "songs": 12,
                    "made_here": "p1",
                },
            ],
        },
    ),
    "no playlists at Spotify": ("at_spotify.html", {"path": "/spotify", "playlists": []}),
    "review of a playlist": (
        "review.html",
        {**review([reviewed()]), "playlist": {"id": "p1", "name": "Mika's anime"}},
    ),
    "review of nothing": ("review.html", review([])),
    "review of nothing decided": ("review.html", review([], show="decided")),
    "review of what was decided": (
        "review.html",
        review(
            [reviewed("sure", verdict="this", candidates=[candidate(is_chosen=True)])],
            show="decided",
        ),
    ),
    "review of one song": ("review_song.html", song_review(reviewed("sure"), behind=[BEHIND])),
    "review of one song refused": (
        "review_song.html",
        song_review(reviewed(), error=FAILURE, link="unravel", listed="/review?page=2"),
    ),
    "account": ("account.html", account()),
    "account stopped": ("account.html", account(calls_today=2000, quota_stop="06:00 UTC")),
    "account disconnected": ("account.html", account(connected=False)),
}
STATES = {
    **{name: (page, {**given, "user": None}) for name, (page, given) in LOGGED_OUT.items()},
    **{name: (page, {**given, "user": USER}) for name, (page, given) in LOGGED_IN.items()},
    **{name: (page, {**given, "user": USER}) for name, (page, given) in COMPARED.items()},
}
