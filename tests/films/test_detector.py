"""The detector of music, speech and other, on made sounds, and its smoothing."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from films.detector import (
    COLUMNS,
    FRAMES,
    MARGIN,
    PIECE,
    SOUNDS,
    WEIGHTS_DIR,
    SoundDetector,
    next_piece,
    rows_of,
    smooth,
)
from moods.features import HOP, MELS, log_mel
from moods.models import Card, Network, WeightsError, golden_input

RATE = 16_000
SECONDS = st.integers(1, 40)
COURSES = SECONDS.flatmap(
    lambda count: arrays(np.float32, (count, 3), elements=st.floats(0.0625, 1.0, width=32))
)


@pytest.fixture(scope="module")
def detector() -> SoundDetector:
    return SoundDetector.load()


def _chords(seconds: int) -> npt.NDArray[np.float32]:
    """Piano-like chords, two a second."""
    time = np.arange(seconds * RATE) / RATE
    out = np.zeros(len(time))
    for beat, root in enumerate([220.0, 174.6, 261.6, 196.0] * seconds):
        start = beat * RATE // 2
        if start >= len(out):
            break
        part = time[: len(out) - start]
        for step in (0, 4, 7, 12):
            hertz = root * 2 ** (step / 12)
            for overtone in range(1, 6):
                tone = np.sin(2 * np.pi * hertz * overtone * part) / overtone**1.5
                out[start:] += 0.05 * tone * np.exp(-3 * part)
    return out.astype(np.float32)


def test_the_network_answers_as_it_did_when_it_was_trained() -> None:
    card = Card.read(WEIGHTS_DIR / "detector.json")
    golden = card.body["golden"]
    answer = Network(card).logits(golden_input(*golden["shape"]) * golden["scale"])
    np.testing.assert_allclose(answer, golden["logits"], atol=1e-4)
    assert card.file.stat().st_size < 4_000_000


def test_a_card_says_what_the_detector_is(detector: SoundDetector) -> None:
    body = detector.card.body
    assert tuple(body["outputs"]) == SOUNDS
    assert {one["name"] for one in body["datasets"]} == {"mood4q", "ravdess", "emodb", "esc10"}
    assert "on-commercial" in body["licence"]


def test_every_second_gets_probabilities_of_its_own(detector: SoundDetector) -> None:
    seconds = np.tile(_chords(10).reshape(-1, RATE), (13, 1))
    together = detector.told_apart(seconds)
    assert together.shape == (130, len(SOUNDS))
    np.testing.assert_allclose(together.sum(1), 1, atol=1e-5)
    piece = detector.probabilities(seconds[PIECE - MARGIN : 2 * PIECE + MARGIN])
    np.testing.assert_array_equal(together[PIECE : 2 * PIECE], piece[MARGIN:-MARGIN])
    np.testing.assert_allclose(together[:PIECE], detector.probabilities(seconds)[:PIECE], atol=0.02)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=12))
def test_pieces_are_the_same_however_a_recording_comes_in(comes: list[int]) -> None:
    whole, known, there, heard = sum(comes), 0, 0, []
    for number, more in enumerate(comes, 1):
        there += more
        while piece := next_piece(known, there, is_last=number == len(comes)):
            heard.append(piece)
            known = piece.last
    known = 0
    for one in heard:
        assert one == next_piece(known, whole, is_last=True)
        assert one.first % PIECE == 0
        assert one.begin in (0, one.first - MARGIN) and one.end in (whole, one.last + MARGIN)
        known = one.last
    assert known == whole


def test_rows_are_log_mels_that_reach_into_the_neighbours() -> None:
    samples = np.random.default_rng(3).normal(0, 0.1, 3 * RATE).astype(np.float32)
    rows = rows_of(samples.reshape(-1, RATE))
    assert rows.shape == (3, FRAMES, COLUMNS)
    gain = 10 ** rows[1, 0, MELS]
    whole = log_mel(samples[RATE - 16 * HOP :] * gain)[16 : 16 + FRAMES]
    np.testing.assert_allclose(rows[1, :, :MELS], whole, atol=1e-4)
    np.testing.assert_allclose(rows_of(4 * samples.reshape(-1, RATE))[..., :MELS], rows[..., :MELS],
                               atol=1e-4)  # fmt: skip


def test_chords_are_music_and_hiss_and_silence_are_not(detector: SoundDetector) -> None:
    chords = detector.probabilities(_chords(8).reshape(-1, RATE))
    assert SOUNDS[int(chords.mean(0).argmax())] == "music"
    hiss = np.random.default_rng(2).normal(0, 0.05, (4, RATE)).astype(np.float32)
    for quiet in (hiss, np.zeros((2, RATE), np.float32)):
        told = detector.probabilities(quiet)
        assert {SOUNDS[place] for place in told.argmax(1)} == {"other"}


@pytest.mark.parametrize("gain", [0.03, 0.3, 3.0])
def test_loudness_hardly_matters(detector: SoundDetector, gain: float) -> None:
    chords = _chords(4).reshape(-1, RATE)
    told = detector.probabilities(chords)
    np.testing.assert_allclose(detector.probabilities(chords * np.float32(gain)), told, atol=0.02)


def test_no_seconds_give_no_rows_and_other_lengths_are_refused(detector: SoundDetector) -> None:
    assert detector.probabilities(np.zeros((0, RATE), np.float32)).shape == (0, 3)
    with pytest.raises(ValueError, match="16000"):
        detector.probabilities(np.zeros((2, 8000), np.float32))


def test_weights_that_are_not_those_of_the_card_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError):
        SoundDetector.load(tmp_path)
    for name in ("detector.json", "detector.onnx"):
        shutil.copyfile(WEIGHTS_DIR / name, tmp_path / name)
    card = json.loads((tmp_path / "detector.json").read_text())
    (tmp_path / "detector.onnx").write_bytes((tmp_path / "detector.onnx").read_bytes() + b"x")
    with pytest.raises(WeightsError, match="not the file"):
        SoundDetector.load(tmp_path)
    (tmp_path / "detector.json").write_text(json.dumps({**card, "outputs": ["happy", "sad"]}))
    with pytest.raises(WeightsError, match="apart"):
        SoundDetector.load(tmp_path)


@settings(max_examples=60, deadline=None)
@given(COURSES)
def test_smoothing_gives_one_label_a_second_and_changes_no_oftener_than_the_likeliest(
    course: npt.NDArray[np.float32],
) -> None:
    likeliest = [SOUNDS[place] for place in course.argmax(1)]
    smoothed = smooth(course)
    assert len(smoothed) == len(course)
    assert _changes(smoothed) <= _changes(likeliest)
    assert smooth(course, switch_cost=0.0) == likeliest
    assert len(set(smooth(course, switch_cost=1e6))) == 1


@settings(max_examples=60, deadline=None)
@given(COURSES, st.floats(0, 8), st.floats(0, 8))
def test_a_dearer_change_is_made_no_oftener(
    course: npt.NDArray[np.float32], one: float, other: float
) -> None:
    cheap, dear = sorted((one, other))
    if dear - cheap > 1e-6:
        few = smooth(course, switch_cost=dear)
        assert _changes(few) <= _changes(smooth(course, switch_cost=cheap))


@settings(max_examples=40, deadline=None)
@given(COURSES, st.permutations(range(3)))
def test_smoothing_has_no_favourite_and_no_direction(
    course: npt.NDArray[np.float32], order: list[int]
) -> None:
    course = course + np.random.default_rng(1).random(course.shape, np.float32) * 1e-3  # no ties
    renamed = smooth(course[:, order])
    assert [SOUNDS[order[SOUNDS.index(one)]] for one in renamed] == smooth(course)
    assert smooth(course[::-1])[::-1] == smooth(course)


def test_a_lone_doubtful_second_is_not_torn_out_of_its_run_and_a_sure_one_is() -> None:
    speech, doubt, noise = [0.04, 0.94, 0.02], [0.5, 0.45, 0.05], [0.001, 0.001, 0.998]
    assert smooth(np.array([speech] * 3 + [doubt] + [speech] * 3)) == ["speech"] * 7
    assert smooth(np.array([speech] * 3 + [noise] * 2 + [speech] * 3))[3:5] == ["other"] * 2
    assert smooth(np.zeros((0, 3))) == []


def _changes(labels: list[str]) -> int:
    return sum(one != other for one, other in pairwise(labels))
