"""What the pages are given, in every state a person can meet: name to (template, context)."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from server.web.choosing import asked_of
from server.web.playlist_page import playlist_context
from tests.pages.comparison_samples import COMPARED

State = tuple[str, dict[str, Any]]
USER = {"display_name": "Mika"}
READING = {
    "valence": 0.72,
    "arousal": 0.31,
    "dominance": None,
    "moods": ["calm"],
    "probabilities": {"happy": 0.2, "energetic": 0.1, "sad": 0.1, "calm": 0.6},
    "by_model": {
        "spectrogram": {"happy": 0.2, "energetic": 0.1, "sad": 0.1, "calm": 0.6},
        "features": {"happy": 0.5, "energetic": 0.1, "sad": 0.1, "calm": 0.3},
    },
    "models": ["spectrogram 1.0", "features 1.0"],
    "clip_source": "animethemes",
    "confidence": 0.6,
    "unsure": False,
    "own_mood": None,
}
HOSTILE = "<script>alert(1)</script>\"'><b onclick=x>"
FAILURE = {"code": "bad_username", "message": "That is no user name.", "hint": "Copy it."}
MADE = {"playlist": {"id": "p1", "name": "Mika's anime", "spotify_url": "https://example.org/p1"}}
PROBLEM = {"item": "Free Bird", "code": "not_found", "message": "It is not on Spotify."}


def track(state: str = "sure", **other: Any) -> dict[str, Any]:
    """A song as a playlist's view tells it."""
    return {
        "title": "Gurenge",
        "native_title": "紅蓮華",
        "artists": ["LiSA"],
        "anime": "Kimetsu no Yaiba",
        "also_in": ["Kimetsu no Yaiba: Mugen Train"],
        "kind": "OP",
        "sequence": 1,
        "duration_ms": 223_000,
        "song": "1a2b3c4d5e6f",
        "leaving": False,
        "spotify_uri": "spotify:track:0000000000000000000001",
        "match": {"state": state, "confidence": 0.72, "reason": "The artist is spelled otherwise."},
        "reading": READING if state == "sure" else None,
        **other,
    }


