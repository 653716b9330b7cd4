"""Hand-made features and the baseline over them, on made sounds."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.training
pytest.importorskip("scipy", reason="scipy is in the [train] extra")
pytest.importorskip("sklearn", reason="scikit-learn is in the [train] extra")

from moods.circumplex import QUADRANTS  # noqa: E402
from tests.moods.sounds import encode, tone  # noqa: E402
from training import train_handmade  # noqa: E402
from training.handmade import Numbers, features_of  # noqa: E402

RATE = 16_000
WIDTH = len(features_of(tone(2, RATE)))


def _clicks(a_minute: float, seconds: float = 20) -> Numbers:
    samples = np.zeros(round(seconds * RATE), np.float32)
    noise = np.random.default_rng(1).normal(0, 0.3, 800).astype(np.float32)
    for at in np.arange(0, seconds - 0.1, 60 / a_minute):
        start = round(at * RATE)
        samples[start : start + len(noise)] += noise
    return samples


@settings(max_examples=25, deadline=None)
@given(st.floats(1, 12), st.sampled_from([0.0, 1e-6, 0.2, 3.0]), st.integers(0, 9))
def test_any_clip_gives_one_row_of_finite_numbers(seconds: float, gain: float, seed: int) -> None:
    samples = np.random.default_rng(seed).normal(0, 1, round(seconds * RATE)) * gain
    row = features_of(samples.astype(np.float32))
    assert row.shape == (WIDTH,)
    assert np.isfinite(row).all()


def test_the_tempo_of_clicks_is_heard() -> None:
    for tempo in (90, 128):
        row = features_of(_clicks(tempo))
        assert np.abs(row - tempo).min() < 3


def test_a_major_chord_is_more_major_than_a_minor_one() -> None:
    def chord(*steps: int) -> Numbers:
        scale = sum(tone(6, RATE, 220 * 2 ** (step / 12)) for step in steps)
        return np.asarray(scale / 3, np.float32)

    major, minor = features_of(chord(0, 4, 7, 12)), features_of(chord(0, 3, 7, 12))
    # Timbre 236 and shape 76 come first, then 12 + 12 of chroma: major fit, minor fit, their gap.
    gap = 236 + 76 + 24 + 2
    assert major[gap] > 0 > minor[gap]


def test_no_fold_is_judged_by_what_learnt_from_it() -> None:
    random = np.random.default_rng(3)
    labels = np.arange(96) % 4
    folds = np.arange(96) // 24
    rows = random.normal(0, 1, (96, 6)).astype(np.float32)
    rows[:, 0] = folds + 10 * labels  # tells all
    logits, chosen = train_handmade.held_out(rows, labels, folds, lambda _: None)
    assert (logits.argmax(1) == labels).mean() > 0.9
    assert len(chosen) == 4
    wrong = labels.copy()
    wrong[folds == 0] = (labels[folds == 0] + 1) % 4
    again, _ = train_handmade.held_out(rows, wrong, folds, lambda _: None)
    np.testing.assert_array_equal(logits[folds == 0], again[folds == 0])


def test_the_baseline_leaves_a_record(tmp_path: Path) -> None:
    lines = ["id,quadrant,fold"]
    for number in range(24):
        quadrant = list(QUADRANTS)[number % 4]
        folder = tmp_path / "mood4q" / quadrant
        folder.mkdir(parents=True, exist_ok=True)
        song = tone(2, hertz=200 * (1 + number % 4))
        (folder / f"s{number}.opus").write_bytes(encode(song, "opus"))
        lines.append(f"s{number},{quadrant},{number // 8}")
    (tmp_path / "mood4q" / "tracks.csv").write_text("\n".join(lines) + "\n")
    train_handmade.run(tmp_path, tmp_path / "runs", say=lambda _: None, records=tmp_path)
    kept = json.loads((tmp_path / "baseline-handmade.json").read_text())
    assert kept["scores"][0]["songs"] == 24
    assert kept["scores"][0]["accuracy"] > 0.9
