"""The charts of films as data that `static/js/charts/` draws: no colours, no pictures.

Each holds a `kind` and what is told, in the visitor's words; the tables beside the charts hold the
same figures. A `tone` names a colour and a pattern of the style sheet's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from films.detector import SOUNDS
from server.web.film_words import film_words

Chart = dict[str, Any]


def layers_chart(view: Mapping[str, Any]) -> Chart:
    """The film layer: sounds in the inner ring, what the music is in the outer."""
    words = film_words()
    parts = view["layers"]
    return {
        "kind": "layers",
        "ids": [part["id"] for part in parts],
        "labels": [words.get(part["name"], part["name"]) for part in parts],
        "parents": [part["parent"] for part in parts],
        "values": [part["share"] for part in parts],
        "tones": [part["name"] for part in parts],
        "share": _("share of the film"),
    }


def ring_chart(parts: Sequence[Mapping[str, Any]]) -> Chart:
    """Shares of a few classes, as a ring; what has none has no label there."""
    words, parts = film_words(), [part for part in parts if part["share"]]
    return {
        "kind": "ring",
        "labels": [words.get(part["name"], part["name"]) for part in parts],
        "values": [part["share"] for part in parts],
        "tones": [part["name"] for part in parts],
        "share": _("share of the music"),
    }


def course_chart(view: Mapping[str, Any]) -> Chart:
    """Valence and arousal over time above the waveform; where no music is, there is a gap."""
    step = view["step"]
    at: list[float] = []
    lines: dict[str, list[float | None]] = {"valence": [], "arousal": []}
    before: float | None = None
    for row in view["course"]:
        if before is not None and row["start"] - before > step:
            at.append(before + step)
            for line in lines.values():
                line.append(None)
        at.append(row["start"] + (row["end"] - row["start"]) / 2)
        for name, line in lines.items():
            line.append(row[name])
        before = row["start"]
    return {
        "kind": "course",
        "at": at,
        **lines,
        "wave": view["waveform"],
        "length": view["length"],
        "words": {
            "valence": _("valence, dark to bright"),
            "arousal": _("arousal, quiet to lively"),
            "wave": _("loudness"),
            "time": _("time"),
        },
    }


def classes_chart(judged: Mapping[str, Any]) -> Chart:
    """What is there and what was heard, one band above the other, over time."""
    words = film_words()
    return {
        "kind": "classes",
        "length": judged["length"],
        "labels": [words[sound] for sound in SOUNDS],
        "tones": list(SOUNDS),
        "bands": [
            {
                "name": name,
                "runs": [[start, end, SOUNDS.index(label)] for start, end, label in bands],
            }
            for name, bands in (
                (_("is there"), judged["bands"]["truth"]),
                (_("was heard"), judged["bands"]["heard"]),
            )
        ],
    }
