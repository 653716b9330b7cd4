"""`mooddex film` on real files, with the models that are shipped."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from sandbox.composer import compose
from tests.films.media import Samples, silence, write

SECONDS = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    write(folder / "The Matrix (1999).mkv", song(), codec="aac", video=True)
    write(folder / "Hamlet.wav", silence(12))
    write(folder / "Silence.wav", silence(2))
    (folder / "broken.mp4").write_text("no film at all " * 50)
    (folder / "title.basics.tsv").write_text(
        "tconst\ttitleType\tprimaryTitle\tstartYear\n"
        "tt0133093\tmovie\tThe Matrix\t1999\n"
        "tt1\tmovie\tHamlet\t1948\ntt2\tmovie\tHamlet\t1996\n"
        "tt3\tmovie\tSilence\t\\N\n"
    )
    return folder


def song() -> Samples:
    samples: Samples = compose(0.8, 0.8, 3, seconds=SECONDS, rate=16_000).mean(1)
    return samples


def run(folder: Path, *words: str) -> Result:
    environment = {"XDG_STATE_HOME": str(folder / "state")}
    return CliRunner().invoke(main, ["film", *words], env=environment)


def test_json_is_one_object_for_one_file(folder: Path) -> None:
    file = str(folder / "The Matrix (1999).mkv")
    done = run(folder, file, "--json")
    assert done.exit_code == 0
    assert done.stdout.count("\n") == 1
    told = json.loads(done.stdout)
    assert told["file"] == file
    assert told["duration"] == pytest.approx(SECONDS, abs=0.3)
    assert len(told["seconds"]) == SECONDS
    assert set(told["seconds"]) <= {"music", "speech", "other"}
    assert told["shares"]["music"] > 0.8
    assert [len(segment["moods"]) for segment in told["segments"]] == [1]
    assert told["problems"] == []
    assert not list((folder / "state").rglob("*.journal"))


def test_one_bad_file_does_not_stop_the_others(folder: Path) -> None:
    files = [str(folder / name) for name in ("broken.mp4", "missing.mkv", "Hamlet.wav")]
    done = run(folder, *files, "--json")
    assert done.exit_code == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == files
    assert lines[0]["error"]["code"] == "film_not_media"
    assert lines[1]["error"]["code"] == "film_not_found"
    assert lines[2]["shares"] == {"music": 0, "speech": 0, "other": 1}
    assert "no audio or video" in done.stderr


def test_a_summary_is_for_people_and_tells_what_is_ambiguous(folder: Path) -> None:
    files = [str(folder / name) for name in ("The Matrix (1999).mkv", "Hamlet.wav")]
    done = run(folder, *files, "--metadata", str(folder / "title.basics.tsv"))
    assert done.exit_code == 0
    assert "1 stretch of music" in done.stdout
    assert "The Matrix (1999)" in done.stdout
    assert "Hamlet may be any of 2" in done.stdout
    assert "no stretch of music" in done.stdout


def test_a_film_whose_year_nobody_knows_is_told_without_one(folder: Path) -> None:
    table = str(folder / "title.basics.tsv")
    done = run(folder, str(folder / "Silence.wav"), "--metadata", table)
    assert "  Silence\n" in done.stdout
    assert "None" not in done.stdout


def test_tables_have_the_same_columns_with_and_without_music(folder: Path, tmp_path: Path) -> None:
    files = [folder / name for name in ("The Matrix (1999).mkv", "Hamlet.wav")]
    assert run(folder, *map(str, files), "--csv", str(tmp_path)).exit_code == 0
    heads = {(tmp_path / f"{file.name}.segments.csv").read_text().splitlines()[0] for file in files}
    assert len(heads) == 1


def test_readings_that_are_there_are_not_made_again(folder: Path, tmp_path: Path) -> None:
    file, out = folder / "The Matrix (1999).mkv", tmp_path / "out"
    assert run(folder, str(file), "--out", str(out)).exit_code == 0
    target = out / f"{file.name}.json"
    told = json.loads(target.read_text())
    assert list(out.iterdir()) == [target]
    target.write_text(json.dumps(told | {"duration": 12345}))
    again = run(folder, str(file), "--out", str(out), "--json")
    assert json.loads(again.stdout)["duration"] == 12345
    file.touch()
    again = run(folder, str(file), "--out", str(out), "--json")
    assert json.loads(again.stdout)["duration"] == told["duration"]


def test_tables_hold_the_seconds_the_runs_and_the_whole(folder: Path, tmp_path: Path) -> None:
    file = folder / "The Matrix (1999).mkv"
    assert run(folder, str(file), "--csv", str(tmp_path)).exit_code == 0
    rows = {
        part: list(csv.DictReader((tmp_path / f"{file.name}.{part}.csv").open()))
        for part in ("seconds", "segments", "film")
    }
    assert [int(row["second"]) for row in rows["seconds"]] == list(range(SECONDS))
    assert rows["segments"][0]["moods"] in {"happy", "energetic", "sad", "calm"}
    assert {row["name"] for row in rows["film"] if row["part"] == "sound"} == {
        "music",
        "speech",
        "other",
    }


def test_a_home_that_cannot_be_written_is_no_hindrance(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    done = run(tmp_path, str(folder / "Hamlet.wav"), "--json")
    assert done.exit_code == 0


def test_what_cannot_be_asked_is_told(folder: Path, tmp_path: Path) -> None:
    file = str(folder / "Hamlet.wav")
    assert run(folder).exit_code == 2
    assert run(folder, file, "--metadata", str(tmp_path)).exit_code == 2
    assert run(folder, file, str(tmp_path / "Hamlet.wav"), "--out", str(tmp_path)).exit_code == 2
    assert run(folder, file, "--track", "4", "--json").exit_code == 1
    (tmp_path / "empty").mkdir()
    assert run(folder, file, "--weights", str(tmp_path / "empty")).exit_code == 2
