"""Takes a write back, or brings a whole version back; the next sync leaves what came of it."""

from collections.abc import Callable, Collection, Sequence
from itertools import dropwhile, pairwise

from server.errors import NotFound
from server.playlists.order import moved_by_hand
from server.playlists.remote import PlaylistCalls
from server.playlists.undo import Undo
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


def last_write(store: Store, playlist_id: str) -> Version | None:
    """The write that undo takes back: the newest that was not; None when there is none.

    So undoing twice goes back two writes. A write whose version before it is no longer kept, and
    the first of all, cannot be undone.
    """
    kept = versions.of_playlist(store, playlist_id)
    undone = {each.undoes for each in kept}
    written = next(
        (n for n, each in enumerate(kept) if _is_write(each) and each.id not in undone), None
    )
    return kept[written] if written is not None and written + 1 < len(kept) else None


def wish_to_undo(store: Store, playlist_id: str, write: int) -> Undo:
    """What taking a write back asks for. Raises NotFound when it is no longer kept."""
    kept = versions.of_playlist(store, playlist_id)
    number = next((n for n, each in enumerate(kept) if each.id == write), len(kept))
    if number + 1 >= len(kept):
        raise nothing_to_undo()
    after, before = kept[number], kept[number + 1]
    stood, stands = _tracks(before.rows), _tracks(after.rows)
    had, has = set(stood), set(stands)
    # An undo that was cut off may have kept what it came to already.
    since = list(dropwhile(lambda each: each.undoes == write, kept[: number + 1]))
    by_hand = {
        uri
        for found, last in pairwise(since)
        if found.cause == "found"
        for uri in set(last.rows) - set(found.rows)
    } | set(since[0].rows)
    own = set(before.own) & set(after.own)
    return Undo(
        write,
        stood,
        stands,
        came=set(after.own) - had,
        went=set(before.own) - has - by_hand,
        moved=_moved(stood, stands, own) if after.moved else (),
    )


def undo(
    store: Store,
    spotify: PlaylistCalls,
    playlist: Playlist,
    write: int,
    *,
    on_step: Callable[[int], None] = lambda _: None,
) -> Playlist:
    """Take one write back, and keep all that the listener changed by hand since.

    What it put in goes, what it took out comes back where it was, and what it moved goes back.
    It is the listener's word from then on, as in `restore`. A write that was taken back stays so,
    even if nothing was left to do.

    Raises:
        NotFound: the write is no longer kept.
        SourceError, LoginNeeded: as `writer.sync`; `playlist_deleted` if it is not there.
    """
    wish = wish_to_undo(store, playlist.id, write)
    kept = versions.of_playlist(store, playlist.id)
    is_undone = any(each.undoes == write for each in kept)
    if not is_undone or syncs.standing(store, playlist.id).cut_off:
        playlist = sync(store, spotify, playlist, wish, anew=False, cause="undo", on_step=on_step)
    last = versions.latest(store, playlist.id)
    assert last is not None
    if not is_undone and last.undoes != write:
        versions.keep(
            store,
            playlist.id,
            "undo",
            last.rows,
            last.own,
            snapshot_id=last.snapshot_id,
            undoes=write,
        )
    _heed(store, playlist, set(last.rows), went=wish.came, came_back=wish.went)
    return playlist


def nothing_to_undo() -> NotFound:
    """The answer where no write can be taken back."""
    return NotFound(
        "nothing_to_undo",
        "There is nothing to undo.",
        "The earlier versions that are kept are listed on the playlist's page of changes.",
    )


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
    own = syncs.standing(store, playlist.id).writes
    _heed(store, playlist, rows, went=wanted, came_back=list(own))
    return playlist


def _heed(
    store: Store,
    playlist: Playlist,
    rows: Collection[str | None],
    *,
    went: Collection[str],
    came_back: Collection[str],
) -> None:
    """Record the rows as the listener's word: of what went and came back, and of the order."""
    wanted = stored_tracks(store, playlist.id)
    held = set(wanted)
    syncs.settle(
        store,
        playlist.id,
        arrived=[uri for uri in went if uri in held and uri not in rows],
        not_ours=[uri for uri in came_back if uri in rows and uri not in held],
    )
    syncs.finish(store, playlist.id, wanted)


def _is_write(version: Version) -> bool:
    return version.cause not in {"found", "undo"}


def _tracks(rows: Sequence[str | None]) -> list[str]:
    return list(dict.fromkeys(uri for uri in rows if uri is not None))


def _moved(before: Sequence[str], after: Sequence[str], own: Collection[str]) -> set[str]:
    """The rows of MoodDex's own that a write moved: those that it did not own stayed."""
    both = set(before) & set(after)
    was, now = _behind(before, both, own), _behind(after, both, own)
    crossed = {uri for uri in was if was[uri] != now[uri]}
    rest = [uri for uri in after if uri in was and uri not in crossed]
    return crossed | moved_by_hand(rest, [uri for uri in before if uri in was])


def _behind(rows: Sequence[str], both: Collection[str], own: Collection[str]) -> dict[str, int]:
    """Behind how many of the listener's rows each of MoodDex's own stands."""
    found: dict[str, int] = {}
    theirs = 0
    for uri in rows:
        if uri in both and uri in own:
            found[uri] = theirs
        theirs += uri in both and uri not in own
    return found
