"""Who performs a song, from the credit of a theme string: `Issei Hyoudou (Yuuki Kaji) & LiSA`."""

import re

from server.domain import Artist
from server.songs.text_groups import last_group

_JOINS = re.compile(
    r"\s+(?:(?:[&＆×x]|with)\s+(?!(?i:the|his|her|their)\s)|"
    r"(?i:feat\.?|ft\.?|featuring)\s+|(?i:feat\.|ft\.)\s*)"
)
_GUEST = re.compile(r"\s*\(\s*(?:feat|ft|featuring)\b\.?\s*([^()]*)\)", re.IGNORECASE)
_VOICE = re.compile(r"^\s*c\.?v\.?\s*[:.：．]?\s+|^\s*c\.?v\.?\s*[:：．]\s*", re.IGNORECASE)
# Names that hold what else stands between two names.
_ONE_NAME = re.compile(
    r"MYTH & ROID|Tackey & Tsubasa|Simon & Garfunkel|Earth, Wind & Fire", re.IGNORECASE
)


def read_credit(credit: str) -> tuple[Artist, ...]:
    """The performers, each once. A bare comma divides no names: groups have them in theirs."""
    names = (_artist(part) for part in _split_outside_brackets(_GUEST.sub(r" feat. \1", credit)))
    artists: dict[str, Artist] = {}
    for artist in names:
        if artist is not None:
            artists.setdefault(artist.name, artist)
    return tuple(artists.values())


def _split_outside_brackets(credit: str) -> list[str]:
    parts, start, depth, place = [], 0, 0, 0
    while place < len(credit):
        whole = _ONE_NAME.match(credit, place)
        if whole:
            place = whole.end()
            continue
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
