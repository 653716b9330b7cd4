"""Sound whose channels take each other away is not lost when they are mixed to one."""

from typing import Any

import av
import numpy as np
import pytest

from moods.audio import RATE, decode
from moods.mixing import without_cancelling
from tests.moods.sounds import tone, wav_of


def block_of(channels: np.ndarray, layout: str, kind: str) -> Any:
    """A block as a decoder gives it, of channels (channels, samples) from -1 to 1."""
    packed = np.ascontiguousarray(channels.T.reshape(1, -1).astype(np.float32))
    frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=layout)
    frame.sample_rate = RATE
    resampler = av.AudioResampler(format=kind, layout=layout, rate=RATE)
    return resampler.resample(frame)[0]


def mixed(block: Any) -> np.ndarray:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    return np.asarray(resampler.resample(without_cancelling(block))[0].to_ndarray()[0])


@pytest.mark.parametrize("kind", ["u8", "s16", "s16p", "s32", "flt", "fltp", "dblp"])
@pytest.mark.parametrize("layout", ["stereo", "5.1"])
def test_channels_that_cancel_become_the_loudest_of_them(kind: str, layout: str) -> None:
    sound = tone(1, RATE)
    channels = np.zeros((2 if layout == "stereo" else 6, len(sound)), np.float32)
    channels[0], channels[1] = sound, -sound
    power = np.sqrt(np.mean(np.square(mixed(block_of(channels, layout, kind)))))
    assert power > 0.2


def test_channels_that_do_not_cancel_stay_as_they_are() -> None:
    sound, noise = tone(1, RATE), np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    for left, right in ((sound, sound), (sound, 0 * sound), (sound, noise), (sound, -0.6 * sound)):
        block = block_of(np.stack([left, right]), "stereo", "fltp")
        before = block.to_ndarray().copy()
        assert np.array_equal(without_cancelling(block).to_ndarray(), before)


def test_a_recording_with_one_channel_the_wrong_way_round_is_no_silence() -> None:
    sound = (tone(3, RATE) * 20_000).astype(np.int16)
    both = np.stack([sound, -sound]).T.reshape(-1)
    clip = decode(wav_of(both, RATE, channels=2))
    assert np.abs(clip.samples).max() > 0.3
