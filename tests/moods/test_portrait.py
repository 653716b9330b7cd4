"""Portraits of recordings: small, in step with the reading, and no recording."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moods.audio import decode
from moods.features import heard
from moods.models import WEIGHTS_DIR, Card
from moods.portrait import COLUMNS, likeness, peaks_of, picture_of, portray, sound_of
from moods.reader import MoodReader
from moods.spectrogram_model import SpectrogramModel
from tests.moods.sounds import chirps, encode, tone

MODEL = SpectrogramModel(Card.read(WEIGHTS_DIR / "spectrogram.json"))
CLIP = decode(encode(chirps(20), "mp3"))
HEARD, PORTRAIT = portray(MODEL, CLIP)


def test_a_portrait_comes_with_the_very_reading() -> None:
    assert MODEL.hear(CLIP) == HEARD
    np.testing.assert_array_equal(PORTRAIT.sound, sound_of(HEARD.numbers))
    assert PORTRAIT.sound.shape == (1504,)


def test_the_course_runs_through_the_clip_and_says_what_is_heard_there() -> None:
    moments = [at for at, _ in PORTRAIT.course]
    assert moments == sorted(moments)
    assert 1.5 <= moments[0] < moments[-1] <= CLIP.seconds - 1.4
    assert max(np.diff(moments)) < 3
    course = MODEL.course(CLIP, every=0.1)
    for at, place in PORTRAIT.course:
        near = min(course, key=lambda moment: abs(moment.at - at))
        assert place.valence == pytest.approx(near.heard.dimensions.valence, abs=0.1)


def test_the_picture_and_the_waveform_are_small() -> None:
    assert PORTRAIT.peaks.shape == (COLUMNS, 2)
    assert PORTRAIT.picture.shape == (96, COLUMNS)
    assert PORTRAIT.seconds == pytest.approx(20, abs=0.2)
    spectrogram = heard(CLIP.samples)
    assert PORTRAIT.picture[:, 0].argmax() == spectrogram[1].argmax()
    higher = PORTRAIT.picture[:, -1].argmax()
    assert higher > PORTRAIT.picture[:, 0].argmax(), "chirps rise"


@given(st.integers(1, 2000))
def test_sounds_of_any_length_have_a_waveform(length: int) -> None:
    random = np.random.default_rng(length)
    peaks = peaks_of(random.normal(0, 0.2, length).astype(np.float32))
    assert 1 <= len(peaks) == min(length, COLUMNS)
    assert (peaks[:, 0] <= peaks[:, 1]).all()
    assert max(np.abs(peaks.astype(int) - 128).max(), 127) <= 128
    assert (peaks_of(np.zeros(length, np.float32)) == 128).all()


def test_a_short_clip_has_a_portrait_too() -> None:
    _, portrait = portray(MODEL, decode(encode(tone(1.2), "wav")))
    assert len(portrait.course) == 1
    assert picture_of(heard(CLIP.samples[:4000])).shape == (96, 16)


def test_alike_sounds_are_near_and_others_are_not() -> None:
    _, same = portray(MODEL, decode(encode(chirps(20) * np.float32(0.5), "wav")))
    noise = np.random.default_rng(1).normal(0, 0.2, 20 * 44_100).astype(np.float32)
    _, other = portray(MODEL, decode(encode(noise, "wav")))
    near, far = likeness(PORTRAIT.sound, np.stack([same.sound, other.sound]))
    assert near > 0.95
    assert far < 0.8
    assert likeness(PORTRAIT.sound, PORTRAIT.sound[None])[0] == pytest.approx(1)


def test_a_clip_that_cannot_be_read_has_no_portrait_and_the_features_are_read() -> None:
    reader = MoodReader.load()
    features = {"danceability": 0.2, "energy": 0.05, "loudness": -27.0}
    reading, portrait = reader.portray(b"no clip", features, clip_source="deezer")
    assert portrait is None
    assert reading == reader.read(None, features, clip_source=None)
    data = encode(tone(4), "mp3")
    reading, portrait = reader.portray(data, features, clip_source="deezer")
    assert portrait is not None
    assert reading == reader.read(data, features, clip_source="deezer")
