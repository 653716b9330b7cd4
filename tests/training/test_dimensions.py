"""The reference's networks for valence, arousal, dominance, and their inputs, on made data."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.training
torch = pytest.importorskip("torch", reason="torch is in the [train] extra")
for name in ("scipy", "sklearn", "fastai"):
    pytest.importorskip(name, reason=f"{name} is in the [train] extra")

from cli.train import command as train  # noqa: E402
from moods.circumplex import QUADRANTS  # noqa: E402
from tests.moods.sounds import encode, tone  # noqa: E402
from training.dimensions import (  # noqa: E402
    DIMENSIONS,
    UNITS,
    Cell,
    Parts,
    Settings,
    answers_of,
    pieces_of,
    scaled,
)
from training.dimensions_inputs import (  # noqa: E402
    EMBEDDED_STEPS,
    MFCC,
    MFCC_STEPS,
    embeddings_of,
    mfcc_of,
    window_starts,
)
from training.dimensions_metrics import figures_of, means_of_others  # noqa: E402
from training.musicnn_bodies import MSD_POOLS, VggBody  # noqa: E402
from training.train_dimensions import run  # noqa: E402

RATE = 22_050
torch.set_num_threads(1)  # these networks are too small to share
QUICK = Settings(epochs=2, patience=1)


def test_mfcc_are_those_that_librosa_gives() -> None:
    librosa = pytest.importorskip("librosa", reason="librosa is in the [dev] extra")
    noise = np.random.default_rng(1).normal(0, 0.1, 3 * RATE)
    samples = (noise * np.linspace(0, 1, 3 * RATE)).astype(np.float32)
    theirs = librosa.feature.mfcc(y=samples, sr=RATE, n_mfcc=MFCC, n_fft=2048, hop_length=1024)
    np.testing.assert_allclose(mfcc_of(samples), theirs.T, atol=1e-3)


def test_thirty_seconds_give_the_references_steps() -> None:
    samples = tone(30, RATE)
    assert mfcc_of(samples).shape == (MFCC_STEPS, MFCC) == (2 * 323, 13)
    assert np.isfinite(mfcc_of(np.zeros(30 * RATE, np.float32))).all()


def test_windows_follow_each_other_and_lie_within_their_half() -> None:
    for half in (0, 1):
        starts = window_starts(half)
        assert len(starts) == 15
        assert starts == sorted(starts)
        assert starts[0] >= half * 937.5
        assert starts[-1] + 187 <= (half + 1) * 937.5 + 1
        assert set(np.diff(starts[2:-2])) == {60}  # .96 s


def test_a_short_song_is_repeated_and_gives_as_many_embeddings() -> None:
    body = VggBody(MSD_POOLS, (2, 2, 2, 2, 2)).eval()
    short = np.random.default_rng(1).random((400, 96), np.float32)
    out = embeddings_of(body, short)
    assert out.shape == (EMBEDDED_STEPS, 4)
    whole = np.concatenate([short] * 5)[:1875]
    np.testing.assert_array_equal(out, embeddings_of(body, whole))


def test_pieces_are_the_song_in_order() -> None:
    songs = np.arange(2 * 6 * 1, dtype=np.float32).reshape(2, 6, 1)
    halves = pieces_of(songs, 15)
    assert halves.shape == (2, 2, 3, 1)
    assert halves[1, :, :, 0].tolist() == [[6, 7, 8], [9, 10, 11]]
    np.testing.assert_array_equal(pieces_of(songs, 30)[:, 0], songs)


@pytest.mark.parametrize("reads", ["mfcc", "embeddings"])
def test_the_scale_knows_only_the_songs_learnt_from(reads: str) -> None:
    pieces = np.random.default_rng(1).normal(3, 5, (12, 2, 4, 5)).astype(np.float32)
    learn = np.arange(8)
    before = scaled(pieces, learn, reads)
    rows = before[learn].reshape(-1, before.shape[-1])
    np.testing.assert_allclose(rows.mean(0), 0, atol=1e-4)
    np.testing.assert_allclose(rows.std(0), 1, atol=0.02)
    pieces[8:] *= 100
    np.testing.assert_allclose(scaled(pieces, learn, reads)[learn], before[learn], atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 12), st.integers(0, 11))
def test_the_three_parts_of_a_training_share_no_fold(count: int, fold: int) -> None:
    folds = np.arange(3 * count) % count
    parts = Parts.of(folds, fold % count)
    together = np.concatenate([parts.learn, parts.watch, parts.held])
    assert sorted(together.tolist()) == list(range(len(folds)))
    assert set(folds[parts.held]) == {fold % count}
    assert len(set(folds[parts.watch])) == 1


def test_too_few_folds_are_refused() -> None:
    with pytest.raises(ValueError, match="three at least"):
        Parts.of(np.array([0, 1, 0, 1]), 0)


@pytest.mark.parametrize("network", ["cnn", "lstm"])
@pytest.mark.parametrize(("reads", "steps"), [("mfcc", 323), ("embeddings", 15)])
def test_every_network_takes_the_references_shapes(network: str, reads: str, steps: int) -> None:
    width = 13 if reads == "mfcc" else 128
    made = Cell(reads, network, 15).make(steps, width)
    assert made(torch.zeros(2, steps, width)).shape == (2,)
    dense = [layer.out_features for layer in made.modules() if isinstance(layer, torch.nn.Linear)]
    assert dense == [128, 128, 64, 1]


def test_the_lstm_over_embeddings_has_the_references_units() -> None:
    assert UNITS["embeddings"] == 512


@pytest.mark.parametrize("network", ["cnn", "lstm"])
def test_a_network_learns_what_can_be_heard(network: str) -> None:
    random = np.random.default_rng(1)
    values = random.uniform(0.2, 0.8, 120)
    pieces = random.normal(0, 0.3, (120, 2, 8, 13)).astype(np.float32)
    pieces[..., 0] += 4 * (values[:, None, None] - 0.5)
    parts = Parts.of(np.arange(120) % 4, 0)
    quick = Settings(rates={"cnn": 3e-3, "lstm": 3e-3}, batch=16, epochs=8)
    cell = Cell("mfcc", network, 15)
    told, errors = answers_of(cell, pieces, values, parts, settings=quick, seed=1)
    again, _ = answers_of(cell, pieces, values, parts, settings=quick, seed=1)
    np.testing.assert_array_equal(told, again)
    assert told.shape == (30, 2)
    assert min(errors) < 0.5
    assert figures_of(values[parts.held], told)["r2"] > 0.5


def test_the_labels_of_the_songs_asked_about_are_never_seen() -> None:
    random = np.random.default_rng(1)
    values, pieces = random.random(30), random.random((30, 2, 4, 13), np.float32)
    parts = Parts.of(np.arange(30) % 3, 0)
    changed = values.copy()
    changed[parts.held] = 0
    cell = Cell("mfcc", "cnn", 15)
    told, other = (
        answers_of(cell, pieces, each, parts, settings=QUICK, seed=1)[0]
        for each in (values, changed)
    )
    np.testing.assert_array_equal(told, other)


def test_figures_by_song_and_by_piece() -> None:
    truth = np.array([0.2, 0.8, 0.5, 0.5])
    told = np.stack([truth + 0.1, truth - 0.1], 1)
    one = figures_of(truth, told)
    assert one["mse"] == pytest.approx(0)
    assert one["r2"] == pytest.approx(1)
    assert one["piece_mse"] == pytest.approx(0.01)
    assert one["piece_mae"] == pytest.approx(0.1)
    always = figures_of(truth, np.full((4, 1), truth.mean()))
    assert always["r2"] == pytest.approx(0)
    low, high = always["interval_95"]["mse"]
    assert low <= always["mse"] <= high


def test_the_mean_that_is_told_is_that_of_the_other_folds() -> None:
    told = means_of_others(np.array([0.0, 1.0, 0.5]), np.array([0, 0, 1]))
    assert told.tolist() == [[0.5], [0.5], [0.5]]
    told = means_of_others(np.array([0.0, 1.0, 0.5]), np.array([0, 1, 1]))
    assert told[:, 0].tolist() == [0.75, 0.0, 0.0]


def _make_data(folder: Path, *, with_values: bool = True) -> None:
    header = ["id", "quadrant", "fold", *DIMENSIONS]
    rows = []
    for number in range(6):
        quadrant = list(QUADRANTS)[number % 4]
        place = folder / "mood4q" / quadrant
        place.mkdir(parents=True, exist_ok=True)
        song = tone(2, hertz=200 * (1 + number))
        (place / f"s{number}.opus").write_bytes(encode(song, "opus"))
        value = f"{0.2 + 0.1 * number:.1f}" if with_values else ""
        rows.append([f"s{number}", quadrant, number // 2, value, value, value])
    with (folder / "mood4q" / "tracks.csv").open("w", newline="") as table:
        csv.writer(table).writerows([header, *rows])


def test_a_run_leaves_a_record_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    _make_data(tmp_path)
    runs = tmp_path / "runs"
    said: list[str] = []

    def again() -> str:
        run(
            tmp_path, runs, tagger=None, say=said.append, lengths=[15], settings=QUICK,
            records=tmp_path,
        )  # fmt: skip
        return (tmp_path / "dimensions.json").read_text()

    first = again()
    record = json.loads(first)
    assert [(one["reads"], one["network"]) for one in record["cells"]] == [
        ("mfcc", "cnn"),
        ("mfcc", "lstm"),
    ]
    assert set(record["cells"][0]["figures"]) == set(DIMENSIONS) == set(record["mean"])
    assert sum("needs --tagger" in line for line in said) == 2
    kept = sorted(runs.glob("dimensions-seed1/*.npz"))
    assert len(kept) == 6
    stamps = [file.stat().st_mtime_ns for file in kept]
    assert again() == first
    assert [file.stat().st_mtime_ns for file in kept] == stamps


def test_songs_without_values_are_told_plainly(tmp_path: Path) -> None:
    _make_data(tmp_path, with_values=False)
    answer = CliRunner().invoke(train, ["dimensions", "--data", str(tmp_path)])
    assert answer.exit_code == 1
    assert "lacks its valence" in answer.output
