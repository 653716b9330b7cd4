"""What undo promises: one write of MoodDex's is taken back, and nothing that the listener did."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.errors import NotFound
from server.playlists.restore import last_write, undo
from server.playlists.writer import Wish, sync
from server.store import people, playlists, versions
from server.store.engine import Store
from server.store.playlists import Entry, Playlist
from tests.playlists.fakes import FakeSpotify, Killed

_SONGS = [f"s{number}" for number in range(8)]
_MINE = ["m0", "m1", "m2"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("undo")
    store = Store(f"sqlite:///{folder / 'test.db'}")
    store.migrate()
    yield store
    store.close()


@dataclass
class _Shelf:
    """A playlist that MoodDex writes and the listener changes."""

    store: Store
    spotify: FakeSpotify = field(default_factory=FakeSpotify)
    playlist: Playlist = field(init=False)

    def __post_init__(self) -> None:
        user = people.find_or_create_user(self.store, "acc", "Mika")
        self.playlist = playlists.find_or_add(
            self.store, user, "list", uuid4().hex, name="Songs", description="", request={}
        )

    @property
    def rows(self) -> list[str | None]:
        return list(self.spotify.playlists["p0"])

    def by_hand(self, *rows: str | None) -> None:
        self.spotify.playlists["p0"] = list(rows)

    def write(self, *uris: str, order: bool = False) -> None:
        entries = [Entry(None, uri) for uri in uris]
        playlists.set_entries(self.store, self.playlist.id, entries)
        self.playlist = sync(self.store, self.spotify, self._now(), Wish(uris, restore=order))

    def undo(self) -> None:
        write = last_write(self.store, self.playlist.id)
        assert write is not None
        undo(self.store, self.spotify, self._now(), write.id)

    def can_undo(self) -> bool:
        return last_write(self.store, self.playlist.id) is not None

    def _now(self) -> Playlist:
        found = playlists.get(self.store, self.playlist.user_id, self.playlist.id)
        assert found is not None
        return found


def test_what_came_goes_and_what_went_comes_back_where_it_was(store: Store) -> None:
    shelf = _Shelf(store)
    shelf.write("a", "b", "c", "d")
    shelf.write("a", "c", "x", "d", "y")
    shelf.undo()
    assert shelf.rows == ["a", "b", "c", "d"]


def test_what_was_changed_by_hand_since_stays(store: Store) -> None:
    shelf = _Shelf(store)
    shelf.write("a", "b", "c", "d")
    shelf.write("a", "b", "c", "d", "x", "y")
    shelf.by_hand("mine", "d", "y", "a", "b", "x", None)  # c taken out, d and y moved, mine added
    shelf.undo()
    assert shelf.rows == ["mine", "d", "a", "b", None]


def test_a_song_that_the_listener_put_in_a_second_time_stays(store: Store) -> None:
    shelf = _Shelf(store)
    shelf.write("a", "b")
    shelf.write("a", "b", "x")
    shelf.by_hand("x", "a", "b", "x")
    shelf.undo()
    assert shelf.rows == ["x", "a", "b", "x"]


def test_rows_go_back_only_if_that_write_moved_them_and_no_hand_did_since(store: Store) -> None:
    shelf = _Shelf(store)
    shelf.write("a", "b", "c", "d", "e")
    shelf.by_hand("e", "a", "mine", "b", "c", "d")
    shelf.write("a", "b", "c", "d", "e", order=True)
    assert shelf.rows == ["a", "mine", "b", "c", "d", "e"]
    shelf.undo()
    assert shelf.rows == ["e", "a", "mine", "b", "c", "d"]
    shelf.write("a", "b", "c", "d", "e", order=True)
    shelf.by_hand("a", "mine", "e", "b", "c", "d")
    shelf.undo()
    assert shelf.rows == ["a", "mine", "e", "b", "c", "d"]


def test_undone_twice_it_goes_back_two_writes_and_then_says_that_there_is_no_more(
    store: Store,
) -> None:
    shelf = _Shelf(store)
    shelf.write("a")
    assert not shelf.can_undo()
    shelf.write("a", "b")
    shelf.write("a", "b", "c")
    shelf.by_hand("mine", "a", "b")  # c is out already: nothing is left to take back
    shelf.undo()
    assert shelf.rows == ["mine", "a", "b"]
    shelf.undo()
    assert shelf.rows == ["mine", "a"]
    assert not shelf.can_undo()
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(store, shelf.spotify, shelf.playlist, 0)


def test_a_write_between_undos_is_the_next_to_go(store: Store) -> None:
    shelf = _Shelf(store)
    shelf.write("a")
    shelf.write("a", "b")
    shelf.undo()
    shelf.write("a", "b", "c")
    assert shelf.rows == ["a", "c"]  # b was undone, and stays out
    shelf.undo()
    assert shelf.rows == ["a"]
    assert not shelf.can_undo()


def test_the_next_update_leaves_what_came_of_it(store: Store) -> None:
    shelf = _Shelf(store)
    shelf.write("a", "b", "c")
    shelf.write("a", "c", "x")
    shelf.undo()
    shelf.write("a", "c", "x")
    assert shelf.rows == ["a", "b", "c"]
    shelf.write("a", "c", "x", "y")
    assert shelf.rows == ["a", "b", "c", "y"]


@pytest.mark.parametrize("moment", ["killed before", "killed after", "lost", "unheard"])
@pytest.mark.parametrize("write", [1, 2, 3])
def test_it_can_be_struck_down_at_every_write(store: Store, moment: str, write: int) -> None:
    shelf = _Shelf(store)
    shelf.write("a", "b", "c", "d")
    shelf.by_hand("d", "a", "b", "c")
    shelf.write("a", "c", "x", "d", order=True)
    shelf.by_hand("mine", "a", "c", "x", "d")
    undone = last_write(store, shelf.playlist.id)
    assert undone is not None
    shelf.spotify.failures = {shelf.spotify.writes + write: moment}
    try:
        shelf.undo()
    except Killed:
        undo(store, shelf.spotify, shelf.playlist, undone.id)
    assert shelf.rows == ["mine", "d", "a", "b", "c"]
    assert versions.of_playlist(store, shelf.playlist.id)[0].undoes == undone.id
    writes = shelf.spotify.writes
    undo(store, shelf.spotify, shelf.playlist, undone.id)
    assert shelf.spotify.writes == writes
    assert not shelf.can_undo()


_HAND = st.lists(
    st.one_of(
        st.tuples(st.just("out"), st.integers(0, 20), st.just("")),
        st.tuples(st.just("in"), st.integers(0, 20), st.sampled_from([*_MINE, "s6", "s7"])),
        st.tuples(st.just("move"), st.integers(0, 20), st.integers(0, 20)),
    ),
    max_size=6,
)
_WANTED = st.lists(st.sampled_from(_SONGS), unique=True, max_size=8)


def _with_hand(rows: list[str | None], edits: list[tuple[str, int, str | int]]) -> list[str | None]:
    rows = list(rows)
    for what, place, more in edits:
        if what == "in":
            rows.insert(min(place, len(rows)), str(more))
        elif rows and what == "out":
            rows.pop(place % len(rows))
        elif rows:
            rows.insert(int(more) % len(rows), rows.pop(place % len(rows)))
    return rows


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(_WANTED, _WANTED), _HAND, _HAND, st.booleans())
def test_it_takes_back_what_that_write_did_and_nothing_else(
    store: Store,
    wanted: tuple[list[str], list[str]],
    before: list[tuple[str, int, str | int]],
    after: list[tuple[str, int, str | int]],
    order: bool,
) -> None:
    first, second = wanted
    shelf = _Shelf(store)
    shelf.write(*first)
    shelf.by_hand(*_with_hand(shelf.rows, before))
    was = shelf.rows
    shelf.write(*second, order=order)
    became = shelf.rows
    if became == was:
        return
    shelf.by_hand(*_with_hand(became, after))
    stood = shelf.rows
    write = last_write(store, shelf.playlist.id)
    assert write is not None
    shelf.undo()

    copies = Counter(stood)
    goes = {uri for uri in set(became) - set(was) if copies[uri] == 1}
    comes = set(was) - set(became) - set(stood)
    assert Counter(shelf.rows) == Counter([u for u in stood if u not in goes]) + Counter(comes)
    own = {uri for uri in write.own if uri in was}
    listeners = [uri for uri in stood if uri not in goes and uri not in own]
    assert [u for u in shelf.rows if u in listeners] == listeners
    if not write.moved:
        assert [u for u in shelf.rows if u not in comes] == [u for u in stood if u not in goes]
    if not after and max(Counter(was).values(), default=1) == 1:
        assert shelf.rows == was

    if not after:
        writes = shelf.spotify.writes
        shelf.write(*second)
        assert shelf.spotify.writes == writes
