"""What a person may ask for: read from JSON or a form, checked, and given a fingerprint."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from moods.circumplex import MOODS, Mood, Point
from server.domain import ListRequest, ListSource
from server.errors import BadRequest
from server.jobs.checks import chosen, number
from server.jobs.comparison_request import (
    ComparisonRequest,
    comparison_from_json,
    comparison_json,
    same_for_all,
)
from server.jobs.film_request import FilmRequest, film_from_json, film_json
from server.jobs.journey_request import (
    JourneyRequest,
    is_journey,
    journey_json,
    parse_journey_request,
)
from server.jobs.list_request import list_request_json, parse_list_request
from server.jobs.watch_request import (
    WatchRequest,
    is_watch,
    parse_watch_request,
    same_list,
    watch_json,
)

WIDEST_RADIUS = 1.5
DEFAULT_RADIUS = 0.25

_LONGEST_URI = 64
_PLAYLIST = re.compile(
    r"(?:https?://[^\s/]+(?:/[^\s/?#]+)*/playlist/|spotify:(?:user:[^:\s]+:)?playlist:)?"
    r"([A-Za-z0-9]{22})/?(?:[?#]\S*)?"
)


@dataclass(frozen=True)
class SpotifyRequest:
    """One of the user's own Spotify playlists, by its 22-character id."""

    playlist: str


@dataclass(frozen=True)
class MoodRequest:
    """The songs of a playlist made here that fit.

    Either `moods` (a recording must carry all of them) or `point` and `radius` (0 to 1.5).
    """

    playlist_id: str
    moods: tuple[Mood, ...] = ()
    point: Point | None = None
    radius: float | None = None


@dataclass(frozen=True)
class ChangeRequest:
    """Something to be done to a playlist made here, as it is stored.

    Either `version` is to be restored, or the write that led to the version `undo` to be taken
    back, or the rows are written again as they should be: with `order` put in order too, and with
    `back` the tracks that come back though they were taken out.
    """

    playlist_id: str
    version: int | None = None
    undo: int | None = None
    order: bool = False
    back: tuple[str, ...] = ()


PlaylistRequest = ListRequest | SpotifyRequest
JobRequest = (
    ListRequest
    | SpotifyRequest
    | MoodRequest
    | JourneyRequest
    | ChangeRequest
    | ComparisonRequest
    | FilmRequest
    | WatchRequest
)


def parse_playlist_request(body: Mapping[str, object]) -> PlaylistRequest:
    """What the start form or `POST /api/playlists` asks for; keys that are not known are ignored.

    Raises:
        BadRequest: with a code for what is wrong and a hint for how to put it right.
    """
    source = str(body.get("source") or "").strip().lower()
    if source == "spotify":
        return SpotifyRequest(_playlist_id(body.get("playlist")))
    if source not in set(ListSource):
        raise BadRequest(
            "bad_source",
            "It is not clear where your list is kept.",
            "Choose myanimelist, anilist or spotify.",
        )
    return parse_list_request(ListSource(source), body)


def parse_mood_request(
    playlist_id: str, body: Mapping[str, object]
) -> MoodRequest | JourneyRequest:
    """What the mood plane or `POST /api/playlists/<id>/moods` asks for.

    Takes `moods`, or `point` {valence, arousal} with `radius`; a form may send `valence` and
    `arousal` by themselves. A radius that is left out is 0.25. A journey is asked for by `path`,
    or `from` and `to`, and `minutes`.

    Raises:
        BadRequest: none of them is there, several are, or one is out of bounds.
    """
    moods = body.get("moods")
    point = body.get("point")
    if point is None and (_given(body, "valence") or _given(body, "arousal")):
        point = {"valence": body.get("valence"), "arousal": body.get("arousal")}
    has_moods = moods is not None and moods not in ("", [], ())
    if is_journey(body) and not has_moods and point is None:
        return parse_journey_request(playlist_id, body)
    if has_moods == (point is not None) or is_journey(body):
        raise BadRequest(
            "bad_mood",
            "Choose either moods, a place on the plane, or a journey.",
            "Pick at least one mood, give a point with a radius, or two moods to go between.",
        )
    if has_moods:
        return MoodRequest(playlist_id, moods=_moods(moods))
    return MoodRequest(playlist_id, point=_point(point), radius=_radius(body.get("radius")))


