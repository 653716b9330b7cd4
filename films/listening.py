"""Listening to a recording once: each second is told apart, and music is heard by the networks.

One thread decodes and tells music from speech and other sounds; the caller's own runs the mood
network. The two wait for each other only when one is minutes of sound ahead.
"""

import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import Protocol

import numpy as np
import numpy.typing as npt

from films.danceability import onsets_of
from films.detector import MARGIN, PIECE, Piece, next_piece, smooth
from films.notes import EVERY, NUMBERS, ONSETS, PEAKS, Floats, Notes
from moods.features import HOP, RATE, LogMel, gain_of, log_mel

Samples = npt.NDArray[np.float32]

STRETCH = PIECE
"""Seconds noted at once: after a break the pieces begin where they would have begun."""

BEFORE = MARGIN + 1
"""Seconds before those that are to be noted that have to be heard."""

_AHEAD = 16  # seconds heard beyond a stretch, so that its end is judged by what follows
_BEHIND = 60  # seconds before it that its beginning is judged by
_LEVEL = 14  # seconds before and after a window whose loudness it is brought to level by
_MAYBE = 0.25  # music as probable as this is heard in any case: smoothing may call it music
_ROUND = 2  # seconds around what may be music that are heard with it
_WINDOW = 3  # seconds, the mood network's
_AT_ONCE = 20  # seconds told apart at once
_HEARD_AT_ONCE = 2  # windows: the network's memory grows with them, its speed does not
_WAITING = 2
_PATIENCE = 0.2


class Detector(Protocol):
    """Tells what each second holds."""

    def probabilities(self, samples: Samples, /) -> Floats:
        """Of music, speech and other for seconds in a row, (n, 16000) to (n, 3)."""


class MoodNetwork(Protocol):
    """What the networks make of single windows."""

    frames: int

    def numbers(self, windows: Samples, /) -> Floats:
        """Windows (n, frames, 96) of log-mel to rows of numbers."""


@dataclass(frozen=True, eq=False)
class _Stretch:
    """What one thread hands the other: notes yet without numbers, and what is to be heard.

    `samples` begin one hop before the first second; a window begins at each of `starts`, and what
    is heard is brought to level by its gain.
    """

    first: int
    sounds: Floats
    peaks: Floats
    starts: list[int]
    gains: list[float]
    samples: Samples

    def window(self, number: int, frames: int) -> LogMel:
        """So many frames of log-mel of a window, none of them at an edge of what is known."""
        begin = (self.starts[number] - self.first) * RATE
        some = self.samples[begin : begin + (frames + 1) * HOP]
        return log_mel(some * np.float32(self.gains[number]))[1 : 1 + frames]


def listen(
    blocks: Iterable[Samples], began: int, detector: Detector, network: MoodNetwork, known: Notes
) -> Generator[Notes]:
    """Notes of the seconds after those that are known, stretch by stretch.

    Args:
        blocks: the sound from second `began` on, `BEFORE` the first that is not known or earlier.
        known: notes from the recording's beginning.
    """
    waiting: Queue[_Stretch | BaseException | None] = Queue(_WAITING)
    enough = threading.Event()

    def hand_on(one: _Stretch | BaseException | None) -> bool:
        while not enough.is_set():
            try:
                waiting.put(one, timeout=_PATIENCE)
            except Full:
                continue
            return True
        return False

    def hear() -> None:
        try:
            for stretch in _stretches(blocks, began, detector, network.frames, known):
                if not hand_on(stretch):
                    return
            hand_on(None)
        except BaseException as error:  # whatever it is, it is raised where it is waited for
            hand_on(error)

    thread = threading.Thread(target=hear, name="film-decoder", daemon=True)
    thread.start()
    try:
        while True:
            try:
                one = waiting.get(timeout=_PATIENCE)
            except Empty:
                continue
            if one is None:
                return
            if isinstance(one, BaseException):
                raise one
            yield _noted(one, network)
    finally:
        enough.set()
        thread.join()


def _noted(stretch: _Stretch, network: MoodNetwork) -> Notes:
    count = len(stretch.starts)
    numbers = np.zeros((count, NUMBERS), np.float16)
    onsets = np.zeros((count, ONSETS), np.float16)
    for first in range(0, count, _HEARD_AT_ONCE):
        some = range(first, min(first + _HEARD_AT_ONCE, count))
        windows = np.stack([stretch.window(number, network.frames) for number in some])
        numbers[some.start : some.stop] = network.numbers(windows)
        onsets[some.start : some.stop] = [onsets_of(one[: ONSETS + 1]) for one in windows]
    return Notes(
        stretch.first,
        stretch.sounds,
        stretch.peaks,
        np.array(stretch.starts, np.int32),
        numbers,
        onsets,
    )


