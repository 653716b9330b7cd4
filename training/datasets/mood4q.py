"""720 clips of about 30 s, 180 a quadrant, in ten folds grouped by artist."""

import csv
from collections.abc import Mapping
from pathlib import Path

from moods.circumplex import QUADRANTS
from training.datasets.template import Song, require

NAME = "mood4q"
SPLIT = "10 folds grouped by artist, 18 songs of each mood in a fold (tracks.csv `fold`)"
CITATION = (
    "4Q audio emotion dataset: R. Panda, R. Malheiro and R. P. Paiva, 'Novel audio features "
    "for music emotion recognition', IEEE Transactions on Affective Computing, 2018; a subset "
    "of 720 clips with folds grouped by artist."
)
TERMS = (
    "No licence stated; the clips are samples of commercial recordings. Research use only: "
    "the audio is never shipped, and weights trained on it are for non-commercial use."
)


def load(root: Path) -> list[Song]:
    """Every clip, in the order of its table."""
    folder = require(root / "mood4q")
    with require(folder / "tracks.csv").open(encoding="utf-8", newline="") as table:
        return [
            Song(
                id=row["id"],
                path=folder / row["quadrant"] / f"{row['id']}.opus",
                mood=QUADRANTS[row["quadrant"]],
                fold=int(row["fold"]),
                vad=_vad_of(row),
            )
            for row in csv.DictReader(table)
        ]


def _vad_of(row: Mapping[str, str]) -> tuple[float, float, float] | None:
    if not all(row.get(name) for name in ("valence", "arousal", "dominance")):
        return None
    return float(row["valence"]), float(row["arousal"]), float(row["dominance"])


def genres(root: Path) -> dict[str, tuple[str, ...]]:
    """AllMusic's genres of every clip, by its id; a clip may have several."""
    with require(root / "mood4q" / "tracks.csv").open(encoding="utf-8", newline="") as table:
        return {row["id"]: tuple(row["genres"].split(";")) for row in csv.DictReader(table)}
