"""Answers GraphQL queries out of nested data, with no schema.

A field is known when the data has it. A callable in the data is a field with arguments and is
called with them as a mapping. @include and @skip are obeyed.
"""

from collections.abc import Callable, Mapping

from sandbox.graphql_query import Parser, QueryError, Selection, Variable

__all__ = ["AnswerError", "Arguments", "QueryError", "execute"]

Arguments = Mapping[str, object]


class AnswerError(Exception):
    """A field that fails with an error of its own; `status` is the service's code for it."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


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
    operations, fragments = Parser(body["query"]).document()
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


def _depth(selections: list[Selection], fragments: Mapping[str, list[Selection]]) -> int:
    deepest = 0
    for one in selections:
        inner = one.selections or fragments.get(one.spread or "", [])
        deepest = max(deepest, _depth(inner, fragments) + (one.name is not None))
    return deepest


class _Answer:
    def __init__(
        self, variables: Mapping[str, object], fragments: Mapping[str, list[Selection]]
    ) -> None:
        self._variables = variables
        self._fragments = fragments

    def of_object(
        self, value: Mapping[str, object], selections: list[Selection], type_name: str
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

    def _of_value(self, value: object, one: Selection) -> object:
        if isinstance(value, list):
            return [self._of_value(item, one) for item in value]
        if isinstance(value, Mapping):
            if one.selections is None:
                raise QueryError(f'Field "{one.name}" must have a selection of subfields.')
            return self.of_object(value, one.selections, str(one.name).capitalize())
        if one.selections is not None and value is not None:
            raise QueryError(f'Field "{one.name}" must not have a selection: it has no subfields.')
        return value

    def _inner(self, one: Selection) -> list[Selection]:
        if one.spread is None:
            return one.selections or []
        if one.spread not in self._fragments:
            raise QueryError(f'Unknown fragment "{one.spread}".')
        return self._fragments[one.spread]

    def _value(self, given: object) -> object:
        if isinstance(given, Variable):
            return self._variables.get(given.name)
        if isinstance(given, list):
            return [self._value(one) for one in given]
        if isinstance(given, dict):
            return {name: self._value(one) for name, one in given.items()}
        return given
