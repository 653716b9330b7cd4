"""A small GraphQL: enough of the query language to answer what real clients send.

Operations with variables, aliases, arguments, named and inline fragments, @include and @skip.
No schema: data is nested mappings and lists, and a field is known when the data has it. A
callable in the data is a field with arguments and is called with them as a mapping.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r'[\s,\ufeff]*(?:#[^\n]*[\s,]*)*(?P<token>"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|\.\.\.'
    r"|-?\d+\.\d+|-?\d+|[A-Za-z_]\w*|[!$&():=@\[\]{}|])"
)
_NAME = re.compile(r"[A-Za-z_]\w*")
_LITERALS: dict[str, object] = {"true": True, "false": False, "null": None}

Arguments = Mapping[str, object]


class QueryError(Exception):
    """A query that cannot be answered; the message is for its author."""


class AnswerError(Exception):
    """A field that fails with an error of its own; `status` is the service's code for it."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class _Variable:
    name: str


@dataclass
class _Selection:
    """A field, or a fragment (`name` is None) with its own selections or a name to look up."""

    name: str | None
    alias: str = ""
    arguments: dict[str, object] = field(default_factory=dict)
    conditions: list[tuple[bool, object]] = field(default_factory=list)
    selections: list["_Selection"] | None = None
    spread: str | None = None


@dataclass
class _Operation:
    kind: str
    name: str | None
    defaults: dict[str, object]
    required: set[str]
    selections: list[_Selection]


def execute(
    body: object, root: Mapping[str, object], *, most_depth: int | None = None
) -> dict[str, object]:
    """The `data` that answers a request body of `query`, `variables` and `operationName`.

    Raises:
        QueryError: the query is malformed, asks for unknown fields, or lacks variables.
        AnswerError: raised by a field of the data.
    """
    if not isinstance(body, Mapping) or not isinstance(body.get("query"), str):
        raise QueryError("Must provide query string.")
    operations, fragments = _Parser(body["query"]).document()
    wanted = body.get("operationName")
    chosen = [operation for operation in operations if wanted in (None, operation.name)]
    if len(chosen) != 1:
        raise QueryError("Must provide the name of one operation.")
    operation = chosen[0]
    if operation.kind != "query":
        raise QueryError(f"Schema is not configured to execute {operation.kind} operation.")
    given = body.get("variables") or {}
    if not isinstance(given, Mapping):
        raise QueryError("Variables must be an object.")
    variables = {**operation.defaults, **given}
    for name in operation.required:
        if variables.get(name) is None:
            raise QueryError(f'Variable "${name}" of required type was not provided.')
    if most_depth is not None:
        depth = _depth(operation.selections, fragments)
        if depth > most_depth:
            raise QueryError(f"Max query depth should be {most_depth} but got {depth}.")
    return _Answer(variables, fragments).of_object(root, operation.selections, "Query")


def _depth(selections: list[_Selection], fragments: Mapping[str, list[_Selection]]) -> int:
    deepest = 0
    for one in selections:
        inner = one.selections or fragments.get(one.spread or "", [])
        deepest = max(deepest, _depth(inner, fragments) + (one.name is not None))
    return deepest


class _Answer:
    def __init__(
        self, variables: Mapping[str, object], fragments: Mapping[str, list[_Selection]]
    ) -> None:
        self._variables = variables
        self._fragments = fragments

    def of_object(
        self, value: Mapping[str, object], selections: list[_Selection], type_name: str
    ) -> dict[str, object]:
        answer: dict[str, object] = {}
        for one in selections:
            if any(bool(self._value(given)) is not keep for keep, given in one.conditions):
                continue
            if one.name is None:
                answer.update(self.of_object(value, self._inner(one), type_name))
            elif one.name == "__typename":
                answer[one.alias] = type_name
            elif one.name not in value:
                raise QueryError(f'Cannot query field "{one.name}" on type "{type_name}".')
            else:
                found = value[one.name]
                if callable(found):
                    resolver: Callable[[Arguments], object] = found
                    found = resolver({k: self._value(v) for k, v in one.arguments.items()})
                answer[one.alias] = self._of_value(found, one)
        return answer

    def _of_value(self, value: object, one: _Selection) -> object:
        if isinstance(value, list):
            return [self._of_value(item, one) for item in value]
        if isinstance(value, Mapping):
            if one.selections is None:
                raise QueryError(f'Field "{one.name}" must have a selection of subfields.')
            return self.of_object(value, one.selections, str(one.name).capitalize())
        if one.selections is not None and value is not None:
            raise QueryError(f'Field "{one.name}" must not have a selection: it has no subfields.')
        return value

    def _inner(self, one: _Selection) -> list[_Selection]:
        if one.spread is None:
            return one.selections or []
        if one.spread not in self._fragments:
            raise QueryError(f'Unknown fragment "{one.spread}".')
        return self._fragments[one.spread]

    def _value(self, given: object) -> object:
        if isinstance(given, _Variable):
            return self._variables.get(given.name)
        if isinstance(given, list):
            return [self._value(one) for one in given]
        if isinstance(given, dict):
            return {name: self._value(one) for name, one in given.items()}
        return given


class _Parser:
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

    def document(self) -> tuple[list[_Operation], dict[str, list[_Selection]]]:
        operations: list[_Operation] = []
        fragments: dict[str, list[_Selection]] = {}
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

    def _operation(self) -> _Operation:
        if self._peek() == "{":
            return _Operation("query", None, {}, set(), self._selections())
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
        return _Operation(kind, name, defaults, required, self._selections())

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

    def _selections(self) -> list[_Selection]:
        self._expect("{")
        found = []
        while self._peek() != "}":
            found.append(self._fragment() if self._peek() == "..." else self._field())
        self._take()
        if not found:
            raise QueryError("Syntax Error: Expected Name, found }.")
        return found

    def _field(self) -> _Selection:
        name = alias = self._name()
        if self._peek() == ":":
            self._take()
            name = self._name()
        arguments = self._arguments()
        conditions = self._directives()
        selections = self._selections() if self._peek() == "{" else None
        return _Selection(name, alias, arguments, conditions, selections)

    def _fragment(self) -> _Selection:
        self._take()
        if self._peek() not in {"on", "{", "@"}:
            return _Selection(None, spread=self._name(), conditions=self._directives())
        if self._peek() == "on":
            self._take()
            self._name()
        conditions = self._directives()
        return _Selection(None, conditions=conditions, selections=self._selections())

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
                return _Variable(self._name())
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
