"""What is kept of the tracks that were in question for a theme."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain import Candidate, Track
from server.store.candidates import MOST, candidates_of, save_candidates
from server.store.engine import Store
from server.store.songs import tracks


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store
    store.close()


def _candidate(name: str, confidence: float = 0.5) -> Candidate:
    track = Track(
        f"spotify:track:{name}", name, ("LiSA",), "JPU901801234", 238_000, "LiVE", "album"
    )
    return Candidate(track, confidence, "same title", same_artist=True)


def test_candidates_come_back_best_first_for_every_theme_of_the_song(store: Store) -> None:
    found = [_candidate("a", 0.9), _candidate("b", 0.4)]
    save_candidates(store, ["k", "l"], found)
    assert candidates_of(store, ["k", "l", "m"]) == {"k": found, "l": found}
    assert tracks(store, ["spotify:track:a"]) == {"spotify:track:a": found[0].track}


def test_the_best_few_are_kept_each_once(store: Store) -> None:
    found = [_candidate(name) for name in "abacdefgh"]
    save_candidates(store, ["k"], found)
    kept = [each.track.title for each in candidates_of(store, ["k"])["k"]]
    assert kept == list("abcde")
    assert len(kept) == MOST


def test_a_later_search_replaces_the_candidates_of_an_earlier_one(store: Store) -> None:
    save_candidates(store, ["k"], [_candidate("a")])
    save_candidates(store, ["l"], [_candidate("a")])
    save_candidates(store, ["k"], [])
    assert candidates_of(store, ["k", "l"]) == {"l": [_candidate("a")]}
