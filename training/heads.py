"""Linear heads over the numbers that the mood network hears, and how strong their penalty is.

Both kinds are convex problems, solved to their end: nothing is drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

Numbers = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]
Targets = npt.NDArray[np.float32]

STRENGTHS = (0.0003, 0.001, 0.003, 0.01, 0.03)
_INNER_FOLDS = 3


@dataclass(frozen=True)
class Linear:
    """Weights of shape (numbers, labels) and their biases."""

    weights: Numbers
    bias: Numbers

    def logits(self, rows: Numbers) -> Scores:
        """Shape (n, labels)."""
        return np.asarray(rows @ self.weights + self.bias, np.float64)


def solve(
    rows: Numbers,
    targets: Targets,
    strength: float,
    *,
    exclusive: bool,
    counts: Targets | None = None,
) -> Linear:
    """The head of least penalised cross-entropy.

    Args:
        rows: (n, numbers), standardised.
        targets: (n, labels) of 0 and 1.
        strength: scikit-learn's C: the smaller, the stronger the penalty.
        exclusive: whether a row has just one label (softmax) or any number (sigmoids).
        counts: how much each target counts, same shape; sigmoids only.
    """
    heard, wanted = torch.from_numpy(rows), torch.from_numpy(targets)
    weight = None if counts is None else torch.from_numpy(counts)
    head = nn.Linear(rows.shape[1], targets.shape[1])
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    solver = torch.optim.LBFGS(head.parameters(), max_iter=300, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        solver.zero_grad()
        out = head(heard)
        if exclusive:
            error = -(wanted * functional.log_softmax(out, 1)).sum()
        else:
            error = functional.binary_cross_entropy_with_logits(
                out, wanted, weight, reduction="sum"
            )
        loss = (error + head.weight.square().sum() / (2 * strength)) / len(rows)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    solver.step(step)  # type: ignore[no-untyped-call]
    return Linear(head.weight.detach().numpy().T.copy(), head.bias.detach().numpy().copy())


def sigmoid(logits: Scores) -> Scores:
    """Probabilities of labels that do not exclude each other."""
    return np.asarray(1 / (1 + np.exp(-logits)))


def balanced_counts(targets: Targets) -> Targets:
    """Counts that give a label's positives and negatives equal weight in all."""
    share = targets.mean(0, keepdims=True).clip(1e-3, 1 - 1e-3)
    return np.asarray(np.where(targets > 0, 0.5 / share, 0.5 / (1 - share)), np.float32)


def log_loss(targets: Targets, logits: Scores, *, exclusive: bool) -> float:
    """Mean cross-entropy of a row, in nats."""
    if exclusive:
        top = logits.max(1, keepdims=True)
        logs = logits - top - np.log(np.exp(logits - top).sum(1, keepdims=True))
        return float(-(targets * logs).sum(1).mean())
    softplus = np.logaddexp(0, logits)
    return float((softplus - targets * logits).sum(1).mean())


def choose_strength(
    rows: Numbers,
    targets: Targets,
    groups: npt.NDArray[np.int64],
    *,
    exclusive: bool,
    strengths: Sequence[float] = STRENGTHS,
    counts: Callable[[Targets], Targets] | None = None,
) -> float:
    """The strength of least held-out loss over three inner folds made of whole groups."""
    parts = np.array_split(np.unique(groups), _INNER_FOLDS)
    losses = np.zeros(len(strengths))
    for part in parts:
        held = np.isin(groups, part)
        for place, strength in enumerate(strengths):
            known = targets[~held]
            head = solve(
                rows[~held],
                known,
                strength,
                exclusive=exclusive,
                counts=None if counts is None else counts(known),
            )
            loss = log_loss(targets[held], head.logits(rows[held]), exclusive=exclusive)
            losses[place] += loss * held.sum()
    return float(strengths[int(losses.argmin())])
