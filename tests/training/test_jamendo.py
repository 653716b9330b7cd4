"""The multi-label variant on a made table of a few made sounds."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from tests.moods.sounds import encode, tone

pytestmark = pytest.mark.training
torch = pytest.importorskip("torch", reason="torch is in the [train] extra")
pytest.importorskip("fastai", reason="fastai is in the [train] extra")
pytest.importorskip("sklearn", reason="scikit-learn is in the [train] extra")

from fastai.callback.core import Callback  # noqa: E402

from cli.train import command  # noqa: E402
from training.datasets import DatasetBroken, DatasetMissing, describe, jamendo  # noqa: E402
from training.tagger import TaggerBody  # noqa: E402
from training.tagging import Phase, Tagged, TagNetwork, make_network, train  # noqa: E402

HEADER = "TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\n"
ROWS = {
    "train": ["1 1 calm", "2 1 calm sad", "3 2 happy", "4 2 happy sad"],
    "validation": ["5 3 calm", "6 3 happy sad"],
    "test": ["7 4 calm sad", "8 4 happy"],
}


def _line(row: str) -> str:
    track, artist, *tags = row.split()
    named = "\t".join(f"mood/theme---{tag}" for tag in tags)
    return f"track_{track}\tartist_{artist}\talbum_1\t0{track}/{track}.mp3\t4.0\t{named}\n"


def _write_tables(root: Path, rows: dict[str, list[str]] = ROWS, *, zipped: bool = True) -> Path:
    folder = root / "jamendo"
    folder.mkdir(parents=True, exist_ok=True)
    for part, lines in rows.items():
        text = HEADER + "".join(_line(row) for row in lines)
        file = folder / f"autotagging_moodtheme-{part}.tsv"
        if zipped:
            file.with_suffix(".tsv.gz").write_bytes(gzip.compress(text.encode()))
        else:
            file.write_text(text)
    return root


def _write_audio(root: Path) -> Path:
    audio = root / "audio"
    for rows in ROWS.values():
        for row in rows:
            track = row.split()[0]
            file = audio / f"0{track}" / (f"{track}.low.mp3" if track == "2" else f"{track}.mp3")
            file.parent.mkdir(parents=True)
            hertz = 220 if "calm" in row else 1760
            file.write_bytes(encode(tone(4, hertz=hertz), "mp3"))
    return audio


@pytest.mark.parametrize("zipped", [True, False])
def test_tracks_come_with_their_tags_and_parts(zipped: bool, tmp_path: Path) -> None:
    split = jamendo.load(_write_tables(tmp_path, zipped=zipped), sizes=None)
    assert split.tags == ("calm", "happy", "sad")
    assert [len(split.parts[part]) for part in jamendo.PARTS] == [4, 2, 2]
    second = split.parts["train"][1]
    assert (second.id, second.artist, second.tags) == ("track_2", "artist_1", ("calm", "sad"))
    truth = jamendo.binarise(split.parts["test"], split.tags)
    assert truth.tolist() == [[True, False, True], [False, True, False]]


def test_a_table_that_is_cut_short_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetBroken, match="has 9949 tracks; this table has 4"):
        jamendo.load(_write_tables(tmp_path))


def test_an_artist_in_two_parts_is_told(tmp_path: Path) -> None:
    rows = ROWS | {"test": ["7 3 calm"]}
    with pytest.raises(DatasetBroken, match="artist_3 is in both"):
        jamendo.load(_write_tables(tmp_path, rows), sizes=None)


@pytest.mark.parametrize("line", ["track_1\tartist_1\n", "a\tb\tc\td\t1.0\tgenre---rock\n", "x\n"])
def test_a_line_that_is_no_tagged_track_is_told(line: str, tmp_path: Path) -> None:
    file = _write_tables(tmp_path, zipped=False) / "jamendo" / "autotagging_moodtheme-test.tsv"
    file.write_text(HEADER + line)
    with pytest.raises(DatasetBroken, match="not a track with mood/theme tags"):
        jamendo.load(tmp_path, sizes=None)


def test_tables_that_are_not_there_are_told_and_terms_are_given(tmp_path: Path) -> None:
    with pytest.raises(DatasetMissing, match="is not there"):
        jamendo.load(tmp_path)
    assert "non-commercial" in describe(jamendo)["terms"]


def _keep_rate(folder: Path) -> None:
    """A learning rate as an earlier run has found it: the search takes many batches."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rate.json").write_text(json.dumps({"rate": 1e-3, "curve": [[1e-3, 0.7]]}))


