"""In which language the pages speak to somebody.

The person's own choice comes first, then what the browser prefers, then English. `?lang=` is such
a choice: it holds for this page, and for all that follow where the person is logged in.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale

from server.web.js_texts import js_texts
from server.web.told import moment, told

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Each language by its code, named in itself."""
TRANSLATIONS = Path(__file__).parents[1] / "translations"
DEFAULT = "en"


def attach(app: Flask, chosen: Callable[[], str | None] = lambda: None) -> None:
    """Have an application's pages speak the visitor's language.

    `chosen` is asked once a request for the language that the person has settled on, if any.
    """
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, default_locale=DEFAULT, locale_selector=lambda: _choose(chosen))
    app.context_processor(_for_templates)
    app.add_template_filter(told, "told")
    app.add_template_filter(moment, "moment")


def asked_language() -> str | None:
    """The language that the address asks for, if it is one of ours."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else None


def language() -> str:
    """The code of the language in which this request is answered."""
    return str(get_locale() or DEFAULT)


def _choose(chosen: Callable[[], str | None]) -> str:
    if not has_request_context():
        return DEFAULT
    settled = asked_language() or chosen()
    if settled in LANGUAGES:
        return str(settled)
    return request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT


def _for_templates() -> dict[str, Any]:
    return {"language": language(), "languages": LANGUAGES, "js_texts": js_texts}
