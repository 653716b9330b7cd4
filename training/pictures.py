"""Pictures for the report, drawn with matplotlib from run records."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from moods.circumplex import MOODS
from moods.features import MELS
from training.examples import BRIGHTEST, spectrogram_of
from training.metrics import DIMENSIONS

mpl.use("Agg")
mpl.rcParams["svg.hashsalt"] = "mooddex"  # the same record draws the same file

from matplotlib import pyplot as plt  # noqa: E402  (after the choice of what draws)

_NAMES = [mood.value for mood in MOODS]


def draw_confusion(matrix: Sequence[Sequence[int]], title: str, path: Path) -> None:
    """A confusion matrix: rows are true moods; each cell has its count and share of the row."""
    counts = np.array(matrix)
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(4.6, 4.2), layout="constrained")
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in np.ndindex(counts.shape):
        axes.text(
            column,
            row,
            f"{counts[row, column]}\n{shares[row, column]:.0%}",
            ha="center",
            va="center",
            color="white" if shares[row, column] > 0.5 else "black",
        )
    axes.set_xticks(range(len(_NAMES)), _NAMES)
    axes.set_yticks(range(len(_NAMES)), _NAMES, rotation=90, va="center")
    axes.set(xlabel="predicted", ylabel="true", title=title)
    _save(figure, path)


def draw_reliability(bins: Sequence[dict[str, float]], title: str, path: Path) -> None:
    """How often the model is right against how sure it is; a dot's area is its share of songs."""
    figure, axes = plt.subplots(figsize=(4.2, 4.0), layout="constrained")
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.scatter(
        [one["sure"] for one in bins],
        [one["right"] for one in bins],
        s=[1200 * one["share"] for one in bins],
        alpha=0.7,
    )
    axes.set(xlabel="how sure", ylabel="how often right", title=title, xlim=(0.2, 1), ylim=(0, 1))
    _save(figure, path)


def draw_training(recipe: dict[str, Any], title: str, path: Path) -> None:
    """The learning-rate finder's curve and the training loss by batch."""
    figure, (finder, losses) = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
    rates, found = zip(*recipe["finder"], strict=True)
    finder.semilogx(rates, found)
    finder.axvline(recipe["rate"], color="grey", linestyle=":")
    finder.set(xlabel="learning rate", ylabel="loss", title="Learning-rate finder")
    finder.set_ylim(0.9 * min(found), 1.2 * max(found[0], recipe["losses"][0], min(found) * 1.5))
    losses.plot(np.arange(len(recipe["losses"])) * 4, recipe["losses"])
    losses.set(xlabel="batch", ylabel="smoothed loss", title="Training")
    figure.suptitle(title)
    _save(figure, path)


def draw_windows(points: Sequence[tuple[int, float, Sequence[float]]], path: Path) -> None:
    """Macro-F1, mean and spread over seeds, against cost in times the codec alone."""
    figure, axes = plt.subplots(figsize=(5.2, 3.6), layout="constrained")
    costs = [cost for _, cost, _ in points]
    means = [float(np.mean(scores)) for _, _, scores in points]
    spread = [
        [mean - min(scores) for mean, (_, _, scores) in zip(means, points, strict=True)],
        [max(scores) - mean for mean, (_, _, scores) in zip(means, points, strict=True)],
    ]
    axes.errorbar(costs, means, yerr=spread, marker="o", capsize=3)
    for (windows, cost, _), mean in zip(points, means, strict=True):
        axes.annotate(f"{windows}", (cost, mean), xytext=(6, -12), textcoords="offset points")
    axes.set(
        xlabel="cost of a reading, in times the codec alone",
        ylabel="macro-F1",
        title="Windows read",
    )
    _save(figure, path)


