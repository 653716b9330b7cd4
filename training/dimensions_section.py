"""The report's tables of valence, arousal and dominance, beside the reference's figures."""

from itertools import product
from pathlib import Path
from typing import Any

from training.pictures import draw_shares

Record = dict[str, Any]

_REFERENCE = {
    "mfcc-cnn": {"valence": (0.0153, 0.0977), "arousal": (0.0095, 0.0761),
                 "dominance": (0.0084, 0.0694)},
    "mfcc-lstm": {"valence": (0.0153, 0.0966), "arousal": (0.0098, 0.0773),
                  "dominance": (0.0084, 0.0773)},
    "embeddings-cnn": {"valence": (0.0143, 0.0919), "arousal": (0.0091, 0.0738),
                       "dominance": (0.0079, 0.0669)},
    "embeddings-lstm": {"valence": (0.0141, 0.0919), "arousal": (0.0089, 0.0733),
                        "dominance": (0.0077, 0.0662)},
}  # fmt: skip
"""Mean squared and absolute error by frame of 15 s, as Diaz Banet (2021) gives them."""

_READS = {"mfcc": "MFCC", "embeddings": "MSD_vgg embeddings"}
_NETWORKS = {"cnn": "CNN", "lstm": "LSTM"}
_FIGURES = ("r2", "mse", "mae", "piece_mse", "piece_mae")
_HEAD = [
    "| model | seconds a piece | R2 | interval | MSE by song | interval | MAE by song | interval "
    "| MSE by piece | interval | MAE by piece | interval |",
    "|" + "---|" * 12,
]
_PICTURE = "results/dimensions.png"


def dimensions_section(
    record: Record | None, ours: Record | None, docs: Path, ceiling: Record | None = None
) -> str:
    """A table for each dimension and a picture of R2.

    Args:
        record: of `train dimensions`; what it lacks says "not run".
        ours: held-out figures of the served network by dimension: `r2`, `mse`, `mae` by song
            and `interval_95`, of R2 alone or by the figure's name; None where it was not measured.
        docs: the folder that the picture goes into.
        ceiling: as `ours`, of songs put at the mean place of their true mood.
    """
    lines = ["## Valence, arousal and dominance (after Diaz Banet, 2021)\n"]
    if record is None:
        again = "`mooddex train dimensions --data DIR --tagger WHEEL`"
        return "\n".join([*lines, f"Not run ({again}).\n"])
    lines.append(_told(record))
    cells = {(one["reads"], one["network"], one["seconds"]): one for one in record["cells"]}
    for dimension in record["mean"]:
        lines += [f"### {dimension.capitalize()}\n", *_HEAD]
        lines.append(_row("The mean of the other folds' songs", "", record["mean"][dimension]))
        for seconds, reads, network in product((15, 30), _READS, _NETWORKS):
            one = cells.get((reads, network, seconds))
            title = f"{_READS[reads]} + {_NETWORKS[network]}"
            lines.append(_row(title, str(seconds), one and one["figures"][dimension]))
        lines.append(_row("**Ours, as served**", "(30)", (ours or {}).get(dimension)))
        if ceiling:
            title = "No model: the true mood, at its place (what ours could reach)"
            lines.append(_row(title, "", ceiling[dimension]))
        lines += [_row_of_reference(name, dimension) for name in _REFERENCE]
        lines.append(f"\n{_verdict(record, dimension)}\n")
    draw_shares(_shares(record, ours), "Valence, arousal, dominance: R2", docs / _PICTURE)
    lines.append(f"![R2 of every network]({_PICTURE})\n")
    return "\n".join(lines)


