"""Portraits are kept with the readings that they were made with."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import update

from moods.circumplex import MOODS, Mood, Spread
from moods.reading import Reading
from server.domain import Problem
from server.store import portraits, readings
from server.store.engine import Store
from server.store.tables import ReadingFailure, ReadingRow, now
from tests.support.portraits import made_portrait

EVEN = dict.fromkeys(MOODS, 0.25)


def made_reading(version: str = "spectrogram 2", spread: bool = True) -> Reading:
    return Reading(
        EVEN, (Mood.SAD,), 0.2, 0.3, None, {"spectrogram": EVEN}, (version,), "deezer",
        spread=Spread(0.1, 0.1, 0.0) if spread else None,
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store
    store.close()


def test_a_portrait_is_kept_with_its_reading_and_comes_back_as_it_was(store: Store) -> None:
    kept = made_portrait()
    readings.save_reading(store, "u", made_reading(), provisional=False, portrait=kept)
    back = portraits.portrait(store, "u")
    assert back is not None
    for name in ("peaks", "picture", "sound"):
        np.testing.assert_array_equal(getattr(back, name), getattr(kept, name))
    assert (back.seconds, back.offset_seconds, back.course) == (30.0, 12.5, kept.course)
    assert portraits.portrait(store, "v") is None
    readings.save_reading(store, "v", made_reading(), provisional=False)
    sounds = portraits.sounds(store, ["u", "v"])
    assert list(sounds) == ["u"]
    np.testing.assert_array_equal(sounds["u"], kept.sound)
    other = made_portrait(2)
    readings.save_reading(store, "u", made_reading(), provisional=False, portrait=other)
    np.testing.assert_array_equal(portraits.sounds(store, ["u"])["u"], other.sound)


def test_readings_by_other_versions_are_not_settled(store: Store) -> None:
    readings.save_reading(store, "old", made_reading("spectrogram 1"), provisional=False)
    readings.save_reading(store, "new", made_reading(), provisional=False)
    readings.save_reading(store, "before", made_reading(spread=False), provisional=False)
    uris = ["old", "new", "before", "unread"]
    assert readings.settled(store, uris) == {"old", "new", "before"}
    assert readings.settled(store, uris, ["spectrogram 2", "features 1"]) == {"new"}
    assert readings.settled(store, uris, ["spectrogram 1"]) == {"old"}


def test_what_only_could_not_be_reached_is_tried_again_after_a_day(store: Store) -> None:
    for uri, code in (("gone", "no_clip"), ("away", readings.NO_CLIP_NOW)):
        readings.save_failure(store, uri, Problem("i", code, "m"))
    assert set(readings.recent_failures(store, ["gone", "away"])) == {"gone", "away"}
    with store.session() as session:
        session.execute(update(ReadingFailure).values(tried_at=now() - timedelta(days=2)))
    assert set(readings.recent_failures(store, ["gone", "away"])) == {"gone"}
    with store.session() as session:
        session.execute(update(ReadingFailure).values(tried_at=now() - timedelta(days=8)))
        session.execute(update(ReadingRow).values(made_at=now()))
    assert readings.recent_failures(store, ["gone", "away"]) == {}
