"""How often one person may ask for something; kept in memory, so it counts for one process."""

import threading
import time
from collections import OrderedDict, deque

_MOST_PEOPLE = 10_000


class Turns:
    """At most `most` turns in any `seconds` for each person."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._taken: OrderedDict[int, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, person: int) -> float:
        """Take a turn: 0.0; or none, and the seconds until there is one."""
        now = time.monotonic()
        with self._lock:
            taken = self._taken.setdefault(person, deque())
            self._taken.move_to_end(person)
            while len(self._taken) > _MOST_PEOPLE:
                self._taken.popitem(last=False)
            while taken and taken[0] <= now - self._seconds:
                taken.popleft()
            if len(taken) >= self._most:
                return taken[0] + self._seconds - now
            taken.append(now)
            return 0.0
