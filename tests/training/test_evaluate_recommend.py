"""`mooddex evaluate recommend` on made films: what a user runs, from tables to the report."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("vaderSentiment", reason="needs the [train] extra")

from cli.evaluate import command as evaluate
from training.datasets.fma_echonest import SEVEN
from training.film_lift import MEASURES
from training.recommend_section import recommend_section
from training.recommend_setting import FURTHER, load

pytestmark = pytest.mark.training

_FILMS = 60


def test_the_command_measures_and_reports(tmp_path: Path) -> None:
    data = _data(tmp_path / "data")
    (tmp_path / "positiveness.json").write_text(
        json.dumps(
            {"weight": [0.0] * 6 + [1.0], "bias": 0.0, "films": {str(n): 0.1 for n in range(20)}}
        ),
        encoding="utf-8",
    )
    record = _run(tmp_path, data, "--positiveness", str(tmp_path / "positiveness.json"))
    assert record["films"] == _FILMS
    for way in ("random", "popularity", "commonest_genres", "same_genres", "clusters", "ours"):
        for name in MEASURES:
            low, high = record["ways"][way]["top_10"][name]["lift_interval_95"]
            assert low <= record["ways"][way]["top_10"][name]["lift"] <= high
    assert record["ways"]["same_genres"]["top_10"]["genre_cosine"]["lift_interval_95"][0] > 1
    assert record["ways"]["positiveness"]["top_10"]["distinct"] <= 20
    assert sum(record["profiles"].values()) == _FILMS
    page = recommend_section(record)
    assert "judged by the other half" in page
    assert record["other_people"]["people"] == 15
    assert "none measured" in page
    assert "Hotel California" in page


def test_further_films_alone_ask_and_are_never_named(tmp_path: Path) -> None:
    data = _data(tmp_path / "data")
    more = tmp_path / "more"
    (more / "films").mkdir(parents=True)
    _write_tracks(more / "films" / "soundtracks.csv", range(50, 70))
    setting = load(data, tmp_path / "runs", more)
    assert (setting.folds == FURTHER).sum() == 10
    record = _run(tmp_path, data, "--further", str(more), name="recommend-further")
    assert record["films"] == 10
    assert record["ways"]["ours"]["top_10"]["answered"] == 10
    assert record["ways"]["random"]["top_10"]["genre_cosine"]["films"] == 10


def test_further_films_that_are_all_known_are_refused(tmp_path: Path) -> None:
    data = _data(tmp_path / "data")
    told = CliRunner().invoke(evaluate, ["recommend", "--data", str(data), "--further", str(data)])
    assert told.exit_code == 1
    assert "no film that is not in" in told.output


def test_without_soundtracks_it_says_so(tmp_path: Path) -> None:
    told = CliRunner().invoke(evaluate, ["recommend", "--data", str(tmp_path)])
    assert told.exit_code == 1
    assert "is not there" in told.output


def _run(folder: Path, data: Path, *options: str, name: str = "recommend"):  # type: ignore[no-untyped-def]
    given = {"data": data, "runs": folder / "runs", "records": folder / "records"}
    always = [text for key, path in given.items() for text in (f"--{key}", str(path))]
    told = CliRunner().invoke(evaluate, ["recommend", *always, *options])
    assert told.exit_code == 0, (told.output, told.exception)
    return json.loads((folder / "records" / f"{name}.json").read_text("utf-8"))


def _data(root: Path) -> Path:
    """Sixty films (and ten more that have no soundtrack yet), half with the songs of one band."""
    random = np.random.default_rng(6)
    movielens, features = root / "films" / "movielens", root / "spotify_features"
    movielens.mkdir(parents=True)
    features.mkdir()
    _write_tracks(root / "films" / "soundtracks.csv", range(_FILMS))
    films = range(70)
    genres = (("Comedy|Romance", "Horror")[film % 2] for film in films)
    _write(
        movielens / "movies.csv",
        ["movieId", "title", "genres"],
        ((film, f"Film {film}", genre) for film, genre in zip(films, genres, strict=True)),
    )
    likes = (
        (person, film, 5 if random.random() < (0.8 if film % 2 == person % 2 else 0.3) else 2, 1)
        for person in range(30)
        for film in films
        if random.random() < 0.6
    )
    _write(movielens / "ratings.csv", ["userId", "movieId", "rating", "timestamp"], likes)
    columns = ["name", "artist", *SEVEN, "loudness", "tempo"]
    known = (
        [f"Song {n}", f"Band {n % 2}", *random.random(7).round(3), -9.0, 120.0] for n in range(30)
    )
    _write(features / "billboard.csv", columns, known)
    _write(features / "fma_echonest.csv", SEVEN, random.random((80, 7)).round(3).tolist())
    return root


def _write_tracks(path: Path, films: Iterable[int]) -> None:
    columns = ["movie_id", "title", "year", "genres", "track_title", "performer", "writer"]
    rows = (
        (film, f"Film {film}", 1990, "", f"Song {(2 * film + n) % 90}", f"Band {film % 2}", "")
        for film in films
        for n in (0, 1)
    )
    _write(path, columns, rows)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)
