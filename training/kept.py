"""Arrays that are made once and kept in a file, whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def kept(file: Path, make: Callable[[], npt.NDArray[Any]]) -> npt.NDArray[np.float32]:
    """What is in the file, made first where it is not there; its folder is made, too."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part.npy")
        np.save(part, make())
        part.replace(file)
    return np.asarray(np.load(file), np.float32)
