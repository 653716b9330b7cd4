"""What an update would change, told before it is written: reads, and writes nothing."""

from collections.abc import Sequence
from typing import Any

from server.domain import ListRequest, Track
from server.errors import NotFound, SourceError
from server.jobs.life import JobFailed
from server.jobs.outlook import Outlook, look_ahead_within
from server.jobs.requests import from_json
from server.playlists.followers import followers_changes
from server.playlists.planner import Plan
from server.playlists.remote import Seen, look
from server.playlists.restore import last_write, nothing_to_undo, wish_for, wish_to_undo
from server.playlists.undo import Undo
from server.playlists.wanted import stored_tracks, wanted_tracks
from server.playlists.writer import Wish, decide
from server.services import Services
from server.store import calls, playlists, songs, syncs, versions
from server.store.engine import Store
from server.store.playlists import Entry, Playlist

PATIENCE = 8.0
"""Seconds that a preview waits for the list and the songs of its shows."""


def preview(
    services: Services,
    user_id: int,
    playlist_id: str,
    *,
    version: int | None = None,
    undo: bool = False,
    order: bool = False,
    patience: float = PATIENCE,
) -> dict[str, Any]:
    """The changes that an update, or one of the others, would make.

    The others are restoring a version, taking the last write back, putting the rows in order.
    For an update of a list's playlist the list is read, for at most `patience` seconds; else it
    goes by the songs stored last, and `note` (code, message) says why. No search is spent.

    `adds`, `removes`, `moves` and `kept_out` list tracks (spotify_uri, title, artists), the last
    being those that the listener took out; `unsearched` counts songs that must be looked for
    first, `by_hand` and `out_of_order` rows that stay out of order, `calls` the write calls, and
    `made_anew` tells that it is not at Spotify. `followers` lists the mood playlists that would
    follow (id, name, adds, removes, moves), by the songs that have been read.

    Raises:
        NotFound: no such playlist or version, or nothing to undo.
        SourceError, LoginNeeded, QuotaStop: as the Spotify calls do.
    """
    store = services.store
    playlist = own_playlist(store, user_id, playlist_id)
    spotify = services.spotify_for(user_id)
    outlook = None
    if version is None and not undo and not order:
        outlook, note = _outlook(services, playlist, patience)
        wish: Wish | Undo = outlook.wish
    else:
        wish, note = _wish(store, playlist, version, undo), None
    seen = look(store, spotify, playlist)
    if seen is None:
        changes = decide(syncs.Standing({}), wish, Seen((), ""))
    else:
        changes = decide(syncs.standing(store, playlist.id), wish, seen)
    followers = []
    if outlook is not None and playlist.kind == "list":
        followers = [
            {"id": each.id, "name": each.name, **_named_changes(store, rows.rows, what)}
            for each, rows, what in followers_changes(store, spotify, playlist, outlook.entries)
        ]
    named = named_tracks(store, changes.kept_out)
    return {
        **_named_changes(store, seen.rows if seen else (), changes),
        "kept_out": [named[uri] for uri in changes.kept_out],
        "unsearched": outlook.unsearched if outlook else 0,
        "by_hand": len(changes.by_hand),
        "out_of_order": changes.out_of_order,
        "calls": changes.calls + (seen is None),
        "made_anew": seen is None,
        "followers": followers,
        "note": note,
    }


def versions_of(store: Store, user_id: int, playlist_id: str) -> list[dict[str, Any]]:
    """The versions that are kept of a playlist, the newest first. Raises NotFound."""
    own_playlist(store, user_id, playlist_id)
    return [
        {
            "id": each.id,
            "made_at": each.made_at.isoformat(),
            "when": calls.plain_time(each.made_at),
            "cause": each.cause,
            "songs": len(each.rows),
            "added": each.added,
            "removed": each.removed,
            "moved": each.moved,
        }
        for each in versions.of_playlist(store, playlist_id)
    ]


def version_of(store: Store, user_id: int, playlist_id: str, version: int) -> dict[str, Any]:
    """One version with its rows; a row that was no track is null. Raises NotFound."""
    own_playlist(store, user_id, playlist_id)
    found = kept_version(store, playlist_id, version)
    named = named_tracks(store, [uri for uri in found.rows if uri is not None])
    own = set(found.own)
    rows = [None if uri is None else named[uri] | {"own": uri in own} for uri in found.rows]
    return {
        "id": found.id,
        "made_at": found.made_at.isoformat(),
        "when": calls.plain_time(found.made_at),
        "cause": found.cause,
        "rows": rows,
    }


