"""What a listener's own word does to a reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moods.circumplex import MOODS, Mood, Point
from moods.reading import Reading
from server.playlists.filter import fits
from server.playlists.own_moods import with_own_mood

_UNIT = st.floats(0, 1)
_MOOD = st.sampled_from(MOODS)


def _reading(valence: float, arousal: float, moods: tuple[Mood, ...] = (Mood.CALM,)) -> Reading:
    even = dict.fromkeys(MOODS, 0.25)
    return Reading(even, moods, valence, arousal, 0.4, {"features": even}, ("m 1",), None, (), True)


@given(_UNIT, _UNIT, _MOOD, _MOOD)
def test_the_own_mood_is_the_only_one_a_song_carries(
    valence: float, arousal: float, read: Mood, own: Mood
) -> None:
    heard = with_own_mood(_reading(valence, arousal, (read,)), own)
    for mood in MOODS:
        assert fits(heard, (mood,), None, None) == (mood is own)
    assert heard.point.mood is own
    assert not heard.unsure


@given(_UNIT, _UNIT, _MOOD)
def test_a_coordinate_that_agrees_stays_where_the_models_heard_it(
    valence: float, arousal: float, own: Mood
) -> None:
    reading = _reading(valence, arousal)
    heard = with_own_mood(reading, own)
    if reading.point.mood is own and 0.5 not in (valence, arousal):
        assert heard.point == reading.point
    assert heard.valence in (valence, 0.3, 0.7)
    assert heard.arousal in (arousal, 0.4, 0.6)


def test_a_calm_song_said_to_be_sad_gets_darker_and_stays_as_quiet() -> None:
    heard = with_own_mood(_reading(0.7, 0.3), Mood.SAD)
    assert heard.point == Point(0.3, 0.3)
    assert fits(heard, (), Point(0.25, 0.25), 0.1)
    assert not fits(heard, (), Point(0.7, 0.3), 0.2)


def test_what_the_models_say_is_left_as_it_is() -> None:
    reading = _reading(0.7, 0.3)
    heard = with_own_mood(reading, Mood.ENERGETIC)
    assert heard.probabilities == reading.probabilities
    assert heard.by_model == reading.by_model
    assert heard.models == reading.models


@pytest.mark.parametrize("mood", MOODS)
def test_a_song_the_models_have_not_read_has_the_listeners_word_alone(mood: Mood) -> None:
    heard = with_own_mood(None, mood)
    assert heard.moods == (mood,)
    assert heard.point.mood is mood
    assert heard.probabilities[mood] == 1
    assert heard.by_model == {}
    assert Reading.from_json(heard.to_json()) == heard
