"""Files read as streams, whole, for tests."""

from pathlib import Path

import numpy as np
import pytest

from films.errors import FilmError
from films.stream import Samples, SoundStream, opened


def read(path: Path, start: float = 0.0, track: int | None = None) -> tuple[Samples, SoundStream]:
    with opened(path, track) as sound:
        blocks = list(sound.blocks(start))
        return np.concatenate(blocks or [np.zeros(0, np.float32)]), sound


def codes(sound: SoundStream) -> list[str]:
    return [trouble.code for trouble in sound.troubles]


def refused(path: Path, track: int | None = None) -> str:
    with pytest.raises(FilmError) as caught:
        read(path, track=track)
    assert caught.value.message.endswith(".")
    return caught.value.code
