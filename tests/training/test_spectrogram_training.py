"""The spectrogram model's training on a handful of made songs."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moods.circumplex import QUADRANTS
from moods.reading import ClipError
from tests.moods.sounds import encode, tone

pytestmark = pytest.mark.training
torch = pytest.importorskip("torch", reason="torch is in the [train] extra")
pytest.importorskip("fastai", reason="fastai is in the [train] extra")
pytest.importorskip("keras", reason="tensorflow is in the [train] extra")

from moods.models import Card, Network, golden_input  # noqa: E402
from moods.spectrogram_model import SpectrogramModel  # noqa: E402
from training import train_spectrogram  # noqa: E402
from training.cross_validation import Labels, Material, OtherFolds, held_out_logits  # noqa: E402
from training.datasets import Song, mood4q  # noqa: E402
from training.export import ExportError, export_spectrogram  # noqa: E402
from training.from_three_taggers import FromThreeTaggers, load_bodies  # noqa: E402
from training.musicnn_bodies import VggBody, make_body, prune  # noqa: E402
from training.spectrogram_card import VERSION  # noqa: E402
from training.spectrogram_cnn import FRAMES, OverWindows  # noqa: E402
from training.spectrograms import cached_log_mels  # noqa: E402
from training.tagger import TaggerBody, TaggerError, load_tagger  # noqa: E402
from training.three_taggers import ThreeTaggers  # noqa: E402
from training.transfer import MoodNetwork, Transfer, Upper  # noqa: E402

FOLDS = 2


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mood4q of eight made songs in two folds."""
    root = tmp_path_factory.mktemp("data")
    lines = ["id,quadrant,fold"]
    for number, quadrant in enumerate(list(QUADRANTS) * FOLDS):
        (root / "mood4q" / quadrant).mkdir(parents=True, exist_ok=True)
        song = tone(4, hertz=200 * (1 + number % 4))
        (root / "mood4q" / quadrant / f"s{number}.opus").write_bytes(encode(song, "opus"))
        lines.append(f"s{number},{quadrant},{number // 4}")
    (root / "mood4q" / "tracks.csv").write_text("\n".join(lines) + "\n")
    return root


def _material(songs: list[Song]) -> Material:
    spectrogram = np.random.default_rng(1).random((400, 96), np.float32)
    return Material.of(songs, [spectrogram] * len(songs))


def _untrained() -> MoodNetwork:
    torch.manual_seed(1)
    body = TaggerBody()
    return MoodNetwork(body, Upper(body, 0.5)).eval()


class _Remembering:
    """A recipe that trains nothing and remembers what it was given to learn from."""

    name = "remembering"
    key = ""

    def __init__(self) -> None:
        self.learnt: list[list[int]] = []

    def train(self, material: Material, learn: Labels, seed: int) -> Any:
        self.learnt.append(learn.tolist())
        return OverWindows(torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(FRAMES * 96, 4)))

    def describe(self) -> dict[str, Any]:
        return {}


def test_training_from_scratch_ends_in_weights_that_can_be_served(
    data: Path, tmp_path: Path
) -> None:
    out, records = tmp_path / "weights", tmp_path / "records"
    record = train_spectrogram.run(
        data, tmp_path / "runs", out, tagger=None, seeds=(1,), epochs=1,
        say=lambda _: None, records=records,
    )  # fmt: skip
    kept = json.loads((records / "spectrogram-scratch.json").read_text())
    assert kept["by_windows"]["5"][0]["songs"] == 4 * FOLDS
    assert kept["recipe"]["finder"]
    card = Card.read(out / "spectrogram.json")
    assert card.body["figures"]["seeds"] == [1]
    assert card.temperature == pytest.approx(record["by_windows"]["5"][0]["temperature"], abs=1e-3)
    assert SpectrogramModel(card).card.version == VERSION


