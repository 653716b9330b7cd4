"""Tags into a file, or into a copy of it, so that no file is ever harmed.

All is done on a temporary file beside the place where it goes. Only when it is proved to sound
as before and is safe on the disk does it take that place, in one step: whoever is interrupted
leaves the old file or the new one, never half a one.
"""

import contextlib
import os
import re
import shutil
import stat
import tempfile
import time
from pathlib import Path

from moods.reading import ClipError
from moods.tagging.sound import fingerprint
from moods.tagging.tags import TagError, Tags, is_ours, is_written, write

_PREFIX, _SUFFIX = ".mooddex-", ".part"
_LEFTOVER = re.compile(r"\.mooddex-[a-z0-9_]{8}\.part")
_FORGOTTEN_SECONDS = 3600


def tag_in_place(path: Path, tags: Tags) -> bool:
    """Write tags into a file; False where it has them already.

    Its permissions and, where the system lets us, its owner stay. Its time becomes now, so that
    what keeps copies of it sees that it changed.

    Raises:
        TagError: it was left as it is.
    """
    known = _plain_file(path)
    if not known.st_mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        raise TagError("read_only", "This file is read-only: it is left as it is.")
    if known.st_nlink > 1:
        raise TagError("several_names", "This file has several names (hard links) on this disk.")
    if is_written(path, tags):
        return False
    _replace(path, path, tags)
    return True


def tag_copy(path: Path, copy: Path, tags: Tags) -> bool:
    """Write tags into a copy of a file, with its permissions and its time; False if it is there.

    Raises:
        TagError: there is no copy, or there is another file in its place, which stays.
    """
    known = _plain_file(path)
    if copy.is_symlink() or copy.exists():
        there = _plain_file(copy)
        if not is_ours(copy):
            raise TagError("in_the_way", f"{copy} is not MoodDex's: it is left as it is.")
        if there.st_mtime_ns == known.st_mtime_ns and is_written(copy, tags):
            return False
    else:
        is_written(path, tags)
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TagError("not_written", f"No folder can be made at {copy.parent}.") from error
    _replace(path, copy, tags)
    return True


def clear_leftovers(folder: Path) -> None:
    """Remove the temporary files that runs which were killed an hour ago or more have left."""
    for path in folder.rglob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            known = path.lstat()
            is_old = time.time() - known.st_mtime > _FORGOTTEN_SECONDS
            if _LEFTOVER.fullmatch(path.name) and stat.S_ISREG(known.st_mode) and is_old:
                path.unlink()


def _replace(source: Path, target: Path, tags: Tags) -> None:
    temporary: Path | None = None
    try:
        before = source.stat()
        number, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=target.parent)
        temporary = Path(name)
        with os.fdopen(number, "wb") as out, source.open("rb") as original:
            shutil.copyfileobj(original, out, 1 << 20)
        write(temporary, tags)
        if fingerprint(temporary) != fingerprint(source):
            raise TagError("sound_changed", "With tags this file would not sound as it does.")
        _like(temporary, source)
        if target == source:
            os.utime(temporary)
        _to_disk(temporary)
        now = source.lstat()
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (
            before.st_ino, before.st_size, before.st_mtime_ns,
        ):  # fmt: skip
            raise TagError("changed", "This file changed while it was read.")
        temporary.replace(target)
        temporary = None
        _to_disk(target.parent)
    except ClipError as error:
        raise TagError(error.code, error.message) from error
    except OSError as error:
        reason = error.strerror or "the disk refused"
        raise TagError("not_written", f"It could not be written: {reason}.") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _plain_file(path: Path) -> os.stat_result:
    try:
        known = path.lstat()
    except OSError as error:
        raise TagError("gone", "This file is gone.") from error
    if stat.S_ISLNK(known.st_mode):
        raise TagError("link", "This is a link to a file elsewhere: it is left as it is.")
    if not stat.S_ISREG(known.st_mode):
        raise TagError("no_file", "This is not a plain file.")
    return known


def _like(path: Path, other: Path) -> None:
    """Give a file another's permissions, times, attributes and, where allowed, owner."""
    known = other.stat()
    with contextlib.suppress(OSError):
        os.chown(path, known.st_uid, known.st_gid)
    shutil.copystat(other, path)


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
