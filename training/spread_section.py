"""The report's part on how far off a song's place on the plane may be."""

from typing import Any


def spread_section(record: dict[str, Any] | None) -> str:
    """What the ellipses say, what they hold, and the factor that was chosen."""
    title = "## How far off a song's place may be\n"
    if record is None:
        return f"{title}\nNot run (`mooddex evaluate spread --data DIR`).\n"
    low, high = record["factors_of_folds"]
    rows = [
        f"| {plain['says']:.0%} | {_told(plain)} | {_told(scaled)} |"
        for plain, scaled in zip(record["without_factor"], record["with_factor"], strict=True)
    ]
    return "\n".join(
        [
            title,
            f"Data: {record['data']}, {record['songs']} songs, the spectrogram model alone, "
            f"{record['windows']} windows a song. Split: {record['split']}; seeds "
            f"{', '.join(str(seed) for seed in record['seeds'])}. To repeat: "
            f"`{record['command']}`.\n",
            "A song's place is the mean of the moods' places, weighted by its probabilities. How "
            "far off it may be follows by the law of total variance: how the songs of a mood "
            "differ, and how uncertain the mood is. Share of the held-out songs whose labelled "
            "valence and arousal lie within the ellipse:\n",
            "| the ellipse says | held, as it follows | held, with the factor |",
            "|---|---|---|",
            *rows,
            f"\n{_verdict(record['without_factor'], 'As it follows')} "
            f"{_verdict(record['with_factor'], 'With the factor')} The factor on the deviations "
            f"is **{record['factor']:.3f}** on the card; in the table each fold's is the one that "
            f"the other folds' songs ask for ({low:.2f} to {high:.2f}), and so are places and "
            "covariances. Intervals are Wilson's, 95 %, for the songs of one seed. Not measured: "
            "readings of both models or of the feature net alone, and anime songs.\n",
        ]
    )


def _told(covered: dict[str, Any]) -> str:
    low, high = covered["interval_95"]
    return f"{covered['holds']:.1%} ({low:.1%} to {high:.1%})"


def _verdict(rows: list[dict[str, Any]], name: str) -> str:
    off = [row for row in rows if not row["interval_95"][0] <= row["says"] <= row["interval_95"][1]]
    if not off:
        return f"{name} they are calibrated, as far as so many songs can tell."
    wide = all(row["holds"] > row["says"] for row in off)
    narrow = all(row["holds"] < row["says"] for row in off)
    way = "too wide" if wide else "too narrow" if narrow else "of the wrong shape"
    which = ", ".join(f"{row['says']:.0%}" for row in off)
    return f"{name} they are not calibrated: those of {which} are {way}."