def kept_version(store: Store, playlist_id: str, version: int) -> versions.Version:
    """A version. Raises NotFound."""
    found = versions.get(store, playlist_id, version)
    if found is None:
        raise NotFound(
            "no_such_version",
            "This version of the playlist is not kept here.",
            "The newest versions are listed on the playlist's page of changes.",
        )
    return found


def own_playlist(store: Store, user_id: int, playlist_id: str) -> Playlist:
    """A playlist that was made here for the user. Raises NotFound."""
    playlist = playlists.get(store, user_id, playlist_id)
    if playlist is None or playlist.kind == "spotify":
        raise NotFound(
            "no_such_playlist",
            "There is no such playlist here, or none that MoodDex writes to.",
            "Your playlists are listed on the start page.",
        )
    return playlist


def named_tracks(store: Store, uris: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Title and artists of each track, as far as they are known."""
    known, themes = songs.tracks(store, set(uris)), songs.themes_of_tracks(store, set(uris))
    told: dict[str, dict[str, Any]] = {}
    for uri in uris:
        track, theme = known.get(uri, Track(uri)), themes.get(uri)
        credited = [artist.name for artist in theme.artists] if theme else []
        told[uri] = {
            "spotify_uri": uri,
            "title": (theme.title if theme else track.title) or "A song not met here yet",
            "artists": credited or list(track.artists),
        }
    return told


def _outlook(
    services: Services, playlist: Playlist, patience: float
) -> tuple[Outlook, dict[str, str] | None]:
    """What an update would have it hold, and why that is not from the list itself."""
    store = services.store
    if playlist.kind == "list":
        request = from_json(playlist.request)
        if not isinstance(request, ListRequest):
            return _stored(store, playlist), _NOT_READ
        try:
            found = look_ahead_within(services, playlist.user_id, request, playlist.id, patience)
        except TimeoutError:
            return _stored(store, playlist), _TOO_SLOW
        except SourceError as error:
            message = f"{error.message} What follows goes by the songs of the last update."
            return _stored(store, playlist), {"code": error.code, "message": message}
        except JobFailed as error:
            nothing = Outlook(playlists.entries(store, playlist.id), Wish((), complete=False))
            return nothing, {"code": error.problem.code, "message": error.problem.message}
        else:
            return found, None
    return _stored(store, playlist), None


_TOO_SLOW = {
    "code": "list_slow",
    "message": "Reading the list takes longer than this page can wait. What follows goes by the "
    "songs of the last update; look again in a minute.",
}
_NOT_READ = {
    "code": "list_not_read",
    "message": "What follows goes by the songs of the last update: songs of shows that were added "
    "to the lists since come on top.",
}


def _stored(store: Store, playlist: Playlist) -> Outlook:
    wanted = wanted_tracks(store, playlist)
    return Outlook([Entry(None, uri) for uri in wanted], Wish(wanted))


def _wish(store: Store, playlist: Playlist, version: int | None, undo: bool) -> Wish | Undo:
    if version is not None:
        return wish_for(kept_version(store, playlist.id, version))
    if undo:
        write = last_write(store, playlist.id)
        if write is None:
            raise nothing_to_undo()
        return wish_to_undo(store, playlist.id, write.id)
    return Wish(stored_tracks(store, playlist.id), restore=True)


def _named_changes(
    store: Store, rows: Sequence[str | None], changes: Plan
) -> dict[str, list[dict[str, Any]]]:
    parts = {"adds": changes.added, "removes": changes.removes, "moves": _moved(rows, changes)}
    named = named_tracks(store, [uri for some in parts.values() for uri in some])
    return {part: [named[uri] for uri in some] for part, some in parts.items()}


def _moved(rows: Sequence[str | None], changes: Plan) -> list[str]:
    """The tracks whose rows move, in the order in which they are moved."""
    gone = set(changes.removes)
    now = [uri for uri in rows if uri not in gone]
    moved: list[str] = []
    for move in changes.moves:
        block = now[move.start : move.start + move.length]
        moved += [uri for uri in block if uri is not None]
        del now[move.start : move.start + move.length]
        at = move.before - (move.length if move.before > move.start else 0)
        now[at:at] = block
    return moved
