"""How the work for something grows with its size, whatever the speed of the machine."""

import time
from collections.abc import Callable


def growth(work: Callable[[int], object], small: int, large: int) -> float:
    """How many times the work for the small size is done for the large one.

    It is this thread's time at the processor that counts, and the least of three: neither a slow
    machine nor a busy one changes what comes out by much.
    """
    return _least(work, large) / _least(work, small)


def _least(work: Callable[[int], object], size: int) -> float:
    taken = []
    for _ in range(3):
        begun = time.thread_time()
        work(size)
        taken.append(time.thread_time() - begun)
    return max(min(taken), 1e-4)
