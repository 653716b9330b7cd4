"""What a person may ask of an anime list, from JSON or a form and back."""

import re
from collections.abc import Mapping
from typing import Any

from server.domain import ListRequest, ListSource, MediaKind, ThemeKind, WatchStatus, Years
from server.errors import BadRequest
from server.jobs.checks import chosen, number

LONGEST_USERNAME = 32
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

# MyAnimeList: 2 to 16 of letters, digits, - and _. AniList: letters and digits, up to 20.
_USERNAME = re.compile(rf"[A-Za-z0-9_-]{{2,{LONGEST_USERNAME}}}")
_YES, _NO = {True, "true", "1", "yes", "on"}, {None, False, "false", "0", "no", "off", ""}


def parse_list_request(source: ListSource, body: Mapping[str, object]) -> ListRequest:
    """A request for a list's playlist.

    Raises:
        BadRequest: with a code for what is wrong and a hint for how to put it right.
    """
    return ListRequest(
        source=source,
        username=_username(body.get("username")),
        statuses=chosen(body, "statuses", WatchStatus, "status", ListRequest.statuses),
        min_score=_min_score(body.get("min_score")),
        kinds=chosen(body, "kinds", ThemeKind, "kind of song", ListRequest.kinds),
        years=_years(body.get("years")),
        media=chosen(body, "media", MediaKind, "sort of show", ListRequest.media, status=422),
        nsfw=_truth(body.get("nsfw"), _BAD_NSFW),
        public=_truth(body.get("public"), _BAD_PUBLIC),
    )


def list_request_json(request: ListRequest) -> dict[str, Any]:
    """A request as JSON-ready types, in the form that the parser takes.

    What later versions can ask for stands in it only where it was asked for, so that a plain
    request stays what it always was and finds the playlist made of it.
    """
    body: dict[str, Any] = {
        "source": request.source.value,
        "username": request.username,
        "statuses": [status.value for status in request.statuses],
        "min_score": request.min_score,
        "kinds": [kind.value for kind in request.kinds],
    }
    if request.years:
        body["years"] = {"from": request.years.first, "to": request.years.last}
    if request.media:
        body["media"] = [kind.value for kind in request.media]
    if request.nsfw:
        body["nsfw"] = True
    if request.public:
        body["public"] = True
    return body


def _username(value: object) -> str:
    name = value.strip() if isinstance(value, str) else ""
    if not name:
        raise BadRequest(
            "no_username",
            "Enter the user name of the list.",
            "It is the name in the address of your profile page.",
        )
    if not _USERNAME.fullmatch(name):
        raise BadRequest(
            "bad_username",
            "That is not a user name that MyAnimeList or AniList would give.",
            "2 to 32 letters, digits, hyphens or underscores, as in your profile's address.",
        )
    return name


def _min_score(value: object) -> float:
    if value in (None, ""):
        return 0.0
    score = number(value, 0, 10)
    if score is None:
        raise BadRequest(
            "bad_min_score", "The lowest score is a number from 0 to 10.", "0 takes every show."
        )
    return score


def _years(value: object) -> Years:
    if value is None:
        return Years()
    if not isinstance(value, Mapping) or not set(value) <= {"from", "to"}:
        raise _bad_years("Years are a first and a last one.")
    years = Years(_year(value.get("from")), _year(value.get("to")))
    if years.first is not None and years.last is not None and years.first > years.last:
        raise _bad_years("The first year is later than the last.")
    return years


def _year(value: object) -> int | None:
    if value in (None, ""):
        return None
    year = number(value, EARLIEST_YEAR, LATEST_YEAR)
    if year is None or year != int(year):
        raise _bad_years(f"A year is a whole number from {EARLIEST_YEAR} to {LATEST_YEAR}.")
    return int(year)


def _bad_years(message: str) -> BadRequest:
    hint = 'For example {"from": 2000, "to": 2010}; an end that is left out is open.'
    return BadRequest("bad_years", message, hint, status=422)


_BAD_NSFW = BadRequest(
    "bad_nsfw",
    "Whether shows not safe for work count is true or false.",
    "Leave it out to go without them.",
    status=422,
)
_BAD_PUBLIC = BadRequest(
    "bad_public",
    "Whether the playlist stands on your profile is true or false.",
    "Leave it out to keep it to yourself.",
    status=422,
)


def _truth(value: object, otherwise: BadRequest) -> bool:
    word = value.strip().lower() if isinstance(value, str) else value
    if isinstance(word, bool | str | None) and word in _YES | _NO:
        return word in _YES
    raise BadRequest(otherwise.code, otherwise.message, otherwise.hint, status=otherwise.status)
