"""Rank correlation with its p-value, and corrections for many tests, in numpy alone."""

from math import exp, lgamma, log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_TINY = 1e-300
_STEPS = 300
_PRECISE = 1e-14
LEAST = 4
"""Pairs of values that a correlation needs."""


def ranks(values: Floats) -> Floats:
    """The rank of each value, 1 for the least; equal values share the mean of their ranks."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[where], np.float64)


def spearman(one: Floats, other: Floats) -> tuple[float, float, int]:
    """Spearman's rho, its two-sided p-value, and how many pairs it rests on.

    Pairs with a value that is not a number are left out. Rho and p are NaN for fewer than `LEAST`
    pairs, and where all values of a side are equal. P is that of Student's t with n - 2 degrees
    of freedom (Kendall and Stuart), which is rough below ten pairs.
    """
    known = np.isfinite(one) & np.isfinite(other)
    count = int(known.sum())
    if count < LEAST:
        return float("nan"), float("nan"), count
    left, right = ranks(one[known]), ranks(other[known])
    left, right = left - left.mean(), right - right.mean()
    power = float(np.sqrt((left @ left) * (right @ right)))
    if power == 0:
        return float("nan"), float("nan"), count
    rho = float(np.clip((left @ right) / power, -1, 1))
    return rho, correlation_p(rho, count), count


def correlation_p(rho: float, count: int) -> float:
    """The two-sided p-value of a correlation of so many pairs, at least 3."""
    freedom = count - 2
    # of t = rho sqrt(freedom / (1 - rho^2)): freedom / (freedom + t^2) = 1 - rho^2
    return _incomplete_beta(freedom / 2, 0.5, 1 - rho * rho)


def benjamini_hochberg(p: Floats) -> Floats:
    """P-values made such that taking those below q lets in a share of q false ones at most.

    Source: Benjamini and Hochberg, "Controlling the false discovery rate", 1995. NaN stays NaN and
    counts as no test.
    """
    return _adjusted(p, holm=False)


def holm(p: Floats) -> Floats:
    """P-values made such that the chance of any false one below q is q at most (Holm 1979)."""
    return _adjusted(p, holm=True)


def _adjusted(p: Floats, *, holm: bool) -> Floats:
    out = np.full(p.shape, np.nan)
    known = np.flatnonzero(np.isfinite(p))
    count = len(known)
    if not count:
        return out
    order = known[np.argsort(p[known], kind="stable")]
    place = np.arange(1, count + 1)
    if holm:
        scaled = np.maximum.accumulate(p[order] * (count - place + 1))
    else:
        scaled = np.minimum.accumulate((p[order] * count / place)[::-1])[::-1]
    out[order] = np.minimum(scaled, 1.0)
    return out


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by Lentz's continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    up, down = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = down
    for step in range(1, _STEPS):
        twice = a + 2 * step
        for term in (
            step * (b - step) * x / ((twice - 1) * twice),
            -(a + step) * (a + b + step) * x / (twice * (twice + 1)),
        ):
            down = 1 / _not_zero(1 + term * down)
            up = _not_zero(1 + term / up)
            change = up * down
            value *= change
        if abs(change - 1) < _PRECISE:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
