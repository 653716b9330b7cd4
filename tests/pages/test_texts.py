"""Every text of the pages comes from the catalogue, and the catalogue says it in German."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from jinja2 import Environment, nodes

from tests.support.texts import TRANSLATED, gathered, po_file, translated

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
NAMES = frozenset(
    {"AniList", "AnimeThemes", "CSV", "Deezer", "JSON", "JSPF", "MoodDex", "MyAnimeList", "OVA"}
    | {"ED", "OP", "Premium", "ReccoBeats", "SHA", "Spotify", "iTunes", "kHz"}
)
"""What is called the same in every language."""
EXAMPLES = frozenset(
    {"Guren no Yumiya", "Gurenge", "Hare Hare Yukai", "Sorairo Days", "secret base", "Orange"}
    | {"Fly Me to the Moon", "Neon Genesis Evangelion", "Dango Daikazoku", "Clannad"}
)
"""Songs and shows that stand as examples."""
_GETTEXT = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
_READ_OUT = r"(?:aria-label|aria-description|title|alt|placeholder|content)"
_MARK = "\0"  # stands for what a template puts in
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’][a-z]+)?")
_PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_LOOKS_SAID = re.compile(r"[a-z]+ [a-z]{2,}|^[A-Z][a-z]{3,}$")
_IS_SETTING = re.compile(r"width=|light|#|\d")  # of the page, or lines of a file
_NOT_SAID = (nodes.Compare, nodes.Test, nodes.Getitem, nodes.Include, nodes.Extends, nodes.Import)
_SENTENCE = re.compile(r"[A-Z][a-z]+ [a-z]{2,}|[a-z]{2,} [a-z]{2,}\.$")
_TAG = re.compile(r"<[^>]+>")


def test_the_catalogue_knows_every_text() -> None:
    wanted = {message.id for message in gathered() if message.id}
    for language in TRANSLATED:
        known = {message.id for message in translated(language) if message.id}
        assert wanted - known == set(), f"make texts adds them to {po_file(language)}"
        assert known - wanted == set(), "make texts takes them out"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_for_certain(language: str) -> None:
    lacking = [each.id for each in _messages(language) if each.fuzzy or not all(_forms(each))]
    assert lacking == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_places_and_the_marks_of_the_text(language: str) -> None:
    for message in _messages(language):
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        for text, form in zip(asked, _forms(message), strict=True):
            assert _places(form) == _places(text), form
            # a line is broken where the words ask for it
            assert _tags(form) - {"<br>"} == _tags(text) - {"<br>"}, form


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    with po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = {_key(each): _forms(each) for each in read_mo(file) if each.id}
    assert compiled == {
        _key(each): _forms(each) for each in _messages(language) if any(_forms(each))
    }


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_templates_have_no_words_of_their_own(template: Path) -> None:
    parsed = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(
        template.read_text()
    )
    assert list(_own_words(parsed)) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_scripts_have_no_words_of_their_own(script: Path) -> None:
    source = re.sub(r"^\s*//.*$|/\*.*?\*/", "", script.read_text(), flags=re.MULTILINE | re.DOTALL)
    texts = [found[2] for found in re.finditer(r"""(["'`])((?:\\.|(?!\1).)*)\1""", source)]
    said = [
        each for each in texts if re.search(r"[A-Z][a-z]+ [a-z]{2,}|[a-z]{2,} [a-z]{2,}\.$", each)
    ]
    assert said == []


def test_words_of_a_template_s_own_are_noticed() -> None:
    for source in (
        "<p>Some words</p>",
        '<p title="Some words">{{ x }}</p>',
        '{{ "Some words" if x else _("others") }}',
        '{% set X = {"a": "Some words"} %}',
    ):
        parsed = Environment(extensions=["jinja2.ext.i18n"]).parse(source)
        assert list(_own_words(parsed)), source
    for source in (
        '<p class="some words">{{ _("Some words") }} Spotify</p>',
        "{% trans %}Some words{% endtrans %}<code>make demo</code>",
        '{{ x | selectattr("match state", "equalto", "a b") }}',
    ):
        parsed = Environment(extensions=["jinja2.ext.i18n"]).parse(source)
        assert not list(_own_words(parsed)), source


def _messages(language: str) -> list[Message]:
    return [message for message in translated(language) if message.id]


def _key(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said or "",) if isinstance(said, str) else tuple(said)


def _places(text: str) -> set[str]:
    return {found[1] or found[2] for found in _PLACE.finditer(text)}


def _tags(text: str) -> set[str]:
    return {re.sub(r"\s+", " ", tag) for tag in _TAG.findall(text)}


def _own_words(template: nodes.Template) -> Iterator[str]:
    markup = "".join(
        part.data if isinstance(part, nodes.TemplateData) else _MARK
        for output in _outputs(template)
        for part in [*output.nodes, nodes.Const("")]
    )
    markup = re.sub(r"<(code|kbd|pre)\b.*?</\1>", _MARK, markup, flags=re.DOTALL)
    for said in re.findall(rf'\b{_READ_OUT}="([^"]*)"', markup):
        if not _IS_SETTING.match(said):
            yield from _words(said)
    for said in re.split(rf"<[^>]*>|{_MARK}", re.sub(rf"{_MARK} [\w-]+=\"[^\"]*\"", "", markup)):
        yield from _words(said)
    for said in _said_constants(template):
        if _LOOKS_SAID.search(said):
            yield from _words(said)


def _outputs(node: nodes.Node) -> Iterator[nodes.Output]:
    """What is put out, in order; the block `page` holds classes."""
    if isinstance(node, nodes.Output):
        yield node
    elif not (isinstance(node, nodes.Block) and node.name == "page"):
        for child in node.iter_child_nodes():
            yield from _outputs(child)


def _words(text: str) -> Iterator[str]:
    plain = re.sub(r"&\w+;|https?://\S+|[\w-]+=\"[^\"]*\"", " ", text)
    if " ".join(plain.split()) not in EXAMPLES:
        yield from (word for word in _WORD.findall(plain) if word not in NAMES)


def _said_constants(node: nodes.Node) -> Iterator[str]:
    """The texts that a template may put out: not those that it looks up, compares or hands on."""
    if isinstance(node, _NOT_SAID):
        return
    if isinstance(node, nodes.Const):
        if isinstance(node.value, str) and not re.search(r"[<=]", node.value):
            yield node.value
    elif isinstance(node, nodes.Call):
        # a macro of the template itself may say what it is given
        if isinstance(node.node, nodes.Name) and node.node.name not in _GETTEXT:
            yield from (said for each in node.args for said in _said_constants(each))
    elif isinstance(node, nodes.Filter):
        if node.node is not None:
            yield from _said_constants(node.node)
    else:
        for child in node.iter_child_nodes():
            yield from _said_constants(child)
