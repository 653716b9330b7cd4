"""The songs that a playlist could not hold, as a table for a spreadsheet. Pure."""

import csv
import io
import re
from collections.abc import Iterable

from server.domain import Match, Theme

HEADER = ("anime", "kind", "title", "native title", "artists", "reason")

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def unmatched_csv(songs: Iterable[tuple[Theme, Match]]) -> bytes:
    """UTF-8 with a byte order mark, one line a theme under a header.

    Every cell is quoted but those of the header, so that a reader who takes the mark for a part
    of the first cell still finds the quotes where they belong. A cell that a spreadsheet would
    take for a formula begins with an apostrophe, which spreadsheets read as "this is text"
    (OWASP, CSV Injection).
    """
    out = io.StringIO(newline="")
    out.write(BOM)
    csv.writer(out, quoting=csv.QUOTE_MINIMAL).writerow(HEADER)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for theme, match in songs:
        cells = (
            theme.anime.title,
            f"{theme.kind.value}{theme.sequence or ''}",
            theme.title,
            theme.native_title or "",
            ", ".join(artist.name for artist in theme.artists),
            match.reason,
        )
        writer.writerow([as_text(cell) for cell in cells])
    return out.getvalue().encode()


def as_text(cell: str) -> str:
    """The words of a cell on one line, and never a formula."""
    plain = _CONTROL.sub(" ", cell)
    return f"'{plain}" if _FORMULA.match(plain) else plain
