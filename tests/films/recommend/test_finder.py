"""Which films are named, in what order and why."""

import itertools
import threading
from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from films.recommend.building import Film, build_index
from films.recommend.finder import FilmFinder
from films.recommend.question import Heard
from films.recommend.suggestion import Known, Suggestion
from films.recommend.weights import CHANNELS, Weights
from tests.films.recommend.made_films import CALM, FILMS, HAPPY, SAD, made_index, song

FINDER = FilmFinder(made_index())
LEARNED = FilmFinder(made_index(learned=True))


def found(*songs: Heard, finder: FilmFinder = FINDER, count: int = 10) -> list[Suggestion]:
    return finder.find(songs, count=count)


def sentences(film: Suggestion) -> list[str]:
    return [str(reason) for reason in film.reasons]


def test_a_film_that_has_the_song_comes_first_and_says_so() -> None:
    first = found(song("Low Moon (Remastered 2011)", "ada brook"))[0]

    assert (first.movie_id, first.title, first.year) == (1, "Blue Road", 1991)
    assert sentences(first)[0] == "It too has “Low Moon (Remastered 2011)” by ada brook."
    assert first.known is Known.CREDITS


def test_a_film_with_music_by_the_same_name_is_named_for_it() -> None:
    films = {film.movie_id: film for film in found(song("Something Else", "Ada Brook"))}

    assert sentences(films[2]) == [
        "It has music by Ada Brook, who is credited for “Something Else”."
    ]


def test_a_performer_is_told_from_a_writer_by_what_the_film_has() -> None:
    first = found(song("Something Else", "Bea Hill"))[0]

    assert (first.movie_id, sentences(first)[0]) == (
        6,
        "Bea Hill, who is credited for “Something Else”, performs in it.",
    )


def test_a_name_without_a_song_is_a_question() -> None:
    first = found(Heard(writer="Mia Stone"))[0]

    assert (first.movie_id, sentences(first)[0]) == (3, "It has music by Mia Stone.")


def test_a_title_alone_is_only_a_title() -> None:
    first = found(song("Ash", "Somebody Else"))[0]

    assert (first.movie_id, sentences(first)[0]) == (1, "It too has a song called “Ash”.")


def test_an_index_that_keeps_titles_names_the_songs_of_the_film() -> None:
    finder = FilmFinder(made_index(keep_songs=True))

    first = found(song("Else", "Mia Stone"), finder=finder)[0]

    assert sentences(first)[0] == (
        "It has “Tear 0”, “Tear 1”, “Tear 2” by Mia Stone, who is credited for “Else”."
    )


@pytest.mark.parametrize(
    ("place", "movie_id", "reason"),
    [
        (SAD, 3, "Most of its known songs (8) are sad, like what you asked with."),
        (HAPPY, 4, "Most of its known songs (8) are happy, like what you asked with."),
        (CALM, 6, "Most of its music is calm, like what you asked with."),
    ],
)
def test_a_place_on_the_plane_is_a_question(
    place: tuple[float, float], movie_id: int, reason: str
) -> None:
    first = found(Heard(valence=place[0], arousal=place[1]))[0]

    assert (first.movie_id, sentences(first)[0]) == (movie_id, reason)


def test_films_of_known_sound_come_before_all_others_for_a_place() -> None:
    films = found(Heard(valence=0.5, arousal=0.5))

    assert {film.movie_id for film in films[:4]} == {3, 4, 5, 6}


def test_many_songs_are_believed_more_than_one() -> None:
    order = [film.movie_id for film in found(Heard(valence=HAPPY[0], arousal=HAPPY[1]))]

    assert order.index(4) < order.index(5)


def test_films_are_told_apart_by_their_songs_and_not_by_the_mean_of_them() -> None:
    both = [song(f"a{n}", at=(SAD, HAPPY)[n % 2]) for n in range(10)]
    middle = tuple(np.mean([SAD, HAPPY], axis=0))
    films = [
        Film(1, "Both", songs=both),
        Film(2, "Between", songs=[song(f"b{n}", at=middle) for n in range(10)]),
    ]
    finder = FilmFinder(build_index(films))

    asked = [Heard(valence=v, arousal=a, spread=(0.05, 0.05, 0)) for v, a in (SAD, HAPPY)]
    assert found(*asked, finder=finder)[0].title == "Both"
    assert found(Heard(valence=middle[0], arousal=middle[1]), finder=finder)[0].title == "Between"


def test_features_are_compared_where_they_are_known() -> None:
    slow, fast = {"tempo": 70.0, "acousticness": 0.9}, {"tempo": 170.0, "acousticness": 0.1}
    films = [
        Film(1, "Slow", songs=[Heard(f"s{n}", features=slow) for n in range(5)]),
        Film(2, "Fast", songs=[Heard(f"f{n}", features=fast) for n in range(5)]),
        Film(3, "Unknown", popularity=1.0, songs=[Heard("u")]),
    ]

    asked = Heard(features={"tempo": 168.0, "energy": 0.5, "loudness": float("nan")})
    first = found(asked, finder=FilmFinder(build_index(films)))[0]

    assert (first.title, first.known) == ("Fast", Known.TIED)
    assert sentences(first) == ["Its known songs (5) are fast, like what you asked with."]


def test_songs_of_which_nothing_is_known_get_films_with_low_scores_that_say_so() -> None:
    films = found(song("Qwertz", "Xy Zzy"), count=3)

    assert [film.movie_id for film in films] == [7, 1, 6]
    assert all(film.score <= 0.05 for film in films)
    assert sentences(films[0]) == [
        "Nothing is known of these songs here; this is a film that many people have seen."
    ]


