"""What the local table of songs promises."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.domain import ThemeKind
from server.store.engine import Store
from server.store.song_table import Saved, TableSong, save_songs, songs_of

AGAIN = TableSong(
    mal_id=5114,
    anime_title="Fullmetal Alchemist: Brotherhood",
    title="again",
    artist="YUI",
    kind=ThemeKind.OP,
    sequence=1,
    track_uri="spotify:track:1qNbbhB5GVDmb1qx0bpWVI",
    artist_url="https://open.spotify.com/artist/6eX7r2zQQUEgFU4U7qGkoT",
)
UNKNOWN_SHOW = replace(AGAIN, mal_id=None, playlist_uri="spotify:playlist:x", track_uri=None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store
    store.close()


def test_songs_come_back_by_show_as_they_were(store: Store) -> None:
    ending = replace(AGAIN, kind=ThemeKind.ED, title="Uso", artist="SID")
    second = replace(AGAIN, title="Hologram", sequence=2)
    assert save_songs(store, [ending, second, AGAIN, UNKNOWN_SHOW]) == Saved(added=4)
    assert songs_of(store, [5114, 5114, 1]) == {5114: [AGAIN, second, ending]}


def test_saving_again_changes_nothing_and_a_correction_one_row(store: Store) -> None:
    save_songs(store, [AGAIN, UNKNOWN_SHOW])
    assert save_songs(store, [AGAIN, UNKNOWN_SHOW]) == Saved(unchanged=2)
    corrected = replace(AGAIN, title="Again", track_uri="spotify:track:6eX7r2zQQUEgFU4U7qGkoT")
    assert save_songs(store, [corrected, UNKNOWN_SHOW]) == Saved(changed=1, unchanged=1)
    assert songs_of(store, [5114]) == {5114: [corrected]}


def test_a_link_is_not_lost_to_a_table_that_lacks_it(store: Store) -> None:
    save_songs(store, [AGAIN])
    assert save_songs(store, [replace(AGAIN, track_uri=None)]) == Saved(unchanged=1)
    assert songs_of(store, [5114]) == {5114: [AGAIN]}


def test_of_two_rows_for_one_song_the_last_counts(store: Store) -> None:
    later = replace(AGAIN, title="AGAIN!")
    assert save_songs(store, [AGAIN, later]) == Saved(added=1)
    assert songs_of(store, [5114]) == {5114: [later]}


def test_ten_thousand_rows_are_no_trouble(store: Store) -> None:
    rows = [replace(AGAIN, mal_id=number, title="x" * 600) for number in range(10_000)]
    assert save_songs(store, rows).added == 10_000
    assert len(songs_of(store, range(20_000))) == 10_000
