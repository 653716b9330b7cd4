"""Makes the songs of the sandbox: music whose mood a listener can tell."""

from random import Random

import numpy as np
from numpy.typing import NDArray

from sandbox.music.arrangement import arrange
from sandbox.music.mixing import mix
from sandbox.music.style import style_of


def compose(
    valence: float, arousal: float, seed: int, seconds: float = 30.0, rate: int = 44_100
) -> NDArray[np.float32]:
    """A piece of music for a place on the mood plane; the same arguments give the same sound.

    Args:
        valence, arousal: 0 to 1, the axes crossing at 0.5. Happy is a bright dance in major,
            energetic fast and distorted in minor, sad a slow voice in minor over a strummed guitar,
            a piano and strings, calm a slow arpeggio over soft chords in major.
        seed: which piece of that mood.
        seconds: at least 2.
        rate: samples a second.

    Returns:
        float32 (seconds * rate, 2), stereo, within -1..1.

    Raises:
        ValueError: a coordinate is outside 0..1, or the time is too short for a bar.
    """
    if not (0 <= valence <= 1 and 0 <= arousal <= 1):
        raise ValueError("valence and arousal are numbers from 0 to 1")
    if seconds < 2:
        raise ValueError("a piece lasts at least two seconds")
    rng = Random(f"{seed}")
    style = style_of(valence, arousal, rng)
    return mix(arrange(style, seconds, rng), style, seconds, rate, seed % 2**32)
