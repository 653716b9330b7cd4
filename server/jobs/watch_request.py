"""What may be asked of the shows that somebody plans to watch, from JSON and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moods.circumplex import Mood
from server.domain import ListRequest, ListSource, ThemeKind, WatchStatus
from server.errors import BadRequest
from server.jobs.checks import chosen
from server.jobs.list_request import parse_list_request

_MARK = "watch_next"


@dataclass(frozen=True)
class WatchRequest:
    """The planned shows of a list.

    Attributes:
        source, username: whose list.
        kinds: the songs that count.
        nsfw: shows that the list's service marks as not safe for work count too.
        moods: what to rank by first, once the songs are read; it is chosen anew on the page.
    """

    source: ListSource
    username: str
    kinds: tuple[ThemeKind, ...] = ListRequest.kinds
    nsfw: bool = False
    moods: tuple[Mood, ...] = ()


def parse_watch_request(body: Mapping[str, object]) -> WatchRequest:
    """What the form or `POST /api/watch-next` asks for.

    Raises:
        BadRequest: with a code for what is wrong and a hint for how to put it right.
    """
    source = str(body.get("source") or "").strip().lower()
    if source not in set(ListSource):
        raise BadRequest(
            "bad_list_source",
            "It is not clear where the list is kept.",
            "Choose myanimelist or anilist.",
        )
    wanted = {name: body.get(name) for name in ("username", "kinds", "nsfw")}
    asked = parse_list_request(ListSource(source), wanted)
    moods = chosen({"moods": body.get("moods") or None}, "moods", Mood, "mood", ())
    return WatchRequest(
        source=asked.source,
        username=asked.username,
        kinds=asked.kinds,
        nsfw=asked.nsfw,
        moods=moods,
    )


def watch_json(request: WatchRequest) -> dict[str, Any]:
    """A request as JSON-ready types, in the form that the parser takes."""
    body: dict[str, Any] = {
        _MARK: WatchStatus.PLAN_TO_WATCH.value,
        "source": request.source.value,
        "username": request.username,
        "kinds": [kind.value for kind in request.kinds],
    }
    if request.nsfw:
        body["nsfw"] = True
    if request.moods:
        body["moods"] = [mood.value for mood in request.moods]
    return body


def is_watch(body: Mapping[str, Any]) -> bool:
    """Whether `watch_json` wrote this."""
    return _MARK in body


def same_list(request: WatchRequest) -> dict[str, Any]:
    """What is equal for requests that need the same songs, whatever they are ranked by."""
    body = watch_json(request)
    body.pop("moods", None)
    return {**body, "username": request.username.lower()}
