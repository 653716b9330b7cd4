"""In which order reasons are told, and what they name."""

import pytest

from films.recommend.finder import FilmFinder
from films.recommend.question import Heard
from films.recommend.weights import CHANNELS, Weights
from tests.films.recommend.made_films import made_index

SECOND_ROAD = 2


@pytest.mark.parametrize(
    ("learned", "kinds"), [(9.0, ["company_song", "word"]), (0.01, ["word"]), (0.0, ["word"])]
)
def test_a_word_in_common_stands_behind_what_brought_the_film_up(
    learned: float, kinds: list[str]
) -> None:
    weights = Weights(**dict.fromkeys(CHANNELS, 0.0) | {"learned": learned, "word": 1.0})
    finder = FilmFinder(made_index(weights=weights, learned=True))
    films = finder.find([Heard("Ash"), Heard("High Water")])
    reasons = next(film.reasons for film in films if film.movie_id == SECOND_ROAD)
    assert [reason.kind for reason in reasons] == kinds
