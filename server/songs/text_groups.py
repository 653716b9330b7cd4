"""Brackets at the end of a text, and the scripts of what is in them."""

import re

from server.songs.normalise import squash

_CJK = r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9d]"
_HAS_CJK = re.compile(_CJK)
_OPENS_NATIVE = re.compile(rf"\(\s*{_CJK}")


def has_native(text: str) -> bool:
    """Whether there is a Japanese, Chinese or Korean character in a text."""
    return _HAS_CJK.search(text) is not None


def native_group(title: str) -> tuple[str, str | None]:
    """A title without the bracket at its end that holds it in another script, and that.

    A bracket that only says the title once more goes too: `Hello, world! (Hello,world!)`.
    """
    main, inner = last_group(title)
    if inner is None or not main:
        return title, None
    if not has_native(inner):
        return (main, None) if squash(inner) == squash(main) else (title, None)
    if main.count("(") > main.count(")"):
        # `Uta (歌(うた)`: a bracket was left open, and the native title begins before the last.
        opened = main.rfind("(")
        if _OPENS_NATIVE.match(title, opened) and title[:opened].strip():
            return title[:opened].strip(), title[opened + 1 :].removesuffix(")").strip()
    return main, inner


def last_group(text: str) -> tuple[str, str | None]:
    """What stands before a bracket at the end, and what is in it; None without one.

    A bracket that is never closed counts too, if the text ends in it.
    """
    if not text.endswith(")"):
        opened = text.rfind("(")
        if opened < 0 or ")" in text[opened:]:
            return text, None
        return text[:opened].strip(), text[opened + 1 :].strip()
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return text[:place].strip(), text[place + 1 : -1].strip()
    start = text.find("(")
    if start < 0:
        return text, None
    return text[:start].strip(), text[start + 1 : -1].strip()
