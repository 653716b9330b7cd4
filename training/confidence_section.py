"""The report's part on when the spectrogram model calls itself unsure."""

from pathlib import Path
from typing import Any

from training.pictures import draw_coverage

_PICTURE = "results/confidence.png"


def confidence_section(record: dict[str, Any] | None, docs: Path) -> str:
    """Threshold, what it does on songs it was not chosen on, and the picture (under `docs`)."""
    title = "## When it is unsure\n"
    if record is None:
        return f"{title}\nNot run (`mooddex evaluate confidence --data DIR`).\n"
    sure_share = 1 - record["unsure_share"]
    draw_coverage(record["curves"], record["target"], sure_share, docs / _PICTURE)
    low, high = record["thresholds_of_folds"]
    return "\n".join(
        [
            title,
            f"Data: {record['data']}, {record['songs']} songs, the spectrogram model alone, "
            f"{record['windows']} windows a song. Split: {record['split']}; seeds "
            f"{', '.join(str(seed) for seed in record['seeds'])}. To repeat: "
            f"`{record['command']}`.\n",
            "A reading whose likeliest mood is less probable than "
            f"**{record['unsure_below']:.2f}** is marked as unsure. For each fold the threshold "
            "is the lowest one above which the answers to the songs of the *other* folds were "
            f"right at least {record['target']:.0%} of the time, one standard error taken off "
            f"({low:.2f} to {high:.2f} over the folds); the table shows what it does in the fold "
            "itself. The one on the card is the mean over the seeds of what all folds together "
            "give.\n",
            "| answers | share of songs | right | interval |",
            "|---|---|---|---|",
            _row("not unsure", sure_share, record["sure"]),
            _row("unsure", record["unsure_share"], record["unsure"]),
            "\nIntervals are Wilson's, 95 %, for the songs of one seed. Two models that agree are "
            "surer together, and a reading of theirs is held to the same threshold; so is one of "
            "the feature net alone, where it was not chosen. On music unlike these songs (below: "
            "MIDI) the model is often wrong and not unsure.\n",
            f"![Share right among the surest songs, a line for each seed]({_PICTURE})\n",
        ]
    )


def _row(name: str, share: float, counted: dict[str, Any]) -> str:
    if counted["right"] is None:
        return f"| {name} | {_number(share)} | none | |"
    low, high = counted["interval_95"]
    right = _number(counted["right"])
    return f"| {name} | {_number(share)} | {right} | {_number(low)} to {_number(high)} |"


def _number(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")
