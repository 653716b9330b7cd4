"""Handing in requests for playlists: the one way that forms and the API share."""

from collections.abc import Mapping
from dataclasses import replace

from server.domain import ListSource
from server.jobs import desk, requests
from server.jobs.comparison_request import parse_comparison_request
from server.jobs.watch_request import parse_watch_request
from server.playlists import preview, restore
from server.playlists.comparison_view import comparison_request
from server.store.browsers import Visitor
from server.web.context import queue, services


def ask_for_playlist(visitor: Visitor, body: Mapping[str, object]) -> str:
    """Hand in a request for the playlist of a list, or of a Spotify playlist; the job's id.

    Raises BadRequest, or MoodDexError (429) when the person has too many jobs.
    """
    wanted = requests.parse_playlist_request(body)
    return desk.submit(services(), queue(), visitor.user_id, wanted)


def ask_for_mood(visitor: Visitor, playlist_id: str, body: Mapping[str, object]) -> str:
    """Hand in a request for the part of a playlist that fits a mood; the job's id.

    Raises NotFound, BadRequest, or MoodDexError (429).
    """
    wanted = requests.parse_mood_request(playlist_id, body)
    return desk.submit(services(), queue(), visitor.user_id, wanted)


def ask_for_change(visitor: Visitor, playlist_id: str, body: Mapping[str, object]) -> str:
    """Hand in a request to change what a playlist holds; the job's id.

    `undo` as true takes the last write that still stands back.

    Raises NotFound, BadRequest, or MoodDexError (429).
    """
    store = services().store
    preview.own_playlist(store, visitor.user_id, playlist_id)
    if body.get("undo") is True:
        write = restore.last_write(store, playlist_id)
        if write is None:
            raise restore.nothing_to_undo()
        wanted = requests.ChangeRequest(playlist_id, undo=write.id)
    else:
        wanted = requests.parse_change_request(playlist_id, body)
        if wanted.version is not None:
            preview.kept_version(store, playlist_id, wanted.version)
    return desk.submit(services(), queue(), visitor.user_id, wanted)


def ask_for_comparison(visitor: Visitor, body: Mapping[str, object]) -> str:
    """Hand in a request for a comparison of two lists; the job's id.

    Raises BadRequest, or MoodDexError (429).
    """
    wanted = parse_comparison_request(body)
    return desk.submit(services(), queue(), visitor.user_id, wanted)


def ask_for_shared(visitor: Visitor, comparison_id: str) -> str:
    """Hand in a request for the playlist of what two people share; the job's id.

    Raises NotFound, BadRequest, or MoodDexError (429).
    """
    compared = comparison_request(services(), visitor.user_id, comparison_id)
    wanted = replace(compared, comparison_id=comparison_id)
    return desk.submit(services(), queue(), visitor.user_id, wanted)


def ask_for_watching(visitor: Visitor, body: Mapping[str, object]) -> str:
    """Hand in a request for the shows that somebody plans to watch; the job's id.

    Raises BadRequest, or MoodDexError (429).
    """
    wanted = parse_watch_request(body)
    return desk.submit(services(), queue(), visitor.user_id, wanted)


def usable_lists() -> tuple[ListSource, ...]:
    """The list services that can be asked with the keys that the operator has."""
    if services().settings.mal_client_id:
        return tuple(ListSource)
    return tuple(source for source in ListSource if source is not ListSource.MYANIMELIST)
