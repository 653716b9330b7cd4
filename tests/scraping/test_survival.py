"""What is kept of a run that is cut short, and how it goes on."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from scraping.config import load_config
from scraping.errors import ScrapeError
from scraping.files import read_table
from scraping.journal import Journal
from scraping.record import texts_of
from scraping.scraper import journal_path
from tests.scraping.site import page, row, running_site, song
from tests.support.browser import need_chromium

ROOT = Path(__file__).parents[2]
PATIENCE = 240
"""Seconds that a process may take; a busy machine needs them."""
SETTINGS = "[patience]\npause = 0.1\nappear = 30\nsettle = 0.4\n"


@dataclass
class Command:
    """A process of `mooddex`, and the file that it writes to."""

    process: subprocess.Popen[bytes]
    log: IO[bytes]

    def ended(self) -> tuple[int, str]:
        """Wait for the end; the exit status, and what was said."""
        status = self.process.wait(timeout=PATIENCE)
        self.log.seek(0)
        return status, self.log.read().decode()


@contextmanager
def running_command(*arguments: str | Path) -> Iterator[Command]:
    """`mooddex` as a process of its own; whatever of it is left at the end is killed."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from cli.main import main; main()", *map(str, arguments)],
            cwd=ROOT,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
        try:
            yield Command(process, log)
        finally:
            if _is_left(process.pid):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.browser
def test_a_process_killed_outright_goes_on_where_it_was_and_leaves_no_browser(
    tmp_path: Path,
) -> None:
    need_chromium()
    out, settings = tmp_path / "songs.csv", tmp_path / "settings.toml"
    settings.write_text(SETTINGS)
    rows = [row(number) for number in range(30)]
    pages = {
        "/songs": page(rows[:10], following="/songs?page=2"),
        "/songs?page=2": page(rows[10:20], following="/songs?page=3"),
        "/songs?page=3": page(rows[20:]),
    }
    with running_site(pages) as site:
        command = ("scrape", f"{site.url}/songs", "--out", out, "--config", settings)
        site.gates["/songs?page=3"] = threading.Event()
        with running_command(*command) as killed:
            _wait_until(lambda: "/songs?page=3" in site.paths())
            killed.process.kill()
            killed.ended()
            _wait_until(lambda: not _is_left(killed.process.pid))
        assert not out.exists()
        with journal_path(out).open("ab") as journal:
            journal.write(b'{"row": {"anime_ti')  # a row that was cut off in the middle
        site.gates.pop("/songs?page=3").set()
        site.visits.clear()
        with running_command(*command) as again:
            status, said = again.ended()
        assert status == 0, said
    assert site.paths() == ["/songs?page=3"]
    assert "30 songs of 3 page(s)" in said
    assert "gone on with" in said
    gathered = read_table(out.read_bytes())
    assert gathered.songs == [song(number) for number in range(30)]
    assert gathered.remarks == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "settings.toml",
        "songs.csv",
        "songs.csv.report.csv",
    ]


@pytest.mark.browser
def test_a_process_that_is_asked_to_stop_says_how_to_go_on(tmp_path: Path) -> None:
    need_chromium()
    out = tmp_path / "songs.csv"
    pages = {"/songs": page([row(0)], following="/more"), "/more": page([row(1)])}
    with running_site(pages) as site:
        site.gates["/more"] = threading.Event()
        with running_command("scrape", f"{site.url}/songs", "--out", out) as stopped:
            _wait_until(lambda: "/more" in site.paths())
            stopped.process.terminate()
            status, said = stopped.ended()
            _wait_until(lambda: not _is_left(stopped.process.pid))
    assert status == 1
    assert "the same command goes on from there" in said
    assert journal_path(out).exists()


def test_rows_kept_of_a_page_that_was_not_finished_are_not_kept_twice(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Journal(path, {"run": 1}) as journal:
        journal.row("1", texts_of(song(0)))
        journal.end_address("http://first", "http://next")
        journal.row("2", texts_of(song(1)))
        journal.refuse("3", "broken", ["x"])
    with Journal(path, {"run": 1}) as journal:
        assert (journal.went_on, journal.address) == (True, "http://next")
        assert journal.visited == {"http://first"}
        journal.refuse("3", "broken", ["x"])
        journal.row("2", texts_of(song(1)))
        journal.row("4", texts_of(song(2)))
        journal.row("5", texts_of(song(2)))
    assert journal.gathered.songs == [song(0), song(1), song(2)]
    assert [remark.where for remark in journal.gathered.remarks] == ["3", "5"]


def test_a_journal_of_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_text('{"run": {"run": 2}}\n')
    with Journal(path, {"run": 3}) as empty_so_far:
        assert not empty_so_far.went_on
    assert not path.exists()
    with Journal(path, {"run": 2}) as journal:
        journal.row("1", texts_of(song(0)))
    with pytest.raises(ScrapeError, match="--fresh"):
        Journal(path, {"run": 1})


def test_two_runs_do_not_write_to_one_journal(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal", {}), pytest.raises(ScrapeError, match="Another run"):
        Journal(tmp_path / "journal", {})


def test_a_file_that_is_no_journal_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter"
    for text in ("Dear all,\nthis is no journal", "[]\n", '{"run": 1}\n{"x": 2}\n', "no line"):
        path.write_text(text)
        with pytest.raises(ScrapeError, match="no journal"):
            Journal(path, 1)  # type: ignore[arg-type]
        assert path.read_text() == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[pages]", "no part called pages"),
        ("[page]\nrow = 'tr'", "no setting called row"),
        ("[page]\nrows = 3", "rows in .page. cannot be 3"),
        ("[patience]\npause = -1", "cannot be -1"),
        ("[patience]\npause = true", "cannot be True"),
        ("[columns]\nsong = {headings = ['Song'], take = 'text'}", "lacks anime_title, kind"),
        ("[columns]\ntitle = {}", "no column called title"),
        ("[columns]\nanime_title = 'Anime'\nsong = 1\nkind = 2", "is not understood"),
        ("columns = 1", "is no table"),
        ("rows =", "cannot be read"),
    ],
)
def test_settings_that_are_not_understood_are_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(ScrapeError, match=said):
        load_config(path)


def _wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_left(group: int) -> bool:
    """Whether a process of the group runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
