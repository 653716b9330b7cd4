"""The journal of a run: every row as soon as it is read, so that a run that was cut short goes on.

A line is a JSON object: the run's own request first, then rows, refused rows, and the ends of
addresses with the address that follows. A line that was cut off at the end is dropped.
"""

import fcntl
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scraping.columns import Column
from scraping.errors import ScrapeError
from scraping.gathered import Gathered


class Journal:
    """The journal at a path, locked for this process while it is open.

    Attributes:
        gathered: the songs of all rows so far, with the remarks.
        start: which of the run's addresses is being read, from 0; their number at the end.
        address: the page to be opened next; None for the next of the run's addresses.
        visited: the addresses that are done.
        went_on: whether an earlier run had begun it.
    """

    def __init__(self, path: Path, request: Mapping[str, Any]) -> None:
        """Open or begin the journal.

        Raises:
            ScrapeError: it belongs to another run, or another process writes to it.
        """
        self._path = path
        self.went_on = False
        self.gathered = Gathered()
        self.start = 0
        self.address: str | None = None
        self.visited: set[str] = set()
        self._holds_nothing = True
        self._unfinished: Counter[str] = Counter()
        self._file = path.open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._replay(request)
        except BlockingIOError as error:
            self._file.close()
            raise ScrapeError(f"Another run is writing to {path} just now.") from error
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._holds_nothing and self._path.exists():
            self._path.unlink()
        self._file.close()

    def row(self, where: str, texts: Mapping[Column, str]) -> bool:
        """Keep a row; False where it is skipped. A row kept before the run was cut is not again."""
        return self._keep({"row": dict(texts)}, where)

    def refuse(self, where: str, reason: str, cells: Sequence[str]) -> bool:
        """Keep the word that a row cannot be read; always False."""
        return self._keep({"refused": reason, "cells": list(cells)}, where)

    def end_address(self, address: str, following: str | None) -> None:
        """The address is read to its end; what follows is the next page's, if there is one."""
        self._write({"end": address, "following": following})
        self._end(address, following)

    def remove(self) -> None:
        """The run is over and its rows are written: nothing is left to go on with."""
        self._path.unlink(missing_ok=True)

    def _keep(self, entry: dict[str, Any], where: str) -> bool:
        known = _identity(entry)
        if self._unfinished[known] > 0:
            self._unfinished[known] -= 1
            return "row" in entry
        self._write({**entry, "where": where})
        return self._take({**entry, "where": where})

    def _take(self, entry: Mapping[str, Any]) -> bool:
        if "row" in entry:
            texts = {Column(name): text for name, text in entry["row"].items()}
            return self.gathered.add(entry["where"], texts)
        return self.gathered.skip(entry["where"], entry["refused"], " | ".join(entry["cells"]))

    def _end(self, address: str, following: str | None) -> None:
        self._unfinished.clear()
        self.visited.add(address)
        self.address = following
        self.start += following is None

    def _write(self, entry: Mapping[str, Any]) -> None:
        self._holds_nothing = "run" in entry
        self._file.write(json.dumps(entry).encode() + b"\n")
        self._file.flush()

    def _replay(self, request: Mapping[str, Any]) -> None:
        self._file.seek(0)
        kept = self._file.read()
        whole = kept[: kept.rfind(b"\n") + 1]
        try:
            entries = [json.loads(line) for line in whole.splitlines()]
            self.went_on = len(entries) > 1
            self._holds_nothing = not self.went_on
            begun = entries[0]["run"] if kept else None
            self._file.truncate(len(whole))
            if begun != json.loads(json.dumps(request)):
                self._begin(request, nothing_kept=len(entries) <= 1)
            for entry in entries[1:]:
                if "end" in entry:
                    self._end(entry["end"], entry["following"])
                else:
                    self._unfinished[_identity(entry)] += 1
                    self._take(entry)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise ScrapeError(
                f"{self._path} is no journal of a run. Give another --out, or --fresh to begin "
                "anew."
            ) from error

    def _begin(self, request: Mapping[str, Any], *, nothing_kept: bool) -> None:
        if not nothing_kept:
            raise ScrapeError(
                f"{self._path} was left by a run with other addresses or settings. Give the "
                "same ones to go on with it, or --fresh to begin anew."
            )
        self._file.truncate(0)
        self._write({"run": request})


def _identity(entry: Mapping[str, Any]) -> str:
    parts = {name: entry[name] for name in ("row", "refused", "cells") if name in entry}
    return json.dumps(parts, sort_keys=True)