def _told(record: Record) -> str:
    recipe, run = record["recipe"], record["run"]
    units = recipe["units"]
    return (
        f"Data: {record['data']}, {record['songs']} songs. Split: {record['split']}. "
        f"**{record['about']}** The labels of the four moods were made from the same words.\n\n"
        "The reference's networks, trained here: two convolutions or an LSTM, then dense layers "
        "of 128, 128 and 64, squared error, each dimension and length apart. A song gives two "
        "pieces of 15 s or one of 30 s; each piece inherits its song's label, and a song's answer "
        "is the mean over its pieces. *MFCC* are the reference's: 13 at 22,050 Hz, 2,048 samples "
        "every 1,024 (323 or 646 steps). *Embeddings* are **not** the reference's: VGGish could "
        "not be had, so each .96 s is heard by the music tagger MSD_vgg (3 s about its middle, "
        "kept within the piece) and turned to 128 numbers by principal components, fitted on the "
        f"songs learnt from (15 or 30 steps). The LSTM has {units['embeddings']} units over "
        f"embeddings, as there, and {units['mfcc']} over MFCC, where as many would have taken "
        "nearly twenty times as long: many hours on one core. Of the nine folds that a network "
        f"may learn from, one says when to stop ({recipe['patience']} epochs without a better "
        f"error, {recipe['epochs']} at most). Adam, rate {_rates(recipe['rates'])}, batches of "
        f"{recipe['batch']}; one seed. "
        "The CNN's rate was chosen of three by the songs watched in two of the trainings over "
        "MFCC; other trainings are asked about those songs, which may flatter the CNN a little. "
        f"{run['minutes']} minutes on {run['machine']}, shared with other work, "
        f"{run['date']}, the inputs made before. "
        f"To repeat: `{record['command']}`.\n\n"
        "R2 is the share of the variance over songs that is explained; telling every song the "
        "mean has about 0. The reference measured frames of other songs, with labels of its own, "
        "and gives neither R2 nor what the mean would score; how far its labels spread is not "
        "known, so that its errors stand here for orientation and cannot be compared with ours.\n"
    )


def _rates(rates: dict[str, float]) -> str:
    return " and ".join(f"{rates[name]:g} ({title})" for name, title in _NETWORKS.items())


def _row(title: str, seconds: str, figures: Record | None) -> str:
    if figures is None:
        return f"| {title} | {seconds} | not run |" + " |" * 9
    intervals = figures.get("interval_95") or {}
    if not isinstance(intervals, dict):
        intervals = {"r2": intervals}
    cells = []
    for name in _FIGURES:
        digits = 3 if name == "r2" else 4
        cells.append(_number(figures[name], digits) if name in figures else "")
        edges = (_number(edge, digits) for edge in intervals.get(name, ()))
        cells.append(" to ".join(edges))
    return f"| {title} | {seconds} | {' | '.join(cells)} |"


def _row_of_reference(name: str, dimension: str) -> str:
    squared, absolute = _REFERENCE[name][dimension]
    reads, network = name.split("-")
    title = "VGGish" if reads == "embeddings" else _READS[reads]
    return (
        f"| Diaz Banet 2021: {title} + {_NETWORKS[network]}, other songs | 15 | not given | | | | "
        f"| | {_number(squared, 4)} | | {_number(absolute, 4)} | |"
    )


def _verdict(record: Record, dimension: str) -> str:
    best = max(record["cells"], key=lambda one: float(one["figures"][dimension]["r2"]))
    figures, mean = best["figures"][dimension], record["mean"][dimension]
    low, _ = figures["interval_95"]["r2"]
    sure = "lies above" if low > 0 else "holds"
    return (
        f"Best of the reference's networks here: {_READS[best['reads']]} + "
        f"{_NETWORKS[best['network']]}, {best['seconds']} s; its squared error by song is "
        f"{figures['mse'] / mean['mse']:.0%} of what the mean scores, and the interval of "
        f"its R2 {sure} 0. The variance of {dimension} over these songs is "
        f"{_number(record['variance'][dimension], 4)}."
    )


def _shares(record: Record, ours: Record | None) -> dict[str, dict[str, Record]]:
    """Figures by model and dimension, in the order in which they are drawn."""
    order = sorted(
        record["cells"], key=lambda one: (one["seconds"], one["reads"] != "mfcc", one["network"])
    )
    named = {
        f"{_READS[one['reads']]} + {_NETWORKS[one['network']]}, {one['seconds']} s": one["figures"]
        for one in order
    }
    return {**named, **({"ours, as served": ours} if ours else {})}


def _number(value: float, digits: int) -> str:
    sign = "-" if value < 0 else ""
    return sign + f"{abs(value):.{digits}f}".removeprefix("0")
