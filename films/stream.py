"""Any audio or video as a stream of mono samples at 16 kHz, in bounded memory.

The recording's own clock is kept: sound that begins late or is missing in the middle is
silence, and sound before the picture is not lost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
import numpy.typing as npt

from films.errors import FilmError, Trouble, clock
from films.protection import is_locked
from films.splice import Splice
from moods.audio import RATE, container_of
from moods.reading import ClipError

Samples = npt.NDArray[np.float32]

MOST_SECONDS = 24 * 3600.0
_RATES = range(4_000, 384_001)
_MOST_CHANNELS = 32
_FAR_JUMP = 600.0  # seconds; a longer hole is believed only where the file is that long
_FARTHEST_JUMP = 3 * 3600.0
_OVERLAP = 1.0  # seconds; sound that says it is further back than this has another clock
_LONGER = 10.0  # seconds by which a file may outlast what it says
_PREROLL = 3.0  # seconds decoded before the place where a reading goes on
_FEW_BAD = 4  # packets at a file's edges that every player passes over
_BUFFER = 1 << 18
_READ_ERRORS = (av.error.FFmpegError, ValueError, OverflowError, MemoryError, OSError)
_OPTIONS = {
    # A playlist dressed up as a film can open nothing else.
    "protocol_whitelist": "none",
    "probesize": "10000000",
    "analyzeduration": "15000000",
}


@dataclass(frozen=True)
class Track:
    """One of the audio tracks of a file.

    Attributes:
        number: 1 for the first.
        of: how many there are.
        language, title: as the file has them, or None.
        codec, rate, channels: of the sound as it is stored.
    """

    number: int
    of: int
    language: str | None
    title: str | None
    codec: str
    rate: int
    channels: int

    def to_json(self) -> dict[str, Any]:
        """The same as JSON-ready types."""
        return dict(vars(self))

    def __str__(self) -> str:
        told = ", ".join(word for word in (self.language, self.title) if word)
        return f"track {self.number} of {self.of}" + (f" ({told})" if told else "")


class SoundStream:
    """The sound of an opened file.

    Attributes:
        track: the one that is read.
        declared: length in seconds as the file has it, or None.
        troubles: what came up so far; complete when the last block has been taken.
    """

    def __init__(self, container: Any, audio: Any, track: Track, missing: int) -> None:
        """`missing` bytes are not there although the file's header tells of them."""
        self._container = container
        self._audio = audio
        self.track = track
        self.declared = _declared(container, audio)
        self.troubles: list[Trouble] = []
        self._missing = missing
        self._bad = 0
        self._first_bad = 0.0
        self._shift = 0.0
        self._due: float | None = None
        self._origin = _origin(container, audio)

    def blocks(self, start: float = 0.0) -> Iterator[Samples]:
        """Mono float32 blocks of varying length, at most a minute each, one after another.

        The first begins `start` seconds into the recording. A file that is damaged further on
        gives what can be read and says so in `troubles`. To be called once.

        Raises:
            FilmError: `film_absurd`, where all of the sound has a rate that makes no sense.
        """
        splice = Splice(round(start * RATE))
        try:
            for frame, at in self._frames(start):
                yield from splice.add(frame, at)
                if splice.at > MOST_SECONDS * RATE:
                    told = f"Only the first {clock(MOST_SECONDS)} were read."
                    self.troubles.append(Trouble("film_too_long", told, MOST_SECONDS))
                    break
        except (FilmError, *_READ_ERRORS) as error:
            here = splice.at / RATE
            if isinstance(error, FilmError) and here <= start:
                raise
            told = f"The file is broken at {clock(here)}: what comes before was read."
            self.troubles.append(Trouble("film_cut_short", told, here))
        yield from splice.rest()
        self._tell_end(splice.at / RATE)

    def _frames(self, start: float) -> Iterator[tuple[Any, float | None]]:
        """Decoded frames and where they lie, in seconds; None for right after the one before."""
        for packet in self._container.demux(self._audio):
            at = self._told(packet)
            if start and at is not None and at < start - _PREROLL:
                continue
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                self._first_bad = self._first_bad if self._bad else at or 0.0
                self._bad += 1
                continue
            for frame in frames:
                if frame.sample_rate not in _RATES or frame.layout.nb_channels > _MOST_CHANNELS:
                    raise _absurd(frame.sample_rate, frame.layout.nb_channels)
                told = None if frame.time is None else frame.time - self._origin + self._shift
                yield frame, told

    def _told(self, packet: Any) -> float | None:
        """Where a packet lies, in seconds; a clock that jumps away is set right."""
        if packet.pts is None or packet.time_base is None:
            return self._due
        raw = float(packet.pts * packet.time_base) - self._origin
        at = raw + self._shift
        due = self._due
        if due is not None:
            fits = self.declared is not None and at <= self.declared + _LONGER
            if not due - _OVERLAP <= at <= due + (_FARTHEST_JUMP if fits else _FAR_JUMP):
                self.troubles.append(
                    Trouble(
                        "film_clock", f"The file's clock jumps at {clock(due)}; put right.", due
                    )
                )
                self._shift = due - raw
                at = due
        length = float((packet.duration or 0) * packet.time_base)
        self._due = max(at + length, due or 0.0)
        return at

    def _tell_end(self, end: float) -> None:
        if self._bad > _FEW_BAD:
            first = self._first_bad
            told = (
                f"{self._bad} pieces of the sound are damaged, the first at {clock(first)}; "
                "there is silence in their places."
            )
            self.troubles.append(Trouble("film_damaged", told, first))
        declared = self.declared
        short = declared is not None and end < declared - max(3.0, declared / 100)
        if self._has("film_cut_short", "film_too_long"):
            return
        if declared is not None and short:
            told = f"The file should last {clock(declared)}, but its sound ends at {clock(end)}."
            self.troubles.append(Trouble("film_cut_short", told, end))
        elif self._missing > 0:
            told = f"The file is cut short: its sound ends at {clock(end)}."
            self.troubles.append(Trouble("film_cut_short", told, end))

    def _has(self, *codes: str) -> bool:
        return any(trouble.code in codes for trouble in self.troubles)


