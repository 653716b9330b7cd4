"""Mood and theme tags of 17,982 Jamendo tracks, split 0 of the MTG-Jamendo task.

The task has 59 tags, of which 56 occur in this split. Its tables are
`jamendo/autotagging_moodtheme-<part>.tsv`, gzipped or not, of the columns TRACK_ID, ARTIST_ID,
ALBUM_ID, PATH, DURATION and one or more TAGS. The audio is fetched apart, by its makers' script.
"""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from training.datasets.template import DatasetBroken, require

NAME = "MTG-Jamendo mood/theme, split 0"
CITATION = (
    "The MTG-Jamendo dataset: D. Bogdanov, M. Won, P. Tovstogan, A. Porter and X. Serra, 'The "
    "MTG-Jamendo dataset for automatic music tagging', ICML Machine Learning for Music Discovery "
    "Workshop, 2019; mood/theme tags, split 0."
)
TERMS = (
    "Metadata CC BY-NC-SA 4.0, the audio under the Creative Commons licence of each track: "
    "weights trained on them are for non-commercial use."
)
PARTS = ("train", "validation", "test")
SIZES: Mapping[str, int] = MappingProxyType({"train": 9949, "validation": 3802, "test": 4231})
"""Tracks in each part of split 0."""

_PREFIX = "mood/theme---"
_AUDIO_NAMES = ("{}.mp3", "{}.low.mp3")  # the full files, and the makers' smaller ones


@dataclass(frozen=True)
class TaggedTrack:
    """A recording with its tags; `file` is where its audio lies in the folder of audio."""

    id: str
    artist: str
    file: str
    tags: tuple[str, ...]

    def find(self, audio: Path) -> Path | None:
        """The track's audio in a folder; None where it is not there."""
        stem = audio / self.file.removesuffix(".mp3")
        names = (stem.with_name(name.format(stem.name)) for name in _AUDIO_NAMES)
        return next((path for path in names if path.exists()), None)


@dataclass(frozen=True)
class TagSplit:
    """Every tag in alphabetical order, and the tracks of each part."""

    tags: tuple[str, ...]
    parts: Mapping[str, Sequence[TaggedTrack]]


def load(root: Path, *, sizes: Mapping[str, int] | None = SIZES) -> TagSplit:
    """The split in a folder of data sets.

    Args:
        sizes: how many tracks each part must have; None for tables of one's own.

    Raises:
        DatasetMissing: a table is not there.
        DatasetBroken: a table is cut short or spoilt, or an artist is in two parts.
    """
    parts = {part: _read(root / "jamendo", part) for part in PARTS}
    for part, size in (sizes or {}).items():
        if len(parts[part]) != size:
            raise DatasetBroken(
                f"The {part} part of {NAME} has {size} tracks; this table has {len(parts[part])}."
            )
    for one, other in combinations(PARTS, 2):
        shared = {track.artist for track in parts[one]} & {track.artist for track in parts[other]}
        if shared:
            raise DatasetBroken(f"{min(shared)} is in both the {one} and the {other} part.")
    tags = {tag for tracks in parts.values() for track in tracks for tag in track.tags}
    return TagSplit(tuple(sorted(tags)), parts)


def binarise(tracks: Sequence[TaggedTrack], tags: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which track has which tag, shape (tracks, tags)."""
    place = {tag: number for number, tag in enumerate(tags)}
    out = np.zeros((len(tracks), len(tags)), bool)
    for row, track in enumerate(tracks):
        out[row, [place[tag] for tag in track.tags]] = True
    return out


def _read(folder: Path, part: str) -> list[TaggedTrack]:
    plain = folder / f"autotagging_moodtheme-{part}.tsv"
    if plain.exists():
        text = plain.read_text(encoding="utf-8")
    else:
        with gzip.open(require(plain.with_suffix(".tsv.gz")), "rt", encoding="utf-8") as file:
            text = file.read()
    return [_track(line, plain.name) for line in text.splitlines()[1:] if line]


def _track(line: str, table: str) -> TaggedTrack:
    track, artist, _, file, _, *tags = (*line.split("\t"), *[""] * 5)
    named = tuple(tag.removeprefix(_PREFIX) for tag in tags if tag)
    if not named or not all(tag.startswith(_PREFIX) for tag in tags if tag):
        raise DatasetBroken(f"{table}: not a track with mood/theme tags: {line[:80]!r}")
    return TaggedTrack(track, artist, file, named)
