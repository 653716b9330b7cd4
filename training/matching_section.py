"""The report's part on matching: how often a song is tied to the right recording."""

from pathlib import Path
from typing import Any

from training.pictures import draw_reliability

_PICTURE = "results/matching-reliability.png"
_HEAD = (
    "| songs | | precision of sure matches | interval | recall | interval | review (right) |",
    "|---|---|---|---|---|---|---|",
)


def matching_section(record: dict[str, Any], docs: Path) -> str:
    """The figures of `mooddex evaluate matching`, and the picture (under `docs`)."""
    test = record["test"]
    draw_reliability(test["reliability"], "Matches", docs / _PICTURE)
    return "\n".join(
        [
            "## Songs tied to recordings on Spotify\n",
            _about(record),
            _halves(record),
            _groups(test["groups"]),
            _traps(test["traps"]),
            _rest(record),
        ]
    )


def _about(record: dict[str, Any]) -> str:
    test = record["test"]
    return (
        f"Data: {record['data']}. Titles, artists and shows of the songs are real; what Spotify "
        f"would show for them is **made** ({test['tracks']:,} tracks in all): names in the scripts "
        "and spellings that labels use, the same recording on singles, albums and compilations, "
        "and three to seven other recordings a song, of the kinds in the table below. About one "
        "song in eight is not there at all. Japanese spellings are real where the sandbox knows "
        "the song, else made so that their kanji do not tell the reading; one in ten is not told "
        "to the program. Search is the sandbox's. "
        f"Split: {record['split']}. To repeat: `{record['command']}`.\n"
    )


def _halves(record: dict[str, Any]) -> str:
    lines = [
        *_HEAD,
    ]
    for half, words in (("test", "untouched half"), ("tune", "tuning half")):
        for group, name in (
            ("artist_known", "artist known"),
            ("artist_unknown", "artist not known"),
            ("all", "all"),
        ):
            lines.append(_row(f"{words}, {name}", record[half][group]))
    before = record.get("before")
    if before:
        lines.append(
            f"| untouched half, all, by the rules of the first version | {before['songs']:,} | "
            f"{_percent(before['precision'])} | {_interval(before['precision_interval_95'])} | "
            f"{_percent(before['recall'])} | {_interval(before['recall_interval_95'])} | |"
        )
    calls = record["test"]["calls"]
    lines.append(
        "\nRecall is the share of the songs that are there for which the right recording was "
        "found *for sure*. A song whose artist nobody told is never sure by its title alone. "
        f"Searches for 100 songs, in lists of {calls['songs_a_list']}: "
        f"{calls['cold_per_100']:.1f} with nothing known before, {calls['warm_per_100']:.1f} the "
        "second time. Links that AnimeThemes or the local table give need none, and are not "
        "counted here.\n"
    )
    return "\n".join(lines)


def _groups(groups: dict[str, Any]) -> str:
    lines = [
        "The untouched half in parts:\n",
        *_HEAD,
    ]
    lines += [_row(name, one) for name, one in groups.items() if one["songs"]]
    return "\n".join(lines) + "\n"


def _row(name: str, one: dict[str, Any]) -> str:
    return (
        f"| {name} | {one['songs']:,} | {_percent(one['precision'])} | "
        f"{_interval(one['precision_interval_95'])} | {_percent(one['recall'])} | "
        f"{_interval(one['recall_interval_95'])} | {one['review']} ({one['review_right']}) |"
    )


def _traps(traps: dict[str, Any]) -> str:
    lines = [
        "Other recordings that were laid as traps in the untouched half, and how many were "
        "taken for the song; some are worded in ways that the tuning half does not have:\n",
        "| kind | laid | taken | in new words | taken |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {kind} | {one['laid']} | {one['taken']} | {one['laid_in_later_wordings']} | "
        f"{one['taken_in_later_wordings']} |"
        for kind, one in traps.items()
    ]
    return "\n".join(lines) + "\n"


def _rest(record: dict[str, Any]) -> str:
    wrong = ", ".join(f"{kind} {count}" for kind, count in record["test"]["wrong"].items())
    thresholds = record["test"]["thresholds"]
    return (
        f"Sure from a confidence of {thresholds['sure']:.2f}, to review from "
        f"{thresholds['review']:.2f}; weights and thresholds come from the tuning half alone. "
        f"The wrong ones among the sure: {wrong or 'none'}. Intervals are Wilson's, 95 %. "
        "The new words are new to the fit and to the tuning, but one hand listed them together "
        "with the others and wrote the rules. What these figures cannot tell: how often Spotify's "
        "real search brings a song up among its first ten, how often real labels use a wording "
        "that is not here, and recordings that nothing in name, album, performer or length gives "
        "away.\n\n"
        f"![How often matches are right by their confidence]({_PICTURE})\n"
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _interval(pair: list[float] | None) -> str:
    return "" if pair is None else f"{pair[0]:.1%} to {pair[1]:.1%}"
