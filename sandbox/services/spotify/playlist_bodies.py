"""What the playlist calls are sent: URIs in three forms, positions, flags."""

import re
from collections.abc import Mapping

from flask import request

from sandbox.services.spotify.answers import ApiError, check_id, json_body
from sandbox.state import here

_MOST_URIS = 100
_URI = re.compile(r"spotify:(track|episode):([0-9A-Za-z]+)")


def object_body() -> Mapping[str, object]:
    """The request's JSON object; empty when there is no body."""
    body = json_body()
    if body is None:
        return {}
    if not isinstance(body, Mapping):
        raise ApiError(400, "Error parsing JSON.")
    return body


def flag(body: Mapping[str, object], name: str, *, default: bool) -> bool:
    """A true or false of a body; the default where it is missing or null."""
    value = body.get(name, default)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise ApiError(400, f"Invalid {name}")
    return value


def uris_and_position() -> tuple[list[str], int | None]:
    """The URIs of a write: of the query string, else of the body, a bare array or an object."""
    in_query = request.args.get("position")
    position = int(in_query) if in_query and re.fullmatch(r"-?\d+", in_query) else None
    if request.args.get("uris"):
        return request.args["uris"].split(","), position
    body = json_body()
    if isinstance(body, Mapping):
        found = body.get("position")
        if found is not None and not isinstance(found, int):
            raise ApiError(400, "Invalid position")
        position = found if found is not None else position
        body = body.get("uris")
    if not isinstance(body, list) or not all(isinstance(uri, str) for uri in body):
        raise ApiError(400, "No uris provided")
    return body, position


def checked(uris: list[str], *, must_exist: bool = True) -> list[str]:
    """The URIs, when there are at most 100 and each is of a track or an episode.

    Raises:
        ApiError: otherwise; with `must_exist` also for a track that Spotify does not have.
    """
    if len(uris) > _MOST_URIS:
        raise ApiError(400, f"You can add a maximum of {_MOST_URIS} tracks per request.")
    for uri in uris:
        found = _URI.fullmatch(uri)
        if found is None:
            if uri.startswith("spotify:local:") and not must_exist:
                continue
            raise ApiError(400, f"Invalid track uri: {uri}")
        check_id(found[2])
        if must_exist and found[1] == "track" and here().world.track(found[2]) is None:
            raise ApiError(400, "Payload contains a non-existing ID")
    return uris
