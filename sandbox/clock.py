"""The sandbox's time, which can be moved forward so that tokens and links grow old at once."""

import threading
import time
from datetime import UTC, datetime


class Clock:
    """Real time plus whatever it has been moved forward by."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def timestamp(self) -> str:
        """The time as Spotify writes it, `2026-01-02T03:04:05Z`."""
        return datetime.fromtimestamp(self.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def advance(self, seconds: float) -> None:
        """Moves the time forward (a negative number moves it back)."""
        with self._lock:
            self._ahead += seconds

    def reset(self) -> None:
        """Back to real time."""
        with self._lock:
            self._ahead = 0.0
