"""The people of the sandbox's world, who have lists on MyAnimeList and on AniList."""

from collections.abc import Sequence

from sandbox import draws
from sandbox.records import WorldListUser

_STATUSES = (
    ("completed", 84),
    ("watching", 10),
    ("on_hold", 6),
    ("dropped", 6),
    ("plan_to_watch", 14),
)


def people_of(seed: int, mal_ids: Sequence[int]) -> tuple[WorldListUser, ...]:
    """`mika` (about 120 shows), `aoi` (12), `newcomer` (none) and `hidden` (private)."""
    return tuple(
        WorldListUser(name, service, name == "hidden", entries)
        for service in ("myanimelist", "anilist")
        for name, entries in (
            ("mika", _long_list(seed, mal_ids)),
            ("aoi", _short_list(seed, mal_ids)),
            ("newcomer", ()),
            ("hidden", _short_list(seed + 1, mal_ids)),
        )
    )


def _long_list(seed: int, mal_ids: Sequence[int]) -> tuple[tuple[int, str, int], ...]:
    waiting = draws.shuffled(seed, "mika", mal_ids, str)
    entries = []
    for status, count in _STATUSES:
        for mal_id in waiting[:count]:
            rng = draws.dice(seed, "mika", mal_id, "score")
            scored = status == "completed" and rng.random() < 0.9
            score = min(max(round(rng.gauss(7.6, 1.3)), 3), 10) if scored else 0
            entries.append((mal_id, status, 4 if status == "dropped" else score))
        waiting = waiting[count:]
    return tuple(entries)


def _short_list(seed: int, mal_ids: Sequence[int]) -> tuple[tuple[int, str, int], ...]:
    chosen = draws.shuffled(seed, "aoi", mal_ids, str)[:12]
    return tuple(
        (mal_id, "completed" if place < 9 else "watching", 8 if place < 6 else 0)
        for place, mal_id in enumerate(chosen)
    )
