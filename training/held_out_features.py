"""What the feature net says of songs it has not learnt from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

import moods.feature_net
from training import feature_net
from training.datasets import FeatureTable, data_moods
from training.fusion import Answers
from training.metrics import cross_calibrated


def feature_answers(data: Path, runs: Path, seed: int) -> Answers:
    """The feature net's answers for the songs of data_moods; trained where they are not kept.

    What another version of the net said is not taken for this one's.
    """
    table = data_moods.load(data)
    folds = feature_net.make_folds(table.moods, table.groups, seed)
    sources = (Path(str(module.__file__)) for module in (feature_net, moods.feature_net))
    kept = runs / f"features-{_fingerprint(table, sources)}" / f"held-out-seed{seed}.npz"
    if not kept.exists():
        logits, _ = feature_net.cross_validate(
            feature_net.train_ours, table.rows, table.moods, folds, seed
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part.npz")
        np.savez(part, allow_pickle=False, logits=logits)
        part.replace(kept)
    with np.load(kept) as stored:
        logits = stored["logits"]
    return Answers(table.moods, folds, cross_calibrated(table.moods, logits, folds))


def _fingerprint(table: FeatureTable, sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for column in (table.rows, table.moods, table.groups):
        digest.update(column.tobytes())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