@contextmanager
def opened(path: Path, track: int | None = None) -> Iterator[SoundStream]:
    """The sound of a file: its default audio track, or the one of this number (1 is the first).

    Raises:
        FilmError: there is nothing in it that can be read; see its codes.
    """
    with _file(path) as file:
        head = file.read(16)
        size = file.seek(0, 2)
        if not head:
            raise FilmError("film_empty", "This file is empty.")
        if is_locked(file):
            raise FilmError("film_protected", "This file is encrypted, so it cannot be read.")
        try:
            container = av.open(
                file, mode="r", options=_OPTIONS, buffer_size=_BUFFER, metadata_errors="replace"
            )
        except _READ_ERRORS as error:
            raise _unreadable(head) from error
        with container:
            audio, chosen = _choose(container, track)
            sound = SoundStream(container, audio, chosen, _missing(head, size))
            if chosen.of > 1:
                told = f"This file has {chosen.of} audio tracks; {chosen} was read."
                sound.troubles.append(Trouble("film_tracks", told))
            yield sound


def _file(path: Path) -> IO[bytes]:
    try:
        if not path.is_file():
            raise FilmError("film_not_found", "There is no such file, or it is not a plain file.")
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise FilmError("film_not_found", "This file cannot be opened.") from error


def _unreadable(head: bytes) -> FilmError:
    try:
        container_of(head)
    except ClipError:
        return FilmError("film_not_media", "This is no audio or video that can be read.")
    return FilmError("film_damaged", "This file is damaged or cut short: it cannot be opened.")


def _missing(head: bytes, size: int) -> int:
    """How many bytes a RIFF file lacks; its reader takes such a file for a shorter one."""
    if head[:4] != b"RIFF" or head[4:8] in {b"\0\0\0\0", b"\xff\xff\xff\xff"}:
        return 0
    return max(int.from_bytes(head[4:8], "little") + 8 - size, 0)


def _choose(container: Any, number: int | None) -> tuple[Any, Track]:
    streams = list(container.streams.audio)
    if not streams:
        raise FilmError("film_no_audio", "There is no sound in this file.")
    if number is not None and not 1 <= number <= len(streams):
        raise FilmError(
            "film_no_track", f"There is no audio track {number}; this file has {len(streams)}."
        )
    usual = [one for one in streams if one.disposition & av.stream.Disposition.default]
    audio = (usual or streams)[0] if number is None else streams[number - 1]
    if audio.codec_context is None:
        raise FilmError("film_unknown_codec", "The sound of this file is in an unknown format.")
    rate, channels = audio.sample_rate or 0, audio.channels or 0
    if rate not in _RATES or not 1 <= channels <= _MOST_CHANNELS:
        raise _absurd(rate, channels)
    audio.codec_context.thread_count = 1
    for other in container.streams:
        if other is not audio and other.index != audio.index:
            other.discard = av.stream.Discard.all
    language = audio.language if audio.language not in {None, "", "und"} else None
    title = audio.metadata.get("title") or None
    name = audio.codec_context.name
    return audio, Track(
        streams.index(audio) + 1, len(streams), language, title, name, rate, channels
    )


def _absurd(rate: int, channels: int) -> FilmError:
    return FilmError(
        "film_absurd",
        f"The sound says that it has {rate} samples a second on {channels} channels: "
        "that makes no sense.",
    )


def _declared(container: Any, audio: Any) -> float | None:
    if audio.duration and audio.time_base:
        length = float(audio.duration * audio.time_base)
        length += max(
            float((audio.start_time or 0) * audio.time_base) - _origin(container, audio), 0
        )
    elif container.duration:
        length = container.duration / av.time_base
    else:
        return None
    return length if 0 < length < 100 * 3600 else None


def _origin(container: Any, audio: Any) -> float:
    """When a player begins, in seconds of the file's clock."""
    if container.start_time is not None and abs(container.start_time) < 1 << 62:
        return float(container.start_time / av.time_base)
    return float((audio.start_time or 0) * (audio.time_base or 0))