def test_folds_of_a_short_run_do_not_pass_for_those_of_a_whole_one(
    data: Path, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    for epochs in (1, 2):
        record = train_spectrogram.run(
            data, runs, None, tagger=None, seeds=(1,), epochs=epochs,
            say=lambda _: None, records=tmp_path,
        )  # fmt: skip
        assert record["recipe"]["epochs"] == epochs
        assert record["recipe"]["losses"], "every fold was taken from the run before"
    assert not (runs / "scratch-seed1").exists()


def test_no_fold_learns_from_itself_and_finished_folds_are_kept(data: Path, tmp_path: Path) -> None:
    material, recipe = _material(mood4q.load(data)), _Remembering()

    def run() -> dict[int, Any]:
        return held_out_logits(
            recipe, material, seed=1, runs=tmp_path, windows=(1, 2), say=lambda _: None
        )

    first = run()
    assert recipe.learnt == [[4, 5, 6, 7], [0, 1, 2, 3]]
    (tmp_path / "remembering-seed1" / "fold1.npz").unlink()
    second = run()
    assert recipe.learnt[2:] == [[0, 1, 2, 3]]
    np.testing.assert_array_equal(first[2][:4], second[2][:4])
    recipe.key = "other settings"
    with pytest.raises(OtherFolds, match="other settings"):
        run()


def test_spectrograms_are_made_once(data: Path, tmp_path: Path) -> None:
    songs = mood4q.load(data)
    first = cached_log_mels(songs, tmp_path)
    songs[0].path.rename(songs[0].path.with_suffix(".away"))
    again = cached_log_mels(songs, tmp_path)
    songs[0].path.with_suffix(".away").rename(songs[0].path)
    np.testing.assert_array_equal(first[0], again[0])
    with pytest.raises(ClipError):
        cached_log_mels([Song("gone", tmp_path / "gone", songs[0].mood, 0)], tmp_path)


def test_transfer_moves_the_upper_half_and_keeps_the_lower(data: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    body = TaggerBody()
    before = {name: value.clone() for name, value in body.state_dict().items()}
    recipe = Transfer(
        body, tmp_path, tmp_path, lambda _: None, frozen_epochs=1, epochs=1, finder_steps=20
    )
    network = recipe.train(_material(mood4q.load(data)), np.arange(8), 1)
    after = network.network.state_dict()
    for name, value in body.state_dict().items():
        assert torch.equal(value, before[name]), name
    assert torch.equal(after["low.0.0.weight"], before["low.0.0.weight"])
    assert not torch.equal(after["upper.high.0.0.weight"], before["high.0.0.weight"])
    assert torch.equal(after["upper.high.0.2.running_mean"], before["high.0.2.running_mean"])
    assert recipe.describe()["losses"]


def test_the_transferred_network_serves_as_it_was_trained(tmp_path: Path) -> None:
    network = OverWindows(_untrained())
    card = export_spectrogram(network, FRAMES, tmp_path, {"version": "0", "temperature": 1.0})
    assert card.body["golden"]["shape"] == [2, 3, FRAMES, 96]
    assert card.file.stat().st_size < 3_000_000


def test_three_taggers_learn_above_and_keep_what_is_below(data: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    start = ThreeTaggers().eval()
    recipe = FromThreeTaggers(start, tmp_path, lambda _: None, epochs=1)
    recipe.settings = replace(recipe.settings, batch=4, finder_steps=10)
    network = recipe.train(_material(mood4q.load(data)), np.arange(8), 1)
    before, after = start.state_dict(), network.state_dict()
    for kept in ("vgg.blocks.2.0.weight", "musicnn.timbral.0.0.weight", "vgg.scale.running_mean"):
        assert torch.equal(before[kept], after[kept]), kept
    assert all(torch.equal(v, after[n]) for n, v in before.items() if n.startswith("second."))
    for moved in (
        "vgg.blocks.3.0.weight",
        "musicnn.middle.0.0.weight",
        "head.weight",
    ):
        assert not torch.equal(before[moved], after[moved]), moved
    assert recipe.describe()["losses"]
    assert recipe.describe()["finder"]
    card = export_spectrogram(network, FRAMES, tmp_path, {"version": "0", "temperature": 1.0})
    assert np.shape(card.body["golden"]["logits"]) == (2, 4)
    assert card.file.stat().st_size < 3_500_000


@pytest.mark.parametrize("model", ["MSD_vgg", "MSD_musicnn"])
def test_dead_filters_can_be_left_out_without_a_change(model: str) -> None:
    torch.manual_seed(1)
    body = make_body(model).eval()
    layer = body.blocks[1][0] if isinstance(body, VggBody) else body.timbral[0][0]
    with torch.no_grad():
        layer.weight[10:] = 0
        layer.bias[10:] = 0
    windows = torch.rand(1, FRAMES, 96)
    with torch.inference_mode():
        whole, pruned = body(windows), prune(body)(windows)
    assert torch.allclose(whole, pruned, atol=1e-4)
    assert sum(p.numel() for p in prune(body).parameters()) < sum(
        p.numel() for p in body.parameters()
    )


def test_an_export_that_answers_otherwise_is_refused(tmp_path: Path) -> None:
    class _Fickle(torch.nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.calls = 0
            self.head = torch.nn.Linear(1, 4)

        def forward(self, windows: Any) -> Any:
            self.calls += 1
            return self.head(windows.mean((1, 2, 3))[:, None]) * self.calls

    with pytest.raises(ExportError, match="differs"):
        export_spectrogram(_Fickle(), FRAMES, tmp_path, {"version": "0", "temperature": 1.0})


def test_an_export_without_a_linear_head_is_refused(tmp_path: Path) -> None:
    class _Headless(torch.nn.Module):  # type: ignore[misc, name-defined]
        def forward(self, windows: Any) -> Any:
            return windows.mean((1, 2, 3))[:, None] * torch.ones(1, 4)

    with pytest.raises(ExportError, match="no linear layer"):
        export_spectrogram(_Headless(), FRAMES, tmp_path, {"version": "0", "temperature": 1.0})


@pytest.mark.parametrize("network", [OverWindows(_untrained()), ThreeTaggers()])
def test_every_network_also_gives_the_numbers_that_its_head_reads(
    network: torch.nn.Module, tmp_path: Path
) -> None:
    torch.manual_seed(1)
    card = export_spectrogram(network, FRAMES, tmp_path, {"version": "0", "temperature": 1.0})
    served, song = Network(card), golden_input(1, 3, FRAMES, 96)
    logits, together = served.both(song)
    apart = served.numbers(song[0][:, None])
    assert apart.shape == (3, together.shape[1])
    np.testing.assert_allclose(apart.mean(0), together[0], atol=1e-4)
    np.testing.assert_allclose(served.head().logits(together), logits, atol=1e-4)
    assert np.shape(card.body["golden"]["numbers"])[0] == 2


def test_a_tagger_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TaggerError, match="no MSD_vgg checkpoint"):
        load_tagger(tmp_path)
    with pytest.raises(TaggerError, match="no checkpoint"):
        load_bodies(tmp_path)
