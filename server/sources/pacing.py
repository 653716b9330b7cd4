"""Politeness: no more calls in a stretch of time than a service likes."""

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_PATIENCE: ContextVar[float] = ContextVar("patience", default=math.inf)


class Busy(Exception):
    """The next turn is farther away than the caller can wait."""


@contextmanager
def in_a_hurry(seconds: float) -> Iterator[None]:
    """Within the block nobody waits longer than this for a turn: `Pacer.wait` raises Busy."""
    before = _PATIENCE.set(seconds)
    try:
        yield
    finally:
        _PATIENCE.reset(before)


class Pacer:
    """At most `calls` in any `seconds`; callers from several threads wait their turn."""

    def __init__(self, calls: int, seconds: float) -> None:
        self._seconds = seconds
        self._sent: deque[float] = deque([-seconds] * calls, maxlen=calls)
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when the next call may be sent. Raises Busy, and takes no turn."""
        with self._lock:
            turn = max(time.monotonic(), self._sent[0] + self._seconds)
            if turn - time.monotonic() > _PATIENCE.get():
                raise Busy
            self._sent.append(turn)
        delay = turn - time.monotonic()
        if delay > 0:
            time.sleep(delay)


class Hold:
    """A pause that a service has asked for, remembered so that nobody asks it meanwhile."""

    LONGEST = 3600.0
    """Seconds; what asks for more is asked again after them."""

    def __init__(self) -> None:
        self._until = 0.0

    def begin(self, seconds: float) -> None:
        """Ask nothing for so long."""
        self._until = max(self._until, time.monotonic() + min(seconds, self.LONGEST))

    def left(self) -> float:
        """Seconds that are left of it; 0 when there is none."""
        return max(0.0, self._until - time.monotonic())
