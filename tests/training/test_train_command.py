import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.evaluate import command as evaluate
from cli.train import command as train
from tests.moods.sounds import encode, tone


def test_the_figures_of_the_shipped_models_are_printed() -> None:
    result = CliRunner().invoke(evaluate, ["models"])
    assert result.exit_code == 0
    for word in ("spectrogram", "features", "mood4q", "data_moods", "accuracy", "terms"):
        assert word in result.output
    cards = json.loads(CliRunner().invoke(evaluate, ["models", "--json"]).output)
    assert set(cards) == {"spectrogram", "features"}


def test_the_cost_of_a_reading_is_split(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(encode(tone(5), "mp3"))
    figures = json.loads(CliRunner().invoke(evaluate, ["cost", str(tmp_path / "song.mp3")]).output)
    assert figures["clips"] == 1
    parts = figures["decode_ms"] + figures["features_ms"] + figures["model_ms"]
    assert figures["read_ms"] == pytest.approx(parts, abs=0.05)


@pytest.mark.training
@pytest.mark.parametrize("model", ["spectrogram", "features"])
def test_data_that_is_not_there_is_told_plainly(model: str, tmp_path: Path) -> None:
    for name in ("torch", "fastai", "keras"):
        pytest.importorskip(name, reason=f"{name} is in the [train] extra")
    result = CliRunner().invoke(train, [model, "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "is not there" in result.output
