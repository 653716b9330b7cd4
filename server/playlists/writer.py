"""Brings a Spotify playlist to what it should hold; can be killed at any step and run again."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from server.errors import AmbiguousWrite
from server.playlists.order import chunks
from server.playlists.planner import BATCH, Plan, carried_out, plan
from server.playlists.remote import PlaylistCalls, Seen, present, read, remote_id_of
from server.playlists.undo import Undo, plan_undo
from server.store import syncs, versions
from server.store.engine import Store
from server.store.playlists import Playlist
from server.store.syncs import Standing

_TRIES = 4


@dataclass(frozen=True)
class _Hand:
    """What writes with what, and who hears of it."""

    store: Store
    spotify: PlaylistCalls
    playlist: Playlist
    on_step: Callable[[int], None]


@dataclass(frozen=True)
class Wish:
    """What a playlist should hold; as in `planner.plan`."""

    desired: Sequence[str]
    complete: bool = True
    unwanted: Collection[str] = ()
    restore: bool = False
    again: Collection[str] = ()


def sync(
    store: Store,
    spotify: PlaylistCalls,
    playlist: Playlist,
    wish: Wish | Undo,
    *,
    anew: bool = True,
    cause: str = "sync",
    on_step: Callable[[int], None] = lambda _: None,
) -> Playlist:
    """Make the playlist at Spotify hold what is wished, by the fewest calls; made if need be.

    Every write is recorded before it goes out and confirmed after, by the snapshot it led to, so
    that a run that was killed is finished by the next without doubles. After a write of unknown
    fate the remote rows are read and the rest is planned again, a few times at most. The rows are
    kept as a version before the first write and after the last.

    `on_step` hears 0 before each write and how many tracks were added after it, and may raise to
    stop. `anew` as in `remote.present`; `cause` is told of the version.

    Raises:
        SourceError, LoginNeeded: as the Spotify calls do; `playlist_deleted` without `anew`.
    """
    playlist, seen = present(store, spotify, playlist, anew=anew)
    if not seen.fresh and decide(syncs.standing(store, playlist.id), wish, seen).calls:
        seen = read(spotify, playlist, seen.snapshot_id)
    if seen.fresh:
        hand = _Hand(store, spotify, playlist, on_step)
        _note_found(store, playlist, seen)
        _write(hand, wish, seen, cause)
    left = wish.desired if isinstance(wish, Wish) and wish.complete else None
    syncs.finish(store, playlist.id, left)
    return playlist


def decide(standing: Standing, wish: Wish | Undo, seen: Seen) -> Plan:
    """The plan for a playlist as it stands."""
    if isinstance(wish, Undo):
        return plan_undo(wish, seen.rows, standing.writes, by_hand=standing.by_hand)
    return plan(
        wish.desired,
        seen.rows,
        standing.writes,
        left=standing.left,
        by_hand=standing.by_hand,
        complete=wish.complete,
        unwanted=wish.unwanted,
        restore=wish.restore,
        again=wish.again,
    )


def _note_found(store: Store, playlist: Playlist, seen: Seen) -> None:
    """Keep the rows as the listener has left them, where they are not what was seen last."""
    standing = syncs.standing(store, playlist.id)
    if standing.cut_off:
        return
    last = versions.latest(store, playlist.id)
    if last is None or list(last.rows) != list(seen.rows):
        own = standing.writes.keys()
        versions.keep(store, playlist.id, "found", seen.rows, own, snapshot_id=seen.snapshot_id)
    elif last.snapshot_id != seen.snapshot_id:
        versions.rename_snapshot(store, last.id, seen.snapshot_id)


def _write(hand: _Hand, wish: Wish | Undo, seen: Seen, cause: str) -> None:
    store, playlist = hand.store, hand.playlist
    last = versions.latest(store, playlist.id)
    was = set(seen.rows if last is None else last.rows)
    for attempt in range(_TRIES):
        standing = syncs.standing(store, playlist.id)
        changes = decide(standing, wish, seen)
        not_ours = (*changes.vanished, *changes.released)
        syncs.settle(store, playlist.id, arrived=changes.arrived, not_ours=not_ours)
        is_kept = last is not None and list(last.rows) == list(seen.rows)
        if not changes.calls and (is_kept or not standing.cut_off):
            return
        if standing.by_hand is None:
            syncs.begin(store, playlist.id, changes.by_hand if changes.moves else None)
        try:
            snapshot_id = _apply(hand, changes, seen.snapshot_id)
        except AmbiguousWrite:
            if attempt == _TRIES - 1:
                raise
            seen = read(hand.spotify, playlist)
        else:
            seen = Seen(carried_out(seen.rows, changes), snapshot_id)
            break
    standing = syncs.standing(store, playlist.id)
    versions.keep(
        store,
        playlist.id,
        cause,
        seen.rows,
        standing.writes.keys(),
        snapshot_id=seen.snapshot_id,
        added=len(set(seen.rows) - was),
        removed=len(was - set(seen.rows)),
        moved=standing.moved,
        undoes=wish.write if isinstance(wish, Undo) else None,
    )


def _apply(hand: _Hand, changes: Plan, snapshot_id: str) -> str:
    """Carry a plan out; the snapshot id that it leads to."""
    store, spotify, playlist, on_step = hand.store, hand.spotify, hand.playlist, hand.on_step
    remote_id = remote_id_of(playlist)
    for some in chunks(changes.removes, BATCH):
        on_step(0)
        step = syncs.about_to(store, playlist.id, "remove", uris=some)
        snapshot_id = spotify.remove(remote_id, some)
        syncs.confirm(store, playlist.id, step, snapshot_id, gone=some)
    for move in changes.moves:
        on_step(0)
        body = {"start": move.start, "before": move.before, "length": move.length}
        step = syncs.about_to(store, playlist.id, "move", body=body)
        snapshot_id = spotify.move(remote_id, **body, snapshot_id=snapshot_id)
        syncs.confirm(store, playlist.id, step, snapshot_id)
    for add in changes.adds:
        on_step(0)
        step = syncs.about_to(store, playlist.id, "add", uris=add.uris)
        snapshot_id = spotify.add(remote_id, add.uris, add.position)
        syncs.confirm(store, playlist.id, step, snapshot_id, there=add.uris)
        on_step(len(add.uris))
    return snapshot_id
