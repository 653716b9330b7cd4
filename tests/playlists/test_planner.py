"""What the planner promises of any playlist, whoever put what on it."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.playlists.planner import (
    MOST_MOVES,
    MOST_PLACES,
    Add,
    Move,
    Plan,
    carried_out,
    plan,
)
from tests.playlists.model import Remote, recorded

_URIS = [f"t{number}" for number in range(9)]


@dataclass
class Case:
    """A playlist, what it should hold, and what is known of it."""

    desired: list[str]
    remote: list[str | None]
    writes: dict[str, bool]
    left: list[str]

    def plan(self, **rules: Any) -> Plan:
        return plan(self.desired, self.remote, self.writes, left=self.left, **rules)

    def after(self, changes: Plan) -> "Case":
        remote = Remote(list(self.remote))
        remote.carry_out(changes)
        return replace(
            self,
            remote=remote.rows,
            writes=recorded(self.writes, changes),
            left=list(dict.fromkeys(self.desired)),
        )

    def own(self) -> list[str]:
        """The rows that are MoodDex's alone, as they stand."""
        there = Counter(self.remote)
        return [uri for uri in self.remote if uri in self.writes and there[uri] == 1]  # type: ignore[misc]

    def foreign(self) -> list[str | None]:
        """The other rows, as they stand."""
        own = set(self.own())
        return [uri for uri in self.remote if uri not in own]


_CASES = st.builds(
    Case,
    st.lists(st.sampled_from(_URIS), max_size=12),
    st.lists(st.sampled_from(_URIS) | st.none(), max_size=12),
    st.dictionaries(st.sampled_from(_URIS), st.booleans()),
    st.permutations(_URIS).flatmap(lambda uris: st.integers(0, 9).map(lambda n: uris[:n])),
)
_RULES = st.fixed_dictionaries({"complete": st.booleans(), "restore": st.booleans()})


@settings(deadline=None)
@given(_CASES, _RULES)
def test_a_plan_that_was_carried_out_leaves_nothing_to_do(case: Case, rules: Any) -> None:
    again = case.after(case.plan(**rules)).plan(**rules)
    assert again == Plan(kept_out=again.kept_out, by_hand=again.by_hand)
    assert again.calls == 0


@settings(deadline=None)
@given(_CASES, _RULES)
def test_what_a_plan_does_is_what_it_says_it_does(case: Case, rules: Any) -> None:
    changes = case.plan(**rules)
    assert case.after(changes).remote == carried_out(case.remote, changes)


@settings(deadline=None)
@given(_CASES, _RULES)
def test_the_playlist_then_holds_what_is_wanted_and_nothing_else_of_ours(
    case: Case, rules: Any
) -> None:
    changes = case.plan(**rules)
    after = case.after(changes)
    assert set(case.desired) - set(changes.kept_out) <= set(after.remote)
    if rules["complete"]:
        assert set(after.own()) <= set(case.desired)
    else:
        assert set(case.own()) <= set(after.remote)


@settings(deadline=None)
@given(_CASES, _RULES)
def test_rows_that_are_not_ours_alone_are_never_touched(case: Case, rules: Any) -> None:
    after = case.after(case.plan(**rules))
    ours = set(case.own()) | (set(after.own()) - set(case.remote))
    assert [uri for uri in after.remote if uri not in ours] == case.foreign()


@settings(deadline=None)
@given(_CASES)
def test_our_rows_follow_the_order_but_for_those_that_the_listener_moved(case: Case) -> None:
    changes = case.plan()
    held = set(changes.by_hand)
    line = [uri for uri in case.after(changes).own() if uri not in held]
    assert line == sorted(line, key=case.desired.index)


@settings(deadline=None)
@given(_CASES)
def test_rows_that_the_listener_moved_stay_among_all_that_is_not_moved(case: Case) -> None:
    changes = case.plan()
    after = case.after(changes)
    held = set(changes.by_hand)
    fixed = [uri for uri in case.remote if uri in held or uri in case.foreign()]
    assert [u for u in after.remote if u in held or u in case.foreign()] == fixed


@settings(deadline=None)
@given(_CASES)
def test_restoring_the_order_puts_every_row_of_ours_in_it(case: Case) -> None:
    after = case.after(case.plan(restore=True))
    assert after.own() == sorted(after.own(), key=case.desired.index)


@settings(deadline=None)
@given(_CASES, _RULES)
def test_what_the_listener_removed_stays_out(case: Case, rules: Any) -> None:
    removed_by_hand = {u for u, sure in case.writes.items() if sure and u not in case.remote}
    changes = case.plan(**rules)
    assert removed_by_hand.isdisjoint(changes.added)
    assert set(changes.kept_out) == removed_by_hand & set(case.desired)


@settings(deadline=None)
@given(_CASES, _RULES)
def test_nothing_is_added_that_is_there(case: Case, rules: Any) -> None:
    added = case.plan(**rules).added
    assert len(set(added)) == len(added)
    assert set(added).isdisjoint(case.remote)


