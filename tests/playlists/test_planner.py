"""What the planner promises of any playlist, whoever put what on it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from server.playlists.planner import Plan, plan

_URIS = [f"t{number}" for number in range(8)]
_ROWS = st.lists(st.sampled_from(_URIS) | st.none(), max_size=12)
_WANTED = st.lists(st.sampled_from(_URIS), max_size=12)
_WRITES = st.dictionaries(st.sampled_from(_URIS), st.booleans())


def _apply(
    remote: Sequence[str | None], writes: Mapping[str, bool], changes: Plan
) -> tuple[list[str | None], dict[str, bool]]:
    """What Spotify and the records hold after a plan was carried out."""
    rows = [uri for uri in remote if uri not in changes.removes] + list(changes.adds)
    records = dict(writes) | dict.fromkeys(changes.arrived, True)
    for uri in (*changes.vanished, *changes.removes):
        del records[uri]
    return rows, records | dict.fromkeys(changes.adds, True)


@given(_WANTED, _ROWS, _WRITES)
def test_a_plan_that_was_carried_out_leaves_nothing_to_do(
    desired: list[str], remote: list[str | None], writes: dict[str, bool]
) -> None:
    rows, records = _apply(remote, writes, plan(desired, remote, writes))
    again = plan(desired, rows, records)
    assert again == Plan()


@given(_WANTED, _ROWS, _WRITES)
def test_rows_that_were_not_added_here_are_never_touched(
    desired: list[str], remote: list[str | None], writes: dict[str, bool]
) -> None:
    rows, _ = _apply(remote, writes, plan(desired, remote, writes))
    foreign = [uri for uri in remote if uri not in writes]
    assert [uri for uri in rows[: len(remote)] if uri not in writes][: len(foreign)] == foreign


@given(_WANTED, _ROWS, _WRITES)
def test_what_the_listener_removed_stays_out(
    desired: list[str], remote: list[str | None], writes: dict[str, bool]
) -> None:
    changes = plan(desired, remote, writes)
    removed_by_hand = {uri for uri, sure in writes.items() if sure and uri not in remote}
    assert removed_by_hand.isdisjoint(changes.adds)


@given(_WANTED, _ROWS, _WRITES)
def test_nothing_is_added_twice_and_the_order_is_kept(
    desired: list[str], remote: list[str | None], writes: dict[str, bool]
) -> None:
    adds = plan(desired, remote, writes).adds
    assert len(set(adds)) == len(adds)
    assert set(adds).isdisjoint(remote)
    places = [desired.index(uri) for uri in adds]
    assert places == sorted(places)


@given(_WANTED, _ROWS, _WRITES)
def test_an_incomplete_list_removes_nothing(
    desired: list[str], remote: list[str | None], writes: dict[str, bool]
) -> None:
    assert plan(desired, remote, writes, complete=False).removes == ()


@given(_WANTED, _ROWS, _WRITES, st.sets(st.sampled_from(_URIS)))
def test_what_is_surely_unwanted_goes_even_when_some_answers_are_missing(
    desired: list[str], remote: list[str | None], writes: dict[str, bool], unwanted: set[str]
) -> None:
    removes = set(plan(desired, remote, writes, complete=False, unwanted=unwanted).removes)
    assert removes == unwanted & set(plan(desired, remote, writes).removes)


@given(_WANTED, _ROWS, _WRITES)
def test_only_what_is_unwanted_and_stands_there_once_is_removed(
    desired: list[str], remote: list[str | None], writes: dict[str, bool]
) -> None:
    there = Counter(remote)
    for uri in plan(desired, remote, writes).removes:
        assert uri in writes
        assert uri not in desired
        assert there[uri] == 1


@given(_WANTED)
def test_an_empty_playlist_gets_each_song_once_in_order(desired: list[str]) -> None:
    assert plan(desired, [], {}) == Plan(adds=tuple(dict.fromkeys(desired)))


def test_a_list_that_grew_gets_exactly_the_new_songs() -> None:
    changes = plan(["a", "new", "b"], ["a", "b", "mine"], {"a": True, "b": True})
    assert changes == Plan(adds=("new",))
