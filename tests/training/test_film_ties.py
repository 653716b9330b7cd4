"""Tracks tied to songs whose sound is known: which way, how much it counts, what a film gets."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")

from training.datasets.soundtracks import FilmTracks, Track
from training.film_songs import Songs
from training.film_ties import (
    USUAL_WEIGHTS,
    Level,
    Shelf,
    Tie,
    heard_tracks,
    quality,
    weights_of,
)

_KNOWN = [
    # titles, artists, valence, arousal, energy
    (("moon river",), ("audrey hepburn",), 0.6, 0.4, 0.2),
    (("moon river", "moon river live"), ("andy williams",), 0.7, 0.4, 0.3),
    (("born to be wild",), ("steppenwolf",), 0.5, 0.6, 0.9),
    (("magic carpet ride",), ("steppenwolf",), 0.5, 0.58, 0.8),
    (("yesterday",), ("somebody",), 0.4, 0.4, 0.3),
]


def _songs() -> Songs:
    return Songs(
        titles=tuple(titles for titles, *_ in _KNOWN),
        artists=tuple(artists for _, artists, *_ in _KNOWN),
        places=np.array([[v, a, 0.1, 0.05, 0.0] for *_, v, a, _ in _KNOWN]),
        features=np.array([[np.nan, energy] + [np.nan] * 7 for *_, energy in _KNOWN]),
        sources=("made",) * len(_KNOWN),
    )


@pytest.mark.parametrize(
    ("track", "level", "songs"),
    [
        (Track("Moon River", "Audrey Hepburn", "Henry Mancini"), Level.SONG, (0,)),
        (Track("Born to Be Wild", "", "Steppenwolf"), Level.SONG, (2,)),
        (Track("Sookie Sookie", "Steppenwolf", "Don Covay"), Level.PERFORMER, (2, 3)),
        (Track("Monster", "Nobody", "Steppenwolf"), Level.WRITER, (2, 3)),
        (Track("Moon River", "Nobody", "Henry Mancini"), Level.TITLE, (0, 1)),
        (Track("Yesterday", "Nobody", "Paul McCartney"), Level.NONE, ()),
    ],
)
def test_a_track_is_tied_the_best_way_there_is(
    track: Track, level: Level, songs: tuple[int, ...]
) -> None:
    assert Shelf(_songs()).tie(track) == Tie(level, songs)


def test_a_way_of_tying_counts_as_much_as_it_tells() -> None:
    random = np.random.default_rng(1)
    of_artist = random.uniform(0.3, 0.7, (60, 2))
    places = [
        [*(of_artist[at] + random.normal(0, 0.01, 2)), 0.1, 0.05, 0.0]
        for at in range(60)
        for _ in range(3)
    ]
    titles = tuple((f"song number {at}",) for at in range(180))
    artists = tuple((f"artist {at // 3}",) for at in range(180))
    songs = Songs(
        titles, artists, np.array(places), np.full((180, 9), np.nan), ("made",) * len(titles)
    )

    weights = weights_of(Shelf(songs), [])

    assert weights[Level.SONG] == 1
    assert weights[Level.PERFORMER] > 0.9
    assert weights[Level.WRITER] == USUAL_WEIGHTS[Level.WRITER]


def test_a_track_sounds_like_what_it_is_tied_to_and_as_sure_as_that_is() -> None:
    film = FilmTracks(
        1,
        "Made",
        1969,
        frozenset(),
        (
            Track("Born to Be Wild", "Steppenwolf"),
            Track("Other", "Steppenwolf"),
            Track("Nothing", "Nobody"),
        ),
    )
    shelf = Shelf(_songs())
    ties = [shelf.tie(track) for track in film.tracks]

    same, other, nothing = heard_tracks(film, ties, shelf.songs, USUAL_WEIGHTS)

    assert (same.valence, same.arousal, same.weight) == (0.5, 0.6, 1.0)
    assert same.features == {"energy": 0.9}
    assert other.weight == USUAL_WEIGHTS[Level.PERFORMER]
    assert other.arousal == pytest.approx(0.59)
    assert other.features == {"energy": pytest.approx(0.85)}
    assert same.spread is not None
    assert other.spread is not None
    assert other.spread[1] > same.spread[1]
    assert nothing.valence is None
    assert nothing.features is None


def test_films_are_counted_by_the_best_that_is_known_of_them() -> None:
    song, performer, none = Tie(Level.SONG, (0,)), Tie(Level.PERFORMER, (1,)), Tie(Level.NONE)
    films = [FilmTracks(at, "", None, frozenset(), ()) for at in range(4)]

    told = quality(films, [[song, song, song], [none, song], [performer, none], [none]])

    assert told == {
        "several_songs": 1,
        "song": 1,
        "performer": 1,
        "writer": 0,
        "title": 0,
        "none": 1,
    }
