"""What the two commands for tables of songs promise."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from scraping.config import DEFAULT
from scraping.files import write_csv, write_table, write_text
from server.store.engine import Store
from server.store.song_table import songs_of
from tests.scraping.site import page, row, running_site, song
from tests.support.browser import need_chromium

SETTINGS = "[patience]\npause = 0.1\nsettle = 0.4\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'mooddex.db'}")
    yield store
    store.close()


def _run(folder: Path, *arguments: str | Path) -> Result:
    environment = {
        "MOODDEX_DATA_DIR": str(folder),
        "MOODDEX_DATABASE_URL": f"sqlite:///{folder / 'mooddex.db'}",
    }
    return CliRunner().invoke(main, [str(each) for each in arguments], env=environment)


@pytest.mark.parametrize("name", ["songs.csv", "animeSongs.txt"])
def test_a_file_is_imported_once_however_often_it_is_given(
    tmp_path: Path, store: Store, name: str
) -> None:
    songs = [song(number) for number in range(1200)]
    write_table(tmp_path / name, songs)
    first = _run(tmp_path, "import-songs", tmp_path / name)
    assert first.exit_code == 0
    assert "1,200 songs were read: 1,200 new, 0 changed, 0 there already" in first.output
    kept = [each for some in songs_of(store, range(1, 500)).values() for each in some]
    assert set(kept) == set(songs)
    again = _run(tmp_path, "import-songs", tmp_path / name)
    assert "0 new, 0 changed, 1,200 there already" in again.output


def test_an_import_tells_what_was_skipped_and_why(tmp_path: Path, store: Store) -> None:
    file, report = tmp_path / "songs.txt", tmp_path / "report.csv"
    broken = ";;Show;;;;;;Artist;;;;;;OP\n" * 30
    file.write_text(write_text([song(0)]) + broken)
    said = _run(tmp_path, "import-songs", file)
    assert said.exit_code == 0
    assert "30 row(s) were skipped" in said.output
    assert "30 skipped: no title of a song" in said.output
    assert said.output.count("line ") == 20
    _run(tmp_path, "import-songs", file, "--report", report)
    assert len(report.read_text().splitlines()) == 31
    assert songs_of(store, [1]) == {1: [song(0)]}


def test_a_report_holds_no_formula(tmp_path: Path) -> None:
    file, report = tmp_path / "songs.txt", tmp_path / "report.csv"
    file.write_text(write_text([song(0)]) + ";;=cmd|'/c calc'!A1;;;;;;Artist;;;;;;OP\n")
    _run(tmp_path, "import-songs", file, "--report", report)
    assert ",'=cmd|" in report.read_text()


def test_an_import_without_a_song_fails_and_says_what_the_file_needs(tmp_path: Path) -> None:
    file = tmp_path / "songs.csv"
    file.write_text("a,b\n1,2\n")
    said = _run(tmp_path, "import-songs", file)
    assert said.exit_code == 1
    assert "give the file a first line of headings" in said.output


@pytest.mark.browser
def test_a_page_becomes_a_file_and_the_file_the_local_table(tmp_path: Path, store: Store) -> None:
    need_chromium()
    out, settings = tmp_path / "songs.txt", tmp_path / "settings.toml"
    settings.write_text(SETTINGS)
    with running_site({"/songs": page([row(0), "<tr><td>x</td></tr>", row(1)])}) as site:
        scraped = _run(tmp_path, "scrape", f"{site.url}/songs", "--out", out, "--config", settings)
    assert scraped.exit_code == 0, scraped.output
    assert "2 songs of 1 page(s)" in scraped.output
    assert "1 skipped: not as many cells as there are headings" in scraped.output
    report = (tmp_path / "songs.txt.report.csv").read_text().splitlines()
    assert report[1].startswith(f"{site.url}/songs row 2,skipped,")
    assert _run(tmp_path, "import-songs", out).exit_code == 0
    assert songs_of(store, [1]) == {1: [song(0), song(1)]}


def test_the_default_settings_are_printed_to_start_from(tmp_path: Path) -> None:
    assert _run(tmp_path, "scrape", "--show-config").output == DEFAULT.read_text()


def test_an_address_that_cannot_be_read_is_told_in_plain_words(tmp_path: Path) -> None:
    out = tmp_path / "songs.csv"
    for address in ("ftp://example.com/songs", "http://127.0.0.1:9/songs"):
        said = _run(tmp_path, "scrape", address, "--out", out)
        assert said.exit_code == 1
        assert "Traceback" not in said.output
    assert not list(tmp_path.glob("songs.csv*"))


def test_headings_alone_are_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "songs.csv").write_text(write_csv([]))
    said = _run(tmp_path, "import-songs", tmp_path / "songs.csv")
    assert said.exit_code == 1
    assert "0 songs were read" in said.output
