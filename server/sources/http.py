"""The ground under every outside service: one bounded session, and failures in one vocabulary."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, NoReturn

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from server.errors import SourceError
from server.sources.pacing import Busy, Hold, Pacer
from server.sources.session import BoundedSession, TooLarge, WentElsewhere, is_loopback

LONGEST_WAIT = 10.0
"""Seconds of Retry-After that are sat out; anything longer is handed to the caller."""

_SHORT_PAUSE = 2.0
"""Seconds of rest for a service whose calls are used up and that does not say for how long."""
_ATTEMPTS = 3
_PASSING = frozenset({500, 502, 503, 504})
_PAUSES = (0.3, 1.0)


@dataclass(frozen=True)
class Answer:
    """An answer as it came.

    Attributes:
        status: the HTTP status.
        body: the parsed JSON, or None where the body is no JSON.
        text: the start of the body, for messages and for plain-text errors.
        retry_after: seconds, where the service said.
        used_up: seconds until there are calls to spare again, where the service said that this
            was the last one for now; NaN where it did not say how long.
    """

    status: int
    body: object
    text: str
    retry_after: float | None = None
    used_up: float | None = None


class Service:
    """One outside service: its session, its pace and its failures as `SourceError`s.

    Reads are tried up to three times on passing trouble (a dropped connection, 5xx, a 429 that
    asks for at most `LONGEST_WAIT` seconds). A service that has just failed three calls in a row
    gets one try a call until it answers again, so that a dead service does not slow down a list.
    A service that asked for a longer pause, or said that its calls are used up for now, is not
    asked at all before that is over.

    Attributes:
        name: prefix of the error codes.
        title: plain name for people.
        pace: calls and the seconds they are spread over; ignored on this very machine.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    pace: ClassVar[tuple[int, float]]

    def __init__(self, base_url: str, *, headers: Mapping[str, str] | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self._session = BoundedSession()
        self._session.headers.update({"Accept": "application/json", **(headers or {})})
        self._pacer = Pacer(*self.pace) if not is_loopback(self.base_url) else None
        self._hold = Hold()
        self._failures = 0

    def _read(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: object = None,
        expected: frozenset[int] = frozenset(),
    ) -> Answer:
        """Ask without changing anything there; 2xx and the `expected` statuses are answers.

        `path` is appended to the base URL, unless it is an absolute address of this service.

        Raises:
            SourceError: for everything else, with this service's codes.
        """
        url = path if path.startswith(("http://", "https://")) else self.base_url + path

        def send() -> requests.Response:
            self._take_turn()
            return self._session.request(method, url, params=params, json=json)

        self._sit_out()
        attempts = _ATTEMPTS if self._failures < _ATTEMPTS else 1
        try:
            answer = self._with_patience(send, attempts)
            self._remember(answer)
            if not (200 <= answer.status < 300 or answer.status in expected):
                self._refuse(answer)
        except SourceError as error:
            self._failures += error.code == f"{self.name}_unreachable"
            raise
        self._failures = 0
        return answer

    def _take_turn(self) -> None:
        if self._pacer is None:
            return
        try:
            self._pacer.wait()
        except Busy as error:
            raise self._error("rate_limited", f"{self.title} is busy just now.") from error

    def _sit_out(self) -> None:
        """Wait where a pause is in force that is nearly over. Raises SourceError for a longer."""
        wait = self._hold.left()
        if wait > LONGEST_WAIT:
            asked = f"{self.title} asks for a pause."
            raise self._error("rate_limited", asked, Answer(429, None, "", wait))
        time.sleep(wait)

    def _remember(self, answer: Answer) -> None:
        if answer.status == 429 and answer.retry_after:
            self._hold.begin(answer.retry_after)
        elif answer.used_up is not None:
            self._hold.begin(_SHORT_PAUSE if math.isnan(answer.used_up) else answer.used_up)

    def _with_patience(self, send: Callable[[], requests.Response], attempts: int) -> Answer:
        for attempt in range(attempts):
            last = attempt == attempts - 1
            try:
                answer = read_answer(send())
            except requests.RequestException as error:
                # A time-out has already cost its time: asking again would cost it again.
                if last or isinstance(error, requests.Timeout | TooLarge | WentElsewhere):
                    raise self._trouble(error) from error
                time.sleep(_PAUSES[attempt])
                continue
            if answer.status != 429 and answer.status not in _PASSING:
                return answer
            wait = _PAUSES[min(attempt, 1)] if answer.retry_after is None else answer.retry_after
            if last or wait > LONGEST_WAIT:
                return answer
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _trouble(self, error: requests.RequestException) -> SourceError:
        if isinstance(error, TooLarge | WentElsewhere):
            return self._error("bad_answer", f"{self.title} gave an answer that cannot be used.")
        slow = isinstance(error, requests.Timeout)
        return self._error(
            "unreachable",
            f"{self.title} took too long to answer." if slow else f"{self.title} did not answer.",
        )

    def _refuse(self, answer: Answer) -> NoReturn:
        if answer.status == 429:
            raise self._error("rate_limited", f"{self.title} asks for a pause.", answer)
        if answer.status >= 500:
            raise self._error("unreachable", f"{self.title} is out of order just now.", answer)
        if answer.status in {401, 403}:
            raise self._error("refused", f"{self.title} refused the request.", answer)
        raise self._bad_answer(answer)

    def _bad_answer(self, answer: Answer | None = None) -> SourceError:
        return self._error(
            "bad_answer", f"{self.title} gave an answer that cannot be understood.", answer
        )

    def _error(
        self, kind: str, message: str, answer: Answer | None = None, hint: str = ""
    ) -> SourceError:
        return SourceError(
            self.name,
            f"{self.name}_{kind}",
            message,
            hint or _HINTS.get(kind, ""),
            retry_after=answer.retry_after if answer else None,
            http_status=answer.status if answer else None,
        )


_HINTS = {
    "unreachable": "Try again in a few minutes; what was found so far is kept.",
    "rate_limited": "Wait a few minutes, then start again; what was found so far is kept.",
    "refused": "Try again later; if it stays so, the service may be blocking this address.",
    "bad_answer": "Try again later; if it stays so, the service may have changed.",
}


def read_answer(response: requests.Response) -> Answer:
    """The answer with its JSON parsed, if it is JSON, whatever its Content-Type says."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    text = response.content[:2_000].decode("utf-8", "replace")
    return Answer(response.status_code, body, text, retry_after(response), _used_up(response))


def _used_up(response: requests.Response) -> float | None:
    """Of X-RateLimit-Remaining and X-RateLimit-Reset (a time of day, in Unix seconds)."""
    if response.headers.get("X-RateLimit-Remaining", "").strip() != "0":
        return None
    try:
        seconds = float(response.headers.get("X-RateLimit-Reset", "")) - time.time()
    except ValueError:
        return math.nan
    return seconds if 0 <= seconds <= Hold.LONGEST else math.nan


def retry_after(response: requests.Response) -> float | None:
    """Retry-After in seconds; None where it is absent or not a number of seconds."""
    try:
        seconds = float(response.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < 10_000_000 else None


def never_sent(error: requests.RequestException) -> bool:
    """Whether the request certainly did not reach the service: no connection was made."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
