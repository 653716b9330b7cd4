"""Knows which services have failed so often in a row that asking on is a waste of time."""

import threading
from collections import Counter


class Breaker:
    """Counts failures in a row by service, for one job. Safe to use from several threads."""

    def __init__(self, limit: int = 3) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._failures: Counter[str] = Counter()
        self._opened: dict[str, None] = {}

    def is_open(self, service: str) -> bool:
        """Whether the service is to be left alone from now on."""
        with self._lock:
            return service in self._opened

    def failed(self, service: str) -> None:
        """The service did not answer; at the limit it is left alone."""
        with self._lock:
            self._failures[service] += 1
            if self._failures[service] >= self._limit:
                self._opened[service] = None

    def worked(self, service: str) -> None:
        """The service answered: failures are counted anew."""
        with self._lock:
            self._failures[service] = 0

    def open_services(self) -> list[str]:
        """The services that were given up, in the order it happened."""
        with self._lock:
            return list(self._opened)
