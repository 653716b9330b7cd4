"""The whole of it: a file, by the models, to a `FilmReading`."""

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from films.detector import WEIGHTS_DIR as FILM_WEIGHTS
from films.detector import SoundDetector, smooth
from films.errors import FilmError
from films.film_reading import FilmReading
from films.journal import Journal
from films.listening import BEFORE, Detector, listen
from films.notes import EVERY, Notes, joined
from films.stream import SoundStream, opened
from films.telling import tell
from moods.audio import RATE
from moods.heads import Head
from moods.models import WEIGHTS_DIR, Card
from moods.spectrogram_model import SpectrogramModel

HEADS = {
    "genres": WEIGHTS_DIR,
    "film_genres": FILM_WEIGHTS,
    "valence": WEIGHTS_DIR,
    "energy": WEIGHTS_DIR,
}
"""Where each is shipped, if it is."""
_LEAST_SECONDS = 0.5
_FORMAT = 1


@dataclass(frozen=True)
class FilmModels:
    """The models that have a part in a reading.

    Attributes:
        heads: by name, those of `HEADS` that there are.
        versions: name and version of each model.
    """

    detector: Detector
    moods: SpectrogramModel
    heads: Mapping[str, Head] = field(default_factory=dict)
    versions: tuple[str, ...] = ()

    @classmethod
    def load(cls, weights_dir: Path | None = None) -> Self:
        """The models shipped; the detector and the heads from another folder where one is given.

        Raises:
            moods.models.WeightsError: a file is missing or is not the one on its card.
        """
        detector = SoundDetector.load(weights_dir)
        moods = SpectrogramModel(Card.read(WEIGHTS_DIR / "spectrogram.json"))
        found = {name: Head.find(name, weights_dir or home) for name, home in HEADS.items()}
        heads = {name: head for name, head in found.items() if head is not None}
        cards = [detector.card, moods.card, *(head.card for head in heads.values())]
        versions = tuple(f"{card.name} {card.version}" for card in cards)
        return cls(detector, moods, heads, versions)


@dataclass(frozen=True)
class Progress:
    """How far a reading is: seconds of the recording, and of how many, where that is known."""

    seconds: float
    of: float | None


def analyse(
    path: Path,
    models: FilmModels,
    *,
    track: int | None = None,
    journal: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> FilmReading:
    """What a recording holds, second by second, and what its music says.

    Args:
        track: the audio track to read, 1 for the first; the default one where none is given.
        journal: a file in which notes are kept until the reading is done; the same call made again
            after a kill goes on where the first one was. None keeps none.
        progress: called about once a minute of sound; what it raises ends the reading, and the
            journal stays.
        metadata: becomes the reading's.

    Raises:
        FilmError: there is nothing that can be read; see its codes.
        films.journal.JournalBusy: another process is at it.
        OSError: the journal cannot be written.
    """
    with opened(path, track) as sound:
        kept = None
        if journal is not None:
            kept = Journal.open(journal, _about(path, sound, models))
        done = False
        try:
            notes, duration = _listen(sound, models, kept, progress)
            told = tell(notes, smooth(notes.sounds), models.moods, models.heads)
            done = True
        except FilmError:
            done = True
            raise
        finally:
            if kept is not None:
                kept.close(done=done)
        return FilmReading(
            file=os.fspath(path),
            duration=duration,
            seconds=told.seconds,
            segments=told.segments,
            shares=told.shares,
            whole=told.whole,
            course=told.course,
            peaks=tuple(float(peak) for peak in notes.peaks.max(1)),
            track=sound.track.to_json(),
            models=models.versions,
            problems=tuple(trouble.to_json() for trouble in sound.troubles),
            metadata=metadata,
        )


def _listen(
    sound: SoundStream,
    models: FilmModels,
    kept: Journal | None,
    progress: Callable[[Progress], None] | None,
) -> tuple[Notes, float]:
    """Notes of the whole recording, and how long it is."""
    parts = kept.known if kept else []
    known = joined(parts)
    began = max(known.seconds - BEFORE, 0)
    length = _Length(began * RATE)
    blocks = length.of(sound.blocks(float(began)))
    heard = known.seconds
    with closing(listen(blocks, began, models.detector, models.moods, known)) as stretches:
        for notes in stretches:
            parts.append(notes)
            if kept:
                kept.add(notes)
            heard += notes.seconds
            if progress:
                progress(Progress(float(heard), sound.declared))
    duration = length.samples / RATE
    if duration < _LEAST_SECONDS:
        raise FilmError("film_empty", "There is less than half a second of sound in this file.")
    return joined(parts), duration


class _Length:
    """Counts the samples that go by."""

    def __init__(self, samples: int) -> None:
        self.samples = samples

    def of(self, blocks: Any) -> Any:
        for block in blocks:
            self.samples += len(block)
            yield block


def _about(path: Path, sound: SoundStream, models: FilmModels) -> dict[str, Any]:
    """What notes hold true of: one file as it is now, one track, these models."""
    state = path.stat()
    return {
        "format": _FORMAT,
        "every": EVERY,
        "size": state.st_size,
        "changed": state.st_mtime_ns,
        "track": sound.track.number,
        "models": list(models.versions[:2]),
    }


def journal_of(path: Path, track: int | None = None) -> Path:
    """Where the journal of a file is kept when nobody says where: a folder of the user's own."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    name = hashlib.sha256(f"{path.absolute()}#{track}".encode(errors="surrogateescape"))
    return Path(home) / "mooddex" / "films" / f"{name.hexdigest()[:24]}.journal"


def forget_old_journals(folder: Path, *, before: float) -> None:
    """Remove the journals in a folder that nobody has written to since a moment (epoch)."""
    with suppress(OSError):
        for file in folder.glob("*.journal"):
            if file.stat().st_mtime < before:
                file.unlink(missing_ok=True)
