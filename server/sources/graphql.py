"""GraphQL over HTTP: one POST, and errors that may come with any status, 200 included."""

from collections.abc import Mapping
from dataclasses import replace

from server.sources.http import Answer, Service
from server.sources.shapes import integer, items, mapping, text


class GraphqlService(Service):
    """A service whose base URL is its GraphQL endpoint."""

    def _ask(
        self, query: str, variables: Mapping[str, object], expected: frozenset[int] = frozenset()
    ) -> tuple[Mapping[str, object], Answer]:
        """The `data` object and the answer.

        An error in the answer's body counts as its status. Of the `expected` statuses the answer
        is handed back with whatever data there is.

        Raises:
            SourceError: for any other failure.
        """
        answer = self._read(
            "POST",
            "",
            json={"query": query, "variables": dict(variables)},
            expected=expected | {400},
        )
        body = mapping(answer.body)
        status = error_status(body)
        if status is not None and 200 <= answer.status < 300:
            answer = replace(answer, status=status)
        if answer.status not in expected:
            if answer.status >= 400:
                self._refuse(answer)
            if not isinstance(body.get("data"), dict):
                raise self._bad_answer(answer)
        return mapping(body.get("data")), answer


def error_status(body: Mapping[str, object]) -> int | None:
    """The status of the first error in a body; 400 for one that says none, None without errors."""
    errors = body.get("errors") or body.get("error")
    if not errors:
        return None
    first = next(items(errors), {})
    status = integer(first.get("status")) or integer(mapping(first.get("extensions")).get("status"))
    return status if status is not None and 400 <= status < 600 else 400


def error_words(body: object) -> str:
    """All that the errors of a body say, in lower case."""
    messages = (text(error.get("message")) or "" for error in items(mapping(body).get("errors")))
    return " ".join(messages).casefold()
