"""Reading a packed set of MIDI phrases and their table, as EMOPIA and VGMIDI share it."""

import csv
import tarfile
from dataclasses import dataclass
from pathlib import Path

from moods.circumplex import QUADRANTS, Mood
from training.datasets.template import require


@dataclass(frozen=True)
class Phrase:
    """A labelled piece of music as notes.

    Attributes:
        id: the name of its file.
        midi: a standard MIDI file.
        group: what several phrases may come from: a song, a game.
    """

    id: str
    midi: bytes
    mood: Mood
    group: str


def read_phrases(archive: Path, table: Path, *, group: str) -> list[Phrase]:
    """Every phrase of a table whose file is in the archive, in the table's order.

    Args:
        group: the table's column that says where a phrase comes from.
    """
    with tarfile.open(require(archive)) as packed:
        files = {
            Path(member.name).name: stream.read()
            for member in packed
            if member.isfile() and (stream := packed.extractfile(member)) is not None
        }
    with require(table).open(encoding="utf-8", newline="") as lines:
        return [
            Phrase(row["file"], files[row["file"]], QUADRANTS[row["quadrant"]], row[group])
            for row in csv.DictReader(lines)
            if row["file"] in files
        ]
