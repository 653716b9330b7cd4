"""An index of films, trained on made tables: two kinds of films that share their composers."""

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("torch", reason="needs the [train] extra")

from cli.train_recommend import command
from films.recommend.asked import ask as ask_index
from films.recommend.building import Film, build_index
from films.recommend.finder import FilmFinder
from films.recommend.question import Heard
from films.recommend.ranking import Ranker
from films.recommend.weights import Weights
from training import film_recommender
from training.datasets import DatasetMissing, movielens, soundtracks
from training.film_lift import NOBODY, FilmTruth, Judge, ask, split
from training.film_questions import best, credits_of, questions, summed
from training.film_recommender import Loaded, Ours, credits_only, index_of
from training.film_tuning import CREDITS, START
from training.film_vectors import Mix, Recipe, learn_parts, vectors
from training.train_recommend import run

pytestmark = pytest.mark.training

_FILMS = 60
_HEADER = (
    "source,spotify_id,name,artist,mood,danceability,energy,loudness,speechiness,acousticness,"
    "instrumentalness,liveness,valence,tempo,key,time_signature,duration_ms,genre\n"
)


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *rows])


def _tables(root: Path, films: int = _FILMS) -> Path:
    """Even films are westerns, odd ones comedies; each kind has composers and people of its own."""
    random = np.random.default_rng(1)
    tracks: list[list[object]] = []
    movies: list[list[object]] = [[999, "Of No Soundtrack (1999)", "Western"]]
    ratings: list[list[object]] = [["p1", 999, 5.0, 0]]
    for film in range(films):
        kind = film % 2
        movies.append([film + 1, f"Film {film} (1980)", ("Western", "Comedy|Romance")[kind]])
        for track in range(4):
            who = f"{('Western', 'Comedy')[kind]} Composer{random.integers(6)}"
            title = "Gypsy Moon" if film == 0 and track == 0 else f"Tune{film} of{track}"
            by = "The Singers" if title == "Gypsy Moon" else ""
            tracks.append([film + 1, f"Film {film}", "1980", "x", title, by, who])
        for person in range(40):
            liked = person % 2 == kind and random.random() < 0.6
            if liked or random.random() < 0.1:
                ratings.append([f"p{person}", film + 1, 4.5 if liked else 3.0, 0])
    header = ["movie_id", "title", "year", "genres", "track_title", "performer", "writer"]
    _write(root / "films" / "soundtracks.csv", header, tracks)
    folder = root / "films" / "movielens"
    _write(folder / "movies.csv", ["movieId", "title", "genres"], movies)
    _write(folder / "ratings.csv", ["userId", "movieId", "rating", "timestamp"], ratings)
    return root


def _known_song(root: Path) -> None:
    folder = root / "spotify_features"
    folder.mkdir()
    row = "x,1,Gypsy Moon,The Singers,,.5,.9,-5,.05,.1,0,.1,.9,120,1,4,200000,\n"
    with gzip.open(folder / "billboard.csv.gz", "wt", encoding="utf-8") as lines:
        lines.write(_HEADER + row)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Loaded]:
    root = _tables(tmp_path_factory.mktemp("data"))
    _known_song(root)
    return root, film_recommender.load(root, root / "runs")


def test_opinions_are_of_the_films_asked_for_alone(made: tuple[Path, Loaded]) -> None:
    root, _ = made
    told = movielens.opinions(root, [2, 1])
    assert told.movies == (2, 1)
    assert told.liked.shape == (40, 2)
    assert movielens.genres(root, [2]) == {2: frozenset({"Comedy", "Romance"})}


def test_a_film_gets_the_sound_of_the_song_it_is_tied_to(made: tuple[Path, Loaded]) -> None:
    _, loaded = made
    first, *others = loaded.material.films
    assert first.songs[0].valence is not None
    assert first.songs[0].weight == 1
    assert all(song.valence is None for film in others for song in film.songs)
    assert loaded.quality["song"] == 1
    assert loaded.quality["none"] == _FILMS - 1


def test_the_credits_of_some_films_are_those_of_an_index_of_them(
    made: tuple[Path, Loaded],
) -> None:
    material = made[1].material
    rows = np.array([3, 5, 8, 30])
    alone = build_index([material.films[row] for row in rows]).credits
    taken = credits_of(material.held, rows)
    for name in ("tokens", "kinds", "idf", "starts", "films", "counts"):
        np.testing.assert_array_equal(getattr(taken, name), getattr(alone, name))


def test_weights_are_chosen_by_what_the_ranking_will_say(made: tuple[Path, Loaded]) -> None:
    material, recipe = made[1].material, Recipe(size=1000)
    folds = split(_FILMS)
    known, asked = np.flatnonzero(folds != 0), np.flatnonzero(folds == 0)
    held = credits_of(material.held, known)
    put = questions(material.held, held, known, asked, Weights())
    parts = learn_parts(held, material.truth_of(known), recipe)
    index = build_index(
        [material.films[row] for row in known],
        learn=lambda credits, films: vectors(parts, Mix(), recipe),
    )
    ranker = Ranker(index)
    inputs = put.inputs.tocsc()[:, parts.at]
    genre = (inputs @ parts.genre_tokens + parts.common) @ parts.genre_films.T / parts.genre_scale
    taste = (inputs @ parts.taste_tokens) @ parts.taste_films.T / parts.taste_scale
    for row, film in enumerate(asked):
        channels = ranker.rank(ask_index(credits_only(material.films[film].songs), index)).channels
        for name in CREDITS:
            np.testing.assert_allclose(put.channels[name][row], channels[name], atol=1e-4)
        learned = genre[row] + Mix().taste * taste[row]
        assert np.abs(channels["learned"] - learned).max() < 0.05 * np.abs(learned).max()


