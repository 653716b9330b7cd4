"""The program's expected failures. Each carries a stable code, a plain message and a next step."""


class MoodDexError(Exception):
    """Root of every expected failure; `status` is the HTTP status it answers with."""

    status = 500

    def __init__(self, code: str, message: str, hint: str = "", *, status: int | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        if status is not None:
            self.status = status


class BadRequest(MoodDexError):
    """The request cannot be carried out as it stands."""

    status = 400


class NotFound(MoodDexError):
    """There is no such thing, or it is somebody else's."""

    status = 404


class LoginNeeded(MoodDexError):
    """No session, or Spotify no longer accepts the login that the session holds."""

    status = 401


class SourceError(MoodDexError):
    """An outside service did not give what was asked.

    `service` is its plain name; `retry_after` is in seconds where the service said.
    Codes shared by all services: `<service>_unreachable`, `<service>_rate_limited`,
    `<service>_refused`, `<service>_bad_answer`.
    """

    status = 502

    def __init__(
        self,
        service: str,
        code: str,
        message: str,
        hint: str = "",
        *,
        retry_after: float | None = None,
        http_status: int | None = None,
    ) -> None:
        super().__init__(code, message, hint)
        self.service = service
        self.retry_after = retry_after
        self.http_status = http_status


class QuotaStop(SourceError):
    """Spotify's daily quota is used up; nothing may be called before `retry_after` seconds."""

    status = 503


class AmbiguousWrite(SourceError):
    """A write was sent and its fate is unknown (timeout, dropped connection, 5xx).

    Never sent again blindly: the remote state is read first.
    """
