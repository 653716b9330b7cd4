"""What a run of the feature net keeps, on a handful of made rows."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from moods.circumplex import MOODS

pytestmark = pytest.mark.training
for _name in ("torch", "fastai", "keras"):
    pytest.importorskip(_name, reason=f"{_name} is in the [train] extra")

from training import train_features  # noqa: E402
from training.feature_net import Labels, Logits, Rows  # noqa: E402

_NUMBERS = (
    "danceability", "energy", "loudness", "speechiness", "acousticness", "instrumentalness",
    "liveness", "valence", "tempo", "duration_ms",
)  # fmt: skip


def _write_table(root: Path, name: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    lines = [",".join(("mood", "artist", *_NUMBERS))]
    for number in range(40):
        values = ",".join(f"{value:.3f}" for value in random.random(len(_NUMBERS)))
        lines.append(f"{MOODS[number % 4].value},Artist {number},{values}")
    (root / "spotify_features").mkdir(exist_ok=True)
    text = "\n".join(lines) + "\n"
    (root / "spotify_features" / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))


class _Counted:
    """A net that finds every song happy, and counts how often it was trained."""

    def __init__(self) -> None:
        self.trained = 0

    def train(self, rows: Rows, labels: Labels, seed: int) -> Callable[[Rows], Logits]:
        self.trained += 1
        return lambda asked: np.tile([1.0, 0, 0, 0], (len(asked), 1))


def test_finished_seeds_are_kept_and_those_of_other_data_are_not_taken(tmp_path: Path) -> None:
    _write_table(tmp_path, "data_moods", 1)
    _write_table(tmp_path, "marvin", 2)

    def trainings(*seeds: int) -> int:
        net = _Counted()
        record = train_features.run(
            tmp_path, tmp_path / "runs", None, seeds=seeds, say=lambda _: None,
            records=tmp_path / "records", nets={"counted": net.train},
        )  # fmt: skip
        assert [one["accuracy"] for one in record["nets"]["counted"]["whole"]] == [0.25] * len(
            seeds
        )
        return net.trained

    assert trainings(1) == 11  # ten folds, and once on the other table
    assert trainings(1, 2) == 11
    assert trainings(1, 2) == 0
    kept = json.loads((tmp_path / "records" / "features.json").read_text())
    assert kept["seeds"] == [1, 2]
    _write_table(tmp_path, "marvin", 3)
    assert trainings(1) == 11