def parse_change_request(playlist_id: str, body: Mapping[str, object]) -> ChangeRequest:
    """What `POST /api/playlists/<id>/changes` asks for: `version`, or `order` or `back`.

    Raises:
        BadRequest: none of them is there, or one is not what it should be.
    """
    version, order, back = body.get("version"), body.get("order", False), body.get("back") or ()
    right = (
        (version is None or (isinstance(version, int) and not isinstance(version, bool)))
        and isinstance(order, bool)
        and isinstance(back, list | tuple)
        and all(isinstance(uri, str) and len(uri) <= _LONGEST_URI for uri in back)
    )
    if not right or (version is None and not order and not back):
        raise BadRequest(
            "bad_change",
            "It is not clear what to change.",
            "Send a version to restore, order as true, or the tracks to bring back.",
        )
    assert isinstance(back, list | tuple)
    assert version is None or isinstance(version, int)
    return ChangeRequest(playlist_id, version, order=bool(order), back=tuple(back))


def to_json(request: JobRequest) -> dict[str, Any]:  # noqa: PLR0911  one for each kind
    """A request as JSON-ready types, in the form that the parsers take."""
    if isinstance(request, ListRequest):
        return list_request_json(request)
    if isinstance(request, ComparisonRequest):
        return comparison_json(request)
    if isinstance(request, FilmRequest):
        return film_json(request)
    if isinstance(request, WatchRequest):
        return watch_json(request)
    if isinstance(request, SpotifyRequest):
        return {"source": "spotify", "playlist": request.playlist}
    if isinstance(request, ChangeRequest):
        return {
            "playlist_id": request.playlist_id,
            "change": {
                "version": request.version,
                "undo": request.undo,
                "order": request.order,
                "back": list(request.back),
            },
        }
    if isinstance(request, JourneyRequest):
        return journey_json(request)
    return _mood_json(request)


def from_json(body: Mapping[str, Any]) -> JobRequest:
    """The request that `to_json` wrote."""
    if "people" in body:
        return comparison_from_json(body)
    if "film_id" in body:
        return film_from_json(body)
    if is_watch(body):
        return parse_watch_request(body)
    if "change" in body:
        change = body["change"]
        return ChangeRequest(
            str(body["playlist_id"]),
            change["version"],
            change.get("undo"),
            change["order"],
            tuple(change["back"]),
        )
    if "playlist_id" in body:
        return parse_mood_request(str(body["playlist_id"]), body)
    return parse_playlist_request(body)


def fingerprint(request: JobRequest) -> str:
    """64 hex digits, equal for requests that ask for the same songs."""
    body = to_json(request)
    if isinstance(request, ListRequest):
        body["username"] = request.username.lower()
        body.pop("public", None)
    if isinstance(request, ComparisonRequest):
        body = same_for_all(request)
    if isinstance(request, WatchRequest):
        body = same_list(request)
    if isinstance(request, FilmRequest):
        body = {"film": "one at a time"}
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _mood_json(request: MoodRequest) -> dict[str, Any]:
    if request.point is None:
        return {"playlist_id": request.playlist_id, "moods": [m.value for m in request.moods]}
    return {
        "playlist_id": request.playlist_id,
        "point": {"valence": request.point.valence, "arousal": request.point.arousal},
        "radius": request.radius,
    }


def _given(body: Mapping[str, object], name: str) -> bool:
    return body.get(name) not in (None, "")


def _moods(value: object) -> tuple[Mood, ...]:
    return chosen({"moods": value}, "moods", Mood, "mood", MOODS)


def _point(value: object) -> Point:
    if isinstance(value, Mapping):
        valence = number(value.get("valence"), 0, 1)
        arousal = number(value.get("arousal"), 0, 1)
        if valence is not None and arousal is not None:
            return Point(valence, arousal)
    raise BadRequest(
        "bad_point",
        "A place on the plane is a valence and an arousal, each from 0 to 1.",
        'For example {"valence": 0.7, "arousal": 0.3}.',
    )


def _radius(value: object) -> float:
    if value in (None, ""):
        return DEFAULT_RADIUS
    radius = number(value, 0, WIDEST_RADIUS)
    if not radius:
        raise BadRequest(
            "bad_radius",
            f"The radius is a number above 0 and at most {WIDEST_RADIUS}.",
            "0.25 takes what is near, 1.5 takes everything.",
        )
    return radius


def _playlist_id(value: object) -> str:
    found = _PLAYLIST.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise BadRequest(
            "bad_playlist",
            "That is not the address of a Spotify playlist.",
            "In Spotify: Share, then Copy link to playlist, and paste it here.",
        )
    return found.group(1)
