"""How far features can be told from a clip here: the reference's third way needs all seven.

A net from sound to features wants clips with features, of which there are thirteen: too few to
learn from. What MoodDex tells of any clip anyhow stands in, as far as it goes: where the
spectrogram network puts it on the plane, for valence and for energy, and how strong and steady its
beat is, for danceability. For the other four there is nothing.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from films.danceability import danceability
from moods.audio import decode
from moods.circumplex import MOODS, place_of
from moods.features import log_mel
from moods.models import WEIGHTS_DIR, Card
from moods.spectrogram_model import SpectrogramModel
from training.datasets import mood4q
from training.datasets.template import open_table
from training.held_out import spectrogram_answers

Table = npt.NDArray[np.float64]

STAND_INS = {
    "valence": "spotify_valence",
    "energy": "spotify_energy",
    "danceability": "danceability",
}
"""What can be estimated, and the column that has its truth."""

LEAST_CLIPS = 5


@dataclass(frozen=True, slots=True)
class ClipFeatures:
    """Of clips, shape (clips, 3) each, in the order of `STAND_INS`."""

    told: Table
    truth: Table


def load(data: Path, runs: Path) -> ClipFeatures:
    """The estimates for the clips of mood4q whose features are known; those of the network are of
    the folds that had not learnt from them.

    Raises:
        DatasetMissing: the clips or their table are not there.
        training.held_out.NotRun: nor are the folds.
    """
    with open_table(data / "mood4q" / "spotify_matches.csv") as lines:
        matches = {row["id"]: row for row in csv.DictReader(lines)}
    songs = mood4q.load(data)
    card = Card.read(WEIGHTS_DIR / "spectrogram.json")
    places = SpectrogramModel(card).places
    by_seed = spectrogram_answers(data, runs, int(card.body["input"]["windows"]))
    shares = np.mean([answers.probabilities for answers in by_seed.values()], axis=0)
    told, truth = [], []
    for song, share in zip(songs, shares, strict=True):
        if song.id not in matches:
            continue
        place = place_of(dict(zip(MOODS, share.tolist(), strict=True)), places)
        beat = danceability(log_mel(decode(song.path).samples))
        told.append([place.valence, place.arousal, np.nan if beat is None else beat])
        truth.append([float(matches[song.id][column]) for column in STAND_INS.values()])
    shape = (-1, len(STAND_INS))
    return ClipFeatures(
        np.array(told, np.float64).reshape(shape), np.array(truth, np.float64).reshape(shape)
    )


def figures(clips: ClipFeatures, *, rounds: int = 2000, seed: int = 1) -> dict[str, Any]:
    """Of each feature how its estimate ranks the clips: Spearman's correlation with a 95 %
    bootstrap interval over clips; nothing where there are fewer than five."""
    random, found = np.random.default_rng(seed), {}
    for at, name in enumerate(STAND_INS):
        known = np.isfinite(clips.told[:, at])
        told, truth = clips.told[known, at], clips.truth[known, at]
        if len(told) < LEAST_CLIPS:
            continue
        draws = [random.integers(0, len(told), len(told)) for _ in range(rounds)]
        each = [spearman(told[draw], truth[draw]) for draw in draws]
        found[name] = {
            "clips": len(told),
            "spearman": spearman(told, truth),
            "interval_95": [float(edge) for edge in np.percentile(each, (2.5, 97.5))],
        }
    return found


def spearman(some: Table, others: Table) -> float:
    """Correlation of ranks, equal values sharing theirs; 0 where one side is all equal."""
    first, second = (ranks - ranks.mean() for ranks in (_ranks(some), _ranks(others)))
    spread = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / spread if spread else 0.0


def _ranks(values: Table) -> Table:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[places], np.float64)
