"""What tables call an opening, an ending and an insert song."""

import re
import unicodedata

from server.domain import ThemeKind

_KINDS = {
    ThemeKind.OP: re.compile(r"(?<![a-z])(?:op|openings?)(?![a-z])|オープニング"),
    ThemeKind.ED: re.compile(r"(?<![a-z])(?:ed|endings?)(?![a-z])|エンディング"),
    ThemeKind.IN: re.compile(r"^(?:in|ins)(?![a-z])|(?<![a-z])inserts?(?![a-z])|挿入[歌曲]"),
}
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|(?<![a-z])v(?:er(?:sion)?)?\.?\s*[0-9]+")
_NUMBER = re.compile(r"(?<![0-9])0*([1-9][0-9]{0,2})(?![0-9])")


def read_kind(text: str) -> tuple[ThemeKind, int | None] | None:
    """Kind and number of `OP2`, `Ending Theme 1`, `2nd opening`, `挿入歌`; None where unclear."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    kinds = [kind for kind, pattern in _KINDS.items() if pattern.search(plain)]
    if len(kinds) != 1:
        return None
    number = _NUMBER.search(_ASIDE.sub(" ", plain))
    return kinds[0], int(number[1]) if number else None


def write_kind(kind: ThemeKind, sequence: int | None) -> str:
    """`OP2`, or `OP` where the number is not known."""
    return kind.value if sequence is None else f"{kind.value}{sequence}"
