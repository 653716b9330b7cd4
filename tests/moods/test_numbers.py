"""The numbers that the spectrogram model's head reads, and what it makes of them."""

import numpy as np
import pytest

from moods.audio import decode
from moods.circumplex import MOODS
from moods.features import heard, windows_of
from moods.models import WEIGHTS_DIR, Card, Network, to_probabilities
from moods.spectrogram_model import Heard, SpectrogramModel
from tests.moods.sounds import chirps, encode

MODEL = SpectrogramModel(Card.read(WEIGHTS_DIR / "spectrogram.json"))
CLIP = decode(encode(chirps(12), "mp3"))


def _assert_same(one: Heard, other: Heard) -> None:
    for mood in MOODS:
        assert one.probabilities[mood] == pytest.approx(other.probabilities[mood], abs=1e-4)
    for name, told in vars(one.dimensions).items():
        assert told == pytest.approx(getattr(other.dimensions, name), abs=1e-4)


def test_the_head_says_of_a_songs_numbers_what_the_graph_says_of_the_song() -> None:
    told = MODEL.hear(CLIP)
    assert told.numbers.shape == (1504,)
    _assert_same(MODEL.answer_of(told.numbers), told)


def test_the_mean_of_single_windows_numbers_is_the_songs() -> None:
    """Eleven windows, so that they take more than one batch."""
    spectrogram = heard(CLIP.samples)
    windows = windows_of(spectrogram, MODEL.frames, 11)
    numbers = MODEL.numbers(windows)
    assert numbers.shape == (11, 1504)
    logits, together = Network(MODEL.card).both(windows[None])
    np.testing.assert_allclose(numbers.mean(0), together[0], atol=1e-4)
    told = MODEL.answer_of(numbers.mean(0)).probabilities
    for mood, share in to_probabilities(logits[0], MODEL.card.temperature).items():
        assert told[mood] == pytest.approx(share, abs=1e-4)


def test_numbers_are_had_of_any_moment_and_of_sounds_shorter_than_a_window() -> None:
    spectrogram = heard(CLIP.samples)
    there = MODEL.numbers_at(spectrogram, [0, 300])
    np.testing.assert_allclose(
        there, MODEL.numbers(np.stack([spectrogram[:187], spectrogram[300:487]])), atol=1e-5
    )
    assert MODEL.numbers_at(spectrogram[:60], [0]).shape == (1, 1504)
    moments = MODEL.course(CLIP, every=300 * 256 / 16_000)
    _assert_same(moments[1].heard, MODEL.answer_of(there[1]))
