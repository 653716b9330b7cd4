"""How far off a song's place may be."""

from math import cos, pi, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moods.circumplex import MOODS, Dimensions, Mood, Spread, place_of, spread_of
from moods.models import WEIGHTS_DIR, Card
from moods.reader import MoodReader
from moods.reading import Reading
from moods.spectrogram_model import SpectrogramModel

MODEL = SpectrogramModel(Card.read(WEIGHTS_DIR / "spectrogram.json"))
STILL = {"danceability": 0.2, "energy": 0.05, "loudness": -27.0, "acousticness": 0.98}
_shares = st.lists(st.floats(0.001, 1), min_size=4, max_size=4)


def test_the_spread_is_that_of_songs_drawn_mood_by_mood() -> None:
    random = np.random.default_rng(1)
    shares = [0.4, 0.3, 0.2, 0.1]
    songs = []
    for mood, count in zip(MOODS, (np.array(shares) * 100_000).astype(int), strict=True):
        a, b, both = MODEL.within[mood]
        place = MODEL.places[mood]
        songs.append(
            random.multivariate_normal(
                (place.valence, place.arousal), [[a, both], [both, b]], count
            )
        )
    drawn = np.cov(np.concatenate(songs).T)
    told = spread_of(dict(zip(MOODS, shares, strict=True)), MODEL.places, MODEL.within)
    assert told.valence == pytest.approx(sqrt(drawn[0, 0]), rel=0.01)
    assert told.arousal == pytest.approx(sqrt(drawn[1, 1]), rel=0.01)
    assert told.tilt == pytest.approx(drawn[0, 1], abs=1e-4)


@given(_shares)
def test_the_less_certain_the_mood_the_wider_the_spread(shares: list[float]) -> None:
    total = sum(shares)
    told = {mood: share / total for mood, share in zip(MOODS, shares, strict=True)}
    wide = spread_of(told, MODEL.places, MODEL.within)
    least = min(MODEL.within[mood][0] for mood in MOODS)
    assert wide.valence**2 >= least - 1e-9
    assert abs(wide.tilt) <= wide.valence * wide.arousal + 1e-9
    half = spread_of(told, MODEL.places, MODEL.within, factor=0.5)
    assert half.valence == pytest.approx(wide.valence / 2)
    assert half.tilt == pytest.approx(wide.tilt / 4)


def test_a_song_of_a_certain_mood_is_as_far_off_as_the_songs_of_that_mood() -> None:
    places = {mood: Dimensions(0.1 * n, 0.2 * n, 0) for n, mood in enumerate(MOODS)}
    within = dict.fromkeys(MOODS, (0.01, 0.0025, 0.001))
    certain = {mood: float(mood is Mood.SAD) for mood in MOODS}
    assert place_of(certain, places) == places[Mood.SAD]
    told = spread_of(certain, places, within)
    assert (told.valence, told.arousal, told.tilt) == pytest.approx((0.1, 0.05, 0.001))


@given(st.floats(0.01, 0.3), st.floats(0.01, 0.3), st.floats(-0.95, 0.95))
def test_an_ellipse_runs_where_songs_are_as_unlikely_as_it_says(
    valence: float, arousal: float, correlation: float
) -> None:
    tilt = correlation * valence * arousal
    ellipse = Spread(valence, arousal, tilt).ellipse(0.9)
    inverse = np.linalg.inv([[valence**2, tilt], [tilt, arousal**2]])
    for at in np.linspace(0, 2 * pi, 7):
        x, y = ellipse.length * cos(at), ellipse.width * sin(at)
        turned = np.array(
            [
                x * cos(ellipse.angle) - y * sin(ellipse.angle),
                x * sin(ellipse.angle) + y * cos(ellipse.angle),
            ]
        )
        assert turned @ inverse @ turned == pytest.approx(-2 * np.log(0.1), rel=1e-3)


def test_a_reading_tells_its_spread_and_one_of_before_has_none() -> None:
    reading = MoodReader.load().read(None, STILL, clip_source=None)
    assert reading.spread is not None
    body = reading.to_json()
    assert body["spread"].keys() == {"valence", "arousal", "tilt"}
    assert 0.05 < body["spread"]["valence"] < 0.3
    assert Reading.from_json(body).to_json() == body
    del body["spread"]
    assert Reading.from_json(body).spread is None
