"""A folder of audio: which files are in it, and a playlist for each mood that they carry."""

import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from moods.circumplex import MOODS, Mood
from moods.m3u8 import Entry, m3u8

SUFFIXES = frozenset(
    {".mp3", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".flac", ".wav", ".webm", ".mka"}
)
_NAME = "MoodDex: "
_OURS = f"#EXTM3U\n#PLAYLIST:{_NAME}".encode()


class PlaylistError(Exception):
    """A playlist that could not be written, in words for a user."""


def audio_files(folder: Path, leaving_out: Collection[Path] = ()) -> list[Path]:
    """The audio files in a folder and the folders within it, by their names, in order.

    What is hidden is left out, and so are the folders `leaving_out`; links to folders are not
    followed.
    """
    found: list[Path] = []
    skipped = {each.resolve() for each in leaving_out}
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (Path(here) / name).resolve() not in skipped
        )
        found += [
            Path(here) / name
            for name in sorted(files)
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        ]
    return found


def write_playlists(
    heard: Mapping[Path, Iterable[Mood]],
    folder: Path,
    lengths: Mapping[Path, float | None] = MappingProxyType({}),
) -> tuple[list[Path], list[Path]]:
    """Write `mooddex-<mood>.m3u8` into a folder for every mood that a file carries.

    Rows are paths relative to that folder, with the files' `lengths` in seconds where they are
    known. One that an earlier run wrote and that no file fits any more goes.

    Returns:
        The playlists, and the files whose names no playlist can hold.

    Raises:
        PlaylistError: there is another file of that name, or the disk refuses.
    """
    made: list[Path] = []
    moods = {path: set(carried) for path, carried in heard.items()}
    rows = {
        path: Entry(_relative(path, folder), path.stem, _whole(lengths.get(path))) for path in moods
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for mood in MOODS:
            target = folder / f"mooddex-{mood.value}.m3u8"
            entries = [row for path, row in rows.items() if mood in moods[path] and row.fits]
            if (target.exists() or target.is_symlink()) and not _is_ours(target):
                if entries:
                    raise PlaylistError(f"{target} is not MoodDex's: it is left as it is.")
            elif entries:
                text = m3u8(f"{_NAME}{mood.value}", entries)
                _put(target, text.encode(errors="surrogateescape"))
                made.append(target)
            else:
                target.unlink(missing_ok=True)
    except OSError as error:
        raise PlaylistError(f"No playlist can be written to {folder}: {error.strerror}.") from error
    return made, [path for path, row in rows.items() if not row.fits]


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()


def _is_ours(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as raw:
        return raw.read(len(_OURS)) == _OURS


def _put(target: Path, data: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=".mooddex-", suffix=".part", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
