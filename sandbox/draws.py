"""Draws that depend on the seed and on a name, never on the order in which they are made.

Adding a song to the data so leaves every other song as it was.
"""

import hashlib
import random
from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def number(seed: int, *names: object) -> int:
    """A 64-bit number drawn for these names."""
    text = "\x1f".join([str(seed), *map(str, names)])
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def dice(seed: int, *names: object) -> random.Random:
    """A random generator of its own for these names."""
    return random.Random(number(seed, *names))


def shuffled(
    seed: int, purpose: str, things: Iterable[Thing], name: Callable[[Thing], str]
) -> list[Thing]:
    """The things in an order drawn for the purpose."""
    return sorted(things, key=lambda thing: number(seed, purpose, name(thing)))


def spotify_id(seed: int, *names: object) -> str:
    """22 base-62 characters, the first never above 7 (Spotify's ids are 128-bit numbers)."""
    rng = dice(seed, "spotify id", *names)
    return rng.choice(_BASE62[:8]) + "".join(rng.choices(_BASE62, k=21))


def isrc(seed: int, year: int, *names: object) -> str:
    """An International Standard Recording Code: country, registrant, year, designation."""
    rng = dice(seed, "isrc", *names)
    registrant = "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=3))
    return f"JP{registrant}{year % 100:02d}{rng.randrange(100_000):05d}"
