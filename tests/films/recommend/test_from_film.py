"""A film that was read, as a question and as a profile."""

import pytest

from films.film_names import FilmName
from films.film_reading import Segment
from films.recommend.building import Film, build_index
from films.recommend.finder import FilmFinder
from films.recommend.from_film import SONG, film_called, heard_in_film, with_heard
from films.recommend.suggestion import Known
from tests.films.recommend.made_films import HAPPY, SAD, made_index


def reading(*segments: Segment) -> dict[str, object]:
    return {"file": "film.mkv", "segments": [segment.to_json() for segment in segments]}


def segment(start: int, end: int, place: tuple[float, float] | None) -> Segment:
    if place is None:
        return Segment(start, end)
    return Segment(start, end, moods=("sad",), valence=place[0], arousal=place[1])


def test_a_stretch_of_music_weighs_as_long_as_it_lasts() -> None:
    found = heard_in_film(reading(segment(0, 180, SAD), segment(200, 290, HAPPY)))

    assert [(one.valence, one.arousal, one.weight * SONG) for one in found] == [
        (*SAD, 180),
        (*HAPPY, 90),
    ]


def test_stretches_that_could_not_be_heard_are_left_out() -> None:
    assert heard_in_film(reading(segment(0, 60, None))) == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"segments": 3},
        {"segments": ["x"]},
        {"segments": [{"valence": 0.5}]},
        {"segments": [{"valence": 7, "arousal": 0.5, "start": 0, "end": 10}]},
        {"segments": [{"valence": 0.5, "arousal": 0.5, "start": 0, "end": float("nan")}]},
    ],
)
def test_what_is_no_reading_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="mooddex film"):
        heard_in_film(told)


def test_a_film_that_was_read_has_its_own_sound_for_a_profile() -> None:
    heard = heard_in_film(reading(segment(0, 1800, SAD)))
    index = with_heard(made_index(), {1: heard, 2: [], 999: heard})

    films = {film.movie_id: film for film in FilmFinder(index).find(heard)}

    assert films[1].known is Known.HEARD
    assert str(films[1].reasons[0]) == "Most of its music is sad, like what you asked with."
    assert films[2].known is Known.CREDITS
    assert index.sound.songs[0] == pytest.approx(10)


def test_the_music_of_a_film_is_a_question() -> None:
    heard = heard_in_film(reading(segment(0, 1000, HAPPY), segment(1000, 1010, SAD)))

    assert FilmFinder(made_index()).find(heard)[0].movie_id == 4


@pytest.mark.parametrize(
    ("name", "movie_id"),
    [
        (FilmName("blue road", 1991), 1),
        (FilmName("Blue Road", 1992), 1),
        (FilmName("Blue Road"), 1),
        (FilmName("Blue Road", 1999), None),
        (FilmName("Blue", 1991), None),
        (FilmName("Twice"), None),
        (FilmName("Twice", 2001), 8),
        (FilmName("The Matrix", 1999), 10),
    ],
)
def test_a_film_is_found_by_its_name(name: FilmName, movie_id: int | None) -> None:
    films = [
        Film(1, "Blue Road", 1991),
        Film(8, "Twice", 2001),
        Film(9, "Twice", 1961),
        Film(10, "Matrix, The", 1999),
    ]

    assert film_called(build_index(films), name) == movie_id
