"""`mooddex recommend`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cli.main import main
from cli.recommend_input import read_tracks
from films.film_reading import Segment
from films.recommend.index_file import save_index
from tests.films.recommend.made_films import SAD, made_index
from tests.moods.sounds import encode, tone


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    save_index(made_index(), folder, {"version": "1"})
    return folder


def recommend(index: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["recommend", "--index", str(index), *map(str, words)])


def films(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    listed: list[dict[str, Any]] = json.loads(result.stdout)["films"]
    return listed


def table(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "tracks.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_table_of_songs_gives_films_with_reasons(index: Path, tmp_path: Path) -> None:
    tracks = table(tmp_path, "track_title,performer,writer\nLow Moon,,Ada Brook\n")

    named = films(recommend(index, "--tracks", tracks, "--json", "--top", "3"))

    assert len(named) == 3
    assert (named[0]["movie_id"], named[0]["title"]) == (1, "Blue Road")
    assert named[0]["reasons"][0] == "It too has “Low Moon” by Ada Brook."
    assert all(0 <= film["score"] <= 1 and film["reasons"] for film in named)


@pytest.mark.parametrize(
    "text",
    [
        "\ufefftrack_title,performer,writer\nLow Moon,,Ada Brook\n",
        'x,writer,y,track_title,performer\r\n1,"Ada Brook",2,"Low Moon",\r\n\r\n,,,,\r\n',
        '"Track_Title";"Performer";"Writer"\n"Low Moon";;"Ada Brook"',
        "track_title\tperformer\twriter\nLow Moon\t\tAda Brook",
        'track_title,performer,writer\nLow Moon,,"Ada Brook, ""Nobody"""\n',
        "\n\ntrack_title,performer,writer\nLow Moon\nAsh,,Ada Brook,too,many,cells\n",
        "track_title,performer,writer\nLow Moon\0,,Ada Brook\n",
        "Track title,Performer, Writer \nLow Moon,,Ada Brook\n",
        "track_title,performer,writer,valence,arousal\nLow Moon,,Ada Brook,0.5,0.5\n",
        "track_title,performer,writer\nLow Moon,Andr\xe9,Ada Brook\n".encode("cp1252"),
        "track_title,performer,writer\nLow Moon,,Ada Brook\n".encode("utf-16"),
    ],
)
def test_tables_are_taken_as_they_come(index: Path, tmp_path: Path, text: str | bytes) -> None:
    named = films(recommend(index, "--tracks", table(tmp_path, text), "--json"))

    assert named[0]["movie_id"] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("track_title,performer,writer\n", "no songs"),
        ("track_title,performer,writer\n,,\n\n", "no songs"),
        ("song,artist\nLow Moon,Ada Brook\n", "none of the columns track_title, performer, writer"),
    ],
)
def test_a_table_without_songs_is_told(index: Path, tmp_path: Path, text: str, words: str) -> None:
    result = recommend(index, "--tracks", table(tmp_path, text), "--json")

    assert result.exit_code == 1
    assert words in result.stderr
    assert not result.stdout