def _train(root: Path, *more: str) -> tuple[Any, dict[str, Any]]:
    result = CliRunner().invoke(
        command,
        [
            "jamendo", "--data", str(root), "--records", str(root / "records"),
            "--runs", str(root / "runs"), "--any-size", *more,
        ],
    )  # fmt: skip
    records = sorted((root / "records").glob("*.json"))
    return result, {file.stem: json.loads(file.read_text()) for file in records}


def test_the_command_trains_and_keeps_figures_and_thresholds(tmp_path: Path) -> None:
    audio = _write_audio(_write_tables(tmp_path))
    (audio / "03" / "3.mp3").write_bytes(b"no audio at all")
    (audio / "04" / "4.mp3").unlink()
    _keep_rate(tmp_path / "runs" / "jamendo-scratch-seed1")
    result, records = _train(tmp_path, "--audio", str(audio), "--epochs", "1")
    assert result.exit_code == 0, result.output
    assert "train: audio of 2 of 4 tracks" in result.output
    record = records["jamendo"]
    assert record["tracks"] == {"train": 2, "validation": 2, "test": 2}
    assert 0 <= record["test"]["roc_auc"] <= 1
    assert 0 < record["test"]["pr_auc"] <= 1
    assert record["test"]["accuracy_of_no_tag"] == 0.5
    folder = tmp_path / "runs" / "jamendo-scratch-seed1"
    thresholds = json.loads((folder / "thresholds.json").read_text())
    assert list(thresholds) == ["calm", "happy", "sad"]
    assert all(0 < value < 1 for value in thresholds.values())
    assert torch.load(folder / "network.pt", weights_only=True)["head.1.bias"].shape == (3,)


def test_without_audio_only_the_tags_are_counted(tmp_path: Path) -> None:
    result, records = _train(_write_tables(tmp_path))
    assert result.exit_code == 0, result.output
    assert "nothing was trained" in result.output
    assert set(records) == {"jamendo-tags"}
    assert records["jamendo-tags"]["parts"]["train"]["accuracy_of_no_tag"] == 0.5


def test_a_folder_without_the_audio_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result, _ = _train(_write_tables(tmp_path), "--audio", str(tmp_path / "empty"))
    assert result.exit_code == 1
    assert "No audio of the train part" in result.output


class _PowerCut(Callback):  # type: ignore[misc]
    """Stops a run in the middle of an epoch, and counts those that began."""

    def __init__(self, at: int) -> None:
        self.at, self.began = at, 0

    def before_batch(self) -> None:
        if not self.training:
            return
        self.began += 1
        if self.began == self.at:
            raise KeyboardInterrupt


def _songs(count: int) -> Tagged:
    random = np.random.default_rng(1)
    spectrograms = [random.random((200, 96), np.float32) for _ in range(count)]
    return Tagged(spectrograms, random.random((count, 3)) < 0.5)


def test_an_interrupted_run_goes_on_with_the_epoch_it_was_in(tmp_path: Path) -> None:
    phases = [Phase("one", 2, frozen=True), Phase("two", 3, frozen=False)]
    learn, validation = _songs(4), _songs(2)

    def go(at: int) -> tuple[_PowerCut, dict[str, Any]]:
        network, _ = make_network(3, None, 1)
        cut = _PowerCut(at)
        told = train(
            network, phases, learn, validation, tmp_path, seed=1, finder_steps=20, callbacks=[cut]
        )
        return cut, told

    with pytest.raises(KeyboardInterrupt):
        go(at=4)  # one batch an epoch: in the second epoch of the second phase
    rest, told = go(at=100)
    assert rest.began == 2
    assert len(told["losses"]) == 5
    assert go(at=100)[0].began == 0
    assert len(list(tmp_path.glob("*.pth"))) == 1


def test_a_taggers_lower_half_stays_and_its_upper_half_learns(tmp_path: Path) -> None:
    torch.manual_seed(1)
    network, phases = make_network(3, TaggerBody(), 1)
    assert isinstance(network, TagNetwork)
    assert [phase.frozen for phase in phases] == [True, False]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    short = [Phase(phase.name, 1, phase.frozen) for phase in phases]
    _keep_rate(tmp_path)
    train(network, short, _songs(2), _songs(2), tmp_path, seed=1)
    after = network.state_dict()
    assert all(torch.equal(before[n], after[n]) for n in before if not n.startswith("upper"))
    assert not torch.equal(before["upper.high.0.0.weight"], after["upper.high.0.0.weight"])
    assert not torch.equal(before["upper.head.2.weight"], after["upper.head.2.weight"])
