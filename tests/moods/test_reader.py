import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moods.circumplex import MOODS, Mood, likeliest
from moods.feature_net import FEATURES, network_input, row_of
from moods.models import WEIGHTS_DIR, Card
from moods.reader import MoodReader
from moods.reading import ClipError, Reading
from tests.moods.sounds import encode, tone

READER = MoodReader.load()
CLIP = encode(tone(5), "mp3")
LIVELY = {
    "danceability": 0.8,
    "energy": 0.85,
    "loudness": -4.5,
    "speechiness": 0.05,
    "acousticness": 0.02,
    "instrumentalness": 0.0,
    "liveness": 0.1,
    "valence": 0.95,
    "tempo": 124.0,
    "duration_ms": 210_000.0,
}
STILL = {
    "danceability": 0.2,
    "energy": 0.05,
    "loudness": -27.0,
    "acousticness": 0.98,
    "instrumentalness": 0.92,
    "valence": 0.1,
    "tempo": 72.0,
}


def _assert_sound(reading: Reading) -> None:
    assert sum(reading.probabilities.values()) == pytest.approx(1, abs=1e-6)
    assert reading.moods
    for told in (reading.valence, reading.arousal, reading.dominance):
        assert told is not None
        assert 0 <= told <= 1
    assert reading.models == tuple(f"{n} {READER.versions[n]}" for n in reading.by_model)
    body = reading.to_json()
    assert Reading.from_json(body).to_json() == body
    for told in (body["probabilities"], *body["by_model"].values()):
        assert sum(told.values()) == pytest.approx(1, abs=1e-9)


def test_a_clip_and_features_are_read_together() -> None:
    reading = READER.read(CLIP, LIVELY, clip_source="deezer")
    _assert_sound(reading)
    assert set(reading.by_model) == {"spectrogram", "features"}
    assert set(reading.moods) == {likeliest(p) for p in reading.by_model.values()}
    assert reading.clip_source == "deezer"


def test_a_clip_alone_is_read_from_bytes_or_a_path(tmp_path: Path) -> None:
    (tmp_path / "song").write_bytes(CLIP)
    reading = READER.read(CLIP, None, clip_source="itunes")
    _assert_sound(reading)
    assert set(reading.by_model) == {"spectrogram"}
    assert READER.read(tmp_path / "song", {}, clip_source="itunes") == reading


def test_features_alone_are_read() -> None:
    lively = READER.read(None, LIVELY, clip_source=None)
    still = READER.read(None, STILL, clip_source=None)
    _assert_sound(lively)
    assert lively.models == (f"features {READER.versions['features']}",)
    assert lively.clip_source is None
    assert lively.arousal > 0.5 > still.arousal
    assert still.moods[0] in (Mood.SAD, Mood.CALM)


def test_a_song_lies_between_the_places_of_the_four_moods() -> None:
    places = Card.read(WEIGHTS_DIR / "spectrogram.json").body["places"]
    reading = READER.read(CLIP, LIVELY, clip_source="deezer")
    valence = sum(reading.probabilities[mood] * places[mood][0] for mood in MOODS)
    assert reading.valence == pytest.approx(valence)
    assert places["happy"][1] > 0.5 > places["calm"][1]
    assert places["calm"][0] > 0.5 > places["sad"][0]


def test_an_unreadable_clip_leaves_the_features() -> None:
    reading = READER.read(b"not audio at all", LIVELY, clip_source="deezer")
    assert reading == READER.read(None, LIVELY, clip_source=None)


def test_nothing_to_read_is_a_clip_error() -> None:
    with pytest.raises(ClipError) as nothing:
        READER.read(None, None, clip_source=None)
    assert nothing.value.code == "clip_empty"
    with pytest.raises(ClipError) as rubbish:
        READER.read(b"not audio at all", {"energy": 0.5}, clip_source="deezer")
    assert rubbish.value.code == "clip_not_audio"


@given(st.dictionaries(st.sampled_from(FEATURES), st.none() | st.floats(width=32)))
def test_partial_and_absurd_features_never_break_a_reading(
    features: dict[str, float | None],
) -> None:
    try:
        reading = READER.read(None, features, clip_source=None)
    except ClipError as error:
        assert error.code == "clip_empty"
        assert np.isfinite(row_of(features)).sum() < 3
    else:
        _assert_sound(reading)


def test_unknown_features_are_zero_and_marked_unknown() -> None:
    inputs = network_input(row_of({"energy": 1.0, "tempo": None})[None])[0]
    assert inputs.shape == (2 * len(FEATURES),)
    energy = FEATURES.index("energy")
    assert inputs[energy] > 1
    assert inputs[len(FEATURES) + energy] == 1
    assert np.count_nonzero(inputs) == 2


def test_threads_share_a_reader() -> None:
    with ThreadPoolExecutor(4) as threads:
        readings = list(
            threads.map(lambda _: READER.read(CLIP, LIVELY, clip_source="deezer"), range(8))
        )
    assert all(reading == readings[0] for reading in readings)


def test_reading_needs_neither_flask_nor_what_trains() -> None:
    script = "import sys; import cli.read; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    for heavy in ("flask", "sqlalchemy", "torch", "tensorflow", "sklearn", "keras"):
        assert heavy not in modules


def test_the_moods_are_in_the_order_of_the_outputs() -> None:
    assert list(READER.read(None, LIVELY, clip_source=None).probabilities) == list(MOODS)
