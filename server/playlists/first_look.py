"""What a playlist that is not made yet would hold, told before anything is written."""

from typing import Any

from server.domain import ListRequest
from server.jobs.life import JobFailed
from server.jobs.outlook import look_ahead_within
from server.jobs.requests import fingerprint
from server.playlists.preview import PATIENCE, named_tracks
from server.services import Services
from server.store import playlists


def first_look(
    services: Services, user_id: int, request: ListRequest, *, patience: float = PATIENCE
) -> dict[str, Any]:
    """The songs that are known to be on it; Spotify is not asked.

    `adds` lists them (spotify_uri, title, artists), `unsearched` counts those that would be looked
    for at Spotify, `playlist` is the id of the playlist if this list has one already, and `note`
    (code, message) tells why nothing can be told yet or why nothing would be made.

    Raises:
        SourceError: the list's service stands in the way.
    """
    made = playlists.find(services.store, user_id, fingerprint(request))
    told: dict[str, Any] = {
        "adds": [],
        "unsearched": 0,
        "playlist": made.id if made and made.spotify_id else None,
        "note": None,
    }
    try:
        outlook = look_ahead_within(services, user_id, request, "", patience)
    except TimeoutError:
        return told | {"note": _TOO_SLOW}
    except JobFailed as error:
        return told | {"note": {"code": error.problem.code, "message": error.problem.message}}
    named = named_tracks(services.store, outlook.wish.desired)
    return told | {"adds": list(named.values()), "unsearched": outlook.unsearched}


_TOO_SLOW = {
    "code": "first_look_slow",
    "message": "Reading the list takes longer than this page can wait. What was found is kept: "
    "look again in a minute, or make the playlist at once.",
}
