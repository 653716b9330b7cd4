"""A title taken apart: its main part, its subtitles, and what only says where the song is from."""

import re
import unicodedata
from dataclasses import dataclass

_OPEN = dict(zip("([（【〈《〔「『", ")]）】〉》〕」』", strict=True))
_CLOSE = frozenset(_OPEN.values())
_DASHED = re.compile(
    r"[～〜~](?P<wave>[^～〜~]+)(?:[～〜~]|$)"
    r"|(?:(?<=\s)|^)[-–—](?P<dashes>[^-–—\s][^-–—]*)[-–—](?=\s|$)"
    r"|\s[-–—/／]\s(?P<tail>.+)$"
)
_TIE_IN = re.compile(
    r"アニメ|主題歌|オープニング|エンディング|挿入歌|テーマ|劇場版|映画|ゲーム|\banime\b|\bopening\b|"
    r"\bending\b|\btheme\b|^\s*from\b|\bop\b|\bed\b|\bost\b|\bsoundtrack\b|"
    r"\bbonus track\b|\bmovie\b",
    re.IGNORECASE | re.ASCII,
)
_TAIL = re.compile(r"\s[-–—]\s(?P<tie_in>.+?)(?P<more>\s[-–—][^-–—\s][^-–—]*[-–—]\s*)?$")
_LATER_TAIL = re.compile(r"\s[-–—](?=[^-–—\s][^-–—]*[-–—]\s*$)")


@dataclass(frozen=True)
class Segments:
    """A title's parts as they are written.

    Attributes:
        main: without brackets and subtitles.
        subtitles: what stands in brackets, between waves or dashes, or after a dash.
        kept: the title without its tie-ins (`TVアニメ「...」オープニングテーマ`).
    """

    main: str
    subtitles: tuple[str, ...]
    kept: str


def take_apart(title: str) -> Segments:
    """The parts of a title; tie-ins are in none of them."""
    plain, bracketed = _brackets(_without_tail(unicodedata.normalize("NFKC", title)))
    subtitles = [inner for inner in bracketed if not _TIE_IN.search(inner)]
    main = plain
    while found := _DASHED.search(main):
        inner = next(group for group in found.groups() if group is not None)
        split = _LATER_TAIL.split(inner, maxsplit=1)
        subtitles += [part.strip(" -–—") for part in split if not _TIE_IN.search(part)]
        main = f"{main[: found.start()]} {main[found.end() :]}"
    main = " ".join(main.split()) or plain.strip() or title
    kept = " ".join([main, *(f"({part})" for part in subtitles)])
    return Segments(main, tuple(part for part in subtitles if part.strip()), kept)


def _without_tail(title: str) -> str:
    """A title without a tie-in after a dash, which may hold brackets of its own."""
    found = _TAIL.search(title)
    if found is None or not _TIE_IN.search(found.group("tie_in")):
        return title
    opened = sum(title[: found.start()].count(char) for char in _OPEN)
    closed = sum(title[: found.start()].count(char) for char in _CLOSE)
    if opened != closed:
        return title
    return title[: found.start()] + (found.group("more") or "")


def _brackets(title: str) -> tuple[str, list[str]]:
    """The title without its outermost brackets, and what stood in them."""
    outside: list[str] = []
    inside: list[str] = []
    depth = 0
    for char in title:
        if char in _OPEN:
            depth += 1
            if depth == 1:
                inside.append("")
                outside.append(" ")
                continue
        elif char in _CLOSE and depth:
            depth -= 1
            if not depth:
                continue
        if depth:
            inside[-1] += char
        else:
            outside.append(char)
    plain = " ".join("".join(outside).split())
    if not plain:  # the whole title stands in brackets
        return title, []
    return plain, inside