def view(tracks: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
    """A playlist's view."""
    heard = [song["reading"] for song in tracks if song["reading"]]
    moods = ("happy", "energetic", "sad", "calm")
    return {
        "id": "p1",
        "name": "Mika's anime",
        "spotify_url": "https://example.org/p1",
        "kind": "list",
        "parent": None,
        "about": "From mika's MyAnimeList list (completed).",
        "request": {},
        "moods": [],
        "children": [],
        "counts": {mood: sum(mood in each["moods"] for each in heard) for mood in moods},
        "tracks": tracks,
        "unmatched": [],
        "changes": 0,
        **other,
    }


def candidate(**other: Any) -> dict[str, Any]:
    """A track that is in question for a song, as the review tells it."""
    return {
        "spotify_uri": "spotify:track:0000000000000000000002",
        "url": "https://open.spotify.com/track/0000000000000000000002",
        "title": "Gurenge (TV size)",
        "artists": ["LiSA"],
        "album": "Best of",
        "duration_ms": 91_000,
        "confidence": 0.6,
        "likely": "probably it",
        "reason": "as short as the cut in the show",
        "is_chosen": False,
        "is_never": False,
        **other,
    }


def reviewed(state: str = "review", **other: Any) -> dict[str, Any]:
    """A song as the review tells it."""
    return {
        "id": "1a2b3c4d5e6f",
        "title": "Gurenge",
        "native_title": "紅蓮華",
        "artists": ["LiSA"],
        "shows": [
            {"anime": "Kimetsu no Yaiba", "kind": "OP", "sequence": 1},
            {"anime": "Kimetsu no Yaiba: Mugen Train", "kind": "IN", "sequence": None},
        ],
        "original": "https://a.animethemes.moe/x.ogg",
        "group": "not_found" if state == "not_found" else "review",
        "verdict": None,
        "match": {
            "state": state,
            "confidence": 0.6,
            "reason": "a reason",
            "decided_by": "search",
            "spotify_uri": None,
        },
        "candidates": [candidate()],
        **other,
    }


BEHIND = {"id": "p1", "name": "Mika's anime", "changes": 2}
BARE = {
    "title": None,
    "artists": [],
    "album": None,
    "duration_ms": None,
    "confidence": 0.0,
    "reason": "",
}


def _review(shown: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
    told = {
        "show": "open",
        "page": 1,
        "pages": 1,
        "counts": {"review": len(shown), "not_found": 0, "decided": 0},
        "songs": shown,
        "behind": [],
        **other,
    }
    given = {"review": told, "playlist": None, "here": "/review", "back": "/review", "done": None}
    return {"path": "/review", **given}


def _song_review(song: dict[str, Any], **other: Any) -> dict[str, Any]:
    given = {"song": song, "back": "/review/x", "listed": None, "behind": [], "link": ""}
    return {"path": "/review/x", "error": None, **given, **other}


def _job(state: str, **other: Any) -> dict[str, Any]:
    job = {
        "id": "j1",
        "kind": "list",
        "state": state,
        "stage": "matching",
        "done": 3,
        "total": 12,
        "problems": [],
        "result": None,
        "url": "/api/jobs/j1",
        "page": "/jobs/j1",
        "playlist_page": None,
        "retry": "/start?source=anilist",
        "cancelling": False,
        "waits_for": None,
        "resumes_at": None,
        "resumes": None,
        "login_url": None,
    }
    return {"job": {**job, **other}, "path": "/jobs/j1"}


FOR_QUOTA: dict[str, Any] = {
    "stage": "waiting",
    "done": 0,
    "total": 0,
    "waits_for": "quota",
    "resumes_at": "2026-11-22T06:00:00Z",
    "resumes": "06:00 UTC on 22 November",
    "problems": [PROBLEM],
}


def _account(**other: Any) -> dict[str, Any]:
    given = {"calls_today": 12, "quota_stop": None, "connected": True, "login_url": "/login"}
    return {"path": "/account", **given, **other}


def _start(**other: Any) -> dict[str, Any]:
    return {
        "path": "/start",
        "form": {
            "source": "myanimelist",
            "username": "mika",
            "playlist": "",
            "min_score": "7",
            "statuses": ["completed"],
            "kinds": ["OP"],
            "year_from": "",
            "year_to": "",
            "media": [],
            "nsfw": "",
            "public": "",
        },
        "quota_stop": None,
        "error": None,
        "under_way": [],
        "playlists": [],
        "sources": ["myanimelist", "anilist"],
        "statuses": ["watching", "completed", "on_hold", "dropped", "plan_to_watch"],
        "kinds": ["OP", "ED", "IN"],
        "media": ["tv", "movie", "ova", "ona", "special", "music"],
        **other,
    }


def playlist(shown: dict[str, Any], fields: Mapping[str, str] | None = None, **other: Any) -> State:
    """The page of a playlist, as an address with these fields asks for it."""
    given = playlist_context(
        shown, asked_of(MultiDict(fields or {})), None, "/start?source=anilist"
    )
    return "playlist.html", {"path": "/playlists/p1", **given, **other}


CHILD = {"id": "p2", "name": "Calm", "spotify_url": "https://example.org/p2"}
LOST = {
    "anime": "Haibane Renmei",
    "title": "Free Bird",
    "native_title": None,
    "artists": ["Ko Otani"],
    "kind": "OP",
    "state": "not_found",
    "reason": "nothing like it is on Spotify",
}
WHOLE = view(
    [
        track(),
        track(reading=None, spotify_uri="spotify:track:0000000000000000000002"),
        track(
            reading={**READING, "unsure": True}, spotify_uri="spotify:track:0000000000000000000003"
        ),
        track(
            reading={**READING, "moods": ["sad"], "own_mood": "sad"},
            spotify_uri="spotify:track:0000000000000000000004",
        ),
    ],
    children=[CHILD],
    unmatched=[LOST, {**LOST, "state": "review", "reason": "the artist is spelled otherwise"}],
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
    "start": ("start.html", _start()),
    "start with playlists": (
        "start.html",
        _start(
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
    "start while a stop is in force": ("start.html", _start(quota_stop="06:00 UTC")),
    "start refused": ("start.html", _start(error=FAILURE, sources=["anilist"])),
    "job queued": ("job.html", _job("queued", stage="", done=0, total=0)),
    "job waiting for the quota": ("job.html", _job("queued", **FOR_QUOTA)),
    "job waiting with its playlist": ("job.html", _job("queued", result=MADE, **FOR_QUOTA)),
    "job waiting for a login": (
        "job.html",
        _job(
            "queued", stage="waiting", waits_for="login", login_url="/login", problems=[PROBLEM] * 2
        ),
    ),
    "job running": ("job.html", _job("running", problems=[PROBLEM])),
    "job running with its playlist": ("job.html", _job("running", stage="readings", result=MADE)),
    "job stopping": ("job.html", _job("running", cancelling=True)),
    "job of a mood": ("job.html", _job("running", kind="mood", stage="playlist")),
    "job of a kind without stages": ("job.html", _job("running", kind="film", stage="x")),
    "job done": ("job.html", _job("done", problems=[PROBLEM], result=MADE)),
    "job failed": ("job.html", _job("failed", problems=[PROBLEM, {**PROBLEM, "item": "Spotify"}])),
    "job failed for no reason told": ("job.html", _job("failed")),
    "job cancelled": ("job.html", _job("cancelled")),
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
        _review(
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
        {**_review([reviewed()]), "playlist": {"id": "p1", "name": "Mika's anime"}},
    ),
    "review of nothing": ("review.html", _review([])),
    "review of nothing decided": ("review.html", _review([], show="decided")),
    "review of what was decided": (
        "review.html",
        _review(
            [reviewed("sure", verdict="this", candidates=[candidate(is_chosen=True)])],
            show="decided",
        ),
    ),
    "review of one song": ("review_song.html", _song_review(reviewed("sure"), behind=[BEHIND])),
    "review of one song refused": (
        "review_song.html",
        _song_review(reviewed(), error=FAILURE, link="unravel", listed="/review?page=2"),
    ),
    "account": ("account.html", _account()),
    "account stopped": ("account.html", _account(calls_today=2000, quota_stop="06:00 UTC")),
    "account disconnected": ("account.html", _account(connected=False)),
}
STATES = {
    **{name: (page, {**given, "user": None}) for name, (page, given) in LOGGED_OUT.items()},
    **{name: (page, {**given, "user": USER}) for name, (page, given) in LOGGED_IN.items()},
    **{name: (page, {**given, "user": USER}) for name, (page, given) in COMPARED.items()},
}
