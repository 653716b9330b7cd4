"""Rules that make two models' answers one, held against each other on simulated pairs of songs.

No data set holds both the sound and the Spotify-style features of the same songs. So a song of
the one set stands beside a song of the other that has the same mood, both with what networks
that learnt from none of their artists say of them. Given the mood, the errors of such a pair are
independent, which flatters every rule that trusts agreement; in life a song that sounds calm
often has the features of a calm song too. So a share of the pairs is also drawn so that the
confusions agree: of the songs that could be the partner, the one whose place on the plane is
nearest, by what the models say of both. And in a share of the pairs the features are those of
a song of any mood, as where a song was taken for another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from moods.circumplex import MOODS
from moods.hybrid import pool
from training.metrics import (
    Labels,
    Scores,
    accuracy,
    calibration_error,
    confusion,
    log_loss,
    macro_f1,
)

Rule = Callable[[Scores, Scores], Scores]
"""From answers of the spectrogram model and the feature net, both (n, 4), to fused ones."""

SERVED = "log_pool_floored"
_STEPS = np.arange(0, 1.21, 0.1)
_SMALLEST = 1e-9


@dataclass(frozen=True)
class Answers:
    """Held-out, calibrated answers of one model for the songs of its own data.

    Attributes:
        truth: of each song, its place in `MOODS`.
        folds: of each song, the fold it was held out in; artists are in one fold only.
        probabilities: shape (n, 4).
    """

    truth: Labels
    folds: Labels
    probabilities: Scores


@dataclass(frozen=True)
class Stress:
    """How pairs are drawn: the share whose confusions agree, and the share of stray features."""

    agreeing: float = 0.0
    stray: float = 0.0


STRESSES: Mapping[str, Stress] = {
    "independent": Stress(),
    "agree_25": Stress(0.25),
    "agree_50": Stress(0.5),
    "agree_75": Stress(0.75),
    "agree_100": Stress(1.0),
    "stray_20": Stress(0.0, 0.2),
    "agree_50_stray_20": Stress(0.5, 0.2),
}


def draw_pairs(
    sound: Answers, features: Answers, stress: Stress, random: np.random.Generator
) -> Labels:
    """For each song of `sound` a partner of the same mood and fold: its row in `features`."""
    places, others = _places(sound.probabilities), _places(features.probabilities)
    partners = np.zeros(len(sound.truth), np.int64)
    for song, (mood, fold) in enumerate(zip(sound.truth, sound.folds, strict=True)):
        could_be = features.folds == fold
        if random.random() >= stress.stray:
            could_be = could_be & (features.truth == mood)
        rows = np.flatnonzero(could_be)
        if random.random() < stress.agreeing:
            away = np.square(others[rows] - places[song]).sum(1)
            partners[song] = rows[away.argmin()]
        else:
            partners[song] = random.choice(rows)
    return partners


def fixed_rules(features_prior: Scores) -> dict[str, Rule]:
    """The rules that have nothing to be fitted."""
    return {
        "spectrogram": lambda sound, _: sound,
        "features": lambda _, features: features,
        "linear_pool": lambda sound, features: (sound + features) / 2,
        "log_pool": lambda sound, features: _weighted_log(sound, features, (0.5, 0.5)),
        SERVED: lambda sound, features: pool([sound, features]),
        # Bayes, if errors were independent; the songs of `sound` have all moods alike
        "product_over_prior": lambda sound, features: _normal(sound * features / features_prior),
    }


def fit_linear(truth: Labels, sound: Scores, features: Scores) -> Rule:
    """The linear pool whose weight gives these pairs the least log loss."""
    weights = np.arange(0, 1.01, 0.05)
    losses = [log_loss(truth, (1 - w) * sound + w * features) for w in weights]
    best = float(weights[int(np.argmin(losses))])
    return lambda one, other: (1 - best) * one + best * other


def fit_log(truth: Labels, sound: Scores, features: Scores) -> Rule:
    """The log pool whose two weights, 0 to 1.2 each, give these pairs the least log loss."""
    pairs = [(float(a), float(b)) for a in _STEPS for b in _STEPS]
    losses = [log_loss(truth, _weighted_log(sound, features, pair)) for pair in pairs]
    best = pairs[int(np.argmin(losses))]
    return lambda one, other: _weighted_log(one, other, best)


FITTED = {"linear_pool_weighted": fit_linear, "log_pool_weighted": fit_log}


def compare(
    sounds: Sequence[Answers],
    features: Answers,
    *,
    draws: int,
    seed: int,
    unsure_below: float,
    stresses: Mapping[str, Stress] = STRESSES,
) -> dict[str, Any]:
    """Figures of every rule under every stress, ready for a record; means over the draws.

    Args:
        sounds: the spectrogram model's answers, by seed of its training; draws take turns.
        draws: how often all songs are paired anew.
        unsure_below: the confidence under which a reading counts as unsure.

    The weighted rules are fitted on the independent pairs of the other nine folds.
    """
    prior = np.bincount(features.truth, minlength=len(MOODS)) / len(features.truth)
    kept: dict[str, list[dict[str, Any]]] = {name: [] for name in stresses}
    for draw in range(draws):
        sound = sounds[draw % len(sounds)]
        random = np.random.default_rng([seed, draw])
        fitted = _fit_by_fold(sound, features, random)
        for name, stress in stresses.items():
            partners = draw_pairs(sound, features, stress, random)
            other = features.probabilities[partners]
            fused = {k: rule(sound.probabilities, other) for k, rule in fixed_rules(prior).items()}
            for rule_name, by_fold in fitted.items():
                fused[rule_name] = np.zeros_like(other)
                for fold, rule in by_fold.items():
                    held = sound.folds == fold
                    fused[rule_name][held] = rule(sound.probabilities[held], other[held])
            kept[name].append(_figures(sound.truth, fused, unsure_below))
    return {name: _mean(some) for name, some in kept.items()}


def _fit_by_fold(
    sound: Answers, features: Answers, random: np.random.Generator
) -> dict[str, dict[int, Rule]]:
    partners = draw_pairs(sound, features, Stress(), random)
    other = features.probabilities[partners]
    fitted: dict[str, dict[int, Rule]] = {name: {} for name in FITTED}
    for fold in np.unique(sound.folds):
        learn = sound.folds != fold
        for name, fit in FITTED.items():
            fitted[name][int(fold)] = fit(
                sound.truth[learn], sound.probabilities[learn], other[learn]
            )
    return fitted


def _figures(
    truth: Labels, fused: Mapping[str, Scores], unsure_below: float
) -> dict[str, dict[str, float]]:
    right = {name: answer.argmax(1) == truth for name, answer in fused.items()}
    one, other = right["spectrogram"], right["features"]
    same = fused["spectrogram"].argmax(1) == fused["features"].argmax(1)
    together = {
        "correlation_of_errors": float(np.corrcoef(one, other)[0, 1]),
        "set_holds_truth": float((one | other).mean()),
        "set_size": float(2 - same.mean()),
    }
    return {"pairs": together} | {
        name: _scores(truth, answer, unsure_below) for name, answer in fused.items()
    }


def _scores(truth: Labels, fused: Scores, unsure_below: float) -> dict[str, float]:
    fused = np.maximum(fused, _SMALLEST)
    matrix, top = confusion(truth, fused.argmax(1)), fused.max(1)
    sure = top >= unsure_below
    return {
        "accuracy": accuracy(matrix),
        "macro_f1": macro_f1(matrix),
        "log_loss": log_loss(truth, fused),
        "calibration_error": calibration_error(truth, fused),
        "too_sure_by": float(top.mean() - accuracy(matrix)),
        "sure_share": float(sure.mean()),
        "sure_right": float((fused.argmax(1) == truth)[sure].mean()) if sure.any() else 1.0,
    }


def _mean(some: Sequence[dict[str, dict[str, float]]]) -> dict[str, dict[str, Any]]:
    """Means over the draws, and of the accuracies the range that holds 95 % of the draws."""
    out: dict[str, dict[str, Any]] = {}
    for name, figures in some[0].items():
        out[name] = {each: float(np.mean([one[name][each] for one in some])) for each in figures}
        if "accuracy" in figures:
            told = [one[name]["accuracy"] for one in some]
            out[name]["accuracy_of_draws"] = [float(x) for x in np.percentile(told, (2.5, 97.5))]
    return out


def _places(probabilities: Scores) -> npt.NDArray[np.float64]:
    """Valence and arousal that the probabilities imply, shape (n, 2)."""
    happy, energetic, _, calm = probabilities.T
    return np.stack([happy + calm, happy + energetic], 1)


def _weighted_log(sound: Scores, features: Scores, weights: tuple[float, float]) -> Scores:
    sound, features = np.maximum(sound, _SMALLEST), np.maximum(features, _SMALLEST)
    return _normal(sound ** weights[0] * features ** weights[1])


def _normal(shares: Scores) -> Scores:
    return np.asarray(shares / shares.sum(-1, keepdims=True))
