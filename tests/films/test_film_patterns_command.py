"""`mooddex film-patterns` over readings on disk."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from cli.main import main
from films.collection import of_films
from films.film_reading import Course, FilmReading, Segment, Whole


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readings")
    random = np.random.default_rng(2)
    for number in range(24):
        body = reading(number, float(random.uniform(0.3, 0.7)), float(random.uniform(0.3, 0.6)))
        (folder / f"{number}.json").write_text(json.dumps(body))
    (folder / "other.json").write_text('{"something": "else"}')
    return folder


def reading(number: int, valence: float, music: float) -> dict[str, Any]:
    """A film whose rating follows its valence, by one of two directors of unlike taste."""
    moods = {"happy": valence, "sad": 1 - valence}
    film = FilmReading(
        file=f"film {number}.mkv",
        duration=3600.0,
        seconds=("music",) * 10,
        segments=(Segment(0, 1200, ("happy",), moods, valence, 0.5, 0.5, danceability=0.4),),
        shares={"music": music, "speech": 0.9 - music, "other": 0.1},
        whole=Whole(1200, valence, 0.5, 0.5, moods),
        course=Course((5.0, 6.0), (valence, valence + 0.1), (0.5, 0.4), (0.5, 0.5), ("sad",) * 2),
        peaks=(0.5,) * 10,
        track={},
        models=("a 1",),
        metadata={
            "state": "found",
            "film": {
                "title": f"=Film {number}",
                "year": 1990 + number % 20,
                "rating": 10 * valence,
                "votes": 1000 + number * number,
                "genres": ["Drama"] if number % 2 else ["Action"],
                "directors": ["Ann" if valence > 0.5 else "Bob"],
            },
        },
    )
    return film.to_json()


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["film-patterns", *map(str, words)])


def test_a_true_link_is_told_with_a_corrected_p(folder: Path) -> None:
    done = run(folder, "--json")
    assert done.exit_code == 0
    assert "other.json" in done.stderr
    told = json.loads(done.stdout)
    assert len(told["items"]) == 24
    links = [{link["one"], link["other"]} for link in told["found"]]
    assert {"valence", "rating"} in links
    assert "only 24 items" in " ".join(told["warnings"])
    assert told["components"]["both"]["shares"][0] > 0


def test_a_label_that_a_film_has_not_is_a_share_of_none_and_no_labels_are_unknown() -> None:
    bodies = [reading(number, 0.5, 0.4) for number in range(3)]
    for body, genres in zip(bodies, ({"Jazz": 1.0}, {"Rock": 0.6, "Jazz": 0.4}, {}), strict=True):
        body["film"] = {**body["film"], "genres": genres}
    music = of_films(bodies).music
    assert music["sounds Rock"][:2].tolist() == [0.0, 0.6]
    assert np.isnan(music["sounds Rock"][2])


def test_groups_are_parted_when_asked_for(folder: Path) -> None:
    told = json.loads(run(folder, "--json", "--by", "director").stdout)
    assert set(told["groups"]["groups"]) == {"Ann", "Bob"}
    assert told["groups"]["right"] > 0.8
    assert run(folder, "--by", "director", "--group", "Ann", "--group", "Cyd").exit_code == 2
    assert run(folder, "--group", "Ann").exit_code == 2


def test_people_get_a_summary_and_tables(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "--csv", tmp_path, "--by", "genre")
    assert done.exit_code == 0
    assert "24 films" in done.stdout and "valence and rating: rho +1.00" in done.stdout
    films = list(csv.DictReader((tmp_path / "films.csv").open()))
    assert len(films) == 24 and films[0]["film"].startswith("'=Film")
    links = list(csv.DictReader((tmp_path / "correlations.csv").open()))
    assert all(float(link["p_false_share"]) >= float(link["p"]) for link in links if link["p"])


def test_what_links_music_with_facts_goes_first(folder: Path) -> None:
    lines = run(folder).stdout.splitlines()
    heads = [at for at, line in enumerate(lines) if line.startswith("  what goes together")]
    assert len(heads) == 2
    assert "music and facts" in lines[heads[0]]
    assert lines[heads[0] + 1].startswith("    valence and rating: rho +1.00, corrected p < 0.001")


def test_films_of_several_genres_are_parted_by_those_that_they_do_not_share(
    folder: Path, tmp_path: Path
) -> None:
    for number in range(24):
        body = json.loads((folder / f"{number}.json").read_text())
        own = body["metadata"]["film"]["genres"][0]
        other = ("Comedy", "Horror", "War")[number % 3]
        body["metadata"]["film"]["genres"] = [own, other]
        (tmp_path / f"{number}.json").write_text(json.dumps(body))
    told = json.loads(run(tmp_path, "--json", "--by", "genre").stdout)
    assert set(told["groups"]["groups"]) == {"Drama", "Action"}
    assert told["groups"]["left_out"] == 0


def test_groups_that_nobody_named_and_nothing_parts_leave_the_rest(folder: Path) -> None:
    done = run(folder / "1.json", folder / "2.json", "--by", "director")
    assert done.exit_code == 0
    assert "There are not two groups" in done.stderr
    assert "Patterns need at least 4 items; there are 2 here." in done.stdout


def test_a_folder_without_readings_is_told(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path / "missing").exit_code == 2
