"""Small indexes of made-up films."""

import numpy as np

from films.recommend.building import Film, build_index
from films.recommend.index import Array, Credits, FilmIndex, Learned
from films.recommend.question import Heard
from films.recommend.weights import Weights

SAD, HAPPY, CALM = (0.34, 0.39), (0.72, 0.58), (0.68, 0.36)


def song(
    title: str, writer: str = "", *, performer: str = "", at: tuple[float, float] | None = None
) -> Heard:
    valence, arousal = at or (None, None)
    return Heard(title, performer, writer, valence, arousal, spread=(0.05, 0.05, 0.0))


FILMS = (
    Film(1, "Blue Road", 1991, 0.9, [song("Low Moon", "Ada Brook"), song("Ash", "Tom Reed")]),
    Film(2, "Second Road", 1993, 0.2, [song("High Sun", "Ada Brook"), song("Ember", "Jo Vale")]),
    Film(3, "Tearful", 1999, 0.4, [song(f"Tear {n}", "Mia Stone", at=SAD) for n in range(8)]),
    Film(4, "Carnival", 2001, 0.3, [song(f"Dance {n}", "Rio Band", at=HAPPY) for n in range(8)]),
    Film(5, "One Smile", None, 0.1, [song("Smile", "Lou Kite", at=HAPPY)]),
    Film(
        6,
        "Quiet House",
        2005,
        0.5,
        [song("Low Moon", performer="Bea Hill")],
        heard=[Heard(valence=CALM[0], arousal=CALM[1], spread=(0.05, 0.05, 0.0), weight=9.0)],
    ),
    Film(7, "Silent", 1920, 1.0),
)


def made_index(
    *, weights: Weights | None = None, keep_songs: bool = False, learned: bool = False
) -> FilmIndex:
    return build_index(
        FILMS, weights=weights, keep_songs=keep_songs, learn=_learn if learned else None
    )


def _learn(held: Credits, films: int) -> Learned:
    """Each film's vector is its own axis; tokens point to the films after those that have them."""
    vectors = np.zeros((len(held.tokens), films))
    after: Array = (held.films + 1) % films
    vectors[held.token_of_match, after] = 1.0
    return Learned(
        films=np.eye(films, dtype=np.float32),
        at=np.arange(len(held.tokens), dtype=np.int32),
        tokens=vectors.astype(np.float32),
        bias=np.zeros(films, np.float32),
    )
