"""What the store promises of listeners' own readings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from moods.circumplex import MOODS, Mood
from moods.reading import Reading
from server.store import own_readings, people, playlists, readings
from server.store.engine import Store
from server.store.playlists import Entry
from server.store.tables import OwnReading

URIS = [f"spotify:track:{n:022}" for n in range(3)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def users(store: Store) -> tuple[int, int]:
    mika, aoi = (people.find_or_create_user(store, name, name) for name in ("mika", "aoi"))
    return mika, aoi


def test_a_word_is_kept_for_the_one_who_said_it(store: Store, users: tuple[int, int]) -> None:
    mika, aoi = users
    own_readings.save_own_mood(store, mika, URIS[0], Mood.SAD)
    own_readings.save_own_mood(store, aoi, URIS[1], Mood.CALM)
    assert own_readings.own_moods(store, mika, URIS) == {URIS[0]: Mood.SAD}
    assert own_readings.own_moods(store, aoi, URIS) == {URIS[1]: Mood.CALM}
    assert own_readings.own_moods(store, mika, []) == {}


def test_the_last_word_counts_and_can_be_taken_back(store: Store, users: tuple[int, int]) -> None:
    mika, aoi = users
    for user in users:
        own_readings.save_own_mood(store, user, URIS[0], Mood.SAD)
    own_readings.save_own_mood(store, mika, URIS[0], Mood.HAPPY)
    assert own_readings.own_moods(store, mika, URIS) == {URIS[0]: Mood.HAPPY}
    own_readings.forget_own_mood(store, mika, URIS[0])
    own_readings.forget_own_mood(store, mika, URIS[0])
    assert own_readings.own_moods(store, mika, URIS) == {}
    assert own_readings.own_moods(store, aoi, URIS) == {URIS[0]: Mood.SAD}


def test_what_somebody_said_goes_when_they_go(store: Store, users: tuple[int, int]) -> None:
    mika, aoi = users
    for user in users:
        own_readings.save_own_mood(store, user, URIS[0], Mood.SAD)
    people.delete_user(store, mika)
    assert own_readings.own_moods(store, aoi, URIS) == {URIS[0]: Mood.SAD}
    with store.snapshot() as session:
        assert session.scalar(select(func.count()).select_from(OwnReading)) == 1


def test_a_song_is_theirs_when_it_is_on_a_playlist_of_theirs(
    store: Store, users: tuple[int, int]
) -> None:
    mika, aoi = users
    playlist = playlists.find_or_add(
        store, mika, "spotify", "f" * 64, name="Rain", description="", request={}
    )
    playlists.set_entries(store, playlist.id, [Entry(None, URIS[0])])
    assert own_readings.is_theirs(store, mika, URIS[0])
    assert not own_readings.is_theirs(store, mika, URIS[1])
    assert not own_readings.is_theirs(store, aoi, URIS[0])


def test_words_are_told_beside_the_models_readings(store: Store, users: tuple[int, int]) -> None:
    mika, aoi = users
    even = dict.fromkeys(MOODS, 0.25)
    reading = Reading(even, (Mood.HAPPY,), 0.5, 0.5, None, {"features": even}, ("m 1",), None)
    readings.save_reading(store, URIS[0], reading, provisional=False)
    own_readings.save_own_mood(store, mika, URIS[0], Mood.SAD)
    own_readings.save_own_mood(store, aoi, URIS[0], Mood.HAPPY)
    own_readings.save_own_mood(store, mika, URIS[1], Mood.CALM)
    assert own_readings.beside_the_models(store) == [
        (Mood.SAD, reading),
        (Mood.HAPPY, reading),
        (Mood.CALM, None),
    ]
