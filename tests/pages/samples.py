"""What the pages are given: a song, a playlist, a review, a job, each to be varied."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from server.web.choosing import asked_of
from server.web.playlist_page import playlist_context

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


def review(shown: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
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


def song_review(song: dict[str, Any], **other: Any) -> dict[str, Any]:
    given = {"song": song, "back": "/review/x", "listed": None, "behind": [], "link": ""}
    return {"path": "/review/x", "error": None, **given, **other}


def job(state: str, **other: Any) -> dict[str, Any]:
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


def account(**other: Any) -> dict[str, Any]:
    given = {"calls_today": 12, "quota_stop": None, "connected": True, "login_url": "/login"}
    return {"path": "/account", **given, **other}


def start(**other: Any) -> dict[str, Any]:
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
