from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.robustness import figures as robustness_figures

pytestmark = pytest.mark.training
pytest.importorskip("matplotlib", reason="matplotlib is in the [train] extra")

from training.midi import figures as midi_figures  # noqa: E402
from training.sound_section import midi_section, robustness_section  # noqa: E402


def _robustness() -> dict[str, Any]:
    happy, sad = [0.7, 0.1, 0.1, 0.1], [0.2, 0.1, 0.6, 0.1]
    steady = {"original": happy, "m4a": happy}
    return {
        "model": "robustness", "data": "made", "learnt_from": True, "weights": "made 1",
        "files": 2, "seed": 1, "command": "mooddex evaluate robustness",
        "figures": robustness_figures([steady, {"original": happy, "m4a": sad}]),
    }  # fmt: skip


def _midi(name: str) -> dict[str, Any]:
    random = np.random.default_rng(1)
    truth = np.arange(40) % 4
    one = midi_figures(truth, random.dirichlet(np.ones(4), 40), truth)
    return {
        "model": "midi", "data": name, "weights": "made 1", "seed": 1, "command": "repeat me",
        "figures": {"peak": one, "fixed": one},
    }  # fmt: skip


def test_what_was_not_run_says_so(tmp_path: Path) -> None:
    assert "Not run" in robustness_section([])
    assert "Not run" in midi_section([], tmp_path)
    half = midi_section([_midi("emopia")], tmp_path)
    assert "| VGMIDI (game music) | not run |" in half
    assert "last 30 s | not run" in robustness_section([_robustness()])


def test_a_share_stands_with_its_interval_and_what_is_friendly_about_it() -> None:
    page = robustness_section([_robustness()])
    assert "| m4a (AAC, 128 kbit/s) | 2 | 1 | .500 | .095 to .905 |" in page
    assert "learnt from these clips" in page
    assert "mooddex evaluate robustness" in page


def test_every_row_has_as_many_cells_as_its_head(tmp_path: Path) -> None:
    both = [_midi("emopia"), _midi("vgmidi")]
    for page in (
        robustness_section([_robustness()]),
        midi_section(both, tmp_path),
        midi_section(both[:1], tmp_path),
    ):
        rows = [line.count("|") for line in page.splitlines() if line.startswith("|")]
        assert len(set(rows)) == 1
    assert (tmp_path / "results" / "midi-vgmidi-confusion.png").stat().st_size > 1000
