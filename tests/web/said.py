"""What the code says when something goes wrong: every (code, text) that is written in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TOLD_BY = re.compile(
    r"BadRequest|NotFound|LoginNeeded|QuotaStop|AmbiguousWrite|Problem|JobFailed|tell|\w+Error"
)
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+|internal|unforeseen")
_WITH_CODES = ("MoodDexError", "SourceError", "ClipError")


def said() -> Iterator[tuple[str, str]]:
    """Every code with every text that stands beside it, of calls and of triples of texts.

    What is put into a text while the program runs stands there as a sample.
    """
    for folder in ("server", "films", "moods"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "tagging" in file.parts:  # tells of files of one's own, on the command line only
                continue
            for node in ast.walk(ast.parse(file.read_text())):
                yield from _of(node)


def _of(node: ast.AST) -> Iterator[tuple[str, str]]:
    parts = _parts(node)
    for place, code in enumerate(parts[:2]):
        if code is not None and _CODE.fullmatch(code):
            yield from ((code, text) for text in parts[place + 1 :] if text and " " in text.strip())
            return


def _parts(node: ast.AST) -> list[str | None]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name == "problem" and len(node.args) == 3:
            return [_text(each) for each in node.args[1:]]
        if name in {"JobFailed", "Problem"}:
            return [_text(each) for each in node.args[1:]]
        return [_text(each) for each in node.args] if _TOLD_BY.fullmatch(name) else []
    if isinstance(node, ast.Tuple) and len(node.elts) in {2, 3}:
        return [_text(each) for each in node.elts]
    return []


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        pieces = [_text(each) if isinstance(each, ast.Constant) else "X" for each in node.values]
        return "".join(piece or "" for piece in pieces)
    return None
