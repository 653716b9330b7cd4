"""What the writer promises: no doubles and no losses, however often it is struck down."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.errors import AmbiguousWrite
from server.playlists.writer import sync
from server.store import people, playlists
from server.store.engine import Store
from server.store.playlists import Playlist, marker
from tests.playlists.fakes import FakeSpotify, Killed

SONGS = [f"spotify:track:{number:022}" for number in range(250)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def playlist(store: Store) -> Playlist:
    user = people.find_or_create_user(store, "acc", "Mika")
    return playlists.find_or_add(
        store, user, "list", "f", name="Songs", description="All.", request={}
    )


def _again(store: Store, playlist: Playlist) -> Playlist:
    found = playlists.get(store, playlist.user_id, playlist.id)
    assert found is not None
    return found


def test_a_first_sync_creates_once_and_adds_by_the_hundred(
    store: Store, playlist: Playlist
) -> None:
    spotify = FakeSpotify()
    done = sync(store, spotify, playlist, SONGS)
    assert spotify.playlists == {"p0": SONGS}
    assert spotify.calls == {"create": 1, "add": 3}
    assert done.spotify_url == "url0"
    assert marker(playlist.id) in spotify.about["p0"].description


def test_a_second_sync_reads_and_writes_nothing(store: Store, playlist: Playlist) -> None:
    spotify = FakeSpotify()
    done = sync(store, spotify, playlist, SONGS)
    spotify.calls.clear()
    sync(store, spotify, done, SONGS)
    assert spotify.calls == {"rows": 1}


@pytest.mark.parametrize("failure", ["lost", "unheard"])
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_a_write_of_unknown_fate_is_looked_into_and_finished(
    store: Store, playlist: Playlist, failure: str, write: int
) -> None:
    spotify = FakeSpotify(failures={write: failure})
    sync(store, spotify, playlist, SONGS)
    assert spotify.playlists == {"p0": SONGS}
    assert all(playlists.writes(store, playlist.id).values())


@pytest.mark.parametrize("moment", ["killed before", "killed after"])
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_a_run_that_was_killed_is_finished_by_the_next_without_doubles(
    store: Store, playlist: Playlist, moment: str, write: int
) -> None:
    spotify = FakeSpotify(failures={write: moment})
    with pytest.raises(Killed):
        sync(store, spotify, playlist, SONGS)
    sync(store, spotify, _again(store, playlist), SONGS)
    assert spotify.playlists == {"p0": SONGS}


@pytest.mark.parametrize("moment", ["killed before", "killed after", "lost", "unheard"])
def test_a_removal_that_was_struck_down_is_finished_and_can_be_taken_back(
    store: Store, playlist: Playlist, moment: str
) -> None:
    spotify = FakeSpotify()
    sync(store, spotify, playlist, SONGS[:3])
    spotify.failures = {spotify.writes + 1: moment}
    try:
        sync(store, spotify, _again(store, playlist), SONGS[:2])
    except Killed:
        sync(store, spotify, _again(store, playlist), SONGS[:2])
    assert spotify.playlists == {"p0": SONGS[:2]}
    sync(store, spotify, _again(store, playlist), SONGS[:3])
    assert spotify.playlists == {"p0": SONGS[:3]}


def test_it_gives_up_on_a_spotify_that_never_tells(store: Store, playlist: Playlist) -> None:
    spotify = FakeSpotify(failures=dict.fromkeys(range(2, 50), "lost"))
    with pytest.raises(AmbiguousWrite):
        sync(store, spotify, playlist, SONGS)
    assert spotify.writes < 10


def test_what_the_listener_changed_by_hand_stays(store: Store, playlist: Playlist) -> None:
    spotify = FakeSpotify()
    sync(store, spotify, playlist, SONGS[:4])
    spotify.playlists["p0"] = [None, SONGS[3], "spotify:track:mine", SONGS[0]]
    spotify.calls.clear()
    sync(store, spotify, _again(store, playlist), SONGS[:4])
    assert spotify.playlists["p0"] == [None, SONGS[3], "spotify:track:mine", SONGS[0]]
    assert spotify.calls == {"rows": 1}


def test_a_playlist_that_vanished_is_made_anew_with_all_its_songs(
    store: Store, playlist: Playlist
) -> None:
    spotify = FakeSpotify()
    sync(store, spotify, playlist, SONGS[:3])
    del spotify.playlists["p0"], spotify.about["p0"]
    spotify.about["other"] = FakeSpotify().create_playlist("x", "y")
    sync(store, spotify, _again(store, playlist), SONGS[:3])
    assert spotify.playlists == {"p1": SONGS[:3]}


def test_an_incomplete_list_adds_and_removes_nothing(store: Store, playlist: Playlist) -> None:
    spotify = FakeSpotify()
    sync(store, spotify, playlist, SONGS[:3])
    sync(store, spotify, _again(store, playlist), SONGS[2:4], complete=False)
    assert spotify.playlists == {"p0": SONGS[:4]}
