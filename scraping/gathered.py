"""Songs as they are gathered from rows, and a report of the rows that gave none or not all."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scraping.columns import Column
from scraping.record import clean, parse
from server.playlists.unmatched_csv import as_text
from server.store.song_table import TableSong

REPEATED = "the same row is there already"


@dataclass(frozen=True)
class Remark:
    """Something to tell of a row.

    Attributes:
        where: a line number, or an address and a row number.
        skipped: False where the song was kept all the same.
        reason: plain words, the same for all rows of one sort.
        row: the row's text, to find it by.
    """

    where: str
    skipped: bool
    reason: str
    row: str


@dataclass
class Gathered:
    """What rows gave, in their order."""

    songs: list[TableSong] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _seen: set[TableSong] = field(default_factory=set)

    def add(self, where: str, texts: Mapping[Column, str]) -> bool:
        """Take a row; False where it is skipped. A row that says the same as another is skipped."""
        parsed = parse(texts)
        row = " | ".join(clean(texts.get(column, "")) for column in Column)
        if parsed.song is not None and parsed.song in self._seen:
            return self.skip(where, REPEATED, row)
        self.remarks += [Remark(where, parsed.song is None, why, row) for why in parsed.remarks]
        if parsed.song is None:
            return False
        self._seen.add(parsed.song)
        self.songs.append(parsed.song)
        return True

    def skip(self, where: str, reason: str, row: str) -> bool:
        """Tell of a row that cannot be taken; always False."""
        self.remarks.append(Remark(where, True, reason, row))
        return False

    @property
    def skipped(self) -> int:
        """How many rows gave no song."""
        return sum(remark.skipped for remark in self.remarks)

    def summary(self) -> list[str]:
        """A line for each reason, those of skipped rows first, the commonest first."""
        counts = Counter((remark.skipped, remark.reason) for remark in self.remarks)
        ordered = sorted(counts.items(), key=lambda each: (not each[0][0], -each[1]))
        return [
            f"{count:>6,} {'skipped' if skipped else 'kept'}: {reason}"
            for (skipped, reason), count in ordered
        ]

    def write_report(self, path: Path) -> None:
        """Every remark as a line of CSV: where, what was done, why, the row, never as a formula."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["where", "done", "reason", "row"])
            for each in self.remarks:
                done = "skipped" if each.skipped else "kept"
                writer.writerow([each.where, done, each.reason, as_text(each.row)])
