"""Checks that requests share: words from a known set, numbers in bounds."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from server.errors import BadRequest

_Word = TypeVar("_Word", bound=StrEnum)


def chosen(
    body: Mapping[str, object],
    name: str,
    kind: type[_Word],
    what: str,
    default: tuple[_Word, ...],
    *,
    status: int = 400,
) -> tuple[_Word, ...]:
    """The words under a name, in the order of their kind; the default when there is no such key.

    Raises:
        BadRequest: `bad_<name>`, with this HTTP status, for anything else.
    """
    if body.get(name) is None:
        return default
    given = words(body[name])
    known = {member.value.lower(): member for member in kind}
    if not given or any(word.lower() not in known for word in given):
        raise BadRequest(
            f"bad_{name}",
            f"Choose at least one {what} that MoodDex knows.",
            f"Known are: {', '.join(member.value for member in kind)}.",
            status=status,
        )
    found = {known[word.lower()] for word in given}
    return tuple(member for member in kind if member in found)


def words(value: object) -> list[str] | None:
    """The words of a list of strings, or of one string with commas; None for anything else."""
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    if isinstance(value, Sequence) and all(isinstance(word, str) for word in value):
        return [word.strip() for word in value]
    return None


def number(value: object, low: float, high: float) -> float | None:
    """A finite number in bounds, from a number or its text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) and low <= result <= high else None
