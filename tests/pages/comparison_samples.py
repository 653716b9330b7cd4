"""What the pages of two people are given, in every state: name to (template, context)."""

from typing import Any

PLACE = {"valence": 0.61, "arousal": 0.44}
FAILURE = {"code": "bad_username_second", "message": "That is no user name.", "hint": "Copy it."}


def song(title: str = "Gurenge", **other: Any) -> dict[str, Any]:
    """A song as a comparison tells it."""
    return {
        "title": title,
        "native_title": "紅蓮華",
        "artists": ["LiSA"],
        "anime": "Kimetsu no Yaiba",
        "kind": "OP",
        "sequence": 1,
        "shared": True,
        "spotify_uri": None,
        "reading": {**PLACE, "moods": ["calm", "happy"]},
        **other,
    }


def show(title: str, *songs: dict[str, Any]) -> dict[str, Any]:
    """A show as a comparison tells it."""
    ids = {"mal_id": 1, "anilist_id": None}
    return {"title": title, "native_title": "鬼滅の刃", **ids, "songs": list(songs)}


def person(name: str, **other: Any) -> dict[str, Any]:
    """One of the two."""
    counts = {"happy": 1, "energetic": 0, "sad": 0, "calm": 1}
    told = {"source": "anilist", "username": name, "name": name, "service": "AniList"}
    return {**told, "songs": 2, "read": 1, "place": PLACE, "counts": counts, **other}


def _comparison(**other: Any) -> tuple[str, dict[str, Any]]:
    told = {
        "id": "c1",
        "people": [
            person("mika", place={"valence": 0.5, "arousal": 0.52}, service="MyAnimeList"),
            person("aoi"),
        ],
        "statuses": ["completed", "plan_to_watch"],
        "kinds": ["OP", "ED"],
        "made_at": "2026-01-01T00:00:00+00:00",
        "shared": {"shows": [show("Kimetsu no Yaiba", song())], "also": [song()], "songs": 2},
        "alone": [
            {"shows": [show(f"Show {n}", song(reading=None)) for n in range(13)], "songs": 13},
            {"shows": [show("Haibane Renmei")], "songs": 0},
        ],
        "plane": [{"who": who, "title": "x", **PLACE} for who in ("both", "first", "second")],
        "playlist": None,
        **other,
    }
    return "comparison.html", {
        "path": "/comparisons/c1",
        "comparison": told,
        "again": "/compare?username_first=mika",
    }


def _compare(**other: Any) -> tuple[str, dict[str, Any]]:
    people = [{"source": "myanimelist", "username": ""}, {"source": "anilist", "username": "aoi"}]
    return "compare.html", {
        "path": "/compare",
        "form": {"people": people, "statuses": ["completed"], "kinds": ["OP"]},
        "error": None,
        "comparisons": [],
        "sources": ["myanimelist", "anilist"],
        "statuses": ["watching", "completed", "on_hold", "dropped", "plan_to_watch"],
        "kinds": ["OP", "ED", "IN"],
        **other,
    }


_NOTHING: dict[str, Any] = {"shows": [], "songs": 0}
COMPARED: dict[str, tuple[str, dict[str, Any]]] = {
    "compare": _compare(comparisons=[{"id": "c1", "name": "mika and aoi"}]),
    "compare refused": _compare(error=FAILURE, sources=["anilist"]),
    "comparison": _comparison(),
    "comparison with a playlist": _comparison(
        playlist={"id": "p1", "name": "Shared", "spotify_url": "https://example.org/p1"}
    ),
    "comparison of strangers": _comparison(
        people=[person("mika", place=None), person("aoi", place=None)],
        shared={**_NOTHING, "also": []},
        alone=[_NOTHING, _NOTHING],
        plane=[],
    ),
}
