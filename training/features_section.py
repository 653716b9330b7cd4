"""The report's section of the feature net: ours, the reference's, and what other learners reach."""

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from moods.circumplex import MOODS
from training.pictures import draw_confusion, draw_reliability

Record = dict[str, Any]
Matrix = Sequence[Sequence[int]]

_NETS = {
    "ours": "Ours",
    "reference": "The reference's 8-node net, trained here",
    "support vectors": "Yardstick: support vector machine",
    "trees": "Yardstick: extremely randomised trees",
    "boosted": "Yardstick: gradient-boosted trees",
}
_TESTS = {
    "whole": "data_moods, 10 folds",
    "three_hidden": "the same, three features of each song hidden",
    "from_marvin": "trained on marvin, tested on data_moods",
}
_GOALS = {"whole": 0.83, "from_marvin": 0.79}


def features_section(record: Record, docs: Path) -> str:
    """The section as Markdown; draws its pictures under `docs`/results."""
    nets = record["nets"]
    songs = nets["ours"]["whole"][0]["songs"]
    seeds = "".join(f" --seed {seed}" for seed in record["seeds"])
    lines = [
        "## Feature net (four moods from Spotify-style audio features)\n",
        f"Data: {record['data']}, {songs} songs; marvin, 1,187 songs. Split: {record['split']}. "
        f"To repeat: `mooddex train features --data DIR --folds-only{seeds}`.\n",
        "| net | test | seeds | accuracy | interval | macro-F1 | calibration error |",
        "|---|---|---|---|---|---|---|",
        "| Bucheli 2022, as quoted there | data_moods, 10 folds, random | 1 | .728 | | not given "
        "| |",
    ]
    for net in (name for name in _NETS if name in nets):
        lines += [_row(net, test, record) for test in _TESTS]
    whole = nets["ours"]["whole"][0]
    recalls = ", ".join(f"{mood} {_number(share)}" for mood, share in whole["recall"].items())
    draw_confusion(whole["confusion"], "Feature net", docs / "results/features-confusion.png")
    draw_reliability(whole["reliability"], "Feature net", docs / "results/features-reliability.png")
    lines += [
        "\nOf several seeds, accuracy and macro-F1 are the mean ± the standard deviation; the "
        f"folds are drawn anew for each. Recall of ours, first seed: {recalls}.\n",
        _against_goals(nets),
        f"{record['chosen']}\n" if "chosen" in record else "",
        "How the moods of these tables were assigned is not documented. Their numbers come from "
        "the Spotify Web API, whose terms do not allow training on them: the weights are for "
        "non-commercial research use, and can be trained anew on data of one's own.\n",
        "![Confusion matrix](results/features-confusion.png) "
        "![Reliability](results/features-reliability.png)\n",
    ]
    return "\n".join(lines)


def _row(net: str, test: str, record: Record) -> str:
    scores = record["nets"][net][test]
    seeds = ", ".join(str(seed) for seed in record["seeds"])
    low, high = scores[0]["interval_95"]["accuracy"]
    error = "" if test == "from_marvin" else _number(_mean(scores, "calibration_error"))
    return (
        f"| {_NETS[net]} | {_TESTS[test]} | {seeds} | {_spread(scores, 'accuracy')} | "
        f"{_number(low)} to {_number(high)} | {_spread(scores, 'macro_f1')} | {error} |"
    )


def _against_goals(nets: Record) -> str:
    """For each goal: whether it was reached, and where not, the best of the yardsticks beside."""
    told = []
    for test, goal in _GOALS.items():
        ours = _mean(nets["ours"][test], "accuracy")
        reached = "reached" if ours >= goal else "not reached"
        sentence = f"Goal on *{_TESTS[test]}*: {goal:.0%}, {reached} ({ours:.1%})."
        others = {
            n: _mean(nets[n][test], "accuracy") for n in nets if n not in {"ours", "reference"}
        }
        if ours < goal and others:
            best = max(others, key=lambda name: others[name])
            sentence += f" The best of the yardsticks, {best}, gets {others[best]:.1%}."
        told.append(sentence)
    ours = nets["ours"]
    mistake = _common_mistake(ours["from_marvin"][0]["confusion"], ours["whole"][0]["confusion"])
    return " ".join([*told, mistake]) + "\n"


def _common_mistake(across: Matrix, inside: Matrix) -> str:
    """The most common mistake across tables, and how common it is within the one."""
    moods = range(len(MOODS))
    count, true, taken = max((across[a][b], a, b) for a in moods for b in moods if a != b)
    return (
        f"Across the tables most mistakes are {MOODS[true].value} songs taken for "
        f"{MOODS[taken].value} ones: {count} of {sum(across[true])}, first seed, where the folds "
        f"within data_moods have {inside[true][taken]}."
    )


def _mean(scores: Sequence[Record], figure: str) -> float:
    return fmean(score[figure] for score in scores)


def _spread(scores: Sequence[Record], figure: str) -> str:
    """The mean over seeds and, where there are several, the standard deviation."""
    values = [score[figure] for score in scores]
    spread = f" ± {_number(stdev(values))}" if len(values) > 1 else ""
    return f"{_number(fmean(values))}{spread}"


def _number(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")
