"""Titles and names in one form: without case, accents, punctuation and what editions add."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_NOT_WORDS = re.compile(r"[\W_]+")
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_VOICED = "\u3099\u309a"  # kana with and without are different letters
_INITIALS = re.compile(r"\b(\w) (?=\w\b)")
_NICKNAME = re.compile(r"(?<=\w)\s+[\"'“‘]\S[^\"'”’]*[\"'”’]\s+(?=\w)")
_GENERATION = re.compile(r" (?:jr|sr)$")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SOURCE = re.compile(
    r"(?:,|\(|\[|\s-)?\s*\b(?:taken )?from\s+(?:the\s+)?"
    r"(?:[\"'“‘].*|(?:ost|film|movie|opera|operetta|musical|motion picture|soundtrack|ballet)\b.*"
    r"|.*\(\d{4}\).*)$"
    r"|,\s*from\s.*$",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"\b(?:remaster(?:ed)?|version|remix|mix|edit|live|mono|stereo|single|album|radio|feat|ft|"
    r"featuring|uncredited|traditional|instrumental|reprise|acoustic|demo|bonus|medley|excerpt|"
    r"sample|from|as|aka|main titles?|end titles?|end credits)\b|^\W*\d{4}\W*$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s[-–—]\s([^-–—]*)$")
_TRADITIONAL = re.compile(r",\s*(?:traditional|reprise|instrumental)\W*$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an) (?=\S)")
_COMMON_WORDS = """
a an and are as at be but by do for from have he her his i if ill im in is it its la le me my no not
of on or our part she so that the theme this to up us was we what with you your
el los las lo un una y que mi por con se te es en del al
les de du des une et je tu ne pas que qui au aux dans mon ma mes est sur pour ce
der die das und ein eine ich du ist im den dem von mit
il gli che di non per sono
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def folded(text: str) -> str:
    """Lower case, without accents; anything but letters and digits is one space."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        bare = "".join(letter for letter in parts if not _is_accent(letter))
        text = unicodedata.normalize("NFC", bare).casefold().translate(_LETTERS)
    plain = _APOSTROPHES.sub("", text.replace("&", " and ")).casefold()
    return _NOT_WORDS.sub(" ", plain).strip()


def name_key(name: str) -> str:
    """A name in one form: no nickname in quotes, no leading article, no `Jr.`, initials as one."""
    key = folded(_NICKNAME.sub(" ", name))
    key = _GENERATION.sub("", _INITIALS.sub(r"\1", key))
    return key.removeprefix("the ") or key


def title_keys(title: str) -> tuple[str, ...]:
    """The forms in which a title may be met, the fullest first; none of an empty title.

    What editions and sources add is left out: years, `Remastered`, `Live`, `from "Lohengrin"`.
    Other words in brackets are in one form and not in the other: `(Sittin' On) The Dock`.
    """
    text = _SOURCE.sub("", title) if "from" in title.casefold() else title
    dash = _DASH.search(text)
    if dash and _EDITION.search(dash[1]):
        text = text[: dash.start()]
    text = _TRADITIONAL.sub("", text)
    text = _BRACKET.sub(lambda found: " " if _EDITION.search(found[1]) else found[0], text)
    keys = (_titled(text), _titled(_BRACKET.sub(" ", text)))
    return tuple(dict.fromkeys(key for key in keys if key)) or _whole(title)


def words_of(title: str) -> tuple[str, ...]:
    """The words of a title that may tell something, none twice."""
    keys = title_keys(title)
    words = keys[0].split() if keys else []
    return tuple(dict.fromkeys(word for word in words if word not in _COMMON and len(word) > 1))


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) > 0 and letter not in _VOICED


def _whole(title: str) -> tuple[str, ...]:
    key = _titled(title)
    return (key,) if key else ()


def _titled(text: str) -> str:
    return _ARTICLE.sub("", folded(text))
