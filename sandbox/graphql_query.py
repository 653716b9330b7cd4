"""The GraphQL query language: operations with variables, aliases, arguments and fragments."""

import json
import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r'[\s,\ufeff]*(?:#[^\n]*+[\s,]*)*+(?P<token>"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|\.\.\.'
    r"|-?\d+\.\d+|-?\d+|[A-Za-z_]\w*|[!$&():=@\[\]{}|])"
)
_NAME = re.compile(r"[A-Za-z_]\w*")
_LITERALS: dict[str, object] = {"true": True, "false": False, "null": None}


class QueryError(Exception):
    """A query that cannot be answered; the message is for its author."""


@dataclass(frozen=True)
class Variable:
    """A place that a variable's value takes."""

    name: str


@dataclass
class Selection:
    """A field, or a fragment (`name` is None) with its own selections or a name to look up."""

    name: str | None
    alias: str = ""
    arguments: dict[str, object] = field(default_factory=dict)
    conditions: list[tuple[bool, object]] = field(default_factory=list)
    selections: list["Selection"] | None = None
    spread: str | None = None


@dataclass
class Operation:
    """A query; `required` are the variables that have no default and may not be null."""

    kind: str
    name: str | None
    defaults: dict[str, object]
    required: set[str]
    selections: list[Selection]


class Parser:
    """Reads one document."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if found is None:
                if not re.sub(r"#[^\n]*|[\s,\ufeff]", "", text[at:]):
                    break
                raise QueryError(f"Syntax Error: Unexpected character at {at}.")
            self._tokens.append(found["token"])
            at = found.end()
        self._at = 0

    def document(self) -> tuple[list[Operation], dict[str, list[Selection]]]:
        """Its operations, and its fragments by name."""
        operations: list[Operation] = []
        fragments: dict[str, list[Selection]] = {}
        while self._at < len(self._tokens):
            if self._peek() == "fragment":
                self._take()
                name = self._name()
                self._expect("on")
                self._name()
                self._directives()
                fragments[name] = self._selections()
            else:
                operations.append(self._operation())
        return operations, fragments

    def _operation(self) -> Operation:
        if self._peek() == "{":
            return Operation("query", None, {}, set(), self._selections())
        kind = self._name()
        if kind not in {"query", "mutation", "subscription"}:
            raise QueryError(f'Syntax Error: Unexpected Name "{kind}".')
        name = self._name() if self._peek() not in {"(", "{", "@"} else None
        defaults: dict[str, object] = {}
        required: set[str] = set()
        if self._peek() == "(":
            self._take()
            while self._peek() != ")":
                self._expect("$")
                variable = self._name()
                self._expect(":")
                is_required = self._type()
                if self._peek() == "=":
                    self._take()
                    defaults[variable] = self._value()
                elif is_required:
                    required.add(variable)
            self._take()
        self._directives()
        return Operation(kind, name, defaults, required, self._selections())

    def _type(self) -> bool:
        if self._peek() == "[":
            self._take()
            self._type()
            self._expect("]")
        else:
            self._name()
        if self._peek() == "!":
            self._take()
            return True
        return False

    def _selections(self) -> list[Selection]:
        self._expect("{")
        found = []
        while self._peek() != "}":
            found.append(self._fragment() if self._peek() == "..." else self._field())
        self._take()
        if not found:
            raise QueryError("Syntax Error: Expected Name, found }.")
        return found

    def _field(self) -> Selection:
        name = alias = self._name()
        if self._peek() == ":":
            self._take()
            name = self._name()
        arguments = self._arguments()
        conditions = self._directives()
        selections = self._selections() if self._peek() == "{" else None
        return Selection(name, alias, arguments, conditions, selections)

    def _fragment(self) -> Selection:
        self._take()
        if self._peek() not in {"on", "{", "@"}:
            return Selection(None, spread=self._name(), conditions=self._directives())
        if self._peek() == "on":
            self._take()
            self._name()
        conditions = self._directives()
        return Selection(None, conditions=conditions, selections=self._selections())

    def _arguments(self) -> dict[str, object]:
        found: dict[str, object] = {}
        if self._peek() == "(":
            self._take()
            while self._peek() != ")":
                name = self._name()
                self._expect(":")
                found[name] = self._value()
            self._take()
        return found

    def _directives(self) -> list[tuple[bool, object]]:
        found = []
        while self._peek() == "@":
            self._take()
            name, arguments = self._name(), self._arguments()
            if name not in {"include", "skip"}:
                raise QueryError(f'Unknown directive "@{name}".')
            found.append((name == "include", arguments.get("if")))
        return found

    def _value(self) -> object:
        first = self._take()
        match first:
            case "$":
                return Variable(self._name())
            case "[":
                items = []
                while self._peek() != "]":
                    items.append(self._value())
                self._take()
                return items
            case "{":
                fields: dict[str, object] = {}
                while self._peek() != "}":
                    name = self._name()
                    self._expect(":")
                    fields[name] = self._value()
                self._take()
                return fields
            case _:
                return _literal(first)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        if not token:
            raise QueryError("Syntax Error: Unexpected <EOF>.")
        self._at += 1
        return token

    def _expect(self, token: str) -> None:
        found = self._take()
        if found != token:
            raise QueryError(f'Syntax Error: Expected "{token}", found "{found}".')

    def _name(self) -> str:
        token = self._take()
        if not _NAME.fullmatch(token):
            raise QueryError(f'Syntax Error: Expected Name, found "{token}".')
        return token


def _literal(token: str) -> object:
    """A string, a number, true, false, null, or the name of an enum's value."""
    if token.startswith('"""'):
        return token[3:-3]
    if token.startswith('"'):
        return json.loads(token)
    if token[0].isdigit() or token[0] == "-":
        return float(token) if "." in token else int(token)
    if not _NAME.fullmatch(token):
        raise QueryError(f'Syntax Error: Unexpected "{token}".')
    return _LITERALS.get(token, token)
