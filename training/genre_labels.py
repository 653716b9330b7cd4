"""Which genres the clips of mood4q can teach, and how they map to the reference's ten.

AllMusic's broad genres, as the set's authors took them; a clip has one to five. Those with fewer
than `LEAST` clips are left out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from training.datasets import Song, mood4q

LEAST = 30

TEN: Mapping[str, str] = MappingProxyType({
    "blues": "Blues",
    "rock": "Pop/Rock",
    "pop": "Pop/Rock",
    "metal": "Pop/Rock",
    "jazz": "Jazz",
    "classical": "Classical",
    "electronic": "Electronic",
    "hiphop": "Rap",
    "country": "Country",
    "dance": "",
})  # fmt: skip
"""The ten genres of Karydis 2020 by AllMusic's that holds them; rock, pop and metal are one there,
and none is dance."""


def enough(root: Path) -> tuple[list[str], dict[str, int]]:
    """The genres with at least `LEAST` clips, the commonest first, and the clips of every genre."""
    counts = Counter(genre for own in mood4q.genres(root).values() for genre in own)
    return [genre for genre, count in counts.most_common() if count >= LEAST], dict(counts)


def truth_of(root: Path, songs: Sequence[Song], labels: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which of the labels each song has, shape (songs, labels)."""
    own = mood4q.genres(root)
    return np.array([[label in own[song.id] for label in labels] for song in songs])
