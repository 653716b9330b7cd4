"""One spelling for titles and names that people, services and scripts write in many ways."""

import re
import unicodedata
from functools import lru_cache

from server.songs.kana import romaji

_FEATURING = re.compile(
    r"[(\[（【]\s*(?:feat|ft|featuring)\b\.?[^)\]）】]*[)\]）】]?|"
    r"(?:\s|(?<=[^\x00-\x7f]))(?:feat|ft|featuring)(?:\.|\s)[^(\[（【]*",
    re.IGNORECASE,
)
_GUEST_WORD = re.compile(r"\b(?:feat|ft|featuring)\b\.?", re.IGNORECASE | re.ASCII)
_BRACKETED = re.compile(r"[(\[（【〈《〔「『～〜~](.+?)[)\]）】〉》〕」』～〜~]")
_INNERMOST = re.compile(
    r"[(\[（【〈《〔「『][^(\[（【〈《〔「『)\]）】〉》〕」』]*[)\]）】〉》〕」』]"
)
_NAME_BREAK = re.compile(
    r"\s*(?:[&＆,，、;/／+×()\[\]（）【】]|\s(?:x|with|and|feat\.?|ft\.?|featuring|vs\.?)\s|"
    r"\bc\.?v\.?\s*[:.：．]|\bcv\s)\s*",
    re.IGNORECASE,
)
_LONG_VOWELS = ((re.compile(r"o[ou]+"), "o"), (re.compile(r"([aiue])\1+"), r"\1"))
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """A spelling to compare by: words in lower case with single spaces between them.

    Widths, accents, punctuation and case go; kana becomes romaji (hiragana and katakana alike);
    long vowels become short (`Tōkyō`, `Toukyou`, `とうきょう` are all `tokyo`), the particle `wo`
    is `o`. Kanji stay as they are. Folding twice changes nothing, and a text with a visible
    character never becomes empty.
    """
    visible = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    folded = visible
    for _ in range(4):
        once = _fold_once(folded)
        if once == folded:
            break
        folded = once
    return folded or visible


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(_base(char) for char in romaji(plain))
    words = "".join(char if char.isalnum() else " " for char in letters)
    for pattern, short in _LONG_VOWELS:
        words = pattern.sub(short, words)
    return " ".join("o" if word == "wo" else word for word in words.split())


def _base(char: str) -> str:
    if char in "'’`´":
        return ""
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


def squash(text: str) -> str:
    """`fold` without its spaces: romaji is spaced differently by everybody."""
    return fold(text).replace(" ", "")


def is_latin(text: str) -> bool:
    """Whether a text has no Japanese, Chinese or Korean writing in it."""
    return not _CJK.search(unicodedata.normalize("NFKC", text))


def guests_in(title: str) -> frozenset[str]:
    """The featured guests that a title names, each squashed."""
    credits = (_GUEST_WORD.sub("", found.group()) for found in _FEATURING.finditer(title))
    names = (name for credit in credits for name in names_in(credit.strip(" ()[]（）【】")))
    return frozenset(squashed for name in names if (squashed := squash(name)))


def without_guests(title: str) -> str:
    """A title without its featured guests."""
    return _FEATURING.sub("", title)


def title_forms(title: str) -> frozenset[str]:
    """Squashed spellings under which one title may stand elsewhere.

    Besides the whole: without the featured guest, without brackets and what follows a dash, and
    the bracket's own text where it is the same title in another script (`Gurenge (紅蓮華)`).
    """
    bare = _FEATURING.sub("", title)
    main = _BRACKETED.sub(" ", _INNERMOST.sub(" ", _INNERMOST.sub(" ", bare)))
    forms = {title, bare, main, re.split(r"\s[-–—/／]\s", main)[0]}
    for inner in _BRACKETED.findall(bare):
        if bool(_CJK.search(inner)) != bool(_CJK.search(main)):
            forms.add(inner)
    return frozenset(form for form in map(squash, forms) if form)


def artist_forms(credit: str) -> frozenset[str]:
    """Squashed names in an artist credit: the whole, each performer, and each family-name-first.

    A band is the same with and without its article.
    """
    names = names_in(credit)
    folded = {fold(name) for name in names}
    folded |= {name.removeprefix("the ") for name in folded}
    turned = {" ".join(sorted(name.split())) for name in folded}
    turned |= {" ".join(reversed(name.split())) for name in folded if name.count(" ") == 1}
    return frozenset(name.replace(" ", "") for name in folded | turned)


def names_in(credit: str) -> frozenset[str]:
    """The whole credit, and every single name in it (`Rikka (CV: Yume Miyamoto)` has two)."""
    return frozenset(
        name.strip() for name in (credit, *_NAME_BREAK.split(credit)) if name and name.strip()
    )
