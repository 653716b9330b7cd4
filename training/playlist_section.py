"""The report's table of mood playlists: how many songs of a mood are read as it."""

from typing import Any

from moods.circumplex import MOODS, Mood

_REFERENCE = {
    Mood.SAD: ((14, 24), (47, 187)),
    Mood.HAPPY: ((13, 30), (10, 44)),
    Mood.ENERGETIC: ((19, 26), (23, 28)),
    Mood.CALM: ((9, 25), (25, 50)),
}
"""Bucheli 2022: songs of two human playlists a mood that were predicted as it, of how many."""


def playlist_section(record: dict[str, Any]) -> str:
    """The table, from the spectrogram model's record: its held-out answers as it is served."""
    windows = str(record["served_windows"])
    scores = record["by_windows"][windows]
    lines = [
        "## Songs of a mood that are read as it\n",
        f"Ours: {record['data']}, the songs of each mood taken as one playlist, read by networks "
        f"that learnt from no song of their artists ({record['split']}; {windows} windows a song; "
        f"seeds {', '.join(str(seed) for seed in record['seeds'])}). The reference: playlists "
        "that people at Spotify had named for the mood. The data are different, so the columns do "
        "not compare: mood4q holds songs chosen because editors' tags agree on a mood, and a "
        "person's playlist does not.\n",
        "| mood | read as it, ours | Bucheli 2022, first playlist | second playlist |",
        "|---|---|---|---|",
    ]
    for number, mood in enumerate(MOODS):
        counts = [(one["confusion"][number][number], sum(one["confusion"][number])) for one in scores]  # fmt: skip  # noqa: E501
        ours = "; ".join(_counted(*pair) for pair in counts)
        first, second = (_counted(*pair) for pair in _REFERENCE[mood])
        lines.append(f"| {mood.value} | {ours} | {first} | {second} |")
    lines.append(
        "\nThe reference's goal was 66.66 %. Only sound is read here, by one model, so that the "
        "moods proposed for a song are its likeliest mood alone; where audio features are known "
        "too, a song can carry two moods. `mooddex evaluate playlist PLAYLIST --mood sad` counts "
        "the same of a playlist of one's own.\n"
    )
    return "\n".join(lines)


def _counted(count: int, of: int) -> str:
    return f"{count} of {of} ({count / of:.1%})"