@settings(deadline=None)
@given(_CASES)
def test_an_incomplete_list_removes_nothing_and_moves_nothing(case: Case) -> None:
    changes = case.plan(complete=False)
    assert changes.removes == ()
    assert changes.moves == ()


@settings(deadline=None)
@given(_CASES, st.sets(st.sampled_from(_URIS)))
def test_what_is_surely_unwanted_goes_even_when_some_answers_are_missing(
    case: Case, unwanted: set[str]
) -> None:
    removes = set(case.plan(complete=False, unwanted=unwanted).removes)
    assert removes == unwanted & set(case.plan().removes)


@settings(deadline=None)
@given(_CASES, st.integers(0, 20))
def test_a_plan_that_was_cut_off_is_finished_by_the_next(case: Case, steps: int) -> None:
    changes = case.plan()
    whole = case.after(changes)
    done = replace(
        changes,
        removes=changes.removes if steps else (),
        moves=changes.moves[: max(0, steps - 1)],
        adds=changes.adds[: max(0, steps - 1 - len(changes.moves))],
    )
    half = replace(case.after(done), left=case.left)
    finished = half.after(half.plan(by_hand=changes.by_hand))
    assert finished.remote == whole.remote
    assert finished.writes == whole.writes


@settings(deadline=None)
@given(st.permutations(range(8)))
def test_no_more_rows_move_than_stand_in_the_way(order: list[int]) -> None:
    wanted = sorted(order)
    uris = [f"t{number:02}" for number in order]
    changes = plan(
        [f"t{number:02}" for number in wanted], uris, dict.fromkeys(uris, True), restore=True
    )
    assert len(changes.moves) <= len(order) - _longest(order)


def _longest(numbers: list[int]) -> int:
    """The length of the longest increasing run, found the slow way."""
    best: list[int] = []
    for index, number in enumerate(numbers):
        best.append(1 + max((best[n] for n in range(index) if numbers[n] < number), default=0))
    return max(best)


@settings(deadline=None)
@given(st.lists(st.sampled_from(_URIS), max_size=12))
def test_an_empty_playlist_gets_each_song_once_in_order_by_one_call(desired: list[str]) -> None:
    wanted = tuple(dict.fromkeys(desired))
    assert plan(desired, [], {}) == Plan(adds=(Add(wanted),) if wanted else ())


def _known(*uris: str) -> dict[str, bool]:
    return dict.fromkeys(uris, True)


def test_a_list_that_grew_gets_exactly_the_new_songs_at_their_places() -> None:
    changes = plan(["a", "n", "m", "b"], ["a", "b", "mine"], _known("a", "b"), left=["a", "b"])
    assert changes == Plan(adds=(Add(("n", "m"), 1),))


def test_a_stretch_that_stands_together_is_moved_by_one_call() -> None:
    uris = list("cdeab")
    changes = plan(sorted(uris), uris, _known(*uris), restore=True)
    assert changes.moves == (Move(3, 0, 2),)


def test_a_row_that_the_listener_moved_stays_while_the_source_is_sorted_anew() -> None:
    changes = plan(
        ["b", "a", "c", "d"], ["d", "a", "b", "c"], _known(*"abcd"), left=["a", "b", "c", "d"]
    )
    assert changes.by_hand == ("d",)
    assert carried_out(["d", "a", "b", "c"], changes) == ["d", "b", "a", "c"]


def test_a_track_that_stands_there_twice_is_the_listeners_from_then_on() -> None:
    changes = plan([], ["a", "mine", "a", "b"], _known("a", "b"))
    assert changes == Plan(removes=("b",), released=("a",))


def test_a_song_that_was_asked_back_comes_back() -> None:
    assert plan(["a", "b"], ["a"], _known("a", "b")).kept_out == ("b",)
    assert plan(["a", "b"], ["a"], _known("a")).added == ("b",)


def test_songs_that_belong_in_too_many_places_go_to_the_end_by_the_hundred() -> None:
    desired = [f"t{number:03}" for number in range(400)]
    there = desired[::2]
    changes = plan(desired, there, _known(*there), left=there)
    assert [(len(add.uris), add.position) for add in changes.adds] == [(100, None), (100, None)]
    assert changes.added == tuple(desired[1::2])
    few = desired[: 2 * MOST_PLACES]
    assert len(plan(few, few[::2], _known(*few[::2])).adds) == MOST_PLACES


def test_a_source_that_was_sorted_anew_is_followed_only_by_a_few_calls() -> None:
    desired = [f"t{number:03}" for number in range(MOST_MOVES + 2)]
    upside_down = desired[::-1]
    changes = plan(desired, upside_down, _known(*desired), left=upside_down)
    assert (changes.moves, changes.out_of_order) == ((), MOST_MOVES + 1)
    assert len(plan(desired, upside_down, _known(*desired), restore=True).moves) == MOST_MOVES + 1
    again = plan(desired, upside_down, _known(*desired), left=desired)
    assert again.calls == 0
