"""How planning a playlist grows with its length."""

import time

from server.playlists.planner import plan


def measure_planning() -> dict[str, float]:
    """Plan for playlists of 1,000 and of 10,000 rows; the ratio is 10 if planning is linear."""
    small, large = _seconds(1_000), _seconds(10_000)
    return {
        "ms_for_10000_rows": round(1000 * large, 2),
        "times_of_a_tenth": round(large / small, 1),
    }


def _seconds(rows: int) -> float:
    desired = [f"spotify:track:{number:022d}" for number in range(rows)]
    remote = desired[::2]
    added = dict.fromkeys(desired[::4], True)
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        plan(desired, remote, added)
        best = min(best, time.perf_counter() - began)
    return best
