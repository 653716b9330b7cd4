"""Which songs, speakers and noises belong together, so that no scene mixes what a detector has
learnt from with what it is judged by.

Everything that scenes are made of lies in one of five parts: `a` to `d` are the folds, and `film`
is kept for the made film alone: nothing learns from it.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from films.detector import SOUNDS
from moods.audio import decode
from training.datasets import emodb, esc10, mood4q, ravdess
from training.datasets.template import Sound
from training.mixtures import Stock, trimmed

Samples = npt.NDArray[np.float32]

FOLDS = ("a", "b", "c", "d")
FILM = "film"
SPLIT = (
    "four folds and a part kept for the made film: mood4q by its artist-grouped folds (a: 0 4 8, "
    "b: 1 5, c: 2 6, d: 3 7, film: 9), RAVDESS by actor (a: 1 2 9 10 17 18, b: 3 4 11 12, c: 5 6 "
    "13 14, d: 7 8 15 16, film: 19 20), EmoDB by speaker (a: 03 13, b: 08 10, c: 09 11, d: 14, "
    "film: 12), ESC-10 by its authors' folds (a to d: 1 to 4; of fold 4 the latest recording of "
    "each kind is film's)"
)

_EMODB = {"03": "a", "13": "a", "08": "b", "10": "b", "09": "c", "11": "c", "14": "d", "12": FILM}
_FILM_SONGS = 9
_FILM_ACTORS = (19, 20)


@dataclass(frozen=True)
class Recorded:
    """One clip: what it is, in which part, and where its samples are kept.

    Attributes:
        sound: one of `SOUNDS`.
        group: song, speaker or recorded noise: what intervals are drawn over.
    """

    id: str
    sound: str
    part: str
    group: str
    file: Path

    def samples(self) -> Samples:
        """Mono, 16 kHz."""
        stored: npt.NDArray[np.int16] = np.load(self.file)
        return stored.astype(np.float32) / np.float32(32_768)


def load_recorded(data: Path, cache: Path) -> list[Recorded]:
    """Every clip of the four sets, decoded once into `cache`.

    Raises:
        DatasetMissing: a set is not there.
    """
    music = [(f"mood4q-{s.id}", s.path, s.fold) for s in mood4q.load(data)]
    actors, speakers, noises = ravdess.load(data), emodb.load(data), esc10.load(data)
    kept = latest_of_each_kind(noises)
    rows = [(name, path, "music", part_of_song(fold), name) for name, path, fold in music]
    rows += [(s.id, s.path, "speech", part_of_actor(s), f"actor {s.group}") for s in actors]
    rows += [(s.id, s.path, "speech", _EMODB[s.group], f"speaker {s.group}") for s in speakers]
    rows += [
        (s.id, s.path, "other", FILM if s in kept else FOLDS[int(s.group) - 1], f"noise {s.source}")
        for s in noises
    ]
    cache.mkdir(parents=True, exist_ok=True)
    with click.progressbar(rows, label="Sounds", file=sys.stderr) as bar:
        return [
            Recorded(name, sound, part, group, _kept(path, cache / f"{name}.npy"))
            for name, path, sound, part, group in bar
        ]


def part_of_song(fold: int) -> str:
    """The part of a fold of mood4q."""
    return FILM if fold == _FILM_SONGS else FOLDS[fold % len(FOLDS)]


def part_of_actor(sound: Sound) -> str:
    """The part of a RAVDESS utterance: a woman and a man at a time."""
    actor = int(sound.group)
    return FILM if actor in _FILM_ACTORS else FOLDS[(actor - 1) // 2 % len(FOLDS)]


def latest_of_each_kind(noises: Sequence[Sound]) -> set[Sound]:
    """Of the last fold, all clips of each kind's last recording."""
    last = max(sound.group for sound in noises)
    sources: dict[str, int] = {}
    for sound in noises:
        if sound.group == last:
            sources[sound.kind] = max(sources.get(sound.kind, 0), int(sound.source))
    return {s for s in noises if s.group == last and int(s.source) == sources[s.kind]}


class Shelf(Sequence[Samples]):
    """Recordings read from their files one at a time; utterances lose the silence around them."""

    def __init__(self, recorded: Sequence[Recorded]) -> None:
        self.recorded = recorded

    def __len__(self) -> int:
        return len(self.recorded)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return Shelf(self.recorded[index])
        one = self.recorded[index]
        return trimmed(one.samples()) if one.sound == "speech" else one.samples()


def stock_of(recorded: Sequence[Recorded], parts: Sequence[str]) -> Stock:
    """What scenes of some parts are made of."""
    chosen = [one for one in recorded if one.part in parts]
    return {sound: Shelf([one for one in chosen if one.sound == sound]) for sound in SOUNDS}


def _kept(recording: Path, file: Path) -> Path:
    if not file.exists():
        samples = np.clip(decode(recording).samples, -1, 1)
        part = file.with_suffix(".part.npy")
        np.save(part, np.round(samples * 32_767).astype(np.int16))
        part.replace(file)
    return file
