"""Any audio or video as a stream of mono samples at 16 kHz, in bounded memory.

The recording's own clock is kept: sound that begins late or is missing in the middle is
silence, and sound before the picture is not lost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
import numpy.typing as npt

from films.endings import ends_early
from films.errors import FilmError, Trouble, clock
from films.protection import is_locked
from films.splice import Splice
from films.tracks import MOST_CHANNELS, RATES, Track, absurd, choose
from moods.audio import RATE, container_of
from moods.reading import ClipError

Samples = npt.NDArray[np.float32]

MOST_SECONDS = 24 * 3600.0
_FAR_JUMP = 600.0  # seconds; a longer hole is believed only where the file is that long
_FARTHEST_JUMP = 3 * 3600.0
_OVERLAP = 1.0  # seconds; sound that says it is further back than this has another clock
_LONGER = 10.0  # seconds by which a file may outlast what it says
_FEW_BAD = 4  # packets at a file's edges that every player passes over
_HOLE = 1.0  # seconds without any sound stored that are told
_MOST_TRIES = 20  # in a row, to read on behind damage
_BUFFER = 1 << 18
_READ_ERRORS = (av.error.FFmpegError, ValueError, OverflowError, MemoryError, OSError)
_OPTIONS = {
    # A playlist dressed up as a film can open nothing else.
    "protocol_whitelist": "none",
    "probesize": "10000000",
    "analyzeduration": "15000000",
}


class SoundStream:
    """The sound of an opened file.

    Attributes:
        track: the one that is read.
        declared: length in seconds as the file has it, or None.
        troubles: what came up so far; complete when the last block has been taken.
    """

    def __init__(self, container: Any, audio: Any, track: Track, *, is_cut: bool) -> None:
        """`is_cut`: the file itself says that something is missing at its end."""
        self._container = container
        self._audio = audio
        self.track = track
        self.declared = _declared(container, audio)
        self.troubles: list[Trouble] = []
        self._is_cut = is_cut
        self._bad = 0
        self._first_bad = 0.0
        self._torn_at: float | None = None  # where the container broke, until it goes on
        self._holes: list[tuple[float, float]] = []
        self._shift = 0.0
        self._due: float | None = None
        self._origin = _origin(container, audio)

    def blocks(self, start: float = 0.0) -> Iterator[Samples]:
        """Mono float32 blocks of varying length, at most a minute each, one after another.

        The first begins `start` seconds into the recording. A file that is damaged further on
        gives what can be read and says so in `troubles`. What comes before `start` is decoded all
        the same: where sound lies, and what is damaged, hangs on all of it. To be called once.

        Raises:
            FilmError: `film_absurd`, where all of the sound has a rate that makes no sense.
        """
        splice = Splice(round(start * RATE))
        try:
            for frame, at in self._frames():
                yield from splice.add(frame, at)
                if splice.at > MOST_SECONDS * RATE:
                    most = clock(MOST_SECONDS)
                    self.tell("film_too_long", f"Only the first {most} were read.", MOST_SECONDS)
                    break
        except (FilmError, *_READ_ERRORS) as error:
            here = splice.at / RATE
            if isinstance(error, FilmError) and here <= start:
                raise
            self._tell_broken(here)
        yield from splice.rest()
        self._tell_end(splice.at / RATE)

    def _frames(self) -> Iterator[tuple[Any, float | None]]:
        """Decoded frames and where they lie, in seconds; None for right after the one before."""
        for packet in self._packets():
            at = self._told(packet)
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                self._count_bad(at or 0.0)
                continue
            for frame in frames:
                if frame.sample_rate not in RATES or frame.layout.nb_channels > MOST_CHANNELS:
                    raise absurd(frame.sample_rate, frame.layout.nb_channels)
                told = None if frame.time is None else frame.time - self._origin + self._shift
                yield frame, told

    def _packets(self) -> Iterator[Any]:
        """Packets of the track; where the container is broken, those behind the break follow."""
        failed = 0
        while failed <= _MOST_TRIES:
            packets = self._container.demux(self._audio)
            try:
                for packet in packets:
                    if packet.size:
                        failed, self._torn_at = 0, None
                    yield packet
            except _READ_ERRORS:
                failed += 1
                self._torn_at = self._due or 0.0
                self._count_bad(self._torn_at)
            else:
                return

    def _count_bad(self, at: float) -> None:
        self._first_bad = self._first_bad if self._bad else at
        self._bad += 1

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
                here = clock(due)
                self.tell("film_clock", f"The file's clock jumps at {here}; put right.", due)
                self._shift = due - raw
                at = due
            elif at > due + _HOLE:
                self._holes.append((due, at))
        length = float((packet.duration or 0) * packet.time_base)
        self._due = max(at + length, due or 0.0)
        return at

    def _tell_end(self, end: float) -> None:
        self._tell_holes()
        if self._bad > _FEW_BAD:
            first = clock(self._first_bad)
            self.tell(
                "film_damaged",
                f"{self._bad} pieces of the sound are damaged, the first at {first}; there is "
                "silence in their places.",
                self._first_bad,
            )
        declared, here = self.declared, clock(end)
        if self._has("film_cut_short", "film_too_long"):
            return
        if declared is not None and end < declared - max(3.0, declared / 100):
            whole = clock(declared)
            self.tell(
                "film_cut_short",
                f"The file should last {whole}, but its sound ends at {here}.",
                end,
            )
        elif self._torn_at is not None:
            self._tell_broken(end)
        elif self._is_cut:
            self.tell("film_cut_short", f"The file is cut short: its sound ends at {here}.", end)

    def _tell_broken(self, at: float) -> None:
        here = clock(at)
        self.tell(
            "film_cut_short", f"The file is broken at {here}: what comes before was read.", at
        )

    def _tell_holes(self) -> None:
        if not self._holes:
            return
        count, length = len(self._holes), sum(end - start for start, end in self._holes)
        first, last = map(clock, self._holes[0])
        if count == 1:
            self.tell(
                "film_hole",
                f"There is no sound from {first} to {last}, as where a piece is missing; silence "
                "stands there.",
                self._holes[0][0],
            )
        else:
            self.tell(
                "film_hole",
                f"There is no sound in {count} places, {clock(length)} in all, as where pieces are "
                f"missing, the first from {first} to {last}; silence stands there.",
                self._holes[0][0],
            )

    def tell(self, code: str, message: str, at: float | None = None) -> None:
        """Add to the troubles."""
        self.troubles.append(Trouble(code, message, at))

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
        if not head:
            raise FilmError("film_empty", "This file is empty.")
        if is_locked(file):
            raise FilmError("film_protected", "This file is encrypted, so it cannot be read.")
        is_cut = ends_early(file)
        try:
            container = av.open(
                file, mode="r", options=_OPTIONS, buffer_size=_BUFFER, metadata_errors="replace"
            )
        except _READ_ERRORS as error:
            raise _unreadable(head) from error
        with container:
            if _is_guess(container):
                raise _unreadable(head)
            audio, chosen = choose(container, track)
            sound = SoundStream(container, audio, chosen, is_cut=is_cut)
            if chosen.of > 1:
                sound.tell(
                    "film_tracks",
                    f"This file has {chosen.of} audio tracks; number {chosen} was read.",
                )
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


def _is_guess(container: Any) -> bool:
    """Whether a format was found, and then nothing in the file that would make sense of it."""
    streams = container.streams.audio
    return bool(streams) and not any(
        one.codec_context is None or one.sample_rate or one.channels for one in streams
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
