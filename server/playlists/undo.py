"""What taking back one write of MoodDex's changes, and nothing else. Only decides; no I/O."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from server.playlists.order import blocks, moved_by_hand
from server.playlists.planner import Plan, carried_out_moves, put_in, put_in_order


@dataclass(frozen=True)
class Undo:
    """A write to take back.

    Attributes:
        write: the version that it led to.
        before: the tracks that stood there before it, in order.
        after: those that stood there after it.
        came: the tracks that it put in.
        went: the tracks that it took out and that nobody has taken out by hand since.
        moved: the tracks that it moved.
    """

    write: int
    before: Sequence[str]
    after: Sequence[str]
    came: Collection[str]
    went: Collection[str]
    moved: Collection[str] = ()


def plan_undo(
    undo: Undo,
    remote: Sequence[str | None],
    added_before: Mapping[str, bool],
    *,
    by_hand: Collection[str] | None = None,
) -> Plan:
    """Decide the changes; arguments and result as in `planner.plan`.

    Of the rows that stand there now, those go that the write put in, unless the track stands
    there twice: then the listener put it there too. What the write took out comes back after the
    row that came before it, and what it moved goes back there, unless it was moved by hand since.
    Every other row stays where it is.
    """
    there = Counter(uri for uri in remote if uri is not None)
    removes = tuple(uri for uri in undo.after if uri in undo.came and there[uri] == 1)
    gone = set(removes)
    rows = [uri for uri in remote if uri not in gone]
    alone = [uri for uri in rows if uri is not None and there[uri] == 1]
    hand = set(moved_by_hand(alone, undo.after) if by_hand is None else by_hand)
    movers = (set(undo.moved) & set(alone)) - hand
    back = {uri for uri in undo.before if uri in undo.went and not there[uri]}
    line = _line(undo.before, alone, movers, back, hand)
    to_move = _stretches(rows, [uri for uri in line if uri not in back], movers)
    moves = tuple(put_in_order(rows, [uri for uri in line if uri not in back], to_move))
    carried_out_moves(rows, moves)
    confirmed = {uri for uri, sure in added_before.items() if sure}
    return Plan(
        removes=removes,
        moves=moves,
        adds=tuple(put_in(rows, line, back)),
        arrived=tuple(u for u in added_before if there[u] == 1 and u not in confirmed),
        vanished=tuple(u for u in added_before if not there[u] and u not in confirmed),
        released=tuple(u for u in added_before if there[u] > 1),
        by_hand=tuple(uri for uri in alone if uri in hand),
    )


def _line(
    before: Sequence[str],
    standing: Sequence[str],
    movers: Collection[str],
    back: Collection[str],
    hand: Collection[str],
) -> list[str]:
    """The rows as they stand, with those to be placed after what once came before them.

    A row that the listener moved tells nothing of where something was.
    """
    staying = [uri for uri in standing if uri not in movers]
    anchors = set(staying) - set(hand)
    first = next((uri for uri in before if uri in anchors), None)
    head: list[str] = []
    behind: dict[str, list[str]] = {}
    last: str | None = None
    for uri in before:
        if uri in anchors:
            last = uri
        elif uri in movers or uri in back:
            (head if last is None else behind.setdefault(last, [])).append(uri)
    line = [] if first is not None else head
    for uri in staying:
        line += [*(head if uri == first else ()), uri, *behind.get(uri, ())]
    return line


def _stretches(
    rows: Sequence[str | None], line: Sequence[str], movers: Collection[str]
) -> list[tuple[str, ...]]:
    """The rows to move in the stretches in which they can be moved, in the order of `line`."""
    place = {uri: number for number, uri in enumerate(line)}
    if len(movers) == len(line):
        movers = set(line[1:])
    found = blocks(rows, {uri: place[uri] for uri in movers})
    return sorted(found, key=lambda block: place[block[0]])
