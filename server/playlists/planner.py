"""What to add to a Spotify playlist, remove and move. Only decides; nothing here does I/O."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from server.playlists.order import blocks, chunks, in_order, moved_by_hand

BATCH = 100
"""Tracks that one add or remove may carry."""
MOST_PLACES = 12
"""Places at which songs are put in; when there would be more they all go to the end."""
MOST_MOVES = 20
"""Moves that a sync makes; when there would be more the rows stay until they are asked for."""


@dataclass(frozen=True)
class Add:
    """Tracks to put in together: at a position, or at the end."""

    uris: tuple[str, ...]
    position: int | None = None


@dataclass(frozen=True)
class Move:
    """Rows `start` to `start + length` that go before row `before`, all counted before it."""

    start: int
    before: int
    length: int = 1


@dataclass(frozen=True)
class Plan:
    """The changes that bring a playlist to what it should hold, in the order of the fields.

    Positions are those at that moment, when what stands above has been done.

    Attributes:
        removes: tracks to take out; each stands there once and MoodDex put it there.
        moves: rows of MoodDex's own to move, one call each.
        adds: tracks to put in, one call each.
        arrived: tracks whose write had an unknown fate and which turn out to be there.
        vanished: tracks whose write had an unknown fate and which turn out not to be there.
        released: tracks that stand there more than once: the listener put them there too, so
            they are the listener's from now on.
        kept_out: wanted tracks that the listener took out; they stay out.
        by_hand: rows that the listener moved; they stay where they were put.
        out_of_order: rows that would have to move but stay, because it takes too many calls.
    """

    removes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    adds: tuple[Add, ...] = ()
    arrived: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    out_of_order: int = 0

    @property
    def added(self) -> tuple[str, ...]:
        """All tracks to put in, in the order in which they are sent."""
        return tuple(uri for add in self.adds for uri in add.uris)

    @property
    def calls(self) -> int:
        """Write calls that it takes."""
        return -(-len(self.removes) // BATCH) + len(self.moves) + len(self.adds)


def plan(
    desired: Sequence[str],
    remote: Sequence[str | None],
    added_before: Mapping[str, bool],
    *,
    left: Sequence[str] = (),
    by_hand: Collection[str] | None = None,
    complete: bool = True,
    unwanted: Collection[str] = (),
    restore: bool = False,
    again: Collection[str] = (),
) -> Plan:
    """Decide the changes.

    Args:
        desired: the tracks that belong on the playlist, in order; a second mention is ignored.
        remote: the playlist's rows as they are; None for a row that is no track.
        added_before: the tracks MoodDex put there before: True where Spotify confirmed it,
            False where the fate of the last write is unknown.
        left: the order in which the last sync wanted its rows; it tells who moved what.
        by_hand: the rows that count as moved by the listener, where a sync that had begun to
            move rows was cut off; None to find them out from `left`.
        complete: False when `desired` may lack tracks for want of an answer: then nothing is
            moved, and nothing is removed but what is in `unwanted`.
        unwanted: tracks that do not belong there for sure.
        restore: whether to put every row of MoodDex's own in order, whoever moved it, whatever
            it takes.
        again: tracks that come back even if the listener took them out.

    Rows that MoodDex did not add are never removed and never moved. Neither is a track that
    stands there twice: Spotify removes all copies of a track at once, and to put the listener's
    back would leave it out for a moment, so both stay and count as the listener's. A row that was
    confirmed and is no longer there was removed by the listener, and stays out.

    The order: rows follow their source, and a row that the listener moved stays where they put
    it. A row counts as moved when it no longer stands among the others as it was left; of two
    that changed places one counts. A song that comes in goes after the row that comes before it,
    unless that takes more than `MOST_PLACES` calls: then all go to the end. When the source was
    sorted anew and following it takes more than `MOST_MOVES` calls, no row is moved until the
    order is asked for.
    """
    wanted = dict.fromkeys(desired)
    there = Counter(uri for uri in remote if uri is not None)
    confirmed = {uri for uri, sure in added_before.items() if sure}
    own = {uri for uri in added_before if there[uri] == 1}
    asked_back = set(again)
    stay_out = {u for u in confirmed if not there[u] and u not in asked_back}
    removes = tuple(
        uri for uri in there if uri in own and uri not in wanted and (complete or uri in unwanted)
    )
    gone = set(removes)
    rows = [uri for uri in remote if uri not in gone]
    if restore:
        fixed: set[str] = set()
    elif by_hand is not None:
        fixed = set(by_hand) & own & wanted.keys()
    else:
        fixed = moved_by_hand([uri for uri in rows if uri in own and uri in wanted], left)
    line = [uri for uri in wanted if uri in own and uri not in fixed]
    new = {uri for uri in wanted if not there[uri] and uri not in stay_out}
    to_move = _out_of_order(rows, line) if complete or restore else []
    too_many = len(to_move) > MOST_MOVES and not restore
    moves = () if too_many else tuple(put_in_order(rows, line, to_move))
    carried_out_moves(rows, moves)
    in_line = set(line)
    return Plan(
        removes=removes,
        moves=moves,
        adds=tuple(put_in(rows, [uri for uri in wanted if uri in in_line or uri in new], new)),
        arrived=tuple(u for u in added_before if there[u] == 1 and u not in confirmed),
        vanished=tuple(u for u in added_before if not there[u] and u not in confirmed),
        released=tuple(u for u in added_before if there[u] > 1),
        kept_out=tuple(u for u in wanted if u in stay_out),
        by_hand=tuple(u for u in rows if u in fixed and u is not None),
        out_of_order=sum(len(block) for block in to_move) if too_many else 0,
    )


def carried_out(rows: Sequence[str | None], changes: Plan) -> list[str | None]:
    """The rows once a plan has been carried out."""
    gone = set(changes.removes)
    after = [uri for uri in rows if uri not in gone]
    carried_out_moves(after, changes.moves)
    for add in changes.adds:
        position = len(after) if add.position is None else add.position
        after[position:position] = add.uris
    return after


def carried_out_moves(rows: list[str | None], moves: Sequence[Move]) -> None:
    """Move the rows as these moves do, in place."""
    for move in moves:
        _carry_out_move(rows, move)


def _carry_out_move(rows: list[str | None], move: Move) -> None:
    block = rows[move.start : move.start + move.length]
    del rows[move.start : move.start + move.length]
    at = move.before - (move.length if move.before > move.start else 0)
    rows[at:at] = block


def _out_of_order(rows: Sequence[str | None], line: Sequence[str]) -> list[tuple[str, ...]]:
    """The fewest stretches of rows, and the shorter ones, that keep `line` from its order."""
    place = {uri: number for number, uri in enumerate(line)}
    stretches = blocks(rows, place)
    kept = in_order([place[block[0]] for block in stretches], [len(b) for b in stretches])
    found = [block for index, block in enumerate(stretches) if index not in kept]
    return sorted(found, key=lambda block: place[block[0]])


def put_in_order(
    rows: Sequence[str | None], line: Sequence[str], to_move: Sequence[tuple[str, ...]]
) -> list[Move]:
    """The moves that put these stretches, one after the other, where `line` has them."""
    place = {uri: number for number, uri in enumerate(line)}
    moving = {uri for block in to_move for uri in block}
    first = next((uri for uri in line if uri not in moving), None)
    now = list(rows)
    made: list[Move] = []
    for block in to_move:
        start, number = now.index(block[0]), place[block[0]]
        before = now.index(line[number - 1]) + 1 if number else now.index(first)
        if before != start:
            made.append(Move(start, before, len(block)))
            _carry_out_move(now, made[-1])
    return made


def put_in(rows: Sequence[str | None], line: Sequence[str], new: Collection[str]) -> list[Add]:
    """Put the new tracks of `line` after the row that comes before them, together if they can."""
    groups: list[tuple[str | None, list[str]]] = []
    before: str | None = None
    follows = False
    for uri in line:
        if uri not in new:
            before, follows = uri, False
        elif follows:
            groups[-1][1].append(uri)
        else:
            groups.append((before, [uri]))
            follows = True
    if sum(len(chunks(uris, BATCH)) for _, uris in groups) > MOST_PLACES + len(new) // BATCH:
        return [Add(some) for some in chunks([uri for _, uris in groups for uri in uris], BATCH)]
    standing = [uri for uri in line if uri not in new]
    at = {uri: index for index, uri in enumerate(rows) if uri is not None}
    starts = [
        (len(rows) if not standing else at[standing[0]] if before is None else at[before] + 1, uris)
        for before, uris in groups
    ]
    adds: list[Add] = []
    total = len(rows)
    shifts: list[tuple[int, int]] = []
    for start, uris in starts:
        position = start + sum(length for earlier, length in shifts if earlier <= start)
        for some in chunks(uris, BATCH):
            adds.append(Add(some, None if position == total else position))
            position, total = position + len(some), total + len(some)
        shifts.append((start, len(uris)))
    return adds