def _stretches(
    blocks: Iterable[Samples], began: int, detector: Detector, frames: int, known: Notes
) -> Iterator[_Stretch]:
    sounds, peaks = known.sounds, known.peaks
    first = known.seconds
    held = _Held(began * RATE)
    for is_last in _gathered(blocks, held):
        there = held.seconds(is_last=is_last)
        while piece := next_piece(len(sounds), there, is_last=is_last):
            told, high = _judged(piece, held, detector)
            sounds, peaks = np.concatenate([sounds, told]), np.concatenate([peaks, high])
        while first < len(sounds) and (is_last or len(sounds) >= first + STRETCH + _AHEAD):
            last = min(first + STRETCH, len(sounds))
            yield _stretch(first, last, sounds, peaks, held=held, frames=frames)
            held.drop(min(last, len(sounds) - MARGIN) * RATE - HOP)
            first = last


def _judged(piece: Piece, held: "_Held", detector: Detector) -> tuple[Floats, Floats]:
    """Probabilities and peaks of a piece's seconds, without those around them."""
    heard = held.samples(piece.begin * RATE, (piece.end - piece.begin) * RATE)
    seconds = heard.reshape(-1, RATE)
    asked = slice(piece.first - piece.begin, piece.last - piece.begin)
    return detector.probabilities(seconds)[asked], _peaks(seconds[asked])


def _stretch(
    first: int, last: int, sounds: Floats, peaks: Floats, *, held: "_Held", frames: int
) -> _Stretch:
    judged = max(first - _BEHIND, 0)
    music = _may_be_music(sounds[judged:], smooth(sounds[judged:]))
    starts, gains = [], []
    for start in range(first + first % EVERY, min(last, len(sounds) - _WINDOW + 1), EVERY):
        here = start - judged
        if not music[here : here + _WINDOW].all():
            continue
        around = slice(max(here - _LEVEL, 0), here + _WINDOW + _LEVEL)
        starts.append(start)
        gains.append(gain_of(peaks[judged:][around][music[around]].ravel()))
    length = (last - first) * RATE + (frames + 1) * HOP if starts else 0
    samples = held.samples(first * RATE - HOP, length)
    # Copies: a view would keep all that was heard up to here.
    own = sounds[first:last].copy(), peaks[first:last].copy()
    return _Stretch(first, *own, starts, gains, samples)


def _may_be_music(sounds: Floats, labels: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which seconds a later judgement of the whole may find to be music."""
    maybe = (np.array(labels) == "music") | (sounds[:, 0] >= _MAYBE)
    around = np.ones(2 * _ROUND + 1)
    return np.asarray(np.convolve(maybe, around, mode="full")[_ROUND:-_ROUND] > 0)


def _peaks(seconds: Samples) -> Floats:
    return np.asarray(np.abs(seconds).reshape(len(seconds), PEAKS, -1).max(2), np.float32)


class _Held:
    """The last samples of a stream, by where they lie in the recording."""

    def __init__(self, begin: int) -> None:
        self._begin = begin
        self._parts: list[Samples] = []
        self.end = begin

    def add(self, block: Samples) -> None:
        self._parts.append(block)
        self.end += len(block)

    def samples(self, begin: int, count: int) -> Samples:
        """So many samples from a place on; zeros where there are none."""
        held = self._whole()
        out = np.zeros(count, np.float32)
        low, high = max(begin, self._begin), min(begin + count, self.end)
        if low < high:
            out[low - begin : high - begin] = held[low - self._begin : high - self._begin]
        return out

    def seconds(self, *, is_last: bool) -> int:
        """How many whole seconds the recording has up to here; half of a last one is one too."""
        length = self.end / RATE
        return round(length) if is_last else int(length)

    def drop(self, before: int) -> None:
        """Forget what lies before a place."""
        held = self._whole()
        if before > self._begin:
            self._parts = [held[before - self._begin :].copy()]
            self._begin = min(before, self.end)

    def _whole(self) -> Samples:
        if len(self._parts) != 1:
            self._parts = [np.concatenate([np.zeros(0, np.float32), *self._parts])]
        return self._parts[0]


def _gathered(blocks: Iterable[Samples], held: _Held) -> Iterator[bool]:
    """Take blocks into `held`; False every `_AT_ONCE` seconds, True at the end."""
    told = held.end
    for block in blocks:
        held.add(block)
        if held.end - told >= _AT_ONCE * RATE:
            told = held.end
            yield False
    yield True