def test_held_out_films_are_answered_with_films_of_their_kind(made: tuple[Path, Loaded]) -> None:
    material, folds = made[1].material, split(_FILMS)
    ours = Ours(material)
    answers = {name: ask(fit, folds, count=5) for name, fit in ours.fits().items()}
    same = answers["ours"] % 2 == np.arange(_FILMS)[:, None] % 2
    assert same.mean() > 0.85
    figures = Judge(material.truth, folds, rounds=100).figures(answers["ours"], count=5)
    assert figures["genre_cosine"]["lift"] > 1.5
    assert figures["liked_ratio"]["lift"] > 1.2
    assert (answers["sound_alone"][1:] == NOBODY).all()
    assert len(ours.chosen) == 5
    assert all(set(weights) == set(START) for weights in ours.chosen)


def test_nothing_is_learnt_from_the_films_that_ask(made: tuple[Path, Loaded]) -> None:
    material, folds = made[1].material, split(_FILMS)
    known = np.flatnonzero(folds != 0)
    asked = np.flatnonzero(folds == 0)
    genres, liked = material.truth.genres.copy(), material.truth.liked.copy()
    genres[asked], liked[:, asked] = ~genres[asked], ~liked[:, asked]
    turned = type(material)(material.films, material.held, FilmTruth(genres, liked))
    one, other = (Ours(each).fit(known) for each in (material, turned))
    assert all(list(one(int(film))) == list(other(int(film))) for film in asked)


def test_a_run_leaves_an_index_that_answers(made: tuple[Path, Loaded], tmp_path: Path) -> None:
    root, _ = made
    index = run(root, root / "runs", tmp_path, say=lambda _: None, records=tmp_path / "none")
    finder = FilmFinder.load(tmp_path)
    found = finder.find([Heard("Gypsy Moon", "The Singers")], count=3)
    assert found[0].movie_id == 1
    assert finder.index.own_songs is None
    assert finder.index.card["figures"] == {}
    assert {one["name"] for one in finder.index.card["datasets"]} >= {"soundtracks", "movielens"}
    assert "Harper" in finder.index.card["acknowledgement"]
    assert len(index) == _FILMS
    western = finder.find([Heard(writer="Western Composer1"), Heard(writer="Western Composer2")])
    assert all(film.movie_id % 2 == 1 for film in western[:5])


def test_no_row_of_features_can_be_told_from_an_index(made: tuple[Path, Loaded]) -> None:
    material, recipe = made[1].material, Recipe()
    tied = material.films[0].songs[0]
    features = tied.features or {}

    def film(row: int, different: int) -> Film:
        songs = [replace(tied, features={**features, "tempo": 100.0 + n}) for n in range(different)]
        return replace(material.films[row], songs=[*songs, songs[0]])

    films = [film(0, 1), film(1, 2), film(2, 3), *material.films[3:]]
    index = index_of(replace(material, films=films), np.arange(_FILMS), START, recipe)
    told = index.sound.feature_songs.any(1)
    assert np.flatnonzero(told).tolist() == [2]
    assert not index.sound.means[~told].any()
    assert not index.sound.spreads[~told].any()
    assert (index.sound.songs[:3] > 0).all()


def test_titles_are_kept_only_where_they_are_asked_for(
    made: tuple[Path, Loaded], tmp_path: Path
) -> None:
    root, _ = made
    arguments = ["--data", str(root), "--out", str(tmp_path), "--runs", str(root / "runs")]
    done = CliRunner().invoke(command, [*arguments, "--titles"], catch_exceptions=False)
    assert done.exit_code == 0
    own = FilmFinder.load(tmp_path).index.own_songs
    assert own is not None
    assert "Gypsy Moon" in own.titles


def test_films_need_no_features_of_songs(tmp_path: Path) -> None:
    loaded = film_recommender.load(_tables(tmp_path), tmp_path / "runs")
    assert loaded.quality["none"] == _FILMS


def test_too_few_films_and_missing_tables_are_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetMissing, match="is not there"):
        soundtracks.load(tmp_path)
    with pytest.raises(DatasetMissing, match="too few"):
        film_recommender.load(_tables(tmp_path, films=4), tmp_path)
    done = CliRunner().invoke(command, ["--data", str(tmp_path), "--out", str(tmp_path)])
    assert done.exit_code == 1
    assert "too few" in done.output


def test_the_best_are_those_of_the_highest_sums() -> None:
    channels = {"a": np.array([[1.0, 3, 2]], np.float32), "b": np.array([[5.0, 0, 0]], np.float32)}
    films = np.array([7, 8, 9])
    assert best(summed(channels, {"a": 1.0}), films, 2).tolist() == [[8, 9]]
    assert best(summed(channels, {"a": 1.0, "b": 1.0}), films, 5).tolist() == [[7, 8, 9]]
