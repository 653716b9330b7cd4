"""What a sync would change, told before it is written; reads Spotify and writes nothing."""

from collections.abc import Sequence
from typing import Any

from server.domain import Track
from server.errors import NotFound
from server.playlists.planner import Plan
from server.playlists.remote import PlaylistCalls, Seen, look
from server.playlists.restore import last_write, nothing_to_undo, wish_for, wish_to_undo
from server.playlists.undo import Undo
from server.playlists.wanted import stored_tracks, wanted_tracks
from server.playlists.writer import Wish, decide
from server.store import calls, playlists, songs, syncs, versions
from server.store.engine import Store
from server.store.playlists import Playlist


def preview(
    store: Store,
    spotify: PlaylistCalls,
    user_id: int,
    playlist_id: str,
    *,
    version: int | None = None,
    undo: bool = False,
    order: bool = False,
) -> dict[str, Any]:
    """The changes that an update, or one of the others, would make.

    The others are restoring a version, taking the last write back, putting the rows in order.

    `adds`, `removes`, `moves` and `kept_out` list tracks (spotify_uri, title, artists), the last
    being those that the listener took out; `by_hand` and `out_of_order` count rows that stay out
    of order, `calls` the write calls, and `made_anew` tells that it is not at Spotify.

    Raises:
        NotFound: no such playlist or version, or nothing to undo.
        SourceError, LoginNeeded, QuotaStop: as the Spotify calls do.
    """
    playlist = own_playlist(store, user_id, playlist_id)
    wish = _wish(store, playlist, version, undo, order)
    seen = look(store, spotify, playlist)
    if seen is None:
        changes = decide(syncs.Standing({}), wish, Seen((), ""))
    else:
        changes = decide(syncs.standing(store, playlist.id), wish, seen)
    moved = _moved(seen.rows if seen else (), changes)
    named = named_tracks(store, [*changes.added, *changes.removes, *moved, *changes.kept_out])
    return {
        "adds": [named[uri] for uri in changes.added],
        "removes": [named[uri] for uri in changes.removes],
        "moves": [named[uri] for uri in moved],
        "kept_out": [named[uri] for uri in changes.kept_out],
        "by_hand": len(changes.by_hand),
        "out_of_order": changes.out_of_order,
        "calls": changes.calls + (seen is None),
        "made_anew": seen is None,
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


def _wish(
    store: Store, playlist: Playlist, version: int | None, undo: bool, order: bool
) -> Wish | Undo:
    if version is not None:
        return wish_for(kept_version(store, playlist.id, version))
    if undo:
        write = last_write(store, playlist.id)
        if write is None:
            raise nothing_to_undo()
        return wish_to_undo(store, playlist.id, write.id)
    if order:
        return Wish(stored_tracks(store, playlist.id), restore=True)
    return Wish(wanted_tracks(store, playlist))


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
