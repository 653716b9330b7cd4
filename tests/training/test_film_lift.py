"""What recommended films are worth, on made tables where the right answer is known."""

import numpy as np
import pytest

from training.film_lift import (
    MEASURES,
    NOBODY,
    FilmTruth,
    Judge,
    Rank,
    Rows,
    ask,
    chances_of_liking,
    split,
)
from training.film_yardsticks import (
    commonest_genres_first,
    popular_first,
    random_films,
    same_genres,
)

FILMS, PEOPLE, KINDS = 240, 150, 4


def test_folds_are_even_and_every_film_has_one() -> None:
    folds = split(103)
    assert sorted(np.bincount(folds).tolist()) == [20, 20, 21, 21, 21]
    assert (split(103) == folds).all()


def test_a_recommender_sees_the_films_of_the_other_folds_only() -> None:
    folds = split(20)

    def fit(known: Rows) -> Rank:
        assert len(known) == 16
        return lambda film: known[folds[known] != folds[film]]

    answers = ask(fit, folds, count=3)
    assert (folds[answers] != folds[:, None]).all()


def test_an_answer_that_is_held_out_is_refused() -> None:
    folds = split(20)
    with pytest.raises(ValueError, match="held out"):
        ask(lambda known: lambda film: [film], folds)


def test_a_film_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        ask(lambda known: lambda film: [int(known[0])] * 2, split(20))


def test_random_answers_have_no_lift_and_the_interval_says_so() -> None:
    _, folds, judge = made()
    figures = judge.figures(ask(random_films, folds))
    for name in MEASURES:
        low, high = figures[name]["lift_interval_95"]
        assert low < 1 < high, name
        assert high - low < 0.5, name


def test_who_knows_the_kinds_has_the_greatest_lift_of_all() -> None:
    truth, folds, judge = made()
    kinds = truth.genres[:, :KINDS].argmax(1)

    def oracle(known: Rows) -> Rank:
        return lambda film: known[kinds[known] == kinds[film]]

    best = judge.figures(ask(oracle, folds))
    for other in (
        random_films,
        lambda known: popular_first(known, truth),
        lambda known: commonest_genres_first(known, truth),
    ):
        worse = judge.figures(ask(other, folds))
        for name in ("genre_cosine", "any_genre", "liked_ratio", "beyond_chance"):
            assert best[name]["lift"] > worse[name]["lift"], name
    assert best["genre_cosine"]["lift_interval_95"][0] > 1.5
    assert best["beyond_chance"]["lift_interval_95"][0] > 1.5


def test_what_is_merely_popular_is_liked_more_but_not_beyond_chance() -> None:
    truth, folds, judge = made()
    figures = judge.figures(ask(lambda known: popular_first(known, truth), folds))
    assert figures["liked"]["lift_interval_95"][0] > 1.3
    low, high = figures["beyond_chance"]["lift_interval_95"]
    assert low < 1.1
    assert high > 0.9
    assert figures["distinct"] < 2 * 10  # one list a fold, all but the same


def test_films_of_the_same_genres_share_as_much_genre_as_can_be_shared() -> None:
    truth, folds, judge = made()
    figures = judge.figures(ask(lambda known: same_genres(known, truth), folds))
    assert figures["genre_cosine"]["value"] == pytest.approx(1)
    assert figures["any_genre"]["value"] == 1


def test_the_random_value_is_the_mean_over_all_films_that_could_be_answered() -> None:
    truth, folds, judge = made()
    figures = judge.figures(ask(random_films, folds))
    units = truth.genres / np.linalg.norm(truth.genres, axis=1, keepdims=True)
    known = folds[:, None] != folds[None, :]
    by_hand = ((units @ units.T) * known).sum(1) / known.sum(1)
    assert figures["genre_cosine"]["random"] == pytest.approx(by_hand.mean(), rel=1e-4)


def test_measures_by_hand_for_one_pair() -> None:
    """Two films: five like both, one the first alone, two the second alone, two neither."""
    liked = np.array([[1, 1]] * 5 + [[1, 0]] + [[0, 1]] * 2 + [[0, 0]] * 2, bool)
    truth = FilmTruth(np.array([[1, 1, 0], [1, 0, 0]], bool), liked)
    judge = Judge(truth, np.array([0, 1]), rounds=10)
    figures = judge.figures(np.array([[1], [NOBODY]]), count=1)
    assert figures["answered"] == figures["distinct"] == 1
    assert figures["genre_cosine"]["value"] == pytest.approx(1 / np.sqrt(2))
    assert figures["liked"]["value"] == pytest.approx(5 / 6)
    assert figures["liked_ratio"]["value"] == pytest.approx(5 / 6 / (2 / 4))
    assert figures["liked"]["films"] == 1


def test_a_film_that_hardly_anybody_likes_asks_in_no_measure_of_likes() -> None:
    truth, folds, _ = made()
    rare = FilmTruth(truth.genres, truth.liked.copy())
    rare.liked[:, :100] = False
    rare.liked[:4, :100] = True
    figures = Judge(rare, folds, rounds=20).figures(ask(random_films, folds))
    assert figures["liked"]["films"] == (rare.liked.sum(0) >= 5).sum() <= FILMS - 100
    assert figures["genre_cosine"]["films"] == FILMS


def test_two_ways_are_compared_over_the_films_that_both_answer() -> None:
    truth, folds, judge = made()
    oracle = ask(lambda known: same_genres(known, truth), folds)
    some = oracle.copy()
    some[:100] = NOBODY
    told = judge.against(some, oracle)
    assert told["genre_cosine"]["times"] == pytest.approx(1)
    assert told["genre_cosine"]["interval_95"] == pytest.approx([1, 1])
    assert judge.against(ask(random_films, folds), oracle)["genre_cosine"]["interval_95"][1] < 1


def test_chances_have_the_sums_of_the_table() -> None:
    truth, _, _ = made()
    truth.liked[0], truth.liked[:, 0] = False, False
    chances = chances_of_liking(truth.liked)
    assert np.allclose(chances.sum(0), truth.liked.sum(0), atol=0.05)
    assert np.allclose(chances.sum(1), truth.liked.sum(1), atol=0.05)
    assert not chances[0].any()


def made() -> tuple[FilmTruth, Rows, Judge]:
    """Films of four kinds, of unlike size and fame; every person likes films of one kind most."""
    random = np.random.default_rng(7)
    kinds = random.choice(KINDS, FILMS, p=(0.4, 0.3, 0.2, 0.1))
    genres = np.zeros((FILMS, KINDS + 2), bool)
    genres[np.arange(FILMS), kinds] = True
    genres[:, KINDS] = kinds % 2 == 0
    fond = random.integers(0, KINDS, PEOPLE)
    fame, zeal = random.uniform(0.02, 0.25, FILMS), random.uniform(0.3, 1.5, PEOPLE)
    chance = fame * zeal[:, None] * np.where(fond[:, None] == kinds, 2.5, 0.5)
    truth = FilmTruth(genres, random.random((PEOPLE, FILMS)) < chance)
    folds = split(FILMS)
    return truth, folds, Judge(truth, folds, rounds=200)
