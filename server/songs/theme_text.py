"""The one parser of MyAnimeList's theme strings: `#1: "Manten (満天)" by Kalafina (eps 5, 6)`."""

import re
from dataclasses import dataclass

from server.domain import Artist
from server.songs.credit_text import read_credit
from server.songs.text_groups import has_native, last_group, native_group


@dataclass(frozen=True)
class ThemeText:
    """What a theme string says.

    Attributes:
        title: has no quotes around it; empty only where the text says nothing.
        native_title: the title in Japanese (or Chinese, Korean) where it is given.
        artists: performers; other scripts, members and voice actors are aliases.
        sequence: the number in front, if any.
        episodes: as written, such as `1-26, 50-52`.
    """

    title: str
    native_title: str | None = None
    artists: tuple[Artist, ...] = ()
    sequence: int | None = None
    episodes: str | None = None


_LONGEST = 2_000
"""Characters that are read of a text; the longest real ones have a few hundred."""

# `#1:`, `#1.`, `#1 `, `OP1:`; a bare number only before a blank or a quote: `23:40` is a title.
_PREFIX = re.compile(
    r"(?:(?:OP|ED|IN)\s?#?\s*(\d{1,3})\s*[:.]\s*|#\s*(\d{1,3})\s*[:.]?\s*|"
    r'(\d{1,3})\s*:(?:\s+|(?="))|(\d{1,3})\.\s*(?="))(?=\S)'
)
_EPISODES = re.compile(
    r"\s*\(\s*(?:eps?|episodes?)\b[.:]?\s*([^()]*(?:\([^()]*\)[^()]*)*)\)?\s*$", re.IGNORECASE
)
_WORK = (
    r"(?:composed|arranged|performed|sung|played|written|produced|covered|remixed|vocals?|music|"
    r"song|lyrics|theme|original)"
)
_CREDIT = rf"(?:{_WORK}(?:\s*(?:,|&|and)\s*{_WORK})*\s+)?by(?:\s*:)?(?=\s|$)"
_CREDIT_HERE = re.compile(_CREDIT, re.IGNORECASE)
_CREDIT_ALONE = re.compile(rf"\s{_CREDIT}", re.IGNORECASE)
_DASH = re.compile(r"^[-–—/:]\s+")
_QUOTES = str.maketrans("“”„‟＂（）", '"""""()')
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")


def parse_theme_text(text: str) -> ThemeText:
    """Read a theme string. A total function: any text gives an answer, and none an exception."""
    rest = plain_text(text)
    rest, sequence = _take_prefix(rest)
    rest, episodes = _take_episodes(rest)
    title, credit = _divide(_with_plain_quotes(rest))
    title, native = native_group(title)
    return ThemeText(title, native, read_credit(credit), sequence, episodes)


def plain_text(text: str) -> str:
    """The text with single blanks, straight quotes and brackets, and nothing invisible."""
    return " ".join(_INVISIBLE.sub("", text[:_LONGEST]).translate(_QUOTES).split())


def _take_prefix(text: str) -> tuple[str, int | None]:
    found = _PREFIX.match(text)
    if found is None:
        return text, None
    return text[found.end() :], int(next(number for number in found.groups() if number))


def _take_episodes(text: str) -> tuple[str, str | None]:
    """The text without the brackets of episodes at its end, and what is in them."""
    parts: list[str] = []
    while found := _EPISODES.search(text):
        parts.insert(0, found.group(1).strip())
        text = text[: found.start()]
    return text, ", ".join(part for part in parts if part) or None


def _with_plain_quotes(text: str) -> str:
    """`「Title」 by ...` with the quotes that most use."""
    end = text.find("」")
    if not text.startswith("「") or end < 0:
        return text
    return f'"{text[1:end]}"{text[end + 1 :]}'


def _divide(text: str) -> tuple[str, str]:
    """Title and credit: at the quote before `by`, or without quotes at the last ` by `."""
    if not text.startswith('"'):
        return _at_last_by(text) or (text.strip(), "")
    for place in (found.start() for found in re.finditer('"', text[1:])):
        title, after = text[1 : place + 1], text[place + 2 :].lstrip()
        between, credit = _skip_group(after)
        found = _CREDIT_HERE.match(credit)
        if found is not None:
            told = f"{title} {between}" if has_native(between) else title
            return told.strip(), credit[found.end() :].strip()
    end = text.rfind('"')
    if end == 0:
        title, credit = _at_last_by(text[1:]) or (text[1:], "")
        return title.strip(), credit
    return _without_by(text, end)


def _at_last_by(text: str) -> tuple[str, str] | None:
    ends = list(_CREDIT_ALONE.finditer(text))
    if not ends or not text[: ends[-1].start()].strip():
        return None
    return text[: ends[-1].start()].strip(), text[ends[-1].end() :].strip()


def _skip_group(text: str) -> tuple[str, str]:
    """A bracket at the start, and what follows it: `"Manten" (満天) by Kalafina`."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return (text[: place + 1], text[place + 1 :].lstrip()) if place else ("", text)
    return "", text


def _without_by(text: str, end: int) -> tuple[str, str]:
    """`"Title" Artist`: what follows the last quote is the credit, or a bracket of the title."""
    title, after = text[1:end].strip(), text[end + 1 :].strip()
    if not after.startswith("("):
        return title, _DASH.sub("", after)
    between, credit = _skip_group(after)
    main, inner = last_group(between)
    told = f"{title} {between}" if inner and not main else title
    return told.strip(), _DASH.sub("", credit)
