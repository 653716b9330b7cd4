"""The feature net's training on a handful of made rows."""

from pathlib import Path

import numpy as np
import pytest

from moods.circumplex import MOODS, likeliest
from moods.feature_net import FEATURES, HIGHEST, LOWEST, SCALING, FeatureModel, network_input

pytestmark = pytest.mark.training
pytest.importorskip("torch", reason="torch is in the [train] extra")
pytest.importorskip("keras", reason="tensorflow is in the [train] extra")

from training.export import export_features  # noqa: E402
from training.feature_net import (  # noqa: E402
    HideFeatures,
    Labels,
    Logits,
    Rows,
    Train,
    cross_validate,
    fit_ours,
    make_folds,
)
from training.feature_yardsticks import (  # noqa: E402
    train_boosted,
    train_support_vectors,
    train_trees,
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
    card = {"version": "0", "temperature": 1.0, "input": SCALING.for_card()}
    model = FeatureModel(export_features(network, tmp_path, card))
    for row, label in zip(rows[:20], labels[:20], strict=True):
        known = dict(zip(FEATURES, map(float, row), strict=True))
        for name in ("tempo", "liveness", "duration_ms"):
            del known[name]
        answer = model.read(known)
        assert answer is not None
        assert likeliest(answer) is MOODS[label]
    assert model.read({"valence": 0.5, "energy": 0.5}) is None


def test_features_are_hidden_in_training_alone_and_then_look_unknown() -> None:
    rows, _ = _made_table()
    inputs = network_input(rows)
    hide = HideFeatures(1)
    np.testing.assert_array_equal(hide(inputs, training=False), inputs)
    first, second = (np.asarray(hide(inputs, training=True)) for _ in range(2))
    known = first[:, len(FEATURES) :]
    assert set(np.unique(known)) == {0.0, 1.0}
    np.testing.assert_array_equal(first, inputs * np.tile(known, 2))
    assert 0.7 < known.mean() < 0.9  # a quarter of the features of three quarters of the rows
    assert (first != second).any()


@pytest.mark.parametrize("train", [train_support_vectors, train_trees, train_boosted])
def test_a_yardstick_learns_and_answers_partial_rows(train: Train) -> None:
    rows, labels = _made_table()
    answer = train(rows, labels, 1)
    partial = rows.copy()
    partial[:, [FEATURES.index(name) for name in ("tempo", "liveness", "duration_ms")]] = np.nan
    for asked in (rows, partial):
        logits = answer(asked)
        assert np.isfinite(logits).all()
        assert (logits.argmax(1) == labels).mean() > 0.9


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
