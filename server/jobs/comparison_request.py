"""What may be asked of two people's lists, from JSON and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain import ListRequest, ListSource, ThemeKind, WatchStatus
from server.errors import BadRequest
from server.jobs.list_request import parse_list_request

_PLACES = ("first", "second")


@dataclass(frozen=True)
class ComparisonRequest:
    """Two lists to be compared.

    Attributes:
        people: whose lists; what is asked of each differs in the service and the name alone.
        comparison_id: the comparison that a playlist of what they share is asked for from; None
            where they are only to be compared.
    """

    people: tuple[ListRequest, ListRequest]
    comparison_id: str | None = None

    @property
    def statuses(self) -> tuple[WatchStatus, ...]:
        """Where both stand with the shows that count."""
        return self.people[0].statuses

    @property
    def kinds(self) -> tuple[ThemeKind, ...]:
        """The kinds of songs that count."""
        return self.people[0].kinds


def parse_comparison_request(body: Mapping[str, object]) -> ComparisonRequest:
    """What the form or `POST /api/comparisons` asks for.

    Raises:
        BadRequest: with a code that ends in `_first` or `_second` where only that one is wrong.
    """
    people = body.get("people")
    if (
        not isinstance(people, list | tuple)
        or len(people) != len(_PLACES)
        or not all(isinstance(person, Mapping) for person in people)
    ):
        raise BadRequest(
            "bad_people",
            "A comparison needs two people.",
            'For each send a source and a username: {"source": "anilist", "username": "aoi"}.',
        )
    shared = {name: body.get(name) for name in ("statuses", "kinds")}
    one, other = (
        _person({**shared, "source": person.get("source"), "username": person.get("username")}, at)
        for person, at in zip(people, _PLACES, strict=True)
    )
    if (one.source, one.username.lower()) == (other.source, other.username.lower()):
        raise BadRequest(
            "same_person_second",
            f"{one.username}'s list is named twice.",
            "Enter somebody else's name, or the same person's list at the other service.",
        )
    return ComparisonRequest((one, other))


def comparison_json(request: ComparisonRequest) -> dict[str, Any]:
    """A request as JSON-ready types, in the form that the parser takes."""
    body: dict[str, Any] = {
        "people": [
            {"source": each.source.value, "username": each.username} for each in request.people
        ],
        "statuses": [status.value for status in request.statuses],
        "kinds": [kind.value for kind in request.kinds],
    }
    if request.comparison_id is not None:
        body["comparison_id"] = request.comparison_id
    return body


def comparison_from_json(body: Mapping[str, Any]) -> ComparisonRequest:
    """The request that `comparison_json` wrote."""
    return ComparisonRequest(parse_comparison_request(body).people, body.get("comparison_id"))


def same_for_all(request: ComparisonRequest) -> dict[str, Any]:
    """What is equal for requests that ask for the same thing, whoever is named first."""
    body = comparison_json(request)
    named = [(each["source"], each["username"].lower()) for each in body["people"]]
    return {**body, "people": sorted(named), "comparison_id": "comparison_id" in body}


def _person(body: Mapping[str, object], place: str) -> ListRequest:
    source = str(body.get("source") or "").strip().lower()
    if source not in set(ListSource):
        raise BadRequest(
            f"bad_source_{place}",
            f"It is not clear where the {place} list is kept.",
            "Choose myanimelist or anilist.",
        )
    try:
        return parse_list_request(ListSource(source), body)
    except BadRequest as error:
        if not error.code.endswith("username"):
            raise
        raise BadRequest(
            f"{error.code}_{place}", f"The {place} list: {error.message}", error.hint
        ) from error