@pytest.mark.parametrize(
    ("title", "name", "share"),
    [
        ("Low Moon", "Ada Brook", 1.0),
        ("Else", "Ada Brook", 1.0),
        ("Low Moon", "Xy Zzy", 1.0),
        ("Ash", "Xy Zzy", 0.0),
        ("Low Tide", "Xy Zzy", 0.0),
    ],
)
def test_names_and_titles_of_several_words_make_songs_familiar(
    title: str, name: str, share: float
) -> None:
    assert FINDER.familiar([song(title, name)]) == share
    assert FINDER.familiar([song(title, name), song("Qwertz", "Xy Zzy")]) == share / 2


def test_no_songs_are_not_familiar() -> None:
    assert FINDER.familiar([]) == 0


def test_songs_known_by_their_sound_alone_are_answered_by_that() -> None:
    first, *others = found(song("Qwertz", "Xy Zzy", at=SAD), finder=LEARNED)

    assert (first.movie_id, sentences(first)) == (
        3,
        ["Most of its known songs (8) are sad, like what you asked with."],
    )
    assert {film.movie_id for film in others[:3]} == {4, 5, 6}


def test_one_song_of_a_film_is_told_as_little() -> None:
    films = {film.movie_id: film for film in found(Heard(valence=HAPPY[0], arousal=HAPPY[1]))}

    assert sentences(films[5]) == [
        "What little is known of its songs is happy, like what you asked with."
    ]


def test_films_without_anything_in_common_say_so() -> None:
    films = {film.movie_id: film for film in found(song("Low Moon", "Ada Brook"))}

    nothing = "Nothing it has in common with these songs is known here; "
    assert sentences(films[7]) == [f"{nothing}many people have seen it."]
    assert sentences(films[5]) == [f"{nothing}it is a guess."]


def test_a_question_without_anything_has_no_answer() -> None:
    assert found() == found(Heard()) == found(Heard(title="x", weight=0)) == []
    assert found(song("Low Moon"), count=0) == []
    assert FilmFinder(build_index([])).find([song("Low Moon")]) == []


def test_films_that_are_not_wanted_are_left_out() -> None:
    films = FINDER.find([song("Low Moon", "Ada Brook")], count=10, without={1, 99})

    assert len(films) == 6
    assert 1 not in {film.movie_id for film in films}


def test_as_many_films_as_asked_for_and_the_highest_scores_first() -> None:
    films = found(song("Low Moon", "Ada Brook"), count=4)

    assert len(films) == 4
    assert [film.score for film in films] == sorted((film.score for film in films), reverse=True)
    assert len(found(song("Low Moon"), count=100)) == len(FILMS)


SONGS = st.lists(
    st.builds(
        Heard,
        title=st.sampled_from(["", "Low Moon", "Tear 1", "Qwertz", "Smile"]),
        performer=st.sampled_from(["", "Bea Hill", "Rio Band & Lou Kite"]),
        writer=st.sampled_from(["", "Ada Brook", "Ada Brook (as A. Brook) and Mia Stone"]),
        valence=st.floats(0, 1),
        arousal=st.floats(0, 1),
        features=st.none() | st.dictionaries(st.just("tempo"), st.floats(40, 220)),
        weight=st.floats(0.1, 5),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(SONGS, st.randoms())
def test_the_order_of_the_songs_does_not_matter(songs: list[Heard], random: object) -> None:
    shuffled = list(songs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert LEARNED.find(songs) == LEARNED.find(shuffled)


@settings(max_examples=60)
@given(SONGS)
def test_every_score_is_a_number_from_0_to_1_and_every_film_has_reasons(
    songs: list[Heard],
) -> None:
    for film in LEARNED.find(songs):
        assert isfinite(film.score)
        assert 0 <= film.score <= 1
        assert 1 <= len(film.reasons) <= 4
        assert all(sentences(film))


def test_ties_are_broken_by_the_id() -> None:
    films = [Film(number, "Same", songs=[song("Low Moon")]) for number in (9, 2, 5)]

    answer = found(song("Low Moon"), finder=FilmFinder(build_index(films)))
    assert [film.movie_id for film in answer] == [2, 5, 9]


def test_what_is_learnt_counts_and_is_told() -> None:
    weights = Weights(**dict.fromkeys(CHANNELS, 0.0) | {"learned": 1.0})
    finder = FilmFinder(made_index(weights=weights, learned=True))

    first = found(song("Unheard", "Mia Stone"), finder=finder)[0]

    assert (first.movie_id, sentences(first)) == (
        4,
        ["Films with music by Mia Stone are its like, in genre or in who likes them."],
    )


def test_who_asks_with_one_song_gets_the_film_that_has_it_whatever_is_learnt() -> None:
    films = found(song("Ember", "Jo Vale"), finder=LEARNED)

    assert [film.movie_id for film in films[:2]] == [2, 3]


def test_many_may_ask_at_once() -> None:
    questions = [[song("Low Moon", "Ada Brook")], [Heard(valence=0.7, arousal=0.6)]]
    expected = [FINDER.find(question) for question in questions]
    answers: list[bool] = []

    def work() -> None:
        for question, answer in itertools.islice(
            itertools.cycle(zip(questions, expected, strict=True)), 20
        ):
            answers.append(FINDER.find(question) == answer)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 80
    assert all(answers)
