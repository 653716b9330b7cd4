"""`mooddex evaluate themes`, on a small made table."""

import csv
import gzip
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.evaluate import command
from cli.evaluate_themes import Song, measure, read_songs, wilson
from training.theme_text_section import theme_text_section

ROWS = [
    {"song_title": "Lantern", "artist": "Hana Mori; Kita Band", "artist_from_title": ""},
    {"song_title": 'Two I"s (TV Size)', "artist": "", "artist_from_title": "LMN & Han"},
    {"song_title": "  ", "artist": "", "artist_from_title": ""},
    {"song_title": "Step by Step", "artist": "", "artist_from_title": ""},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "anime").mkdir()
    table = tmp_path / "anime" / "themes.csv.gz"
    with gzip.open(table, "wt", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fieldnames=list(ROWS[0]))
        out.writeheader()
        out.writerows(ROWS)
    return tmp_path


def test_the_table_is_read_with_what_is_known_of_the_artists(data: Path) -> None:
    assert read_songs(data) == [
        Song("Lantern", ("Hana Mori", "Kita Band")),
        Song('Two I"s (TV Size)', (), "LMN & Han"),
        Song("Step by Step"),
    ]


def test_what_is_read_right_is_counted(data: Path) -> None:
    result = CliRunner().invoke(command, ["themes", "--data", str(data), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["themes"] == told["themes_right"] == 3
    assert told["strings"] == told["read_right"] == told["title_right"] > 100
    assert told["artists_right"] == told["with_artist_strings"] < told["strings"]
    assert told["worst"] == []
    table = CliRunner().invoke(command, ["themes", "--data", str(data)])
    assert "100.000%" in table.output


def test_what_is_misread_is_counted_and_shown() -> None:
    figures = measure([Song("Snow", ("A & B",)), Song("Snow", ("C",))])
    assert figures.themes_right == 1
    assert figures.artists_right < figures.with_artist_strings
    assert figures.title_right == figures.strings
    assert [one["text"] for one in figures.worst] == ['"Snow" by A & B']
    section = theme_text_section({"data": "a table", **asdict(figures)}, Path())
    assert "| 1 | 2 | 50.00% |" in section


def test_a_folder_without_the_table_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["themes", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "themes.csv.gz" in result.output


def test_an_interval_holds_its_share() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    for count in (0, 1, 50, 99, 100):
        low, high = wilson(count, 100)
        assert 0 <= low <= count / 100 <= high <= 1
