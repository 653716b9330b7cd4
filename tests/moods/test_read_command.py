import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.read import command
from tests.moods.sounds import encode, tone


def test_one_line_a_file_in_the_order_given(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ogg", tmp_path / "bad.mp3"
    good.write_bytes(encode(tone(4), "ogg"))
    bad.write_bytes(b"nothing")
    names = [str(path) for path in (bad, good, tmp_path / "gone.wav", good)]
    result = CliRunner().invoke(command, names)
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 0
    assert [line["file"] for line in lines] == names
    assert lines[0]["error"]["code"] == lines[2]["error"]["code"] == "clip_not_audio"
    assert lines[1] == lines[3]
    assert lines[1]["clip_source"] == "file"
    assert 0 <= lines[1]["valence"] <= 1
    assert lines[1]["confidence"] == max(lines[1]["probabilities"].values())
    assert lines[1]["unsure"] in {True, False}
    assert abs(sum(lines[1]["probabilities"].values()) - 1) < 1e-3


def test_nothing_read_is_a_failure(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "gone.wav")])
    assert result.exit_code == 1
    assert json.loads(result.output)["error"]["message"]


def test_a_folder_without_weights_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--weights", str(tmp_path), "song.mp3"])
    assert result.exit_code == 2
    assert "not a model card" in result.output


def test_the_course_of_a_song_is_told_second_by_second(tmp_path: Path) -> None:
    song, short = tmp_path / "song.wav", tmp_path / "short.wav"
    song.write_bytes(encode(tone(10), "wav"))
    short.write_bytes(encode(tone(2), "wav"))
    result = CliRunner().invoke(command, ["--course", str(song), str(short)])
    long_line, short_line = (json.loads(line) for line in result.output.splitlines())
    moments = long_line["course"]
    assert [int(each["at"]) for each in moments] == [1, 2, 3, 4, 5, 6, 7, 8]
    for each in (*moments, *short_line["course"]):
        assert all(0 <= each[name] <= 1 for name in ("valence", "arousal", "dominance"))
    (only,) = short_line["course"]
    assert only["at"] == pytest.approx(1, abs=0.1)
