"""The feature net in Keras: the reference's network as a baseline, and ours.

The reference (Bucheli 2022, after an article of 2020): 10 features scaled to 0..1 over the
table, one hidden layer of 8 ReLU, 4 softmax, Adam, 300 epochs in batches of 200; it quotes
72.75 % over 10 folds. Ours bends skewed features straight (see `moods.feature_net`), sees which
are known, has one wide hidden layer under strong dropout, and learns with some features hidden,
so that a partial row still gets a sensible answer. Its recipe was chosen on marvin alone.
"""

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # (its log level is read when it is imported)
from sklearn.model_selection import StratifiedGroupKFold

from moods.circumplex import MOODS
from moods.feature_net import FEATURES, network_input

Rows = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]
Logits = npt.NDArray[np.float64]
Train = Callable[[Rows, Labels, int], Callable[[Rows], Logits]]
"""Trains on rows and labels with a seed; gives what answers logits, shape (n, 4), for rows."""

HIDDEN = 256
EPOCHS = 40
BATCH = 64
RATE = 3e-3
WHOLE = 0.25
"""The share of rows of which nothing is hidden on purpose while the net learns."""


def train_reference(rows: Rows, labels: Labels, seed: int) -> Callable[[Rows], Logits]:
    """The reference's network and schedule; an unknown feature counts as the table's least."""
    keras.utils.set_random_seed(seed)
    low, high = np.nanmin(rows, 0, initial=1e9), np.nanmax(rows, 0, initial=-1e9)
    told = high > low  # a feature that is unknown throughout, or always the same, tells nothing

    def scaled(some: Rows) -> Rows:
        shares = (some - low) / np.where(told, high - low, 1)
        return np.asarray(np.where(told & np.isfinite(some), shares, 0), np.float32)

    network = keras.Sequential(
        [
            keras.Input((len(FEATURES),)),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.Dense(len(MOODS)),
        ]
    )
    _compile(network, 1e-3)
    network.fit(scaled(rows), labels, batch_size=200, epochs=300, verbose=0)
    return lambda some: _predict(network, scaled(some))


def train_ours(rows: Rows, labels: Labels, seed: int) -> Callable[[Rows], Logits]:
    """Our network, trained with hidden features."""
    network = fit_ours(rows, labels, seed)
    return lambda some: _predict(network, network_input(some))


def fit_ours(rows: Rows, labels: Labels, seed: int) -> keras.Model:
    """The Keras model itself: 20 inputs (see `network_input`), 4 logits."""
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((2 * len(FEATURES),)),
            HideFeatures(seed),
            keras.layers.Dense(HIDDEN, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(len(MOODS)),
        ]
    )
    steps = EPOCHS * -(-len(rows) // BATCH)
    _compile(network, keras.optimizers.schedules.CosineDecay(RATE, steps))
    network.fit(network_input(rows), labels, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return network


class HideFeatures(keras.layers.Layer):  # type: ignore[misc]  # keras comes untyped
    """In training, most rows lose a random share of their features, drawn anew at each sight.

    A hidden feature looks as an unknown one does (see `network_input`). The share is drawn from
    Beta(1, 3): a quarter on average, seldom most. When the net answers, nothing is hidden.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = keras.random.SeedGenerator(seed)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Inputs and outputs of shape (n, 20)."""
        if not training:
            return inputs
        count, half = keras.ops.shape(inputs)[0], len(FEATURES)

        def draw(columns: int) -> Any:
            return keras.random.uniform((count, columns), seed=self._random)

        share = (1 - draw(1) ** (1 / 3)) * keras.ops.cast(draw(1) >= WHOLE, "float32")
        kept = keras.ops.cast(draw(half) >= share, inputs.dtype)
        return inputs * keras.ops.concatenate([kept, kept], axis=1)


def cross_validate(
    train: Train, rows: Rows, labels: Labels, folds: Labels, seed: int
) -> tuple[Logits, Logits]:
    """Held-out logits of every row, and again with three features of each row hidden."""
    whole = np.zeros((len(rows), len(MOODS)))
    partial = np.zeros_like(whole)
    for fold in np.unique(folds):
        held = folds == fold
        answer = train(rows[~held], labels[~held], seed)
        whole[held] = answer(rows[held])
        partial[held] = answer(_without_three(rows[held], seed))
    return whole, partial


def make_folds(labels: Labels, groups: Labels, seed: int, *, count: int = 10) -> Labels:
    """A fold for each row, balanced over labels; rows of one artist (group >= 0) together."""
    alone = np.where(groups >= 0, groups, groups.max(initial=0) + 1 + np.arange(len(groups)))
    split = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    folds = np.zeros(len(labels), np.int64)
    for number, (_, held) in enumerate(split.split(labels[:, None], labels, alone)):
        folds[held] = number
    return folds


def _without_three(rows: Rows, seed: int) -> Rows:
    random = np.random.default_rng(seed)
    out = rows.copy()
    for row in out:
        row[random.choice(rows.shape[1], 3, replace=False)] = np.nan
    return out


def _compile(network: keras.Model, rate: Any) -> None:
    network.compile(
        keras.optimizers.Adam(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    )


def _predict(network: keras.Model, inputs: Rows) -> Logits:
    return np.asarray(network(inputs, training=False), np.float64)
