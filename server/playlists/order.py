"""Which rows may stay where they are while the others are put in order around them. Pure."""

from collections.abc import Mapping, Sequence

_Worth = tuple[int, int]


def in_order(places: Sequence[int], sizes: Sequence[int] | None = None) -> set[int]:
    """The indexes of a longest increasing run of `places`, which are all different.

    Of several such runs it is one whose `sizes` add up to most. Takes n log n steps.
    """
    ranks = {place: rank for rank, place in enumerate(sorted(places), start=1)}
    best: list[tuple[_Worth, int]] = [((0, 0), -1)] * (len(places) + 1)
    before: list[int] = []
    ends: tuple[_Worth, int] = ((0, 0), -1)
    for index, place in enumerate(places):
        (length, size), last = _best_below(best, ranks[place] - 1)
        before.append(last)
        here = ((length + 1, size + (1 if sizes is None else sizes[index])), index)
        ends = max(ends, here, key=lambda end: end[0])
        _raise_from(best, ranks[place], here)
    kept: set[int] = set()
    last = ends[1]
    while last >= 0:
        kept.add(last)
        last = before[last]
    return kept


def moved_by_hand(rows: Sequence[str], left: Sequence[str]) -> set[str]:
    """The rows that somebody moved, out of those that were left in another order.

    As few as will explain what stands there now; rows that are not in `left` are not told of.
    """
    place = {uri: number for number, uri in enumerate(left)}
    known = [uri for uri in rows if uri in place]
    kept = in_order([place[uri] for uri in known])
    return {uri for index, uri in enumerate(known) if index not in kept}


def blocks(rows: Sequence[str | None], place: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The stretches of rows that stand together and are to stand together, in their order.

    Only rows that have a place count; two follow each other if their places do.
    """
    found: list[list[str]] = []
    at_once: str | None = None
    for uri in rows:
        if uri is None or uri not in place:
            at_once = None
            continue
        if at_once is not None and place[uri] == place[at_once] + 1:
            found[-1].append(uri)
        else:
            found.append([uri])
        at_once = uri
    return [tuple(block) for block in found]


def chunks(uris: Sequence[str], most: int) -> list[tuple[str, ...]]:
    """The tracks in the batches in which they are sent."""
    return [tuple(uris[start : start + most]) for start in range(0, len(uris), most)]


def _best_below(best: Sequence[tuple[_Worth, int]], rank: int) -> tuple[_Worth, int]:
    found = best[0]
    while rank > 0:
        if best[rank][0] > found[0]:
            found = best[rank]
        rank -= rank & -rank
    return found


def _raise_from(best: list[tuple[_Worth, int]], rank: int, end: tuple[_Worth, int]) -> None:
    while rank < len(best):
        if end[0] > best[rank][0]:
            best[rank] = end
        rank += rank & -rank
