"""The report's section of the networks that hear: ours beside every baseline, on one split."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from moods.circumplex import MOODS
from training.pictures import draw_confusion, draw_reliability, draw_training, draw_windows

Record = dict[str, Any]

TITLES = {
    "three-taggers": "From three music taggers, pruned and tuned",
    "tagger": "From a music tagger, fine-tuned",
    "scratch": "From scratch, small CNN",
}
_BASELINES = {
    "handmade": "Hand-made features with a support vector machine",
    "picture": "The reference's recipe: specgram picture, image CNN",
}
_CURVE = "results/windows.png"


def spectrogram_section(
    records: Sequence[Record], baselines: Sequence[Record], cost: Record | None, docs: Path
) -> str:
    """The table of all models, the curve of windows against accuracy, and a part for each.

    Args:
        records: of spectrogram networks, the served one first.
        cost: what a reading costs, by windows; None where it was not measured.
    """
    first = records[0]
    songs = first["by_windows"][str(first["served_windows"])][0]["songs"]
    lines = [
        "## Spectrogram model (four moods from sound)\n",
        f"Data: {first['data']}, {songs} songs of about 30 s. "
        f"Split: {first['split']}.\n",
        "| model | seeds | windows of 3 s | macro-F1 | interval | accuracy | interval | "
        + " | ".join(f"recall {mood.value}" for mood in MOODS)
        + " | calibration error |",
        "|" + "---|" * (8 + len(MOODS)),
        "| Bucheli 2022: image CNN, 4 moods of 200 Spotify songs, about 70 validation songs, "
        "random split | 1 | (picture) | not given | | .786 | | " + " | ".join("" for _ in MOODS)
        + " | |",
    ]  # fmt: skip
    for record in records:
        for windows, scores in sorted(record["by_windows"].items(), key=lambda one: int(one[0])):
            served = " (served)" if _is_served(record, records, windows) else ""
            lines.append(_score_row(f"{TITLES[record['name']]}{served}", record, windows, scores))
    lines += _rows_of_baselines(records, {one["name"]: one for one in baselines})
    lines.append(
        "\nThe reference's figure is from other songs, and from a random split in which songs of "
        "one artist can be on both sides; it stands here for orientation. The labels of mood4q "
        "come from editors' mood tags and a word list, not from listeners of the clips.\n"
    )
    lines.append(_goals(first))
    lines.append(_windows_part(first, cost, docs))
    lines += [_baseline_section(one, docs) for one in baselines]
    for record in records:
        lines.append(_spectrogram_pictures(record, docs))
    return "\n".join(lines)


_GOALS = {"macro_f1": 0.74, "aim": 0.80, "recall": 2 / 3, "calibration_error": 0.05}


def _goals(record: Record) -> str:
    """What was aimed at, and whether the served network reaches it."""
    served = record["by_windows"][str(record["served_windows"])]
    f1, error = (_mean([s[name] for s in served]) for name in ("macro_f1", "calibration_error"))
    recalls = {m.value: _mean([s["recall"][m.value] for s in served]) for m in MOODS}
    low = [f"{mood} has {share:.4f}" for mood, share in recalls.items() if share < _GOALS["recall"]]
    told = f"not reached ({', '.join(low)})" if low else "reached"
    return (
        f"Goals of the served network: macro-F1 of .74 {_whether(f1 >= _GOALS['macro_f1'])}, of "
        f".80 {_whether(f1 >= _GOALS['aim'])}; every mood's recall at least .6667, the reference's "
        f"own goal: {told}; calibration error of at most .05 "
        f"{_whether(error <= _GOALS['calibration_error'])}. Intervals treat songs as independent; "
        "songs of one artist are not, so true ones are a little wider.\n"
    )


def _whether(reached: bool) -> str:
    return "reached" if reached else "not reached"


def _windows_part(record: Record, cost: Record | None, docs: Path) -> str:
    """How many windows to read: accuracy against cost."""
    by_windows = sorted(record["by_windows"].items(), key=lambda one: int(one[0]))
    if len(by_windows) < 2 or not (cost and cost.get("by_windows")):
        return ""
    points = []
    for windows, scores in by_windows:
        whole = cost["decode_ms"] + cost["features_ms"] + cost["by_windows"][windows]
        spread = [score["macro_f1"] for score in scores]
        points.append((int(windows), whole / cost["bare_ms"], spread))
    draw_windows(points, docs / _CURVE)
    told = "; ".join(
        f"{windows}: {_number(_mean(spread))} at {times:.1f} times"
        for windows, times, spread in points
    )
    return (
        "### How many windows\n\nMacro-F1 by the windows of 3 s that are read of a clip of 30 s, "
        f"and what the whole reading costs in units of the codec alone (the goal is at most 5, the "
        f"aim 3): {told}. "
        f"{record['served_windows']} are served (of a recording of more than 45 s, twice as many): "
        "fewer lose accuracy, more cost twice as much for what lies within the seeds' spread.\n\n"
        f"![Accuracy against cost]({_CURVE})\n"
    )


def _rows_of_baselines(records: Sequence[Record], baselines: dict[str, Record]) -> list[str]:
    """The other models of the comparison; one that was not run says so."""
    rows = []
    empty = " | ".join([""] * (6 + len(MOODS)))
    if "scratch" not in {one["name"] for one in records}:
        rows.append(f"| {TITLES['scratch']} | not run | {empty} |")
    for name, title in _BASELINES.items():
        if name in baselines:
            one = baselines[name]
            rows.append(_score_row(title, one, one["reads"], one["scores"]))
        else:
            rows.append(f"| {title} | not run | {empty} |")
    return rows


def _baseline_section(record: Record, docs: Path) -> str:
    title, stem, run = _BASELINES[record["name"]], f"results/{record['name']}", record["run"]
    draw_confusion(record["scores"][0]["confusion"], title, docs / f"{stem}-confusion.png")
    spread = record["scores"][0]["fold_macro_f1"]
    return (
        f"### {title}\n\n{record['about']} {run['minutes']} minutes on {run['machine']}, "
        f"{run['date']}. Spread of macro-F1 over the folds: {_number(min(spread))} to "
        f"{_number(max(spread))}. To repeat: `{record['command']}`.\n\n"
        f"![Confusion matrix]({stem}-confusion.png)\n"
    )


def _is_served(record: Record, records: Sequence[Record], windows: str) -> bool:
    return record is records[0] and int(windows) == record["served_windows"]


def _score_row(title: str, record: Record, windows: str, scores: Sequence[Record]) -> str:
    recalls = " | ".join(_number(_mean([s["recall"][m.value] for s in scores])) for m in MOODS)
    return (
        f"| {title} | {_seeds(record)} | {windows} | {_mean_of(scores, 'macro_f1')} | "
        f"{_interval(scores[0], 'macro_f1')} | {_mean_of(scores, 'accuracy')} | "
        f"{_interval(scores[0], 'accuracy')} | {recalls} | "
        f"{_mean_of(scores, 'calibration_error')} |"
    )


def _spectrogram_pictures(record: Record, docs: Path) -> str:
    name, served = record["name"], record["by_windows"][str(record["served_windows"])][0]
    title = TITLES[name]
    stem = f"results/spectrogram-{name}"
    draw_confusion(served["confusion"], title, docs / f"{stem}-confusion.png")
    draw_reliability(served["reliability"], title, docs / f"{stem}-reliability.png")
    curves = ""
    if record["recipe"].get("finder"):
        draw_training(record["recipe"], title, docs / f"{stem}-training.png")
        curves = f"\n![Learning-rate finder and training loss]({stem}-training.png)\n"
    run = record["run"]
    notes = "".join(f"{note}\n\n" for note in record["recipe"].get("notes", []))
    return (
        f"### {title}\n\n{record['recipe']['network']}, {record['recipe']['weights']:,} weights; "
        f"{run['minutes']} minutes on {run['machine']}, {run['date']}. Spread of macro-F1 over "
        f"the folds: {_number(min(served['fold_macro_f1']))} to "
        f"{_number(max(served['fold_macro_f1']))}. To repeat: `{_command(record)}`.\n\n"
        f"{notes}![Confusion matrix]({stem}-confusion.png) ![Reliability]({stem}-reliability.png)\n"
        f"{curves}"
    )


def _command(record: Record) -> str:
    wheel = " --tagger musicnn-0.1.0-py3-none-any.whl"
    start = {"three-taggers": wheel, "tagger": f"{wheel} --one-body"}.get(record["name"], "")
    seeds = "".join(f" --seed {seed}" for seed in record["seeds"])
    return f"mooddex train spectrogram --data DIR --folds-only{start}{seeds}"


def _seeds(record: Record) -> str:
    return ", ".join(str(seed) for seed in record["seeds"]) or "none"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _mean_of(scores: Sequence[Record], figure: str) -> str:
    return _number(_mean([score[figure] for score in scores]))


def _interval(score: Record, figure: str) -> str:
    low, high = score["interval_95"][figure]
    return f"{_number(low)} to {_number(high)}"


def _number(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")
