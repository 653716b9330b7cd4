"""Switches that make a stand-in slow, broken, refusing or gone, for some calls or for all."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

_DROPS = {"before", "midway", "after"}
_AUDIO = {"corrupt", "truncated", "empty"}


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and for which calls.

    Attributes:
        service: `spotify`, `accounts`, `mal`, `anilist`, `animethemes`, `deezer`, `itunes`,
            `reccobeats`, `audio` or `*` for all of them.
        method, template: as in the call counts (`POST`, `/playlists/{id}/items`), or `*`.
        after: this many matching calls go well first.
        count: how many calls it then strikes; None until it is cleared.
        status, body, headers: the answer given in place of the real one. A body that is a
            mapping or a list is sent as JSON.
        latency: seconds before anything is answered; a call waits no longer than until the faults
            are cleared.
        drop: the connection is cut `before` the call is carried out, `midway` through the
            answer, or `after` the call was carried out and before its answer.
        audio: the clip is `corrupt` (noise in the middle of the file), `truncated` or `empty`.
        trickle: seconds over which the answer's body is spread, or until the faults are cleared.
    """

    service: str = "*"
    method: str = "*"
    template: str = "*"
    after: int = 0
    count: int | None = None
    status: int | None = None
    body: object = None
    headers: Mapping[str, str] | None = None
    latency: float = 0.0
    drop: str | None = None
    audio: str | None = None
    trickle: float = 0.0

    def __post_init__(self) -> None:
        if self.drop is not None and self.drop not in _DROPS:
            raise ValueError(f"drop must be one of {sorted(_DROPS)}")
        if self.audio is not None and self.audio not in _AUDIO:
            raise ValueError(f"audio must be one of {sorted(_AUDIO)}")

    @classmethod
    def from_json(cls, given: Mapping[str, object]) -> Self:
        """Reads a fault as it comes over HTTP: these fields, or `preset` and fields over it.

        Raises:
            ValueError: an unknown preset or field, or a value that is not allowed.
        """
        fields: dict[str, Any] = dict(given)
        name = fields.pop("preset", None)
        if name is not None and name not in PRESETS:
            raise ValueError(f"preset must be one of {sorted(PRESETS)}")
        retry_after = fields.pop("retry_after", None)
        try:
            base = cls(**PRESETS[str(name)]) if name is not None else cls()
            fault = replace(base, **fields)
        except TypeError as error:
            raise ValueError(str(error)) from error
        if retry_after is not None:
            headers = {**(fault.headers or {}), "Retry-After": str(retry_after)}
            fault = replace(fault, headers=headers)
        return fault

    def concerns(self, service: str, method: str, template: str) -> bool:
        """Whether a call is one that this fault is about."""
        return (
            self.service in {"*", service}
            and self.method.upper() in {"*", method}
            and self.template in {"*", template}
        )


PRESETS: dict[str, dict[str, Any]] = {
    "quota_exceeded": {
        "service": "spotify",
        "status": 429,
        "body": {
            "error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}
        },
        "headers": {"Retry-After": "48925"},
    },
    "burst": {
        "service": "spotify",
        "status": 429,
        "body": {"error": {"status": 429, "message": "API rate limit exceeded"}},
        "headers": {"Retry-After": "1"},
        "count": 1,
    },
    "user_not_registered": {
        "service": "spotify",
        "status": 403,
        "body": "User not registered in the Developer Dashboard",
    },
    "owner_not_premium": {
        "service": "spotify",
        "status": 403,
        "body": "Active premium subscription required for the owner of the app. When the "
        "subscription status changes, it can take a few hours before requests are allowed again.",
    },
    "token_expired": {
        "service": "spotify",
        "status": 401,
        "body": {"error": {"status": 401, "message": "The access token expired"}},
        "count": 1,
    },
    "refresh_expired": {
        "service": "accounts",
        "method": "POST",
        "template": "/api/token",
        "status": 400,
        "body": {"error": "invalid_grant", "error_description": "Refresh token expired"},
    },
    "server_error": {"status": 503, "body": "upstream connect error"},
    "slow": {"latency": 0.5},
    "gone": {"drop": "before"},
    "corrupt_audio": {"service": "audio", "audio": "corrupt"},
    "truncated_audio": {"service": "audio", "audio": "truncated"},
    "slow_audio": {"service": "audio", "trickle": 5.0},
    "mal_blocked": {
        "service": "mal",
        "status": 403,
        "body": {"error": "forbidden", "message": "DoS detected"},
    },
    "anilist_busy": {
        "service": "anilist",
        "status": 429,
        "body": {"data": None, "errors": [{"message": "Too Many Requests.", "status": 429}]},
        "headers": {"Retry-After": "60", "X-RateLimit-Limit": "30", "X-RateLimit-Remaining": "0"},
    },
    "animethemes_busy": {
        "service": "animethemes",
        "status": 429,
        "body": {"message": "Too Many Attempts."},
        "headers": {"Retry-After": "60"},
    },
    "deezer_quota": {
        "service": "deezer",
        "status": 200,
        "body": {"error": {"type": "Exception", "message": "Quota limit exceeded", "code": 4}},
    },
}


class Switchboard:
    """The faults that are switched on; the latest that concerns a call strikes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[list[object]] = []
        self._cleared = threading.Event()

    @property
    def cleared(self) -> threading.Event:
        """Is set as soon as what is switched on now is switched off."""
        with self._lock:
            return self._cleared

    def switch_on(self, fault: Fault) -> None:
        """Adds a fault."""
        with self._lock:
            self._faults.append([fault, fault.after, fault.count])

    def clear(self) -> None:
        """Switches everything off, and lets go on what it held up."""
        with self._lock:
            self._faults.clear()
            self._cleared.set()
            self._cleared = threading.Event()

    def active(self) -> list[Fault]:
        """What is switched on, the latest last."""
        with self._lock:
            return [fault for fault, _, _ in self._faults if isinstance(fault, Fault)]

    def strike(self, service: str, method: str, template: str) -> Fault | None:
        """The fault that this call meets, if any; counts the call against it."""
        with self._lock:
            for entry in reversed(self._faults):
                fault, waits, left = entry
                if not isinstance(fault, Fault) or not fault.concerns(service, method, template):
                    continue
                if isinstance(waits, int) and waits > 0:
                    entry[1] = waits - 1
                    continue
                if isinstance(left, int):
                    entry[2] = left - 1
                    if left <= 1:
                        self._faults.remove(entry)
                return fault
            return None
