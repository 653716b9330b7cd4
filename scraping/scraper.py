"""Reading a table, page by page and politely, into a file."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from scraping.browser import TablePage, running_page
from scraping.config import PageConfig
from scraping.errors import PageUnavailable, ScrapeError
from scraping.files import write_table
from scraping.gathered import REPEATED, Gathered, Remark
from scraping.grid import Grid, find_columns, read_row
from scraping.journal import Journal
from scraping.robots import Robots

TRIES = 3
"""Times that a page which cannot be had is asked for."""

_EVERY = 1000
"""Rows of one page after which there is word of it."""

_TELLING = 5
"""Rows that must be in vain before the settings are taken to be wrong."""


@dataclass(frozen=True)
class Scraped:
    """What a run gave: songs and remarks, pages, and whether it went on with an earlier one."""

    gathered: Gathered
    pages: int
    went_on: bool


def journal_path(out: Path) -> Path:
    """Where rows are kept until the table is whole."""
    return out.with_name(f"{out.name}.part")


def scrape(
    addresses: Sequence[str],
    out: Path,
    config: PageConfig,
    say: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> Scraped:
    """Read the tables at these addresses, with all their pages, into a file.

    Rows are kept in a journal beside the file as they are read. The file is written when all
    pages are read, and the journal is removed; a run that was cut short leaves it, and the same
    call then goes on where it stopped. `say` hears a line of progress now and then.

    Raises:
        ScrapeError: the pages cannot be read, or must not be.
    """
    request = {"addresses": list(addresses), "settings": asdict(config)}
    with Journal(journal_path(out), request) as journal:
        if journal.start < len(addresses):
            robots = Robots()
            for address in addresses:
                robots.check(address)
            with running_page(config) as page:
                _Run(addresses, config, journal, robots, page, say, sleep).finish()
        write_table(out, journal.gathered.songs)
        journal.remove()
        return Scraped(journal.gathered, len(journal.visited), journal.went_on)


@dataclass
class _Run:
    addresses: Sequence[str]
    config: PageConfig
    journal: Journal
    robots: Robots
    page: TablePage
    say: Callable[[str], None]
    sleep: Callable[[float], None]

    def finish(self) -> None:
        """Read every address that is left, one page at a time."""
        opened = 0
        while self.journal.start < len(self.addresses):
            address = self.journal.address or self.addresses[self.journal.start]
            if address in self.journal.visited:
                self.journal.end_address(address, None)
                continue
            if opened >= self.config.patience.pages:
                raise ScrapeError(
                    f"{opened:,} pages were read and there are more: raise `pages` in the settings "
                    "(--config) if that is meant."
                )
            if opened:
                self._pause(address)
            self.say(f"{address}: waiting for its rows")
            self._open(address)
            opened += 1
            self._read_address(address)
            self.journal.end_address(address, self._following(address))

    def _open(self, address: str) -> None:
        self.robots.check(address)
        for left in reversed(range(TRIES)):
            try:
                self.page.open(address)
                break
            except PageUnavailable:
                if not left:
                    raise
                self.sleep((self._delay(address) + 1) * 2 ** (TRIES - left))
        if urldefrag(self.page.url).url != urldefrag(address).url:
            self.robots.check(self.page.url)

    def _read_address(self, address: str) -> None:
        """The rows of a page, and of those that a click on it brings in their place."""
        for number in range(1, int(self.config.patience.pages) + 1):
            self._read_rows(address, number)
            if self.page.next_address() != "":
                return
            self._pause(address)
            if not self.page.click_next():
                self.journal.refuse(address, "a click on “next” brought no other rows", ())
                return

    def _read_rows(self, address: str, number: int) -> None:
        fields = self.config.columns
        headings = self.page.headings()
        places = find_columns(headings, fields)
        grid, kept, skipped = Grid(), 0, 0
        told = len(self.journal.gathered.remarks)
        page = address if number == 1 else f"{address} ({number})"
        for count, cells in enumerate(self.page.rows(), start=1):
            laid, where = grid.row(cells), f"{page} row {count}"
            if len(laid) == len(headings):
                is_kept = self.journal.row(where, read_row(laid, places, fields))
            else:
                reason = "not as many cells as there are headings"
                is_kept = self.journal.refuse(where, reason, [cell.text for cell in laid])
            kept, skipped = kept + is_kept, skipped + (not is_kept)
            if count % _EVERY == 0:
                self.say(f"{page}: row {count:,}")
        self.say(f"{page}: {kept:,} kept, {skipped:,} skipped")
        self._check_use(page, kept + skipped, self.journal.gathered.remarks[told:])

    def _check_use(self, page: str, rows: int, remarks: Sequence[Remark]) -> None:
        reasons = Counter(each.reason for each in remarks if each.skipped)
        unusable = reasons.total() - reasons[REPEATED]
        if unusable == rows >= _TELLING:
            raise ScrapeError(
                f"None of the {rows:,} rows of {page} could be used; most often: "
                f"{reasons.most_common(1)[0][0]}. Look at the settings (--config)."
            )

    def _following(self, address: str) -> str | None:
        following = self.page.next_address()
        if not following or following == address:
            return None
        if urlsplit(following).netloc != urlsplit(address).netloc:
            return None
        return following

    def _pause(self, address: str) -> None:
        self.sleep(self._delay(address))

    def _delay(self, address: str) -> float:
        return max(self.config.patience.pause, self.robots.delay(address))
