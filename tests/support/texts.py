"""The catalogue of texts: gathered from templates and pages, brought up to date, compiled.

`make texts` runs it. A text that is gone leaves its translation behind; a new one has none yet,
which a test reports until somebody has written it.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "server" / "translations"
TRANSLATED = ("de",)
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "mark": None,
    "_counted": (2, 3),
}
_FROM = (("templates", [("**.html", "jinja2")]), ("server/web", [("**.py", "python")]))
_OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}


def gathered() -> Catalog:
    """Every text of the pages, without translations."""
    catalog = Catalog()
    for folder, methods in _FROM:
        for _, _, message, _, context in extract_from_dir(
            ROOT / folder, methods, _OPTIONS, _KEYWORDS
        ):
            catalog.add(message, context=context)
    return catalog


def po_file(language: str) -> Path:
    """Where the translations into a language are written."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def translated(language: str) -> Catalog:
    """The catalogue of a language as it is written."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def main() -> None:
    """Bring every catalogue up to date with the texts, and compile it."""
    texts = gathered()
    for language in TRANSLATED:
        catalog = translated(language)
        header = catalog.header_comment
        catalog.update(texts, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.header_comment = header
        file = io.BytesIO()
        write_po(file, catalog, width=100, no_location=True, sort_output=True, omit_header=True)
        head = _head(header, language, catalog)
        po_file(language).write_text(head + file.getvalue().decode())
        po_file(language).with_suffix(".mo").write_bytes(compiled(translated(language)))
        open_ = sum(not _is_whole(message.string) for message in catalog if message.id)
        print(f"{language}: {len(catalog)} texts, {open_} without a translation")


def _head(comment: str, language: str, catalog: Catalog) -> str:
    """The head of the file, with nothing in it that changes by itself."""
    told = {
        "Project-Id-Version": "MoodDex",
        "Language": language,
        "Plural-Forms": catalog.plural_forms,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in told.items())
    return f'{comment}\nmsgid ""\nmsgstr ""\n{lines}\n'


def _is_whole(string: str | tuple[str, ...] | list[str]) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


if __name__ == "__main__":
    main()