def draw_examples(examples: Sequence[dict[str, Any]], path: Path) -> None:
    """Spectrograms in a row of two, each with its mood, the model's, how sure it is, and valence,
    arousal and dominance over its course."""
    figure, all_axes = plt.subplots(
        -(-len(examples) // 2), 2, figsize=(9, 1.2 + 1.4 * len(examples)), layout="constrained",
        squeeze=False,
    )  # fmt: skip
    for axes in all_axes.flat[len(examples) :]:
        axes.set_axis_off()
    for axes, one in zip(all_axes.flat, examples, strict=False):
        axes.imshow(
            spectrogram_of(one).T, origin="lower", aspect="auto", vmin=0, vmax=BRIGHTEST,
            extent=(0, one["seconds"], 0, MELS), cmap="magma",
        )  # fmt: skip
        sure = one["probabilities"][one["predicted"]]
        axes.set_title(f"{one['mood']}, read as {one['predicted']} ({sure:.0%})", fontsize=10)
        axes.set(xlabel="seconds", ylabel="mel band")
        felt = axes.twinx()
        for name in DIMENSIONS:
            felt.plot(
                [moment["at"] for moment in one.get("course", ())],
                [moment[name] for moment in one.get("course", ())],
                label=name, linewidth=2,
            )  # fmt: skip
        felt.set_ylim(0, 1)
        felt.legend(loc="upper right", fontsize=7)
    _save(figure, path)


def draw_shares(figures: dict[str, dict[str, Any]], title: str, path: Path) -> None:
    """R2 with its interval as bars, a group for each dimension, a bar for each model.

    `figures` are by model and by dimension: `r2`, and `interval_95` of it or by figure.
    """
    dimensions = list(next(iter(figures.values()), {}))
    places, width = np.arange(len(dimensions)), 0.8 / max(len(figures), 1)
    figure, axes = plt.subplots(figsize=(9, 4), layout="constrained")
    for number, (model, by_dimension) in enumerate(figures.items()):
        known = [place for place in places if dimensions[place] in by_dimension]
        shares = [by_dimension[dimensions[place]]["r2"] for place in known]
        edges = [_edges_of(by_dimension[dimensions[place]]) for place in known]
        axes.bar(
            np.array(known) + (number - (len(figures) - 1) / 2) * width, shares, width,
            yerr=np.abs(np.array(edges) - np.array(shares)[:, None]).T, color=f"C{number}",
            label=model, error_kw={"elinewidth": 0.8},
        )  # fmt: skip
    axes.axhline(0, color="grey", linewidth=1)
    axes.set_xticks(places, dimensions)
    axes.set(ylabel="share of the variance explained (R2)", title=title)
    figure.legend(loc="outside right center", fontsize=8)
    _save(figure, path)


def draw_coverage(
    curves: Sequence[Sequence[dict[str, float]]], target: float, covered: float, path: Path
) -> None:
    """How many answers are right among the surest share of songs, a line for each run."""
    figure, axes = plt.subplots(figsize=(5.2, 3.6), layout="constrained")
    for curve in curves:
        axes.plot([one["share"] for one in curve], [one["right"] for one in curve], linewidth=1.2)
    axes.axhline(target, color="grey", linewidth=1, linestyle=":")
    axes.axvline(covered, color="grey", linewidth=1, linestyle=":")
    axes.set(
        xlabel="share of the songs, the surest first",
        ylabel="share right",
        title="Right among the surest",
        xlim=(0, 1),
    )
    _save(figure, path)


def draw_fusion(
    figures: Mapping[str, Mapping[str, Mapping[str, float]]],
    rules: Mapping[str, str],
    stresses: Sequence[str],
    path: Path,
) -> None:
    """Log loss of each rule (its name to its words) under each stress, as lines."""
    figure, axes = plt.subplots(figsize=(8.5, 4.2), layout="constrained")
    marks = "osv^D*XP"
    for mark, (rule, told) in zip(marks, rules.items(), strict=True):
        losses = [figures[stress][rule]["log_loss"] for stress in stresses]
        axes.plot(range(len(stresses)), losses, marker=mark, linewidth=1, label=told)
    axes.set_xticks(range(len(stresses)), [each.replace("_", " ") for each in stresses])
    axes.tick_params("x", rotation=20)
    axes.set(ylabel="log loss", ylim=(0, 1.1), title="Simulated pairs")
    figure.legend(loc="outside right upper", fontsize=7)
    _save(figure, path)


def _edges_of(figures: dict[str, Any]) -> Sequence[float]:
    """The interval of R2; the figure itself where none is known."""
    edges = figures.get("interval_95", ())
    edges = edges.get("r2", ()) if isinstance(edges, dict) else edges
    return edges or (figures["r2"], figures["r2"])


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=100, metadata={"Software": None})
    plt.close(figure)
