"""A journal of notes on disk, so that a reading that was killed goes on where it was.

A file of records, each its length, a CRC-32 and its bytes: first what is being read and by which
models (JSON), then stretches of notes (npz). What a kill left half-written at the end is cut off.
"""

import fcntl
import io
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import IO, Any, Self

import numpy as np

from films.notes import Notes

_HEADER = 8
_MOST_BYTES = 1 << 28


class JournalBusy(Exception):
    """Another process is reading the same recording into the same journal."""


class Journal:
    """Where the notes to come are written.

    Attributes:
        known: the stretches that were there when it was opened, from the recording's beginning on,
            without holes.
    """

    def __init__(self, file: IO[bytes], path: Path, notes: list[Notes]) -> None:
        self._file = file
        self._path = path
        self.known = notes

    @classmethod
    def open(cls, path: Path, about: Mapping[str, Any]) -> Self:
        """The journal at a path; one about anything else than `about` begins anew.

        Raises:
            JournalBusy: somebody else has it open.
            OSError: it cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise JournalBusy(f"{path} is in use.") from error
        notes, end = _read(file, about)
        file.truncate(end)
        journal = cls(file, path, notes)
        if not end:
            journal._write(json.dumps(dict(about), sort_keys=True).encode())
        return journal

    def add(self, notes: Notes) -> None:
        """Keep the notes of the stretch that follows."""
        body = io.BytesIO()
        arrays: dict[str, Any] = {each.name: getattr(notes, each.name) for each in _FIELDS}
        np.savez(body, **arrays)
        self._write(body.getvalue())

    def close(self, *, done: bool) -> None:
        """Let go of the file; when all is done it is removed."""
        if done:
            self._path.unlink(missing_ok=True)
        self._file.close()

    def _write(self, body: bytes) -> None:
        self._file.seek(0, 2)
        self._file.write(len(body).to_bytes(4) + zlib.crc32(body).to_bytes(4) + body)
        self._file.flush()
        os.fsync(self._file.fileno())


_FIELDS = fields(Notes)


def _read(file: IO[bytes], about: Mapping[str, Any]) -> tuple[list[Notes], int]:
    """The notes in a journal and where what is whole of it ends."""
    file.seek(0)
    records = _records(file)
    wanted = json.dumps(dict(about), sort_keys=True).encode()
    head = next(records, None)
    if head is None or head[0] != wanted:
        return [], 0
    end = head[1]
    notes: list[Notes] = []
    for body, after in records:
        try:
            with np.load(io.BytesIO(body), allow_pickle=False) as told:
                part = Notes(
                    int(told["first"]),
                    *(told[each.name] for each in _FIELDS if each.name != "first"),
                )
        except (ValueError, KeyError, OSError):
            break
        if part.first != sum(one.seconds for one in notes):
            break
        notes.append(part)
        end = after
    return notes, end


def _records(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    while True:
        header = file.read(_HEADER)
        length = int.from_bytes(header[:4])
        if len(header) < _HEADER or length > _MOST_BYTES:
            return
        body = file.read(length)
        if len(body) < length or zlib.crc32(body) != int.from_bytes(header[4:]):
            return
        yield body, file.tell()
