"""The hybrid: two models' answers made one.

A recording carries the moods that either model proposes, so that asking for "happy and calm"
can find recordings with both. The fused distribution is the mean of the two (a linear opinion
pool: Stone, 1961), which is never surer than its surer member.
"""

from collections.abc import Mapping

from moods.circumplex import MOODS, Mood, Probabilities, likeliest


def fuse(by_model: Mapping[str, Probabilities]) -> Probabilities:
    """The one distribution that the models' distributions make; alone, a model's own.

    Raises:
        ValueError: there is no model's answer.
    """
    if not by_model:
        raise ValueError("there is nothing to fuse")
    sums = {mood: sum(p[mood] for p in by_model.values()) for mood in MOODS}
    total = sum(sums.values())
    return {mood: share / total for mood, share in sums.items()}


def proposed(by_model: Mapping[str, Probabilities]) -> tuple[Mood, ...]:
    """The moods that one model or another finds likeliest, in the order of `Mood`."""
    chosen = {likeliest(probabilities) for probabilities in by_model.values()}
    return tuple(mood for mood in MOODS if mood in chosen)
