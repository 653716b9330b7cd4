"""The one parser of MyAnimeList's theme strings: `#1: "Manten (満天)" by Kalafina (eps 5, 6)`."""

import re
from dataclasses import dataclass

from server.domain import Artist


@dataclass(frozen=True)
class ThemeText:
    """What a theme string says.

    Attributes:
        title: never has quotes around it; empty only where the text says nothing.
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


_PREFIX = re.compile(r"(?:#\s*(\d{1,3})\s*[:.]?|(\d{1,3})\s*:)\s*(?=\S)")
_EPISODES = re.compile(r"\s*\(\s*(?:eps?|episodes?)\b[.:]?\s*([^()]*)\)?\s*$", re.IGNORECASE)
_CREDIT = r"(?:(?:composed|arranged|performed|sung|music|song)\s+)?by(?=\s|$)"
_QUOTE_THEN_CREDIT = re.compile(rf'"\s*{_CREDIT}', re.IGNORECASE)
_CREDIT_ALONE = re.compile(rf"\s{_CREDIT}", re.IGNORECASE)
_JOINS = re.compile(r"\s+(?:&|×|x|with|(?i:feat\.?|ft\.?|featuring))\s+")
_VOICE = re.compile(r"^\s*c\.?v\.?\s*[:.：．]?\s+|^\s*c\.?v\.?\s*[:：．]\s*", re.IGNORECASE)
_CJK = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9d]")
_QUOTES = str.maketrans("“”„‟＂（）", '"""""()')
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")


def parse_theme_text(text: str) -> ThemeText:
    """Read a theme string. A total function: any text gives an answer, and none an exception."""
    rest = " ".join(_INVISIBLE.sub("", text).translate(_QUOTES).split())
    rest, sequence = _take_prefix(rest)
    rest, episodes = _take_episodes(rest)
    title, credit = _divide(rest)
    title, native = _take_native(title)
    return ThemeText(title, native, _artists(credit), sequence, episodes)


def _take_prefix(text: str) -> tuple[str, int | None]:
    found = _PREFIX.match(text)
    if found is None:
        return text, None
    return text[found.end() :], int(found.group(1) or found.group(2))


def _take_episodes(text: str) -> tuple[str, str | None]:
    found = _EPISODES.search(text)
    if found is None:
        return text, None
    return text[: found.start()], found.group(1).strip() or None


def _divide(text: str) -> tuple[str, str]:
    """Title and credit: at the quote before `by`, or without quotes at the last ` by `."""
    if not text.startswith('"'):
        ends = list(_CREDIT_ALONE.finditer(text))
        if not ends or not text[: ends[-1].start()].strip():
            return text.strip(), ""
        return text[: ends[-1].start()].strip(), text[ends[-1].end() :].strip()
    found = _QUOTE_THEN_CREDIT.search(text, 1)
    if found is not None:
        return text[1 : found.start()].strip(), text[found.end() :].strip()
    end = text.rfind('"')
    if end > 0:
        return text[1:end].strip(), ""
    ends = list(_CREDIT_ALONE.finditer(text))
    if ends:
        return text[1 : ends[-1].start()].strip(), text[ends[-1].end() :].strip()
    return text[1:].strip(), ""


def _take_native(title: str) -> tuple[str, str | None]:
    """A title without the bracket at its end that holds it in another script."""
    main, inner = _last_group(title)
    if inner is None or not main or not _CJK.search(inner):
        return title, None
    return main, inner


def _last_group(text: str) -> tuple[str, str | None]:
    """What stands before a balanced bracket at the end, and what is in it; None without one."""
    if not text.endswith(")"):
        return text, None
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return text[:place].strip(), text[place + 1 : -1].strip()
    start = text.find("(")
    if start < 0:
        return text, None
    return text[:start].strip(), text[start + 1 : -1].strip()


def _artists(credit: str) -> tuple[Artist, ...]:
    names = (_artist(part) for part in _split_outside_brackets(credit))
    return tuple(artist for artist in names if artist is not None)


def _split_outside_brackets(credit: str) -> list[str]:
    parts, start, depth, place = [], 0, 0, 0
    while place < len(credit):
        depth = max(depth + (credit[place] == "(") - (credit[place] == ")"), 0)
        join = _JOINS.match(credit, place) if depth == 0 else None
        if join:
            parts.append(credit[start:place])
            start = place = join.end()
        else:
            place += 1
    return [*parts, credit[start:]]


def _artist(part: str) -> Artist | None:
    """`Issei Hyoudou (Yuuki Kaji)` is the first name with the second as an alias."""
    name, bracket, inner = part.partition("(")
    name = name.strip().strip('"').strip()
    if not bracket:
        return Artist(name) if name else None
    inner = inner.strip().removesuffix(")") if inner.count(")") > inner.count("(") else inner
    pieces = [_VOICE.sub("", piece) for piece in re.split(r"[,、;()]", inner)]
    aliases = tuple(dict.fromkeys(clean for piece in pieces if (clean := piece.strip())))
    if not name:
        return Artist(aliases[0], aliases[1:]) if aliases else None
    return Artist(name, tuple(alias for alias in aliases if alias != name))
