"""What to add to a Spotify playlist and what to remove. Only decides; nothing here does I/O."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """The changes that bring a playlist to what it should hold.

    Attributes:
        adds: tracks to put at the end, in order.
        removes: tracks to take out; each stands there once and MoodDex put it there.
        arrived: tracks whose write had an unknown fate and which turn out to be there.
        vanished: tracks whose write had an unknown fate and which turn out not to be there.
    """

    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    arrived: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()


def plan(
    desired: Sequence[str],
    remote: Sequence[str | None],
    added_before: Mapping[str, bool],
    *,
    complete: bool = True,
    unwanted: Collection[str] = (),
) -> Plan:
    """Decide the changes.

    Args:
        desired: the tracks that belong on the playlist, in order; a second mention is ignored.
        remote: the playlist's rows as they are; None for a row that is no track.
        added_before: the tracks MoodDex put there before: True where Spotify confirmed it,
            False where the fate of the last write is unknown.
        complete: False when `desired` may lack tracks for want of an answer: then nothing is
            removed but what is in `unwanted`.
        unwanted: tracks that do not belong there for sure.

    Rows that MoodDex did not add are never removed, nor is a track that the listener has put
    there a second time. A row that was confirmed and is no longer there was removed by the
    listener, and stays out.
    """
    wanted = dict.fromkeys(desired)
    there = Counter(uri for uri in remote if uri is not None)
    unsure = [uri for uri, confirmed in added_before.items() if not confirmed]
    arrived = tuple(uri for uri in unsure if uri in there)
    vanished = tuple(uri for uri in unsure if uri not in there)
    taken_out = {uri for uri, confirmed in added_before.items() if confirmed and uri not in there}
    return Plan(
        adds=tuple(uri for uri in wanted if uri not in there and uri not in taken_out),
        removes=tuple(
            uri
            for uri, times in there.items()
            if (complete or uri in unwanted)
            and uri in added_before
            and uri not in wanted
            and times == 1
        ),
        arrived=arrived,
        vanished=vanished,
    )
