"""The report's paragraph on theme strings: how many are read right."""

from pathlib import Path
from typing import Any


def theme_text_section(record: dict[str, Any], docs: Path) -> str:
    """The figures of `mooddex evaluate themes`; nothing is drawn into the folder."""
    low, high = record["interval_95"]
    rows = (
        ("themes read right in every way they are written", "themes_right", "themes"),
        ("strings with everything right: titles, artists, number, episodes", "read_right",
         "strings"),
        ("strings with the right title and native title", "title_right", "strings"),
        ("strings with the right artists, of those whose artists are known", "artists_right",
         "with_artist_strings"),
    )  # fmt: skip
    lines = [
        "## MyAnimeList's theme strings\n",
        f"Data: {record['data']}, {record['themes']:,} themes, the artists of "
        f"{record['with_artist']:,} known. Each theme was written in the ways of MyAnimeList's "
        "theme texts (with and without number, native title, native name, episodes; two joints "
        "between artists) and read back. To repeat: `mooddex evaluate themes --data DIR --keep`.\n",
        "| what | right | of | share |",
        "|---|---|---|---|",
        *(
            f"| {words} | {record[count]:,} | {record[of]:,} | {record[count] / record[of]:.2%} |"
            for words, count, of in rows
        ),
        f"\nThe first with its 95 % interval (Wilson): {low:.2%} to {high:.2%}. The strings are "
        "made from the table, not taken from MyAnimeList, and the parser was corrected with this "
        "table at hand: the figure says that nothing in these titles and names is misread, not "
        "how often people write a theme text in a way of their own.\n",
    ]
    return "\n".join(lines)
