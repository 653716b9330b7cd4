"""Politeness: no more calls in a stretch of time than a service likes."""

import threading
import time
from collections import deque


class Pacer:
    """At most `calls` in any `seconds`; callers from several threads wait their turn."""

    def __init__(self, calls: int, seconds: float) -> None:
        self._seconds = seconds
        self._sent: deque[float] = deque([-seconds] * calls, maxlen=calls)
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when the next call may be sent."""
        with self._lock:
            turn = max(time.monotonic(), self._sent[0] + self._seconds)
            self._sent.append(turn)
        delay = turn - time.monotonic()
        if delay > 0:
            time.sleep(delay)
