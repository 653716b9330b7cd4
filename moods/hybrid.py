"""The hybrid: two models' answers made one.

A recording carries the moods that either model proposes, so that asking for "happy and calm"
can find recordings with both. The fused distribution is the normalised geometric mean of the
two (a logarithmic opinion pool: Genest and Zidek, "Combining probability distributions", 1986),
each first mixed with a little of the even distribution, so that neither model can rule a mood
out alone. What both find likely gains, and two models that make the same mistakes are not
counted twice. `mooddex evaluate fusion` holds the rule against others.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from moods.circumplex import MOODS, Mood, Probabilities, likeliest

EVEN_SHARE = 0.02
"""How much of the even distribution each answer is mixed with before the answers are fused."""

Answers = npt.NDArray[np.float64]


def pool(answers: Sequence[Answers]) -> Answers:
    """The fused distributions of several models' answers, all of shape (..., 4)."""
    logs = [np.log((1 - EVEN_SHARE) * one + EVEN_SHARE / len(MOODS)) for one in answers]
    powers = np.exp(np.mean(logs, axis=0))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def fuse(by_model: Mapping[str, Probabilities]) -> Probabilities:
    """The one distribution that the models' distributions make; alone, a model's own.

    Raises:
        ValueError: there is no model's answer.
    """
    if not by_model:
        raise ValueError("there is nothing to fuse")
    if len(by_model) == 1:
        return dict(next(iter(by_model.values())))
    answers = [np.array([one[mood] for mood in MOODS]) for one in by_model.values()]
    return {mood: float(share) for mood, share in zip(MOODS, pool(answers), strict=True)}


def proposed(by_model: Mapping[str, Probabilities]) -> tuple[Mood, ...]:
    """The moods that one model or another finds likeliest, in the order of `Mood`."""
    chosen = {likeliest(probabilities) for probabilities in by_model.values()}
    return tuple(mood for mood in MOODS if mood in chosen)
