"""Whether a title in Japanese script could be read as one in Latin letters.

Kanji do not tell how they are read, but the kana and the foreign words between them do, and they
must come in the same order.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

from server.songs.kana import romaji
from server.songs.normalise import fold, squash

_KANJI = "\u3400-\u9fff々〆ヶ"
_PIECE = re.compile(f"[{_KANJI}]+|[\u3041-\u3096]+|[\u30a1-\u30f5ー]+|[a-z]+|[0-9]+", re.IGNORECASE)
_IS_KANJI = re.compile(f"[{_KANJI}]+")
_KATAKANA_ALONE = re.compile(r"(?=.*[\u30a1-\u30f6])[\u30a1-\u30f6ー・=\s!?.☆♪]+")
_IS_KATAKANA = re.compile("[\u30a1-\u30f6ー]{3,}")
_LONGEST_READING = 7
"""Letters that one kanji is read as, at most; `kokoro` and `murasaki` are long ones."""
_LONGEST = 120
_POSSIBLE = 0.01
_SOUNDS_ALIKE = 0.6

_CONSONANTS = str.maketrans("bvdgcqzjxlfm", "pptkkksssrhn", "aeiouwy")
_LEAST_SOUNDS = 4
_SAME_SOUNDS = 80


@lru_cache(maxsize=16_384)
def read_as(native: str, latin: str) -> float:
    """How far the native title bears out that it is read as the Latin one, 0 to 1.

    0: it cannot be. Else the share of the letters that its kana and foreign words account for;
    a title of kanji alone bears out nothing, and gives 0.01 where the length is possible.
    """
    letters = squash(latin)[:_LONGEST]
    pieces = _PIECE.findall(unicodedata.normalize("NFKC", native)[:_LONGEST])
    if not letters.isascii() or not letters or not pieces:
        return 0.0
    if sounds_like(native, latin):
        return _SOUNDS_ALIKE
    told_at = {0: 0}  # by the place that has been read up to: the letters that are accounted for
    for piece in pieces:
        told_at = _read(piece, letters, told_at)
    told = told_at.get(len(letters))
    return 0.0 if told is None else max(told / len(letters), _POSSIBLE)


def sounds_like(native: str, latin: str) -> bool:
    """Whether a foreign word or name in katakana sounds like one in Latin letters.

    By their consonants, voiced or not: `クライシス` and `Crisis` are both `krss`.
    """
    plain = unicodedata.normalize("NFKC", native)
    if not _KATAKANA_ALONE.fullmatch(plain):
        return False
    here, there = _sounds(romaji(plain)), _sounds(fold(latin))
    long = min(len(here), len(there)) >= _LEAST_SOUNDS
    return long and fuzz.ratio(here, there) >= _SAME_SOUNDS


def _sounds(text: str) -> str:
    """The consonants that are heard, without voice; doubled ones once."""
    plain = text.casefold()
    for letters, heard in (("tsu", "t"), ("sh", "s"), ("ch", "t"), ("th", "s"), ("ph", "f")):
        plain = plain.replace(letters, heard)
    heard = "".join(char for char in plain.translate(_CONSONANTS) if char.isalpha())
    return re.sub(r"(.)\1+", r"\1", heard)


def _read(piece: str, letters: str, told_at: dict[int, int]) -> dict[int, int]:
    reached: dict[int, int] = {}
    for place, told in told_at.items():
        for spelt in _spellings(piece):
            if letters.startswith(spelt, place):
                end = place + len(spelt)
                reached[end] = max(reached.get(end, 0), told + len(spelt))
        shortest, longest = _untold(piece)
        for end in range(place + shortest, min(place + longest, len(letters)) + 1):
            reached[end] = max(reached.get(end, 0), told)
    return reached


def _untold(piece: str) -> tuple[int, int]:
    """How many letters a piece may stand for without telling them; none where it does tell."""
    if _IS_KANJI.fullmatch(piece):
        return len(piece), _LONGEST_READING * len(piece)
    if piece.isdigit():
        return 2, 12
    # A foreign word in katakana is spelt by its sound, which its letters need not show.
    return (len(piece), 3 * len(piece)) if _IS_KATAKANA.fullmatch(piece) else (1, 0)


@lru_cache(maxsize=4096)
def _spellings(piece: str) -> tuple[str, ...]:
    """How a piece other than kanji stands in Latin letters."""
    if _IS_KANJI.fullmatch(piece):
        return ()
    if piece.isascii():
        return (squash(piece),)
    spelt = squash(romaji(piece))
    found = {spelt}
    if spelt.startswith("ha"):
        found.add(f"wa{spelt[2:]}")
    if spelt.startswith("he"):
        found.add(spelt[1:])
    if spelt[:1] in tuple("aiueo"):
        found.add(spelt[1:])  # it may have merged with the vowel before it
    return tuple(each for each in found if each)
