"""Errors, problems and reasons in the visitor's language.

They are made in English, far from any page, and travel with a code; some are kept for weeks.
`sentences.py` holds, by code, every sentence that they are made of, with places in braces for what
changes; here a text is taken apart by them and put together again from their translations.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from flask_babel import format_date, get_locale, gettext

from server.web.sentences import SENTENCES
from server.web.sentences_of_jobs import ITEMS, REASONS, VALUES
from server.web.sentences_of_playlists import CHOICES, DESCRIPTIONS, WORDS
from server.web.sentences_of_services import SERVICE_SENTENCES

REASON = "reason"
ITEM = "item"
ABOUT = "about"
_CHOICE = "choice"
_APART = {REASON: REASONS, ITEM: ITEMS, ABOUT: DESCRIPTIONS, _CHOICE: CHOICES}
_BOTH_LISTS = ("_first", "_second")
_PLACE = re.compile(r"\{(\w+)\}")
_ENGLISH = "en"


def told(text: str | None, code: str = REASON) -> str:
    """A text of this code in the language of the request; as it is where that is not known."""
    if not text or str(get_locale()) == _ENGLISH:
        return text or ""
    for pattern, sentences in _readings(code):
        if found := pattern.fullmatch(text):
            return _put_together(sentences, found.groups(), code)
    return text


def moment(text: str) -> str:
    """A moment as `plain_time` tells it, in the language of the request."""
    try:
        # a leap year, so that every day of a year can be read
        at = datetime.strptime(f"2000 {text}", "%Y %H:%M UTC on %d %B")
    except ValueError:
        return text
    if str(get_locale()) == _ENGLISH:
        return text
    day = format_date(at, gettext("d MMMM"))
    return str(gettext("%(time)s UTC on %(day)s", time=f"{at:%H:%M}", day=day))


def day(text: str) -> str:
    """A day as it stands below a playlist, `21 November 2026`, in the language of the request."""
    try:
        return str(format_date(datetime.strptime(text, "%d %B %Y"), "long"))
    except ValueError:
        return text


def is_known(code: str, text: str) -> bool:
    """Whether the sentences of a code, one or two of them, make up a text."""
    return any(pattern.fullmatch(text) for pattern, _ in _readings(code))


@cache
def _readings(code: str) -> Sequence[tuple[re.Pattern[str], tuple[str, ...]]]:
    """The ways to read a text of a code: one sentence, or one after another."""
    known = _sentences_of(code)
    ways = [(one,) for one in known] + [(one, other) for one in known for other in known]
    return [(re.compile(_pattern(way), re.DOTALL), way) for way in ways]


def _sentences_of(code: str) -> Sequence[str]:
    own = _APART.get(code) or SENTENCES.get(code, ())
    if code.endswith(_BOTH_LISTS):
        own = [*own, *_sentences_of(code.rpartition("_")[0])]
    shared = [s for kind, some in SERVICE_SENTENCES.items() if code.endswith(kind) for s in some]
    return [*own, *shared]


def _pattern(sentences: Sequence[str]) -> str:
    """A regular expression for sentences in a row; their places are numbered groups."""
    return " ".join(
        "(.+?)".join(re.escape(piece) for piece in _PLACE.split(sentence)[::2])
        for sentence in sentences
    )


def _put_together(sentences: Sequence[str], values: Sequence[str], code: str) -> str:
    left = iter(values)
    whole = []
    for sentence in sentences:
        own = {place: _value(place, next(left), code) for place in _PLACE.findall(sentence)}
        whole.append(_PLACE.sub(lambda found, own=own: own[found[1]], gettext(sentence)))  # type: ignore[misc]
    return " ".join(whole)


def _value(place: str, value: str, code: str) -> str:
    """What stands in a place: a moment, a text within the text, a word of ours, or a name."""
    if place == "time":
        return moment(value)
    if place == "day":
        return day(value)
    if place == "reason":
        return told(value)
    if place == "choices":
        return "; ".join(_choice(part) for part in value.split("; "))
    if place == "said":
        return told(value, code.rpartition("_")[0])
    return gettext(value) if value in VALUES else value


def _choice(part: str) -> str:
    """What a list was narrowed to: a stretch of years, or words such as `movies and OVAs`."""
    whole = told(part, _CHOICE)
    if whole != part:
        return whole
    words = re.split(r"(, | and )", part)
    return "".join(gettext(word) if word in WORDS else word for word in words)
