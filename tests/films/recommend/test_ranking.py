"""What questions and films have in common, and answers that are varied."""

from dataclasses import replace

import numpy as np
import pytest

from films.recommend.asked import ask, inputs_of_films, inputs_of_question
from films.recommend.building import Film, build_index
from films.recommend.finder import FilmFinder
from films.recommend.index import Array, Credits, Learned
from films.recommend.question import Heard
from films.recommend.ranking import Ranker, diverse
from films.recommend.weights import CHANNELS, Weights
from tests.films.recommend.made_films import FILMS, SAD, made_index, song


def test_a_question_with_the_songs_of_a_film_is_learnt_from_as_the_film_was() -> None:
    index = made_index()
    films, tokens, numbers = inputs_of_films(index.credits, len(index))

    for row, film in enumerate(FILMS):
        asked = ask(film.songs, index)
        of_film = dict(zip(tokens[films == row], numbers[films == row], strict=True))
        of_question = dict(zip(asked.at, inputs_of_question(asked), strict=True))
        assert of_question == pytest.approx(of_film)


@pytest.mark.parametrize(
    "odd",
    [
        Heard(valence=float("nan"), arousal=0.5),
        Heard(valence=0.5, arousal=float("inf")),
        Heard(valence=0.5, arousal=0.5, spread=(float("nan"), 0.1, 0.0)),
        Heard(features={"tempo": float("nan")}),
    ],
)
def test_a_song_with_what_is_no_number_does_not_silence_the_others(odd: Heard) -> None:
    finder = FilmFinder(made_index())
    named = finder.find([song("Low Moon", "Ada Brook"), odd])

    assert named[0].movie_id == 1
    assert len(named) == len(FILMS)


def test_a_part_with_no_weight_does_not_count() -> None:
    index = made_index(learned=True)
    asked = ask([song("Low Moon", "Ada Brook", at=SAD)], index)
    ranker = Ranker(index, Weights(**dict.fromkeys(CHANNELS, 0.0)))

    ranking = ranker.rank(asked)

    assert not ranking.sums.any()
    assert set(ranking.channels) == set(CHANNELS)


def test_the_share_of_songs_that_a_film_has_counts_by_how_rare_they_are() -> None:
    index = made_index()
    songs = [song("Low Moon (Live)", "Ada Brook"), song("Qwertz"), song("High Sun", "Jo Vale")]

    shares = Ranker(index).rank(ask(songs, index)).channels["same_song"]

    rarest = index.credits.unknown_idf(len(index))
    assert shares[0] == pytest.approx(np.log(8 / 1.5) / rarest / 3 * 4 / 3)
    assert not shares[1:].any(), "another one's song of that title"


@pytest.mark.parametrize(("title", "certainty"), [("Low Moon", 0.6), ("Ember", 0.25)])
def test_a_title_may_be_the_song_where_nobody_tells_who_wrote_it(
    title: str, certainty: float
) -> None:
    index = made_index()
    asked = ask([song(title, performer="The Owls")], index)

    share = Ranker(index).rank(asked).channels["same_song"].max() / 4

    films_with = {"Low Moon": 2, "Ember": 1}[title]
    rarity = np.log(8 / (films_with + 0.5)) / index.credits.unknown_idf(len(index))
    assert share == pytest.approx(certainty * rarity)


def test_diversity_names_another_sort_of_film_before_a_third_of_one() -> None:
    sums = np.array([1.0, 0.9, 0.8, 0.1])
    alike = np.array([[1.0, 0.9, 0.9, 0], [0.9, 1.0, 0.9, 0], [0.9, 0.9, 1.0, 0], [0, 0, 0, 1.0]])

    assert diverse(sums, alike, 2, 0.0) == [0, 1]
    assert diverse(sums, alike, 2, 1.0) == [0, 3]


def test_with_diversity_the_answer_is_still_in_the_order_of_its_scores() -> None:
    index = made_index(learned=True)
    finder = FilmFinder(replace(index, weights=replace(index.weights, diversity=2.0)))

    scores = [film.score for film in finder.find([song("Low Moon", "Ada Brook")], count=4)]
    assert scores == sorted(scores, reverse=True)


def test_a_varied_answer_has_films_that_are_less_alike() -> None:
    films = [Film(number, f"Film {number}", songs=[song("Low Moon")]) for number in range(6)]
    sorts = np.array([[1, 0], [1, 0.1], [1, 0.2], [0, 1], [0.1, 1], [0.2, 1]], np.float32)
    index = build_index(films, learn=lambda held, _: _like(held, sorts))
    finder = FilmFinder(replace(index, popularity=np.array([0.9, 0.8, 0.7, 0.2, 0.1, 0.0])))

    plain = finder.find([song("Low Moon")], count=2)
    varied = finder.find([song("Low Moon")], count=2, varied=True)

    assert [film.movie_id for film in plain] == [0, 1]
    assert [film.movie_id for film in varied] == [0, 3]


def _like(held: Credits, films: Array) -> Learned:
    at = np.arange(len(held.tokens), dtype=np.int32)
    return Learned(films, at, np.full((len(at), 2), 1e-3), np.zeros(2))
