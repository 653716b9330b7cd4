"""The report's part on tags: any number of them a song, on MTG-Jamendo."""

from typing import Any


def jamendo_section(counted: dict[str, Any], trained: dict[str, Any] | None) -> str:
    """The table, from the record of the tags alone and, where it was run, that of the training."""
    parts = counted["parts"]
    sizes = ", ".join(f"{parts[part]['tracks']:,} {part}" for part in parts)
    idle = {part: parts[part]["accuracy_of_no_tag"] for part in parts}
    lines = [
        "## Mood and theme tags (any number a song)\n",
        f"Data: {counted['data']}; tracks: {sizes}; {counted['tags']} tags of the task's 59 occur "
        f"in it. Split: {counted['split']}. ROC-AUC and PR-AUC are means over the tags; "
        "thresholds are chosen for each tag on the validation part.\n",
        "| model | part | ROC-AUC | PR-AUC | macro-F1 | share of (song, tag) pairs right |",
        "|---|---|---|---|---|---|",
        "| Bucheli 2022: image CNN, 18,487 songs, 56 tags, random split of 30 % | validation | "
        "not given | not given | not given | .9706 |",
        *(
            f"| No tag at all, for any song | {part} | .500 | {_number(1 - idle[part])} | .000 | "
            f"{_number(idle[part], 4)} |"
            for part in ("validation", "test")
        ),
        _trained_row(trained),
        "\nThe last column is fastai's `accuracy_multi`, which the reference reported. It says "
        "next to nothing here: a song has "
        f"{parts['test']['tags_a_track']:.2f} of {counted['tags']} tags on average, so an answer "
        f"that never names a tag is right for {_number(idle['test'], 4)} of all pairs of the test "
        f"part and {_number(idle['validation'], 4)} of the validation part. The reference's .9706 "
        "is that answer, near enough, and its author found the same: every score was under .01. "
        "An answer of no tag ranks all songs alike: its ROC-AUC is .5 by definition, and its "
        "PR-AUC the mean share of songs that have a tag.\n",
    ]
    if trained is None:
        lines.append(
            "Ours was not run: the audio of these tracks was not to be "
            "had. Loader, training and measures are tested on made sounds; "
            "`mooddex train jamendo --data DIR --audio DIR` fills the row.\n"
        )
    return "\n".join(lines)


def _trained_row(trained: dict[str, Any] | None) -> str:
    if trained is None:
        return "| Ours, binary cross-entropy | test | not run | not run | not run | not run |"
    test = trained["test"]
    return (
        f"| Ours, binary cross-entropy ({trained['name']}, {trained['tracks']['test']:,} tracks) | "
        f"test | {_number(test['roc_auc'])} | {_number(test['pr_auc'])} | "
        f"{_number(test['macro_f1'])} | {_number(test['accuracy'], 4)} |"
    )


def _number(share: float, places: int = 3) -> str:
    return f"{share:.{places}f}".removeprefix("0")