@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from(
            ["track_title", "writer", "valence", ",", ";", '"', "\n", "\r", "\0", "é", "9"]
        )
    ).map(lambda parts: "".join(parts).encode())
)
def test_whatever_a_file_holds_it_is_songs_or_told(raw: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(raw)
        file.flush()
        try:
            songs = read_tracks(Path(file.name))
        except click.ClickException as error:
            assert file.name in error.message
        else:
            assert songs


def test_bytes_that_are_no_text_are_asked_with_too(index: Path) -> None:
    assert films(recommend(index, "--song", "Ash \udcff", "--by", "\udcfe", "--json"))


def test_missing_columns_are_told_and_the_rest_is_used(index: Path, tmp_path: Path) -> None:
    result = recommend(index, "--tracks", table(tmp_path, "track_title\nAsh\n"), "--json")

    assert films(result)[0]["movie_id"] == 1
    assert "no column performer, writer" in result.stderr


def test_a_quote_that_is_left_open_is_told(index: Path, tmp_path: Path) -> None:
    rows = 'track_title,performer,writer\nAsh,,\n"Low Moon,,Ada Brook\nEmber,,Jo Vale\n'

    result = recommend(index, "--tracks", table(tmp_path, rows), "--json")

    assert films(result)
    assert "1 songs that go over several lines" in result.stderr


def test_what_is_no_table_cannot_steer_the_terminal(index: Path, tmp_path: Path) -> None:
    result = recommend(index, "--tracks", table(tmp_path, b"\x1b[2Jx\x07\x01,\xff\n\x02"))

    assert result.exit_code == 1
    assert "none of the columns" in result.stderr
    assert result.stderr.strip().isprintable()


def test_places_that_are_none_are_told_and_left_out(index: Path, tmp_path: Path) -> None:
    rows = (
        "track_title,performer,writer,valence,arousal\nAsh,,,7,x\nEmber,,,nan,0.5\nLow Moon,,,,\n"
    )

    result = recommend(index, "--tracks", table(tmp_path, rows), "--json")

    assert films(result)
    assert "2 places that are not two numbers from 0 to 1" in result.stderr


def test_ten_thousand_rows_are_answered(index: Path, tmp_path: Path) -> None:
    rows = "".join(f"Song {n},Band {n % 70},Ada Brook and Writer {n}\n" for n in range(10_000))

    named = films(
        recommend(
            index, "--tracks", table(tmp_path, f"track_title,performer,writer\n{rows}"), "--json"
        )
    )

    assert named[0]["movie_id"] == 1
    assert all(film["reasons"] for film in named)


def test_songs_of_which_nothing_is_known_are_answered_honestly(index: Path) -> None:
    named = films(recommend(index, "--song", "Qwertz", "--json", "--top", "5"))

    assert len(named) == 5
    assert all("Nothing is known" in film["reasons"][0] for film in named)


def test_songs_and_names_on_the_command_line(index: Path) -> None:
    pairs = ["--song", "Tear 1", "--by", "Mia Stone", "--song", "Tear 2", "--by", "Mia Stone"]
    assert films(recommend(index, *pairs, "--json"))[0]["movie_id"] == 3
    one_name = ["--song", "Tear 1", "--song", "Tear 2", "--by", "Mia Stone"]
    assert films(recommend(index, *one_name, "--json")) == films(recommend(index, *pairs, "--json"))
    assert films(recommend(index, "--by", "Lou Kite", "--json"))[0]["movie_id"] == 5
    result = recommend(index, "--song", "a", "--by", "b", "--by", "c")
    assert result.exit_code == 2
    assert "one --by for each --song" in result.stderr


def test_a_place_on_the_plane(index: Path) -> None:
    assert films(recommend(index, "--point", "0.34,0.39", "--json"))[0]["movie_id"] == 3
    for wrong in ("0.3", "a,b", "2,0.5", "nan,0.5"):
        assert recommend(index, "--point", wrong).exit_code == 2


def test_a_film_that_was_read(index: Path, tmp_path: Path) -> None:
    heard = Segment(0, 600, moods=("sad",), valence=SAD[0], arousal=SAD[1])
    path = tmp_path / "film.json"
    path.write_text(json.dumps({"segments": [heard.to_json()]}))
    assert films(recommend(index, "--film", path, "--json"))[0]["movie_id"] == 3

    for text, words in (('{"segments": []}', "no music"), ("[]", "mooddex film"), ("{", "mooddex")):
        path.write_text(text)
        result = recommend(index, "--film", path)
        assert result.exit_code == 1
        assert words in result.stderr


def test_films_that_were_read_are_known_by_their_own_sound(index: Path, tmp_path: Path) -> None:
    heard = Segment(0, 3600, moods=("sad",), valence=SAD[0], arousal=SAD[1])
    for name in ("Second Road (1993).mkv", "Another (1950).mkv"):
        body = {"file": f"films/{name}", "segments": [heard.to_json()]}
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
    (tmp_path / "other.json").write_text("[]")

    result = recommend(index, "--point", "0.34,0.39", "--heard", tmp_path, "--json")

    second = next(film for film in films(result) if film["movie_id"] == 2)
    assert second["known"] == "heard"
    assert second["reasons"] == ["Most of its music is sad, like what you asked with."]
    assert "own sound: 1; files of no film of the index, or of no music: 2." in result.stderr


def test_a_recording_is_read_first(index: Path, tmp_path: Path) -> None:
    clip = tmp_path / "song.ogg"
    clip.write_bytes(encode(tone(4), "ogg"))
    named = films(recommend(index, "--clip", clip, "--json"))
    assert {film["movie_id"] for film in named[:4]} == {3, 4, 5, 6}

    clip.write_bytes(b"nothing")
    assert recommend(index, "--clip", clip).exit_code == 1


def test_a_film_is_left_out(index: Path) -> None:
    named = films(recommend(index, "--song", "Ash", "--without", "1", "--json"))

    assert 1 not in {film["movie_id"] for film in named}


def test_a_table_for_people(index: Path) -> None:
    result = recommend(index, "--song", "Low Moon", "--by", "Ada Brook", "--top", "1")

    first, *reasons = result.stdout.splitlines()
    assert first.startswith("  1. ")
    assert first.endswith("Blue Road (1991)")
    assert reasons[0].strip() == "It too has “Low Moon” by Ada Brook."


def test_no_question_and_no_index_are_told(index: Path, tmp_path: Path) -> None:
    assert "Say what to ask with" in recommend(index).stderr
    result = recommend(tmp_path, "--song", "a")
    assert result.exit_code == 1
    assert "no index of films in" in result.stderr


def test_it_loads_neither_models_nor_web(index: Path) -> None:
    program = (
        "import sys; from cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('flask', 'onnxruntime', 'sqlalchemy', 'torch') if m in sys.modules])"
    )
    words = ["recommend", "--index", str(index), "--song", "Ash", "--json"]

    run = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
    )

    assert run.stdout.splitlines()[-1] == "[]"
