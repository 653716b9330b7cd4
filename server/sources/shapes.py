"""Reading JSON from outside: what is not of the expected kind counts as absent."""

import math
from collections.abc import Iterator, Mapping


def mapping(value: object) -> Mapping[str, object]:
    """The object itself, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> Iterator[Mapping[str, object]]:
    """The objects of a list, in order; nulls and other kinds are passed over."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def nodes(value: object) -> Iterator[Mapping[str, object]]:
    """The objects of a GraphQL connection `{"nodes": [...]}`, or of a plain list."""
    return items(value if isinstance(value, list) else mapping(value).get("nodes"))


def text(value: object) -> str | None:
    """The text without its outer blanks; None for an empty one and for other kinds."""
    return (value.strip() or None) if isinstance(value, str) else None


def number(value: object) -> float | None:
    """A finite number, also where it was sent as text; truth values are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def integer(value: object) -> int | None:
    """A whole number, also where it was sent as text."""
    result = number(value)
    return int(result) if result is not None and result == int(result) else None
