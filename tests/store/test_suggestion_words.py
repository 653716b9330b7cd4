"""What the store promises of what people say of suggestions."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.store import people, suggestion_words
from server.store.engine import Store
from server.store.suggestion_words import FILM, MOST_WORDS, SHOW, SuggestionWord, Word

JAWS = Word(FILM, "1387", True, "Jaws", 1975, 3, "tied", "films 1.0")


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
    show = Word(SHOW, "mal:1387", False, "Another thing of that number")
    assert suggestion_words.save(store, mika, JAWS)
    assert suggestion_words.save(store, mika, show)
    assert suggestion_words.words(store, mika, FILM) == [JAWS]
    assert suggestion_words.words(store, mika) == [show, JAWS], "the newest first"
    assert suggestion_words.word(store, mika, FILM, "1387") == JAWS
    assert suggestion_words.words(store, aoi) == []
    assert suggestion_words.word(store, aoi, FILM, "1387") is None
    assert suggestion_words.everybodys(store) == [JAWS, show]


def test_the_last_word_counts_and_where_it_was_suggested_is_remembered(
    store: Store, users: tuple[int, int]
) -> None:
    mika, _ = users
    suggestion_words.save(store, mika, JAWS)
    later = Word(FILM, "1387", False, "Jaws", 1975)
    suggestion_words.save(store, mika, later)
    assert suggestion_words.words(store, mika) == [replace(JAWS, liked=False)]
    again = replace(JAWS, rank=8, known="credits")
    suggestion_words.save(store, mika, again)
    assert suggestion_words.words(store, mika) == [again]
    for _ in range(2):
        suggestion_words.forget(store, mika, FILM, "1387")
    assert suggestion_words.words(store, mika) == []


def test_there_is_an_end_to_what_one_person_says(store: Store, users: tuple[int, int]) -> None:
    mika, aoi = users
    with store.session() as session:
        session.add_all(
            SuggestionWord(user_id=mika, kind=FILM, item=f"x{n}", liked=True, title="x")
            for n in range(MOST_WORDS)
        )
    assert not suggestion_words.save(store, mika, JAWS)
    assert suggestion_words.save(store, mika, Word(FILM, "x1", False, "x")), "one can change it"
    assert suggestion_words.save(store, mika, replace(JAWS, kind=SHOW))
    assert suggestion_words.save(store, aoi, JAWS)
