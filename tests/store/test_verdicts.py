"""What the store promises of people's words on songs, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import text

from server.songs.verdicts import VerdictKind, Words
from server.store import people, verdicts
from server.store.engine import Store
from tests.store.test_engine import store, user

__all__ = ["store", "user"]

FIRST, SECOND = "spotify:track:1", "spotify:track:2"


def _words(store: Store, user: int) -> Words:
    return Words.of(verdicts.verdicts_of(store, user))


def test_a_choice_takes_the_place_of_the_one_before_and_can_be_taken_back(
    store: Store, user: int
) -> None:
    verdicts.say(store, user, "song", VerdictKind.THIS, FIRST)
    verdicts.say(store, user, "song", VerdictKind.NONE, None)
    verdicts.say(store, user, "song", VerdictKind.THIS, SECOND)
    verdicts.say(store, user, "other", VerdictKind.NONE, None)
    chosen = {key: word.track_uri for key, word in _words(store, user).settled.items()}
    assert chosen == {"song": SECOND, "other": None}
    assert len(verdicts.verdicts_of(store, user)) == 2
    verdicts.take_back(store, user, "song")
    assert set(_words(store, user).settled) == {"other"}
    verdicts.take_back(store, user, "song")


def test_never_is_kept_beside_a_choice_and_for_every_song(store: Store, user: int) -> None:
    verdicts.say(store, user, "song", VerdictKind.THIS, FIRST)
    for _ in range(2):
        verdicts.say(store, user, "song", VerdictKind.NEVER, SECOND)
    assert len(verdicts.verdicts_of(store, user)) == 2
    verdicts.say(store, user, "other", VerdictKind.NEVER, SECOND)
    assert set(_words(store, user).banned) == {SECOND}
    verdicts.take_back(store, user, "song")
    assert set(_words(store, user).banned) == {SECOND}
    verdicts.allow_again(store, user, SECOND)
    assert verdicts.verdicts_of(store, user) == []


def test_a_later_choice_lifts_a_never_and_a_later_never_voids_a_choice(
    store: Store, user: int
) -> None:
    verdicts.say(store, user, "song", VerdictKind.NEVER, FIRST)
    verdicts.say(store, user, "song", VerdictKind.THIS, FIRST)
    assert _words(store, user).settled["song"].track_uri == FIRST
    verdicts.say(store, user, "song", VerdictKind.NEVER, FIRST)
    assert _words(store, user).settled == {}
    verdicts.allow_again(store, user, FIRST)
    assert _words(store, user).settled["song"].track_uri == FIRST


def test_what_one_person_says_is_nobody_elses_and_goes_with_them(store: Store, user: int) -> None:
    other = people.find_or_create_user(store, "other", "Aoi")
    verdicts.say(store, user, "song", VerdictKind.THIS, FIRST)
    verdicts.say(store, other, "song", VerdictKind.NEVER, FIRST)
    verdicts.take_back(store, other, "song")
    assert [each.kind for each in verdicts.verdicts_of(store, user)] == [VerdictKind.THIS]
    verdicts.allow_again(store, user, FIRST)
    assert [each.kind for each in verdicts.verdicts_of(store, other)] == [VerdictKind.NEVER]
    people.delete_user(store, other)
    with store.snapshot() as session:
        assert session.execute(text("SELECT count(*) FROM verdicts")).scalar() == 1


@pytest.mark.parametrize(
    ("kind", "uri"),
    [(VerdictKind.NONE, FIRST), (VerdictKind.THIS, None), (VerdictKind.NEVER, None)],
)
def test_a_word_names_a_track_unless_it_is_none(
    store: Store, user: int, kind: VerdictKind, uri: str | None
) -> None:
    with pytest.raises(ValueError, match="with track"):
        verdicts.say(store, user, "song", kind, uri)
