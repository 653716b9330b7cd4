"""What `mooddex read --tag` promises."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cli.read import command
from moods.circumplex import Mood
from moods.m3u8 import Entry, m3u8
from moods.tagging.folder import PlaylistError, audio_files, write_playlists
from moods.tagging.sound import fingerprint
from moods.tagging.tags import read_tags
from tests.moods.sounds import FORMATS, encode, tone

ROOT = Path(__file__).parents[2]
SONG = encode(tone(2), "mp3")


def run(*words: Any) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def rows(playlist: Path) -> list[str]:
    return [line for line in playlist.read_text().splitlines() if not line.startswith("#")]


def listed(folder: Path) -> set[Path]:
    """The files that the mood playlists in a folder lead to."""
    return {
        (folder / row).resolve() for made in folder.glob("mooddex-*.m3u8") for row in rows(made)
    }


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """A song of every kind, some of them in a folder of their own, and what is no song."""
    folder = tmp_path / "music"
    (folder / "an album").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for number, kind in enumerate(FORMATS):
        place = folder / "an album" if number % 2 else folder
        (place / f"紅 {kind}.{kind}").write_bytes(encode(tone(2, hertz=200 + 90 * number), kind))
    (folder / "broken.mp3").write_bytes(b"nothing")
    for name in ("cover.jpg", ".hidden.mp3", ".hidden/song.mp3"):
        (folder / name).write_bytes(SONG)
    return folder


def state(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in audio_files(folder)}


def test_a_folder_is_read_and_has_a_playlist_for_each_mood_that_occurs(music: Path) -> None:
    before = state(music)
    result = run("--tag", music)
    told = lines(result)
    assert result.exit_code == 0
    assert [line["file"] for line in told] == [str(path) for path in audio_files(music)]
    read = {line["file"]: line for line in told if "error" not in line}
    assert len(read) == len(FORMATS)
    assert listed(music) == {Path(name).resolve() for name in read}
    for made in music.glob("mooddex-*.m3u8"):
        told_lengths = re.findall(r"^#EXTINF:(-?\d+),", made.read_text(), re.MULTILINE)
        assert set(told_lengths) == {"2"}, "each of these files lasts two seconds"
        mood = made.stem.removeprefix("mooddex-")
        assert {str(music / row) for row in rows(made)} == {
            name for name, line in read.items() if mood in line["moods"]
        }
    assert state(music) == before, "no file is changed unless that is asked for"
    assert lines(run("--tag", music)) == told


def test_playlists_can_go_elsewhere_and_lead_back(music: Path, tmp_path: Path) -> None:
    run("--tag", music, "--playlists-to", tmp_path / "lists" / "moods")
    assert not list(music.glob("*.m3u8"))
    assert len(listed(tmp_path / "lists" / "moods")) == len(FORMATS)


def test_tags_go_into_copies_and_the_files_stay(music: Path) -> None:
    before = state(music)
    copies = music / "tagged"
    told = [line for line in lines(run("--tag", music, "--tag-copies", copies)) if "tagged" in line]
    assert len(told) == len(FORMATS) - 1, "webm holds no tags"
    for line in told:
        copy = Path(line["tagged"]["file"])
        assert read_tags(copy)["MOOD"] == line["moods"]
        assert fingerprint(copy) == fingerprint(Path(line["file"]))
    assert {path: data for path, data in state(music).items() if path in before} == before
    again = lines(run("--tag", music, "--tag-copies", copies))
    assert {line["tagged"]["state"] for line in again if "tagged" in line} == {"already"}
    assert len(again) == len(before)


def test_tags_go_into_the_files_once(music: Path) -> None:
    sound = {path: fingerprint(path) for path in state(music) if path.name != "broken.mp3"}
    first = lines(run("--tag", music, "--tag-in-place"))
    assert sum("tagged" in line for line in first) == len(FORMATS) - 1
    assert {path: fingerprint(path) for path in sound} == sound
    after = state(music)
    second = lines(run("--tag", music, "--tag-in-place"))
    assert {line["tagged"]["state"] for line in second if "tagged" in line} == {"already"}
    assert state(music) == after
    refused = {Path(line["file"]).suffix: line for line in second if "error" in line}
    assert refused[".webm"]["moods"], "what cannot be tagged is read all the same"
    assert set(refused) == {".webm", ".mp3"}


@pytest.mark.parametrize("after", [0.0, 0.03, 0.1, 0.3])
def test_who_is_killed_leaves_whole_files_and_goes_on(tmp_path: Path, after: float) -> None:
    for number in range(6):
        (tmp_path / f"{number}.wav").write_bytes(encode(tone(4), "wav"))
    sound = {path: fingerprint(path) for path in audio_files(tmp_path)}
    start = "from cli.main import main; main()"
    words = [sys.executable, "-c", start, "read", "--tag", str(tmp_path), "--tag-in-place"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
    assert {path: fingerprint(path) for path in audio_files(tmp_path)} == sound
    assert run("--tag", tmp_path, "--tag-in-place").exit_code == 0
    assert all(read_tags(path) for path in sound)
    assert {path: fingerprint(path) for path in sound} == sound


def test_a_playlist_that_nothing_fits_goes_and_a_strangers_stays(tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    write_playlists({song: [Mood.SAD]}, tmp_path)
    write_playlists({song: [Mood.CALM]}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mooddex-calm.m3u8"]
    strangers = tmp_path / "mooddex-sad.m3u8"
    strangers.write_text("#EXTM3U\nmine.mp3\n")
    with pytest.raises(PlaylistError):
        write_playlists({song: [Mood.SAD]}, tmp_path)
    assert strangers.read_text() == "#EXTM3U\nmine.mp3\n"


def test_names_that_are_no_text_are_told_and_played(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9 #1.mp3")
    (tmp_path / name).write_bytes(SONG)
    (tmp_path / "two\nlines.mp3").write_bytes(SONG)
    result = run("--tag", tmp_path)
    assert {line["file"] for line in lines(result)} == {
        str(tmp_path / name), str(tmp_path / "two\nlines.mp3"),
    }  # fmt: skip
    (made,) = {path.read_bytes() for path in tmp_path.glob("mooddex-*.m3u8")}
    assert b"caf\xe9 #1.mp3" in made.splitlines()
    assert b"lines" not in made
    assert "No playlist can hold" in result.stderr


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\0", codec="utf-8"), min_size=1)))
def test_every_row_of_a_playlist_is_a_path_and_no_comment(names: list[str]) -> None:
    text = m3u8("a\nb", [Entry(name, name) for name in names])
    found = [line for line in text.split("\n") if line and not line.startswith("#")]
    assert [os.path.normpath(row) for row in found] == [os.path.normpath(name) for name in names]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["song.mp3", "--tag", "."],
        ["song.mp3", "--tag-in-place"],
        ["--tag", ".", "--tag-in-place", "--tag-copies", "/tmp/x"],
        ["--tag", ".", "--tag-copies", "."],
        ["--tag", ".", "--tag-copies", ".."],
        ["--tag", ".", "--course"],
        ["--tag", "no such folder"],
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_done(words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_a_folder_without_audio_is_a_failure(tmp_path: Path) -> None:
    assert run("--tag", tmp_path).exit_code == 1
    assert not list(tmp_path.iterdir())
