"""Rules that make two answers one, held against each other on simulated pairs."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from moods.circumplex import MOODS
from moods.hybrid import fuse
from training.fusion import SERVED, STRESSES, Answers, Stress, compare, draw_pairs, fixed_rules
from training.held_out import NotRun, spectrogram_logits
from training.metrics import Labels, softmax

pytestmark = pytest.mark.training
pytest.importorskip("matplotlib", reason="matplotlib is in the [train] extra")

from cli.evaluate import command  # noqa: E402
from training.fusion_section import fusion_section, safest  # noqa: E402


def _answers(songs: int, seed: int, right: float = 2.0) -> Answers:
    random = np.random.default_rng(seed)
    truth = np.arange(songs) % 4
    logits = random.normal(0, 1, (songs, 4)) + right * np.eye(4)[truth]
    return Answers(truth, np.arange(songs) // 4 % 10, softmax(logits))


SOUND, FEATURES = _answers(400, 1), _answers(520, 2)


@pytest.mark.parametrize("agreeing", [0.0, 0.5, 1.0])
def test_partners_have_the_same_mood_and_fold(agreeing: float) -> None:
    partners = draw_pairs(SOUND, FEATURES, Stress(agreeing), np.random.default_rng(1))
    assert (FEATURES.truth[partners] == SOUND.truth).all()
    assert (FEATURES.folds[partners] == SOUND.folds).all()


def test_stray_features_are_of_any_mood_and_still_of_the_fold() -> None:
    partners = draw_pairs(SOUND, FEATURES, Stress(0, 1), np.random.default_rng(1))
    assert 0.15 < (FEATURES.truth[partners] == SOUND.truth).mean() < 0.35
    assert (FEATURES.folds[partners] == SOUND.folds).all()


def test_agreeing_pairs_err_together() -> None:
    figures = compare([SOUND], FEATURES, draws=3, seed=1, unsure_below=0.5)
    correlations = [
        figures[f"agree_{n}"]["pairs"]["correlation_of_errors"] for n in (25, 50, 75, 100)
    ]
    assert abs(figures["independent"]["pairs"]["correlation_of_errors"]) < 0.15
    assert correlations == sorted(correlations)
    for one in figures.values():
        assert one["pairs"]["set_holds_truth"] >= one["spectrogram"]["accuracy"]
        assert 1 <= one["pairs"]["set_size"] <= 2


def test_equal_seeds_give_equal_figures() -> None:
    some = {"independent": STRESSES["independent"]}
    once, again, other = (
        compare([SOUND], FEATURES, draws=2, seed=seed, unsure_below=0.5, stresses=some)
        for seed in (1, 1, 2)
    )
    assert once == again != other


def test_the_served_rule_is_the_one_that_is_measured() -> None:
    rule = fixed_rules(np.full(4, 0.25))[SERVED]
    measured = rule(SOUND.probabilities, FEATURES.probabilities[: len(SOUND.truth)])
    for one, other, fused in zip(SOUND.probabilities, FEATURES.probabilities, measured, strict=False):  # fmt: skip  # noqa: E501
        models = {"spectrogram": one, "features": other}
        told = fuse({name: dict(zip(MOODS, p, strict=True)) for name, p in models.items()})
        np.testing.assert_allclose([told[mood] for mood in MOODS], fused, atol=1e-12)


def test_every_rule_gives_distributions() -> None:
    for rule in fixed_rules(np.array([0.1, 0.2, 0.3, 0.4])).values():
        fused = rule(SOUND.probabilities, FEATURES.probabilities[: len(SOUND.truth)])
        np.testing.assert_allclose(fused.sum(1), 1)
        assert (fused >= 0).all()


def test_the_section_says_of_every_table_that_it_is_simulated(tmp_path: Path) -> None:
    record = {
        "data": ["one", "other"], "splits": ["s", "t"], "seeds": [0], "windows": 5, "draws": 2,
        "seed": 1, "served": SERVED, "command": "repeat me",
        "figures": compare([SOUND], FEATURES, draws=2, seed=1, unsure_below=0.5),
    }  # fmt: skip
    told = fusion_section(json.loads(json.dumps(record)), tmp_path)
    tables = told.count("|---|---|---|")
    assert told.lower().count("simulated") >= tables
    assert (tmp_path / "results" / "fusion.png").stat().st_size > 1000
    assert "Not run" in fusion_section(None, tmp_path)


def test_a_rule_that_is_too_sure_is_not_served_however_good_it_looks() -> None:
    figures = compare([SOUND], FEATURES, draws=2, seed=1, unsure_below=0.5)
    for one in figures.values():
        for name, rule in one.items():
            if name != "pairs":
                rule["too_sure_by"], rule["log_loss"] = 0.0, 0.5
    figures["independent"]["product_over_prior"]["log_loss"] = 0.1
    figures["agree_100"]["product_over_prior"] |= {"too_sure_by": 0.2, "log_loss": 0.1}
    for one in figures.values():
        one["log_pool"]["log_loss"] = 0.4
    assert safest(figures) == "log_pool"


def _folds(runs: Path, seed: int, folds: Labels, missing: int | None = None) -> None:
    folder = runs / f"three-taggers-seed{seed}"
    folder.mkdir(parents=True)
    for fold in np.unique(folds):
        if fold != missing:
            held = np.flatnonzero(folds == fold)
            np.savez(folder / f"fold{fold}.npz", w5=np.tile(held[:, None], (1, 4)) + seed)


def test_kept_folds_come_back_in_the_order_of_the_songs(tmp_path: Path) -> None:
    folds = np.array([1, 0, 2, 1, 0, 2])
    _folds(tmp_path, 3, folds)
    _folds(tmp_path, 4, folds, missing=2)
    found = spectrogram_logits(tmp_path, folds, 5)
    assert set(found) == {3}
    assert found[3][:, 0].tolist() == [3, 4, 5, 6, 7, 8]


def test_what_was_not_run_is_told_with_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match="mooddex train spectrogram"):
        spectrogram_logits(tmp_path, np.arange(10), 5)
    for what in ("fusion", "confidence"):
        asked = CliRunner().invoke(command, [what, "--data", str(tmp_path)])
        assert asked.exit_code == 1
        assert asked.output.startswith("Error: ")
