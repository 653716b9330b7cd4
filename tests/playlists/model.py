"""What Spotify makes of the calls of a plan, and what is recorded of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.playlists.planner import BATCH, Plan


@dataclass
class Remote:
    """A playlist at Spotify: rows by URI, None for one that is no track."""

    rows: list[str | None] = field(default_factory=list)

    def remove(self, uris: Sequence[str]) -> None:
        """Every copy goes."""
        assert 0 < len(uris) <= BATCH
        self.rows = [uri for uri in self.rows if uri not in uris]

    def move(self, start: int, before: int, length: int) -> None:
        """As the reorder call: `before` counts the rows as they were."""
        assert start >= 0
        assert length > 0
        assert start + length <= len(self.rows)
        assert 0 <= before <= len(self.rows)
        moved = self.rows[start : start + length]
        head = [uri for n, uri in enumerate(self.rows[:before]) if not start <= n < start + length]
        tail = [
            uri
            for n, uri in enumerate(self.rows[before:], before)
            if not start <= n < start + length
        ]
        self.rows = head + moved + tail

    def add(self, uris: Sequence[str], position: int | None) -> None:
        """At the end, or so that the first stands at the position."""
        assert 0 < len(uris) <= BATCH
        assert position is None or 0 <= position <= len(self.rows)
        at = len(self.rows) if position is None else position
        self.rows = self.rows[:at] + list(uris) + self.rows[at:]

    def carry_out(self, changes: Plan) -> None:
        """All calls of a plan, in their order."""
        for start in range(0, len(changes.removes), BATCH):
            self.remove(changes.removes[start : start + BATCH])
        for move in changes.moves:
            self.move(move.start, move.before, move.length)
        for add in changes.adds:
            self.add(add.uris, add.position)


def recorded(added_before: dict[str, bool], changes: Plan) -> dict[str, bool]:
    """What counts as MoodDex's own once a plan was carried out."""
    records = dict(added_before) | dict.fromkeys(changes.arrived, True)
    for uri in (*changes.vanished, *changes.removes, *changes.released):
        records.pop(uri, None)
    return records | dict.fromkeys(changes.added, True)
