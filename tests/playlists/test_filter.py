"""Which songs a mood or a place takes."""

from hypothesis import given
from hypothesis import strategies as st

from moods.circumplex import MOODS, Mood, Point
from moods.reading import Reading
from server.playlists.filter import fits

_UNIT = st.floats(0, 1)
_SOME_MOODS = st.lists(st.sampled_from(MOODS), min_size=1, unique=True).map(tuple)


def _reading(moods: tuple[Mood, ...], valence: float = 0.5, arousal: float = 0.5) -> Reading:
    even = dict.fromkeys(MOODS, 0.25)
    return Reading(even, moods, valence, arousal, None, {"features": even}, (), None)


@given(_SOME_MOODS, _SOME_MOODS)
def test_a_song_must_carry_all_the_moods_asked_for(
    carried: tuple[Mood, ...], asked: tuple[Mood, ...]
) -> None:
    assert fits(_reading(carried), asked, None, None) == (set(asked) <= set(carried))


@given(_SOME_MOODS)
def test_asking_for_more_moods_never_gives_more_songs(carried: tuple[Mood, ...]) -> None:
    reading = _reading(carried)
    for mood in MOODS:
        if fits(reading, (Mood.HAPPY, mood), None, None):
            assert fits(reading, (Mood.HAPPY,), None, None)


@given(_UNIT, _UNIT, _UNIT, _UNIT)
def test_the_widest_radius_takes_every_song(v: float, a: float, x: float, y: float) -> None:
    assert fits(_reading((Mood.SAD,), v, a), (), Point(x, y), 1.5)


def test_the_radius_is_a_distance_on_the_plane() -> None:
    reading = _reading((Mood.CALM,), 0.7, 0.3)
    assert fits(reading, (), Point(0.7, 0.5), 0.2 + 1e-9)
    assert not fits(reading, (), Point(0.7, 0.6), 0.25)
