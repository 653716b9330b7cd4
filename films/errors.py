"""What may stand in the way of reading a film: what stops it, and what is only told."""

from dataclasses import dataclass
from typing import Any


class FilmError(Exception):
    """A recording that cannot be read at all; the message is fit for a user.

    `code` is one of `film_not_found`, `film_not_media`, `film_no_audio`, `film_no_track`,
    `film_empty`, `film_damaged`, `film_absurd`, `film_protected`, `film_unknown_codec`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def to_json(self) -> dict[str, str]:
        """`code` and `message`."""
        return {"code": self.code, "message": self.message}


@dataclass(frozen=True)
class Trouble:
    """Something that a reading went on in spite of.

    Attributes:
        code: one of `film_tracks`, `film_damaged`, `film_cut_short`, `film_hole`,
            `film_clock`, `film_too_long`, `metadata_ambiguous`, `metadata_unknown`.
        message: one plain sentence.
        at: seconds from the beginning, where it is in one place.
    """

    code: str
    message: str
    at: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The same as JSON-ready types."""
        place = None if self.at is None else round(self.at, 2)
        return {"code": self.code, "message": self.message, "at": place}


def clock(seconds: float) -> str:
    """A length or a place in a recording for a person, as `1:02:03` or `2:03`."""
    minutes, rest = divmod(round(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
