"""A file that comes in with a form, written to disk as it arrives and never held in memory."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from server.config import Settings
from server.errors import BadRequest, MoodDexError
from server.films import recordings

_REST = 64 * 1024  # the other fields, and what is between the parts
_IN_HAND = 500_000  # bytes of a chunk, or of another field, at most
_MOST_AT_ONCE = 4
_SPARE = 200_000_000  # bytes that stay free on the disk


@dataclass(frozen=True)
class Upload:
    """What came in: the other fields, and the file under its name; None where none was chosen."""

    fields: "MultiDict[str, str]"
    file: Path | None
    name: str


_coming: set[int] = set()
_door = threading.Lock()


@contextmanager
def received(settings: Settings, field: str, user_id: int) -> Iterator[Upload]:
    """The form of this request, with one file; the file is removed at the end unless it was moved.

    Raises:
        BadRequest: the form is not a form with files.
        MoodDexError: 413 `recording_too_large`, 429 `upload_under_way`, 503 `uploads_busy`,
            507 `no_room`.
    """
    with _let_in(user_id), _received(settings, field) as came:
        yield came


@contextmanager
def _let_in(user_id: int) -> Iterator[None]:
    """One upload of a person at a time, and few of all: each holds a thread as long as it lasts."""
    with _door:
        if user_id in _coming:
            raise MoodDexError(
                "upload_under_way",
                "A file of yours is still coming in.",
                "Wait until it is here.",
                status=429,
            )
        if len(_coming) >= _MOST_AT_ONCE:
            raise MoodDexError(
                "uploads_busy",
                "Too many files are coming in just now.",
                "Try again in a few minutes.",
                status=503,
            )
        _coming.add(user_id)
    try:
        yield
    finally:
        with _door:
            _coming.discard(user_id)


@contextmanager
def _received(settings: Settings, field: str) -> Iterator[Upload]:
    most = settings.upload_mb * 1_000_000
    if request.mimetype != "multipart/form-data":
        raise BadRequest(
            "not_a_form", "There is no file in this request.", "Send it as multipart/form-data."
        )
    if (request.content_length or 0) > most + _REST:
        raise _too_large(settings)
    _require_room(settings, request.content_length or 0)
    request.max_content_length = most + _REST
    parts: list[tuple[Path, IO[bytes]]] = []

    def open_part(*_about: Any, **_more: Any) -> IO[bytes]:
        part = recordings.part_of(settings, uuid4().hex)
        stream = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        parts.append((part, stream))
        return stream

    parser = FormDataParser(
        stream_factory=open_part,
        max_form_memory_size=_IN_HAND,
        max_form_parts=20,
        silent=False,
    )
    try:
        try:
            _, fields, files = parser.parse(
                request.stream, request.mimetype, request.content_length, request.mimetype_params
            )
        except RequestEntityTooLarge as error:
            raise _too_large(settings) from error
        except ValueError as error:
            raise BadRequest("not_a_form", "The form came in broken.", "Send it again.") from error
        except OSError as error:
            raise _no_room() from error
        sent = files.get(field)
        # Browsers write a quotation mark so, and nothing else.
        name = (sent.filename or "").replace("%22", '"') if sent is not None else ""
        file = next((part for part, stream in parts if sent and stream is sent.stream), None)
        for _, stream in parts:
            stream.close()
        yield Upload(fields, file if file and file.stat().st_size else None, name)
    finally:
        for part, stream in parts:
            stream.close()
            part.unlink(missing_ok=True)


def _require_room(settings: Settings, coming: int) -> None:
    if shutil.disk_usage(recordings.folder(settings)).free < coming + _SPARE:
        raise _no_room()


def _no_room() -> MoodDexError:
    return MoodDexError(
        "no_room",
        "There is no room for this recording here just now.",
        "Try again later, or read it on your own machine with mooddex film.",
        status=507,
    )


def _too_large(settings: Settings) -> MoodDexError:
    return MoodDexError(
        "recording_too_large",
        f"This file is larger than {settings.upload_mb} MB, the most that can be handed in here.",
        "Hand in its sound alone, or read it on your own machine with mooddex film.",
        status=413,
    )
