"""Words and marks stand out by day and after dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static" / "css" / "tokens.css").read_text()
MOODS = ("happy", "energetic", "sad", "calm")

WORDS = [
    *[(ink, back) for ink in ("ink", "soft", "seal") for back in ("paper", "sheet")],
    ("ink", "seal-paper"),
    ("soft", "seal-paper"),
    *[(f"{mood}-ink", f"{mood}-tint") for mood in MOODS],
    *[(f"{mood}-ink", "sheet") for mood in MOODS],
    *[("ink", f"{mood}-line") for mood in MOODS],
]
MARKS = [
    *[(mark, back) for mark in ("edge", "focus") for back in ("paper", "sheet")],
    *[(mood, back) for mood in MOODS for back in ("paper", "sheet")],
]


def _palette(theme: str) -> dict[str, str]:
    day, night = CSS.split("@media (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", day))
    if theme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", night))
    return colours


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (MARKS, 3.0)], ids=["words", "marks"])
def test_colours_stand_out(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = _palette(theme)
    weak = {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := _contrast(colours[pair[0]], colours[pair[1]])) < least
    }
    assert not weak


def test_every_colour_of_the_day_has_one_for_the_night() -> None:
    day, night = (set(re.findall(r"--([\w-]+): #", part)) for part in CSS.split("@media"))
    assert day == night
