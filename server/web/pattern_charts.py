"""The charts of patterns as data that `static/js/charts/` draws."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from server.films.patterns_view import OTHERS
from server.web.film_charts import Chart
from server.web.film_words import column_word

_LEVEL = 0.05


def heatmap_chart(found: Mapping[str, Any]) -> Chart:
    """Spearman's rho of all pairs; those that chance hardly makes are marked by a star."""
    return {
        "kind": "heatmap",
        "names": [column_word(name) for name in found["names"]],
        "values": found["rho"],
        "texts": [
            ["★" if p is not None and p < _LEVEL else "" for p in row] for row in found["corrected"]
        ],
        "told": [
            [_cell(rho, p) for rho, p in zip(row, ps, strict=True)]
            for row, ps in zip(found["rho"], found["corrected"], strict=True)
        ],
    }


def places_chart(view: Mapping[str, Any]) -> Chart:
    """Where the items lie, by group."""
    places = view["places"]
    return {
        "kind": "places",
        "axes": [axis_words(axis) for axis in places["axes"]],
        "groups": _groups(places["rows"], [*view["groups"], OTHERS]),
    }


def regions_chart(view: Mapping[str, Any]) -> Chart:
    """Which group each part of the plane of the music is told to be, and the items on it."""
    regions = view["regions"]
    return {
        "kind": "regions",
        "axes": [_("music, first component"), _("music, second component")],
        "across": regions["across"],
        "up": regions["up"],
        "regions": regions["cells"],
        "groups": _groups(regions["rows"], regions["groups"]),
    }


def axis_words(axis: Mapping[str, Any]) -> str:
    """What an axis is called: of what it is a component, and its share of the variance."""
    of = {"music": _("music"), "facts": _("facts"), "both": _("music and facts")}[axis["of"]]
    words: str = _(
        "%(of)s, component %(number)s (%(share)s %%)",
        of=of,
        number=axis["number"],
        share=round(100 * axis["share"]),
    )
    return words


def _groups(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    groups = []
    for name in names:
        own = [row for row in rows if row["group"] == name]
        if own or name != OTHERS:
            groups.append(
                {
                    "name": name or _("all others"),
                    "tone": f"group {name}" if name else "other",
                    "x": [row["x"] for row in own],
                    "y": [row["y"] for row in own],
                    "labels": [row["item"] for row in own],
                }
            )
    return groups


def _cell(rho: float | None, p: float | None) -> str:
    if rho is None:
        return "–"
    return f"{rho:.2f}" if p is None else f"{rho:.2f} (p {p:.3f})"
