"""How the free text of credits and titles becomes tokens: one definition for training and serving.

A token is a kind and a key; only its hash is kept in an index.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from films.recommend.folding import folded, name_key, title_keys, words_of

MOST_LETTERS = 500
"""So much of each field is read; credits are shorter."""

MOST_NAMES = 24
"""So many names of each field are taken."""


class Kind(StrEnum):
    """What a token stands for. The order is that of the numbers in an index."""

    SONG = "song"  # a title together with one of its names
    TITLE = "title"
    PERFORMER = "performer"
    WRITER = "writer"
    NAME = "name"  # a performer or a writer, whichever
    WORD = "word"  # of a title


KINDS: tuple[Kind, ...] = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that songs may have in common.

    Attributes:
        key: 64 bits that stand for it, 0 to 2**64 - 1.
        shown: the title, name or word as it was given.
    """

    kind: Kind
    key: int
    shown: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a credit: as it is given, and the keys of all its forms, its own first."""

    shown: str
    keys: tuple[str, ...]


def token_key(kind: Kind, *parts: str) -> int:
    """The hash of a kind and of normalised text: BLAKE2b, the first 64 bits."""
    text = "\x1f".join((kind.value, *parts))
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), "big")


@lru_cache(maxsize=20_000)
def tokens_of(title: str, performer: str = "", writer: str = "") -> tuple[Token, ...]:
    """All tokens of a song, none twice; none where nothing is given."""
    title, performer, writer = (text[:MOST_LETTERS].strip() for text in (title, performer, writer))
    performers, writers = names_in(performer), names_in(writer)
    found: dict[int, Token] = {}
    for token in _tokens(title, performers, writers):
        found.setdefault(token.key, token)
    return tuple(found.values())


def names_in(credit: str) -> tuple[Name, ...]:
    """The names of a credit such as `Mutt Lange (as R.J. Lange), Bryan Adams and Trad.`.

    Separators are `,`, `;`, `&`, `/`, `and`, `with`, `featuring`; `by` and words such as
    `written` or `performed` before it are left out, and so is what names nobody (`traditional`).
    A credit with a part of one word is also a name as a whole: it may be a band's.
    """
    text, aliases = _without_brackets(credit[:MOST_LETTERS])
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    names: dict[str, Name] = {}
    for part in _with_suffixes(parts):
        shown, keys = _forms(part, aliases)
        if keys:
            names.setdefault(keys[0], Name(shown, keys))
    if 1 < len(names) <= _MOST_IN_BAND and any(" " not in key for key in names):
        shown, keys = _forms(_BY.sub("", text).strip(" ,;"), aliases)
        if keys:
            names.setdefault(keys[0], Name(shown, keys[:1]))
    return tuple(names.values())[:MOST_NAMES]


_SEPARATORS = re.compile(
    r"\s*[,;&/]\s*|\s+(?:and|with|feat\.?|featuring|ft\.)\s+|\band\s+|\bby\b\s*", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)(?:[)\]]|$)")
_AS = re.compile(r"\s*(?:as|aka|a\.k\.a\.?)\s+(.+)", re.IGNORECASE | re.DOTALL)
_MARK = re.compile("\x00(\\d+)\x00")
_LOOSE = re.compile(r" (?=[,;])")  # before a comma, where another name was taken out
_BY = re.compile(r"^.*\bby\b\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*(?:jr|sr|[iv]{2,3})\b\.?\s*", re.IGNORECASE)
_MOST_IN_BAND = 4
_NOT_NAMES = """
traditional, trad, anonymous, anon, unknown, uncredited, various, various artists, public domain,
others, etc, et al, ascap, bmi, prs, sesac, socan, written, composed, performed, arranged, produced,
music, lyrics, words, score, arrangement, adapted, sung, played, end titles, end credits,
opening titles, additional, original, artist, jr, sr, nan, none, null, n a
"""
_NOBODY = frozenset(name.strip() for name in _NOT_NAMES.split(","))


def _tokens(title: str, performers: Iterable[Name], writers: Iterable[Name]) -> Iterator[Token]:
    titles = title_keys(title)
    everybody = [*performers, *writers]
    for name in everybody:
        for at in titles:
            for key in name.keys:
                yield Token(Kind.SONG, token_key(Kind.SONG, at, key), title)
    for at in titles:
        yield Token(Kind.TITLE, token_key(Kind.TITLE, at), title)
    for kind, names in (
        (Kind.PERFORMER, performers),
        (Kind.WRITER, writers),
        (Kind.NAME, everybody),
    ):
        for name in names:
            for key in name.keys:
                yield Token(kind, token_key(kind, key), name.shown)
    for word in words_of(title):
        yield Token(Kind.WORD, token_key(Kind.WORD, word), word)


def _without_brackets(credit: str) -> tuple[str, list[str]]:
    """The text with a mark where another name stood in brackets, and those names."""
    aliases: list[str] = []

    def mark(found: re.Match[str]) -> str:
        other = _AS.fullmatch(found[1])
        if other is None:
            return " "
        aliases.append(other[1])
        return f"\x00{len(aliases) - 1}\x00 "

    return _BRACKETS.sub(mark, credit.replace("\x00", " ")), aliases


def _with_suffixes(parts: Iterable[str]) -> Iterator[str]:
    """The parts, a lone `Jr.` given back to the name before it."""
    before = ""
    for part in parts:
        if before and _SUFFIX.fullmatch(_MARK.sub("", part)):
            before = f"{before} {part}"
            continue
        if before:
            yield before
        before = part
    if before:
        yield before


def _forms(part: str, aliases: list[str]) -> tuple[str, tuple[str, ...]]:
    own = _LOOSE.sub("", " ".join(_MARK.sub(" ", part).split())).strip(" ,;:.")
    others = [aliases[int(at)] for at in _MARK.findall(part) if int(at) < len(aliases)]
    forms = (name_key(one) for one in (own, *others))
    keys = tuple(dict.fromkeys(key for key in forms if key and key not in _NOBODY))
    if not keys or not folded(own) or folded(own) in _NOBODY:
        return own, ()
    return own, keys
