"""What the writer promises: no doubles and no losses, however often it is struck down."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.errors import AmbiguousWrite, SourceError
from server.playlists.writer import Wish, sync
from server.store import people, playlists, syncs, versions
from server.store.engine import Store
from server.store.playlists import Playlist, marker
from tests.playlists.fakes import FakeSpotify, Killed

_LOOK = {"playlist": 1, "in_library": 1}
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
    done = sync(store, spotify, playlist, Wish(SONGS))
    assert spotify.playlists == {"p0": SONGS}
    assert spotify.calls == {"create": 1, "add": 3}
    assert done.spotify_url == "url0"
    assert marker(playlist.id) in spotify.about["p0"].description


def test_a_second_sync_looks_at_the_snapshot_and_writes_nothing(
    store: Store, playlist: Playlist
) -> None:
    spotify = FakeSpotify()
    done = sync(store, spotify, playlist, Wish(SONGS))
    spotify.calls.clear()
    sync(store, spotify, done, Wish(SONGS))
    assert spotify.calls == _LOOK


@pytest.mark.parametrize("failure", ["lost", "unheard"])
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_a_write_of_unknown_fate_is_looked_into_and_finished(
    store: Store, playlist: Playlist, failure: str, write: int
) -> None:
    spotify = FakeSpotify(failures={write: failure})
    sync(store, spotify, playlist, Wish(SONGS))
    assert spotify.playlists == {"p0": SONGS}
    assert all(playlists.writes(store, playlist.id).values())


@pytest.mark.parametrize("moment", ["killed before", "killed after"])
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_a_run_that_was_killed_is_finished_by_the_next_without_doubles(
    store: Store, playlist: Playlist, moment: str, write: int
) -> None:
    spotify = FakeSpotify(failures={write: moment})
    with pytest.raises(Killed):
        sync(store, spotify, playlist, Wish(SONGS))
    sync(store, spotify, _again(store, playlist), Wish(SONGS))
    assert spotify.playlists == {"p0": SONGS}


@pytest.mark.parametrize("moment", ["killed before", "killed after", "lost", "unheard"])
def test_a_removal_that_was_struck_down_is_finished_and_can_be_taken_back(
    store: Store, playlist: Playlist, moment: str
) -> None:
    spotify = FakeSpotify()
    sync(store, spotify, playlist, Wish(SONGS[:3]))
    spotify.failures = {spotify.writes + 1: moment}
    try:
        sync(store, spotify, _again(store, playlist), Wish(SONGS[:2]))
    except Killed:
        sync(store, spotify, _again(store, playlist), Wish(SONGS[:2]))
    assert spotify.playlists == {"p0": SONGS[:2]}
    sync(store, spotify, _again(store, playlist), Wish(SONGS[:3]))
    assert spotify.playlists == {"p0": SONGS[:3]}


def test_it_gives_up_on_a_spotify_that_never_tells(store: Store, playlist: Playlist) -> None:
    spotify = FakeSpotify(failures=dict.fromkeys(range(2, 50), "lost"))
    with pytest.raises(AmbiguousWrite):
        sync(store, spotify, playlist, Wish(SONGS))
    assert spotify.writes < 10


def test_what_the_listener_changed_by_hand_stays(store: Store, playlist: Playlist) -> None:
    spotify = FakeSpotify()
    sync(store, spotify, playlist, Wish(SONGS[:4]))
    spotify.playlists["p0"] = [None, SONGS[3], "spotify:track:mine", SONGS[0]]
    spotify.calls.clear()
    sync(store, spotify, _again(store, playlist), Wish(SONGS[:4]))
    assert spotify.playlists["p0"] == [None, SONGS[3], "spotify:track:mine", SONGS[0]]
    assert spotify.calls == _LOOK | {"rows": 1}


def test_a_playlist_that_vanished_is_made_anew_with_all_its_songs(
    store: Store, playlist: Playlist
) -> None:
    spotify = FakeSpotify()
    sync(store, spotify, playlist, Wish(SONGS[:3]))
    del spotify.playlists["p0"]
    sync(store, spotify, _again(store, playlist), Wish(SONGS[:3]))
    assert spotify.playlists == {"p1": SONGS[:3]}


def test_an_incomplete_list_adds_and_removes_nothing(store: Store, playlist: Playlist) -> None:
    spotify = FakeSpotify()
    sync(store, spotify, playlist, Wish(SONGS[:3]))
    sync(store, spotify, _again(store, playlist), Wish(SONGS[2:4], complete=False))
    assert spotify.playlists == {"p0": SONGS[:4]}


def test_one_that_the_listener_deleted_is_made_anew_or_told_of(
    store: Store, playlist: Playlist
) -> None:
    spotify = FakeSpotify()
    done = sync(store, spotify, playlist, Wish(SONGS[:3]))
    spotify.unfollowed.add("p0")
    with pytest.raises(SourceError, match="deleted at Spotify"):
        sync(store, spotify, done, Wish(SONGS[:4]), anew=False)
    sync(store, spotify, done, Wish(SONGS[:4]))
    assert spotify.playlists == {"p0": SONGS[:3], "p1": SONGS[:4]}


def test_a_song_that_the_listener_took_out_stays_out_until_they_ask_for_it(
    store: Store, playlist: Playlist
) -> None:
    spotify = FakeSpotify()
    done = sync(store, spotify, playlist, Wish(SONGS[:3]))
    spotify.playlists["p0"] = [SONGS[0], SONGS[2]]
    sync(store, spotify, done, Wish(SONGS[:3]))
    sync(store, spotify, done, Wish(SONGS[:4]))
    assert spotify.playlists["p0"] == [SONGS[0], SONGS[2], SONGS[3]]
    syncs.ask_back(store, playlist.id, [SONGS[1]])
    sync(store, spotify, done, Wish(SONGS[:4]))
    assert spotify.playlists["p0"] == SONGS[:4]


_STEPS = 4  # one removal, two moves, one add


@pytest.mark.parametrize("moment", ["killed before", "killed after", "lost", "unheard"])
@pytest.mark.parametrize("write", range(1, _STEPS + 1))
def test_a_sync_that_removes_moves_and_adds_can_be_struck_down_at_every_write(
    store: Store, playlist: Playlist, moment: str, write: int
) -> None:
    old, mine = SONGS[:6], "spotify:track:mine"
    new = [SONGS[3], SONGS[1], SONGS[6], SONGS[2], SONGS[0], SONGS[5]]
    spotify = FakeSpotify()
    done = sync(store, spotify, playlist, Wish(old))
    # The listener puts in a song of theirs, and the last of ours first.
    spotify.playlists["p0"] = [SONGS[5], *SONGS[:2], mine, *SONGS[2:5]]
    spotify.failures = {spotify.writes + write: moment}
    spotify.calls.clear()
    try:
        sync(store, spotify, done, Wish(new))
    except Killed:
        sync(store, spotify, _again(store, playlist), Wish(new))
    rows = spotify.playlists["p0"]
    assert sorted(rows, key=str) == sorted([*new, mine], key=str)
    assert [uri for uri in rows if uri in new and uri != SONGS[5]] == new[:-1]
    assert rows.index(SONGS[5]) == 0
    assert all(playlists.writes(store, playlist.id).values())
    assert not syncs.standing(store, playlist.id).cut_off
    spotify.calls.clear()
    sync(store, spotify, _again(store, playlist), Wish(new))
    assert spotify.calls == _LOOK


def test_the_rows_are_kept_before_and_after_each_change(store: Store, playlist: Playlist) -> None:
    spotify = FakeSpotify()
    done = sync(store, spotify, playlist, Wish(SONGS[:3]))
    spotify.playlists["p0"] = [*SONGS[:3], None]
    sync(store, spotify, done, Wish(SONGS[1:5]))
    kept = versions.of_playlist(store, playlist.id)
    assert [(each.cause, list(each.rows)) for each in kept] == [
        ("sync", [*SONGS[1:5], None]),
        ("found", [*SONGS[:3], None]),
        ("sync", SONGS[:3]),
    ]
    assert (kept[0].added, kept[0].removed, kept[0].moved) == (2, 1, 0)
    for number in range(2 * versions.MOST_KEPT):
        sync(store, spotify, done, Wish(SONGS[: 3 + number % 2]))
    assert len(versions.of_playlist(store, playlist.id)) == versions.MOST_KEPT
