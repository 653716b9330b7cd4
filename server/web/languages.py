"""In which language the pages speak to somebody, and in which they name songs and shows.

The person's own choice comes first, then what the browser prefers, then English. `?lang=` is such
a choice for one page; it goes through a login, and is the person's own from then on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale

from server.web.js_texts import js_texts
from server.web.told import moment, told

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Each language by its code, named in itself."""
TITLES = ("romaji", "native", "english")
"""What titles can be read in."""
TRANSLATIONS = Path(__file__).parents[1] / "translations"
DEFAULT = "en"
_ASKED = "lang"


@dataclass(frozen=True)
class Settled:
    """What a visitor has settled on; None where they have not."""

    language: str | None = None
    titles: str | None = None


def attach(app: Flask, settled: Callable[[], Settled] = Settled) -> None:
    """Have an application's pages speak the visitor's language.

    `settled` is asked once a request for what the visitor has settled on.
    """

    def for_templates() -> dict[str, Any]:
        titles = settled().titles
        return {
            "language": language(),
            "languages": LANGUAGES,
            "titles_in": titles if titles in TITLES else TITLES[0],
            "this_page": this_page(),
            "js_texts": cache(js_texts),  # each row of a list may ask for one
        }

    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, default_locale=DEFAULT, locale_selector=lambda: _choose(settled))
    app.context_processor(for_templates)
    app.add_template_filter(told, "told")
    app.add_template_filter(moment, "moment")


def asked_language() -> str | None:
    """The language that the address asks for, if it is one of ours."""
    asked = request.args.get(_ASKED, "")
    return asked if asked in LANGUAGES else None


def language_in(address: str) -> str | None:
    """The language that an address of our own asks for, if it is one of ours."""
    asked = dict(parse_qsl(urlsplit(address).query)).get(_ASKED, "")
    return asked if asked in LANGUAGES else None


def language() -> str:
    """The code of the language in which this request is answered."""
    return str(get_locale() or DEFAULT)


def this_page() -> str:
    """The address of this page without a language; the first page where it is no page to see."""
    if request.method != "GET":
        return "/"
    return in_language(request.full_path, None)


def in_language(address: str, code: str | None) -> str:
    """An address of our own that asks for a language, or for none."""
    parts = urlsplit(address)
    fields = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != _ASKED]
    if code is not None:
        fields.append((_ASKED, code))
    return urlunsplit(parts._replace(query=urlencode(fields)))


def _choose(settled: Callable[[], Settled]) -> str:
    if not has_request_context():
        return DEFAULT
    chosen = asked_language() or settled().language
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT
