"""Who performs a song, from the credit of a theme string: `Issei Hyoudou (Yuuki Kaji) & LiSA`."""

import re
from collections.abc import Iterator, Sequence

from server.domain import Artist
from server.songs.text_groups import last_group

_JOINS = re.compile(
    r"\s+(?:(?:[&＆×x]|with)\s+(?!(?i:the|his|her|their)\s)|"
    r"(?i:feat\.?|ft\.?|featuring)\s+|(?i:feat\.|ft\.)\s*)"
)
_COMMA = re.compile(r"\s*[,、]\s+(?!(?i:and)\s)")
_GUEST = re.compile(r"\s*\(\s*(?:feat|ft|featuring)\b\.?\s*([^()]*)\)", re.IGNORECASE)
_VOICE = re.compile(r"^\s*c\.?v\.?\s*[:.：．]?\s+|^\s*c\.?v\.?\s*[:：．]\s*", re.IGNORECASE)
# Names that hold what else stands between two names.
_ONE_NAME = re.compile(
    r"MYTH & ROID|Tackey & Tsubasa|Simon & Garfunkel|Earth, Wind & Fire", re.IGNORECASE
)


def read_credit(credit: str) -> tuple[Artist, ...]:
    """The performers, each once.

    Commas divide names only where one stands after a bracket: groups have commas in theirs.
    """
    text = _GUEST.sub(r" feat. \1", credit)
    commas = [text[found.start() - 1] == ")" for found in _outside_brackets(_COMMA, text)]
    patterns = (_JOINS, _COMMA) if any(commas) else (_JOINS,)
    names = (_artist(part) for part in _split(text, patterns))
    artists: dict[str, Artist] = {}
    for artist in names:
        if artist is not None:
            artists.setdefault(artist.name, artist)
    return tuple(artists.values())


def _split(text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[str]:
    joins = [found.span() for pattern in patterns for found in _outside_brackets(pattern, text)]
    start = 0
    for begins, ends in sorted(joins):
        yield text[start:begins]
        start = max(start, ends)
    yield text[start:]


def _outside_brackets(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that begin outside brackets and not within a name that holds such words."""
    depth = place = 0
    while place < len(text):
        whole = _ONE_NAME.match(text, place)
        if whole:
            place = whole.end()
            continue
        depth = max(depth + (text[place] == "(") - (text[place] == ")"), 0)
        found = pattern.match(text, place) if depth == 0 else None
        if found:
            yield found
        place = found.end() if found else place + 1


def _artist(part: str) -> Artist | None:
    """`Issei Hyoudou (Yuuki Kaji)` is the first name with the second as an alias."""
    name, groups = part.strip(), list[str]()
    while True:
        main, inner = last_group(name)
        if inner is None or (not main and groups):
            break
        groups.insert(0, inner)
        name = main
        if not main:
            break
    name = name.strip().strip('"').strip()
    pieces = [_VOICE.sub("", piece) for inner in groups for piece in re.split(r"[,、;()]", inner)]
    aliases = tuple(dict.fromkeys(clean for piece in pieces if (clean := piece.strip())))
    if not name:
        return Artist(aliases[0], aliases[1:]) if aliases else None
    return Artist(name, tuple(alias for alias in aliases if alias != name))
