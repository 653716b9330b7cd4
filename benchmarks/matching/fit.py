"""Fits the confidence of a match on the tuning half, and chooses its thresholds there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.matching.catalogue import Index
from benchmarks.matching.gold import GoldSong
from benchmarks.matching.trial import IndexSearch
from server.songs.confidence import WEIGHTS_FILE, ConfidenceModel
from server.songs.evidence import Numbers
from server.songs.queries import queries_for
from server.songs.scoring import weigh

PRECISION_AIMED_AT = 0.99
"""Of the sure matches of the tuning half: above the 97 % that is promised, to leave room."""

_LEFT_OUT = 0.02
"""Share of right recordings among those not sure that may fall below the review threshold."""
_LEAST_SURE = 0.75
_LEAST_REVIEW = 0.05
_PRIOR = 2.0


@dataclass(frozen=True)
class _Example:
    song: str
    inputs: Numbers
    is_right: bool


def fit(songs: Sequence[GoldSong], index: Index) -> dict[str, Any]:
    """The body of the weights file, fitted on these songs."""
    examples = list(_examples(songs, index))
    names = list(examples[0].inputs)
    x = np.array([[each.inputs[name] for name in names] for each in examples])
    y = np.array([each.is_right for each in examples])
    model = LogisticRegression(C=_PRIOR, max_iter=2000).fit(x, y)
    intercept, weights = float(model.intercept_[0]), dict(zip(names, model.coef_[0], strict=True))
    bare = ConfidenceModel(intercept, weights, 1.0, 0.0)
    sure, review = _thresholds(examples, bare)
    return {
        "fitted": {
            "by": "mooddex evaluate matching --data DIR --half tune --fit",
            "songs": len(songs),
            "tracks": len(examples),
            "right": int(y.sum()),
            "method": f"logistic regression, L2 penalty, C = {_PRIOR}",
            "thresholds": (
                f"sure: the lowest confidence, and {_LEAST_SURE} at least, from which "
                f"{PRECISION_AIMED_AT:.0%} of the first choices are right; review: the one below "
                f"which at most {_LEFT_OUT:.0%} of "
                "the right recordings lie that are not sure"
            ),
        },
        "thresholds": {"sure": sure, "review": review},
        "intercept": round(intercept, 3),
        "weights": {name: round(float(weight), 3) for name, weight in weights.items()},
    }


def write(body: dict[str, Any], path: Path = WEIGHTS_FILE) -> None:
    """Keep fitted weights where the program reads them."""
    path.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")


def _examples(songs: Sequence[GoldSong], index: Index) -> list[_Example]:
    """Every track in question of every song's searches, as the program would see it."""
    search = IndexSearch(index)
    examples = []
    for song in songs:
        theme = song.themes[0]
        found = [track for query in queries_for(theme) for track in search.search(query)]
        examples += [
            _Example(song.name, inputs, index.right(song, evidence.track.uri))
            for evidence, inputs in weigh(theme, found)
            if evidence.in_question and evidence.hesitation is None
        ]
    return examples


def _thresholds(examples: Sequence[_Example], model: ConfidenceModel) -> tuple[float, float]:
    firsts: dict[str, tuple[float, bool]] = {}
    for each in examples:
        confidence = model.confidence(each.inputs)
        if each.song not in firsts or confidence > firsts[each.song][0]:
            firsts[each.song] = (confidence, each.is_right)
    ranked = sorted(firsts.values(), reverse=True)
    right, sure = 0, 1.0
    for number, (confidence, is_right) in enumerate(ranked, start=1):
        right += is_right
        if right / number >= PRECISION_AIMED_AT and confidence >= _LEAST_SURE:
            sure = confidence
    rest = sorted(confidence for confidence, is_right in ranked if is_right and confidence < sure)
    review = rest[int(len(rest) * _LEFT_OUT)] if rest else sure / 2
    return round(sure - 5e-4, 3), round(min(max(review, _LEAST_REVIEW), 0.5 * sure), 3)
