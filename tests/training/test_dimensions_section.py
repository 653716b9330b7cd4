from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.training
for name in ("matplotlib", "torch", "sklearn"):
    pytest.importorskip(name, reason=f"{name} is in the [train] extra")

from training.dimensions import DIMENSIONS  # noqa: E402
from training.dimensions_metrics import figures_of  # noqa: E402
from training.dimensions_section import dimensions_section  # noqa: E402


def _figures() -> dict[str, Any]:
    random = np.random.default_rng(1)
    truth = random.random(40)
    told = truth[:, None] + random.normal(0, 0.1, (40, 2))
    return {name: figures_of(truth, told, rounds=50) for name in DIMENSIONS}


def _record() -> dict[str, Any]:
    return {
        "model": "dimensions", "about": "No listener rated the clips.", "data": "made",
        "split": "ten folds", "songs": 40, "seeds": [1], "mean": _figures(),
        "variance": dict.fromkeys(DIMENSIONS, 0.083), "command": "repeat me",
        "recipe": {
            "rates": {"cnn": 3e-4, "lstm": 1e-3}, "batch": 64, "epochs": 20, "patience": 3,
            "units": {"embeddings": 512, "mfcc": 128},
        },
        "cells": [{"reads": "mfcc", "network": "cnn", "seconds": 15, "figures": _figures()}],
        "run": {"date": "2026-01-02", "minutes": 3.5, "machine": "a made machine"},
    }  # fmt: skip


def test_what_was_not_run_says_so(tmp_path: Path) -> None:
    assert "Not run" in dimensions_section(None, None, tmp_path)
    page = dimensions_section(_record(), None, tmp_path)
    assert page.count("| MFCC + LSTM | 30 | not run |") == 3
    assert page.count("| **Ours, as served** | (30) | not run |") == 3
    assert page.count("not run |") == 3 * (7 + 1)


def test_the_references_figures_stand_beside_the_mean_and_ours(tmp_path: Path) -> None:
    ours = {
        "valence": {"r2": 0.512, "mse": 0.0208, "mae": 0.11, "interval_95": [0.45, 0.56]},
        "arousal": {"r2": -0.2, "mse": 0.01, "mae": 0.08, "interval_95": {"mse": [0.009, 0.011]}},
    }
    page = dimensions_section(_record(), ours, tmp_path)
    assert "VGGish + LSTM, other songs | 15 | not given | | | | | | .0141 | | .0919 | |" in page
    assert "| **Ours, as served** | (30) | .512 | .450 to .560 | .0208 |  | .1100 |" in page
    assert "| **Ours, as served** | (30) | -.200 |  | .0100 | .0090 to .0110 | .0800 |" in page
    assert page.count("The mean of the other folds' songs") == 3
    assert "VGGish could not be had" in page
    assert "No listener rated the clips" in page


def test_every_row_has_as_many_cells_as_its_head_and_the_picture_is_there(tmp_path: Path) -> None:
    page = dimensions_section(_record(), {"valence": _figures()["valence"]}, tmp_path)
    rows = {line.count("|") for line in page.splitlines() if line.startswith("|")}
    assert rows == {13}
    assert (tmp_path / "results" / "dimensions.png").stat().st_size > 1000
