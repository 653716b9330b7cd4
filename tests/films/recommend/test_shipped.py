"""The index of films that MoodDex comes with."""

import time
from statistics import median

import numpy as np
import pytest

from films.recommend.finder import FilmFinder
from films.recommend.index_file import WEIGHTS_DIR
from films.recommend.question import Heard
from films.recommend.suggestion import Known
from tests.films.recommend.made_films import CALM, HAPPY, SAD


@pytest.fixture(scope="module")
def finder() -> FilmFinder:
    return FilmFinder.load()


def test_it_is_small_and_says_what_it_was_made_of_and_for(finder: FilmFinder) -> None:
    card = finder.index.card

    assert card["films"] == len(finder.index) == 2951
    assert "non-commercial" in card["licence"].lower()
    assert "Harper" in card["acknowledgement"]
    assert {"soundtracks", "movielens"} <= {one["name"] for one in card["datasets"]}
    assert card["known_faults"]
    assert (WEIGHTS_DIR / "films.npz").stat().st_size < 8_000_000


def test_it_holds_no_song_in_clear(finder: FilmFinder) -> None:
    assert finder.index.own_songs is None
    with np.load(WEIGHTS_DIR / "films.npz") as arrays:
        texts = [name for name in arrays.files if b"Volare" in arrays[name].tobytes()]
        titles = arrays["titles"].tobytes().count(b"\n")
    assert not texts
    assert titles == len(finder.index)


def test_no_film_has_the_features_of_one_song(finder: FilmFinder) -> None:
    told = (finder.index.sound.feature_songs > 0).any(1)

    assert told.sum() > 500
    assert (finder.index.sound.spreads[told] > 0).any(1).all()


@pytest.mark.parametrize(
    ("song", "name"),
    [
        ("Volare", "Domenico Modugno"),
        ("Hotel California", "Eagles"),
        ("Ne me quitte pas", "Jacques Brel"),
    ],
)
def test_films_that_have_a_song_come_first(finder: FilmFinder, song: str, name: str) -> None:
    first = finder.find([Heard(song, performer=name)])[0]

    assert first.reasons[0].kind in {"song", "title"}
    assert song in str(first.reasons[0])


@pytest.mark.parametrize(("place", "mood"), [(SAD, "sad"), (HAPPY, "happy"), (CALM, "calm")])
def test_a_place_is_answered_by_films_whose_sound_is_known(
    finder: FilmFinder, place: tuple[float, float], mood: str
) -> None:
    films = finder.find([Heard(valence=place[0], arousal=place[1])])

    assert len(films) == 10
    assert all(film.known in {Known.HEARD, Known.TIED} for film in films)
    assert f" {mood}, " in str(films[0].reasons[0])


def test_it_answers_fifteen_songs_at_once(finder: FilmFinder) -> None:
    names = ("Henry Mancini", "Bob Dylan", "Cole Porter", "Björk", "Ennio Morricone")
    times = []
    for question in range(9):
        songs = [
            Heard(f"Moon River {question} {n}", names[n % len(names)], "Johnny Mercer", *HAPPY)
            for n in range(15)
        ]
        began = time.perf_counter()
        assert len(finder.find(songs)) == 10
        times.append(time.perf_counter() - began)

    assert median(times) < 0.1
