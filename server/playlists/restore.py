"""Brings an earlier version of a playlist back, so that the next sync leaves it as it then is."""

from collections.abc import Callable

from server.playlists.remote import PlaylistCalls
from server.playlists.wanted import stored_tracks
from server.playlists.writer import Wish, sync
from server.store import syncs, versions
from server.store.engine import Store
from server.store.playlists import Playlist
from server.store.versions import Version


def wish_for(version: Version) -> Wish:
    """What a playlist should hold to be as it was."""
    tracks = [uri for uri in version.rows if uri is not None]
    return Wish(tracks, restore=True, again=tracks)


def before_last_change(store: Store, playlist_id: str) -> Version | None:
    """The version that undoing the last writes leads back to; None when there is none."""
    kept = versions.of_playlist(store, playlist_id)
    written = next((n for n, each in enumerate(kept) if each.cause != "found"), None)
    return kept[written + 1] if written is not None and written + 1 < len(kept) else None


def restore(
    store: Store,
    spotify: PlaylistCalls,
    playlist: Playlist,
    version: Version,
    *,
    on_step: Callable[[int], None] = lambda _: None,
) -> Playlist:
    """Bring the rows of a version back.

    Every track that is missing comes back, MoodDex's own rows that were not there go, and those
    that were are put in its order; the listener's own rows stay as they are.

    It is the listener's word from then on: what went stays out until it is asked for, and what
    came back without belonging to the source any more is theirs and is never removed.

    Raises:
        SourceError, LoginNeeded: as `writer.sync`; `playlist_deleted` if it is not there.
    """
    playlist = sync(
        store,
        spotify,
        playlist,
        wish_for(version),
        anew=False,
        cause="restore",
        on_step=on_step,
    )
    last = versions.latest(store, playlist.id)
    rows = set(last.rows if last is not None else version.rows)
    wanted = stored_tracks(store, playlist.id)
    held = set(wanted)
    own = syncs.standing(store, playlist.id).writes
    syncs.settle(
        store,
        playlist.id,
        arrived=[uri for uri in wanted if uri not in rows],
        not_ours=[uri for uri in own if uri in rows and uri not in held],
    )
    syncs.finish(store, playlist.id, wanted)
    return playlist
