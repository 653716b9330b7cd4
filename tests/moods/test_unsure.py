"""A reading says how sure the models are."""

import json
import shutil
from pathlib import Path

import pytest

from moods.circumplex import MOODS, Mood
from moods.models import WEIGHTS_DIR
from moods.reader import MoodReader
from moods.reading import Reading
from tests.moods.sounds import encode, tone

CLIP = encode(tone(5), "mp3")


def _reader(folder: Path, unsure_below: float | None) -> MoodReader:
    """The shipped models, with another threshold on the card."""
    shutil.copytree(WEIGHTS_DIR, folder)
    card = folder / "spectrogram.json"
    body = json.loads(card.read_text())
    body.pop("unsure_below", None)
    if unsure_below is not None:
        body["unsure_below"] = unsure_below
    card.write_text(json.dumps(body))
    return MoodReader.load(folder)


def test_a_reading_is_unsure_below_the_threshold_of_the_card(tmp_path: Path) -> None:
    sure = _reader(tmp_path / "a", None).read(CLIP, None, clip_source=None)
    assert sure.confidence == max(sure.probabilities.values())
    assert not sure.unsure
    for place, threshold, unsure in (("b", sure.confidence, False), ("c", 0.999999, True)):
        reading = _reader(tmp_path / place, threshold).read(CLIP, None, clip_source=None)
        assert reading.confidence == sure.confidence
        assert reading.unsure is unsure


@pytest.mark.parametrize("unsure", [True, False])
def test_it_is_told_and_kept(unsure: bool) -> None:
    weights = {Mood.HAPPY: 0.33333, Mood.ENERGETIC: 0.33333, Mood.SAD: 0.16667, Mood.CALM: 0.16667}
    reading = Reading(
        weights, (Mood.HAPPY,), 0.5, 0.6, None, {"features": weights}, ("m 1",), None, (), unsure
    )
    body = reading.to_json()
    assert body["unsure"] is unsure
    assert body["confidence"] == max(body["probabilities"].values())
    assert Reading.from_json(body).to_json() == body


def test_a_reading_kept_before_there_was_a_threshold_is_still_read() -> None:
    even = dict.fromkeys(MOODS, 0.25)
    body = Reading(even, (Mood.SAD,), 0.5, 0.5, None, {"features": even}, ("m 1",), None).to_json()
    del body["unsure"], body["confidence"]
    kept = Reading.from_json(body)
    assert not kept.unsure
    assert kept.confidence == 0.25
