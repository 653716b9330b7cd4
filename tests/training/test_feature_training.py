"""The feature net's training on a handful of made rows."""

from pathlib import Path

import numpy as np
import pytest

from moods.circumplex import MOODS, likeliest
from moods.feature_net import FEATURES, HIGHEST, LOWEST, FeatureModel

pytestmark = pytest.mark.training
pytest.importorskip("torch", reason="torch is in the [train] extra")
pytest.importorskip("keras", reason="tensorflow is in the [train] extra")

from training.export import export_features  # noqa: E402
from training.feature_net import (  # noqa: E402
    Labels,
    Logits,
    Rows,
    cross_validate,
    fit_ours,
    hide_features,
    make_folds,
)


def _made_table(count: int = 160) -> tuple[Rows, Labels]:
    """Rows whose mood shows in valence and energy."""
    random = np.random.default_rng(5)
    labels = np.arange(count) % 4
    share = random.random((count, len(FEATURES)))
    share[:, FEATURES.index("valence")] = np.isin(labels, (0, 3)) * 0.6 + 0.2
    share[:, FEATURES.index("energy")] = np.isin(labels, (0, 1)) * 0.6 + 0.2
    return (LOWEST + share * (HIGHEST - LOWEST)).astype(np.float32), labels


def test_a_net_learns_is_exported_and_answers_partial_rows(tmp_path: Path) -> None:
    rows, labels = _made_table()
    network = fit_ours(rows, labels, 1)
    model = FeatureModel(export_features(network, tmp_path, {"version": "0", "temperature": 1.0}))
    for row, label in zip(rows[:20], labels[:20], strict=True):
        known = dict(zip(FEATURES, map(float, row), strict=True))
        for name in ("tempo", "liveness", "duration_ms"):
            del known[name]
        answer = model.read(known)
        assert answer is not None
        assert likeliest(answer) is MOODS[label]
    assert model.read({"valence": 0.5, "energy": 0.5}) is None


def test_hidden_features_leave_at_least_one() -> None:
    rows, _ = _made_table()
    hidden = hide_features(rows, 1)
    known = np.isfinite(hidden)
    assert known.any(1).all()
    assert not known.all()
    np.testing.assert_array_equal(hidden[known], rows[known])


def test_songs_of_one_artist_are_in_one_fold() -> None:
    labels = np.arange(200) % 4
    groups = np.where(np.arange(200) < 100, np.arange(200) // 5, -1)
    folds = make_folds(labels, groups, 1)
    assert set(folds) == set(range(10))
    for group in range(20):
        assert len(set(folds[groups == group])) == 1


def test_cross_validation_asks_only_of_rows_not_learnt_from() -> None:
    rows, labels = _made_table(40)
    folds = np.arange(40) // 10

    def train(learnt: Rows, _: Labels, __: int) -> object:
        seen = {tuple(row) for row in learnt}

        def answer(asked: Rows) -> Logits:
            assert not any(tuple(row) in seen for row in asked)
            return np.tile([0.0, 1.0, 2.0, np.isnan(asked).sum(1).max()], (len(asked), 1))

        return answer

    whole, partial = cross_validate(train, rows, labels, folds, 1)  # type: ignore[arg-type]
    assert (whole[:, 3] == 0).all()
    assert (partial[:, 3] == 3).all()
