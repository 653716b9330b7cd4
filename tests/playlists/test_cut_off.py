"""Death between any two records that a sync, an undo or a restore makes: the next run ends it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from server.playlists.restore import last_write, restore, undo
from server.playlists.writer import Wish, sync
from server.store import people, playlists, syncs, versions
from server.store.engine import Store
from server.store.playlists import Entry, Playlist
from tests.playlists.fakes import FakeSpotify, Killed

_FIRST, _SECOND = ["a", "b", "c", "d"], ["a", "c", "x", "d"]
_HAND = ["d", "a", "mine", "b", "c"]
_ORDERED = ["a", "mine", "c", "x", "d"]
_MOST = 40


class _MortalStore(Store):
    """A database whose process dies once so many of its records were made; 0 for never."""

    dies_at = 0
    records = 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        with super().session() as session:
            yield session
        self.records += 1
        if self.records == self.dies_at:
            raise Killed


class _Shelf:
    """A playlist with a write that took a song out, put one in and moved one back."""

    def __init__(self, store: _MortalStore) -> None:
        self.store = store
        self.spotify = FakeSpotify()
        user = people.find_or_create_user(store, "acc", "Mika")
        self._playlist = playlists.find_or_add(
            store, user, "list", uuid4().hex, name="Songs", description="", request={}
        )
        self.sync(_FIRST)
        self.spotify.playlists["p0"] = list(_HAND)

    @property
    def rows(self) -> list[str | None]:
        return self.spotify.playlists["p0"]

    @property
    def playlist(self) -> Playlist:
        found = playlists.get(self.store, self._playlist.user_id, self._playlist.id)
        assert found is not None
        return found

    def sync(self, wanted: list[str], *, order: bool = False) -> None:
        playlists.set_entries(self.store, self.playlist.id, [Entry(None, uri) for uri in wanted])
        sync(self.store, self.spotify, self.playlist, Wish(wanted, restore=order))

    def undo(self, write: int) -> None:
        undo(self.store, self.spotify, self.playlist, write)

    def last_write(self) -> int:
        found = last_write(self.store, self.playlist.id)
        assert found is not None
        return found.id

    def die_and_run_again(self, step: Callable[[], object], dies_at: int) -> bool:
        """Whether it died at that record; then it has run a second time."""
        self.store.records, self.store.dies_at = 0, dies_at
        try:
            step()
        except Killed:
            step()
            return True
        finally:
            self.store.dies_at = 0
        return False

    def is_settled(self, wanted: list[str]) -> bool:
        """Whether nothing is open, and the next update leaves all as it is."""
        writes, rows = self.spotify.writes, self.rows
        assert not syncs.standing(self.store, self.playlist.id).cut_off
        self.sync(wanted)
        return (self.spotify.writes, self.rows) == (writes, rows)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_MortalStore]:
    store = _MortalStore(f"sqlite:///{tmp_path_factory.mktemp('cut off') / 'test.db'}")
    store.migrate()
    yield store
    store.close()


def test_a_sync_ends_as_if_it_had_not_died_and_can_be_taken_back(store: _MortalStore) -> None:
    for dies_at in range(1, _MOST):
        shelf = _Shelf(store)
        died = shelf.die_and_run_again(partial(shelf.sync, _SECOND, order=True), dies_at)
        assert shelf.rows == _ORDERED
        assert shelf.is_settled(_SECOND)
        shelf.undo(shelf.last_write())
        assert shelf.rows == _HAND, dies_at
        if not died:
            return
    pytest.fail("it never ends")


def test_an_undo_ends_as_if_it_had_not_died_and_the_next_update_leaves_it(
    store: _MortalStore,
) -> None:
    for dies_at in range(1, _MOST):
        shelf = _Shelf(store)
        shelf.sync(_SECOND, order=True)
        write = shelf.last_write()
        died = shelf.die_and_run_again(partial(shelf.undo, write), dies_at)
        assert shelf.rows == _HAND
        assert shelf.is_settled(_SECOND), dies_at
        assert shelf.rows == _HAND
        assert last_write(shelf.store, shelf.playlist.id) is None
        if not died:
            return
    pytest.fail("it never ends")


def test_going_back_ends_as_if_it_had_not_died_and_can_be_taken_back(store: _MortalStore) -> None:
    for dies_at in range(1, _MOST):
        shelf = _Shelf(store)
        shelf.sync(_SECOND, order=True)
        oldest = versions.of_playlist(store, shelf.playlist.id)[-1]
        died = shelf.die_and_run_again(
            partial(restore, store, shelf.spotify, shelf.playlist, oldest), dies_at
        )
        assert [uri for uri in shelf.rows if uri != "mine"] == _FIRST
        assert shelf.is_settled(_SECOND), dies_at
        shelf.undo(shelf.last_write())
        assert shelf.rows == _ORDERED, dies_at
        if not died:
            return
    pytest.fail("it never ends")
