"""The 34 features and 68 statistics, held to pyAudioAnalysis's numbers."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from films.sound_features import FRAME, NAMES, RATE, short_term, statistics

# What pyAudioAnalysis 0.3.14 gave for `_made_signal`, once, in an environment of its own:
# ShortTermFeatures.feature_extraction(signal * 2**15, 16000, 800, 800, deltas=False), and the mean
# and np.std of each of its rows. To seven digits.
# fmt: off
GOLDEN_FRAMES = {
    0: [
    0.05381727, 0.1790643, 3.309474, 0.1279767, 0.1319316, 0.7240669, 0.0, 0.165, -26.86006,
    1.833857, -1.032796, 0.1762189, -2.093047, -0.9487746, 1.18489, 0.4792741, 0.3108924,
    0.7636902, -0.672912, -0.8704339, 0.03828405, 0.0003003432, 0.1990651, 7.379396e-05,
    3.328381e-05, 2.04881e-05, 1.980988e-05, 6.015092e-05, 0.04892251, 2.960863e-05,
    2.668794e-05, 4.238094e-05, 7.205706e-05, 0.05542829,
],
    7: [
    0.05506884, 0.1480726, 3.282356, 0.1308134, 0.1408252, 0.725574, 0.0167343, 0.165,
    -26.19599, 2.143296, -1.025109, 0.04240216, -1.962927, -0.8382874, 1.10354, 0.3770928,
    0.2594227, 0.7416662, -0.6103318, -0.782295, 0.07517215, 0.000814716, 0.1974053,
    0.0002083482, 9.325037e-05, 5.3344e-05, 4.651146e-05, 0.0001086052, 0.04859812,
    5.640512e-05, 6.833803e-05, 0.0001141311, 0.0002007603, 0.05493608,
],
    19: [
    0.06508135, 0.1888271, 3.310784, 0.3821633, 0.3068292, 1.013473, 0.00587423, 0.165,
    -24.22098, 0.2589599, -0.3755055, -0.5114466, -1.116142, -0.5055185, 0.5706225, 0.4879823,
    0.4508413, 0.8396415, -0.7915759, -0.9560611, -0.003291426, 0.0002775871, 0.1924437,
    0.0001475488, 8.022917e-05, 0.000102606, 9.933725e-05, 0.0001665196, 0.04550271,
    9.823465e-05, 0.00021311, 0.0003242289, 6.080139e-05, 0.05348264,
],
}
GOLDEN_STATISTICS = [
    0.1207134, 0.08094587, 3.010201, 0.2506976, 0.2093422, 1.12001, 0.01207871, 0.26, -25.95089,
    1.647347, -0.6686522, -0.04935672, -1.47281, -0.6668314, 0.816748, 0.3770695, 0.2385788,
    0.6350083, -0.514027, -0.6556383, 0.04102547, 0.008652056, 0.1547328, 0.002485111,
    0.0009191603, 0.0008259427, 0.0006280361, 0.001475814, 0.03788008, 0.0006717534,
    0.0009639464, 0.001552134, 0.002098565, 0.04276093, 0.1275205, 0.07311679, 0.4344486,
    0.1420411, 0.08843319, 0.6331898, 0.009466616, 0.2257861, 2.093793, 1.086643, 0.7636451,
    0.24896, 0.5997803, 0.2137437, 0.2936481, 0.1749507, 0.1687434, 0.1512524, 0.1849232,
    0.2065958, 0.08050959, 0.01133732, 0.05104133, 0.002459337, 0.0009997031, 0.0009481163,
    0.0006847639, 0.001755066, 0.01247851, 0.0008528622, 0.001005067, 0.001519205, 0.002306535,
    0.01432045,
]
# fmt: on


def _made_signal() -> npt.NDArray[np.float32]:
    """A second of two swelling tones, and noise from the middle on, off its middle line."""
    n = np.arange(RATE)
    noise = (n * 0.618033988749895 % 1.0) * ((n * n % 1009) / 1009) - 0.25
    tones = np.sin(2 * np.pi * 440 * n / RATE) + 0.5 * np.sin(2 * np.pi * 1318.5 * n / RATE + 1)
    swelling = tones * (1 + np.cos(2 * np.pi * 3 * n / RATE)) / 2
    return np.asarray(0.3 * swelling + 0.2 * noise * (n > 9000) + 0.05, np.float32)


def test_every_feature_is_the_one_of_the_library() -> None:
    frames = short_term(_made_signal()[None])
    assert frames.shape == (1, RATE // FRAME, len(NAMES))
    for frame, golden in GOLDEN_FRAMES.items():
        np.testing.assert_allclose(frames[0, frame], golden, rtol=1e-5, atol=1e-9)


def test_a_segment_is_the_mean_and_the_deviation_of_its_frames() -> None:
    np.testing.assert_allclose(
        statistics(_made_signal()[None])[0], GOLDEN_STATISTICS, rtol=1e-5, atol=1e-7
    )


def test_silence_is_described_too() -> None:
    frames = short_term(np.zeros((1, RATE), np.float32))[0]
    described = dict(zip(NAMES, frames.T, strict=True))
    np.testing.assert_allclose(described.pop("mfcc_1"), -99.00180475)
    assert all(np.abs(feature).max() < 1e-9 for feature in described.values())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.sampled_from([1e-4, 0.03, 1.0, 40.0]), st.integers(1, 4))
def test_loudness_does_not_matter_and_segments_are_described_apart(
    seed: int, gain: float, count: int
) -> None:
    noise = np.random.default_rng(seed).normal(0, 1, (count, 2000)).astype(np.float32)
    together = statistics(noise * np.float32(gain))
    assert together.shape == (count, 2 * len(NAMES))
    assert np.isfinite(together).all()
    np.testing.assert_allclose(together, statistics(noise), rtol=1e-3, atol=1e-3)
    alone = np.concatenate([statistics(one[None]) for one in noise])
    np.testing.assert_allclose(alone, statistics(noise), rtol=1e-5, atol=1e-6)


def test_less_than_a_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 800"):
        short_term(np.zeros((1, FRAME - 1), np.float32))
