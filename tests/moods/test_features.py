import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moods.features import HOP, MELS, at_level, heard, log_mel, mel_filters, windows_of
from tests.moods.sounds import tone

librosa = pytest.importorskip("librosa", reason="librosa is in the [dev] extra")


def test_the_spectrogram_is_that_of_librosa() -> None:
    random = np.random.default_rng(3)
    samples = (tone(3, 16_000) + 0.2 * random.standard_normal(48_000)).astype(np.float32)
    theirs = librosa.feature.melspectrogram(
        y=samples, sr=16_000, n_fft=512, hop_length=256, n_mels=96
    )
    ours = log_mel(samples)
    assert ours.dtype == np.float32
    assert ours.shape == (1 + len(samples) // HOP, MELS)
    np.testing.assert_allclose(ours, np.log10(10_000 * theirs.T + 1), atol=2e-5)


def test_the_filters_are_those_of_librosa() -> None:
    theirs = librosa.filters.mel(sr=16_000, n_fft=512, n_mels=96)
    np.testing.assert_allclose(mel_filters(), theirs.T, atol=1e-6)


@given(length=st.integers(1, 900), frames=st.integers(1, 300), count=st.integers(1, 12))
def test_windows_are_whole_distinct_and_in_order(length: int, frames: int, count: int) -> None:
    spectrogram = np.repeat(np.arange(length, dtype=np.float32)[:, None], MELS, axis=1)
    windows = windows_of(spectrogram, frames, count)
    assert windows.shape[1:] == (frames, MELS)
    assert 1 <= len(windows) <= count
    starts = windows[:, 0, 0]
    if length >= frames:
        assert (np.diff(starts) > 0).all()
        assert (np.diff(windows[:, :, 0], axis=1) == 1).all()
    else:
        np.testing.assert_array_equal(windows[0, :, 0], np.arange(frames) % length)


def test_windows_are_spread_over_the_whole_clip() -> None:
    spectrogram = np.repeat(np.arange(1000, dtype=np.float32)[:, None], MELS, axis=1)
    assert windows_of(spectrogram, 100, 3)[:, 0, 0].tolist() == [225, 450, 675]


def test_a_step_reads_every_second_of_twice_as_many_windows() -> None:
    spectrogram = np.arange(1876, dtype=np.float32)[:, None] * np.ones((1, 96), np.float32)
    every = windows_of(spectrogram, 187, 10)
    np.testing.assert_array_equal(windows_of(spectrogram, 187, 5, 2), every[::2])


@given(gain=st.floats(-20, 6))
def test_it_does_not_matter_how_loud_a_file_is(gain: float) -> None:
    samples = tone(2, 16_000) * np.float32(0.3)
    softer = samples * np.float32(10 ** (gain / 20))
    np.testing.assert_allclose(heard(samples), heard(softer), atol=1e-3)


def test_a_click_does_not_make_a_recording_soft() -> None:
    samples = tone(3, 16_000)
    clicked = samples.copy()
    clicked[20_000] = 3.9
    np.testing.assert_allclose(at_level(samples)[:9000], at_level(clicked)[:9000], rtol=0.01)


def test_near_silence_is_not_made_as_loud_as_music() -> None:
    assert np.abs(at_level(tone(1, 16_000) * np.float32(1e-5))).max() < 0.01
    assert len(at_level(np.zeros(0, np.float32))) == 0
