"""The shipped weights: their cards, their hashes, and that serving equals training."""

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from moods.circumplex import MOODS
from moods.models import WEIGHTS_DIR, Card, Network, WeightsError, golden_input, to_probabilities
from moods.spectrogram_model import SpectrogramModel

NAMES = ("spectrogram", "features")


@pytest.mark.parametrize("name", NAMES)
def test_serving_gives_the_logits_that_training_gave(name: str) -> None:
    card = Card.read(WEIGHTS_DIR / f"{name}.json")
    golden = card.body["golden"]
    answer = Network(card).logits(golden_input(*golden["shape"]) * golden["scale"])
    np.testing.assert_allclose(answer, golden["logits"], atol=1e-4)


def test_serving_gives_the_numbers_that_the_card_tells() -> None:
    card = Card.read(WEIGHTS_DIR / "spectrogram.json")
    golden = card.body["golden"]
    numbers = Network(card).numbers(golden_input(*golden["shape"]) * golden["scale"])
    assert numbers.shape == (golden["shape"][0], 1504)
    told = numbers[:, :: golden["numbers_every"]]
    np.testing.assert_allclose(told, golden["numbers"], atol=1e-3)


def test_a_graph_that_gives_no_numbers_says_so() -> None:
    network = Network(Card.read(WEIGHTS_DIR / "features.json"))
    with pytest.raises(WeightsError, match="does not give numbers"):
        network.numbers(golden_input(1, 20))


@pytest.mark.parametrize("name", NAMES)
def test_a_card_says_what_the_model_is_and_is_not(name: str) -> None:
    body = Card.read(WEIGHTS_DIR / f"{name}.json").body
    assert body["outputs"] == [mood.value for mood in MOODS]
    for key in ("datasets", "split", "figures", "intended_use", "known_faults", "licence"):
        assert body[key], key
    for dataset in body["datasets"]:
        assert dataset["citation"]
        assert "non-commercial" in dataset["terms"]


def test_the_weights_are_small() -> None:
    assert sum(file.stat().st_size for file in WEIGHTS_DIR.glob("*.onnx")) < 5_000_000


def test_weights_that_are_not_those_on_the_card_are_refused(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS_DIR, tmp_path / "weights")
    weights = tmp_path / "weights" / "features.onnx"
    weights.write_bytes(weights.read_bytes() + b"\0")
    with pytest.raises(WeightsError, match="not the file its card describes"):
        Network(Card.read(tmp_path / "weights" / "features.json"))
    weights.unlink()
    with pytest.raises(WeightsError, match="missing"):
        Network(Card.read(tmp_path / "weights" / "features.json"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "features", "temperature": "warm"}'])
def test_what_is_no_card_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "card.json").write_text(text)
    with pytest.raises(WeightsError, match="not a model card"):
        Card.read(tmp_path / "card.json")


@pytest.mark.parametrize("lost", ["places", "within", "spread_factor", "input"])
def test_a_card_that_lacks_what_serving_needs_is_refused(tmp_path: Path, lost: str) -> None:
    shutil.copytree(WEIGHTS_DIR, tmp_path / "weights")
    card = tmp_path / "weights" / "spectrogram.json"
    card.write_text(
        json.dumps({k: v for k, v in json.loads(card.read_text()).items() if k != lost})
    )
    with pytest.raises(WeightsError, match="lacks"):
        SpectrogramModel(Card.read(card))


def test_a_card_cannot_point_outside_its_folder(tmp_path: Path) -> None:
    body = json.loads((WEIGHTS_DIR / "features.json").read_text())
    (tmp_path / "card.json").write_text(json.dumps(body | {"file": "../../etc/passwd"}))
    assert Card.read(tmp_path / "card.json").file == tmp_path / "passwd"


def test_a_higher_temperature_is_less_sure() -> None:
    logits = np.array([2.0, 1.0, 0.0, -1.0])
    cold, warm = to_probabilities(logits, 0.5), to_probabilities(logits, 2.0)
    assert math.isclose(sum(cold.values()), 1)
    assert max(cold.values()) > max(warm.values())
    assert list(cold) == list(MOODS)


def test_nothing_is_reported_to_the_maker_of_the_runtime(tmp_path: Path) -> None:
    """With its telemetry on, ONNX Runtime leaves a device id under the home folder."""
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    subprocess.run(
        [sys.executable, "-c", "import moods.reader; moods.reader.MoodReader.load()"],
        check=True,
        env={**environment, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        cwd=Path(__file__).parents[2],
    )
    assert [path for path in tmp_path.rglob("*") if "onnxruntime" in path.name] == []
