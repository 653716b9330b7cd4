"""The files of recordings that wait to be read. None is kept once its job has ended."""

import time
from contextlib import suppress
from pathlib import Path

from server.config import Settings
from server.services import Services
from server.store import films

_RECORDING = ".recording"
_JOURNAL = ".journal"
_PART = ".part"
_STALE_SECONDS = 3600.0  # a file that is still coming in is written to all the time


def folder(settings: Settings) -> Path:
    """Where they lie; made where it is not there. Readable by nobody else."""
    path = settings.data_dir / "films"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def recording_of(settings: Settings, film_id: str) -> Path:
    """The file of a film."""
    return folder(settings) / f"{film_id}{_RECORDING}"


def journal_of(settings: Settings, film_id: str) -> Path:
    """Where the notes of its reading are kept, so that one that was killed goes on."""
    return folder(settings) / f"{film_id}{_JOURNAL}"


def part_of(settings: Settings, name: str) -> Path:
    """A file that is coming in."""
    return folder(settings) / f"{name}{_PART}"


def sweep(services: Services) -> None:
    """Remove the files that no job will read any more, and what never came in whole."""
    place = folder(services.settings)
    files = list(place.iterdir())  # before the films are asked for: a new one is never taken
    waiting = films.waiting_ids(services.store)
    for file in files:
        if file.suffix in (_RECORDING, _JOURNAL):
            goes = file.stem not in waiting
        else:
            goes = _is_stale(file)
        if goes:
            file.unlink(missing_ok=True)


def _is_stale(file: Path) -> bool:
    with suppress(FileNotFoundError):
        return time.time() - file.stat().st_mtime > _STALE_SECONDS
    return False
