"""Which of the films that the index finds are told to people."""

from pathlib import Path

from films.recommend.index_file import save_index
from films.recommend.question import Heard
from server.suggestions.films import FilmsAtHand, films_like
from tests.films.recommend.made_films import made_index
from tests.support.film_index import CARD


def test_a_film_near_those_that_have_a_word_of_the_title_is_not_told(tmp_path: Path) -> None:
    save_index(made_index(learned=True), tmp_path, CARD)
    at_hand = FilmsAtHand(tmp_path)
    finder = at_hand.finder()
    assert finder is not None
    asked = [Heard("Ember Tide", "Xy Zzy")]
    kinds = {film.movie_id: {why.kind for why in film.reasons} for film in finder.find(asked)}
    assert {"company_word"} in kinds.values(), "the index names some for that alone"
    told = [film["movie_id"] for film in films_like(at_hand, asked)]
    assert told == [film for film, why in kinds.items() if "word" in why]
    assert told
