import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from cli.evaluate import command as evaluate
from moods.circumplex import MOODS
from training.examples import BRIGHTEST, spectrogram_of


def test_composed_pieces_are_kept_with_mood_answer_and_spectrogram(tmp_path: Path) -> None:
    result = CliRunner().invoke(evaluate, ["examples", "--records", str(tmp_path)])
    assert result.exit_code == 0, result.output
    kept = json.loads((tmp_path / "examples.json").read_text())["examples"]
    assert [one["mood"] for one in kept] == [mood.value for mood in MOODS]
    for one in kept:
        assert sum(one["probabilities"].values()) == pytest.approx(1, abs=0.001)
        spectrogram = spectrogram_of(one)
        assert spectrogram.shape == (one["frames"], 48)
        assert 0 < float(spectrogram.max()) <= BRIGHTEST
        assert one["seconds"] == pytest.approx(30, abs=1)
    happy, sad = (np.mean(spectrogram_of(kept[place])) for place in (0, 2))
    assert happy > sad


@pytest.mark.training
def test_the_examples_become_one_picture(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is in the [train] extra")
    from training.sound_section import examples_section  # noqa: PLC0415

    assert "Not run" in examples_section([], tmp_path)
    CliRunner().invoke(evaluate, ["examples", "--records", str(tmp_path)])
    record = json.loads((tmp_path / "examples.json").read_text())
    assert "4 pieces" in examples_section([record], tmp_path)
    assert (tmp_path / "results" / "examples.png").stat().st_size > 10_000
