"""The report's first table: what the works MoodDex descends from reported, and ours beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]

_DIMENSIONS = ("valence", "arousal", "dominance")
_ATTRIBUTES = {"valence": 0.70, "energy": 0.75, "genre": 0.60}
_HEAD = """## At a glance

What five works reported on data of their own, their way trained anew on the data that is here, and
ours on the same data. Only the last two columns compare; the sections below say on what songs, in
what folds, and what each figure leaves out.

| what | reported there | their way, here | ours, here |
|---|---|---|---|"""


@dataclass(frozen=True)
class _Row:
    what: str
    reported: str
    theirs: str
    ours: str

    def __str__(self) -> str:
        return f"| {self.what} | {self.reported} | {self.theirs} | {self.ours} |"


def glance_section(records: Mapping[str, Record]) -> str:
    """A table with a row for each figure whose records are there; "" without any."""
    rows = [
        *_moods(records.get("spectrogram-three-taggers"), records.get("baseline-picture")),
        *_features(records.get("features")),
        *_dimensions(records.get("spectrogram-three-taggers"), records.get("dimensions")),
        *_sounds(records.get("detector")),
        *_attributes(records.get("attributes")),
        *_genres(records.get("genres")),
        *_films(records.get("recommend")),
    ]
    if not rows:
        return ""
    return "\n".join([_HEAD, *map(str, rows), "", *_against(records.get("recommend"))])


def _moods(ours: Record | None, picture: Record | None) -> list[_Row]:
    if ours is None:
        return []
    runs = ours["by_windows"][str(ours["served_windows"])]
    theirs = "" if picture is None else _figure(picture["scores"][0]["accuracy"])
    own = _with(_mean(run["accuracy"] for run in runs), runs[0]["interval_95"]["accuracy"])
    what = "Bucheli 2022: four moods from a spectrogram, accuracy"
    return [_Row(what, ".786", theirs, own)]


def _features(record: Record | None) -> list[_Row]:
    if record is None:
        return []
    nets = {name: net["whole"] for name, net in record["nets"].items()}
    theirs, ours = nets["reference"], nets["ours"]
    own = _with(_mean(run["accuracy"] for run in ours), ours[0]["interval_95"]["accuracy"])
    what = "Bucheli 2022: four moods from audio features, accuracy"
    return [_Row(what, ".728", _figure(_mean(run["accuracy"] for run in theirs)), own)]


def _dimensions(ours: Record | None, networks: Record | None) -> list[_Row]:
    if ours is None or networks is None:
        return []
    rows = []
    for name in _DIMENSIONS:
        best = max(cell["figures"][name]["r2"] for cell in networks["cells"])
        own = ours["dimensions"][name]
        what = f"Diaz Banet 2021: {name}, R2"
        rows.append(_Row(what, "not given", _figure(best), _with(own["r2"], own["interval_95"])))
    return rows


def _sounds(record: Record | None) -> list[_Row]:
    if record is None:
        return []
    network, machine = record["network"], record["baselines"]["machine"]
    reported = {"clips": ".911", "scenes_smoothed": "not given"}
    theirs = {"clips": machine["clips"], "scenes_smoothed": machine["scenes"]}
    names = {"clips": "clean clips", "scenes_smoothed": "each second of mixed scenes"}
    return [
        _Row(
            f"Karydis 2020: music, speech or other, {names[key]}, macro-F1",
            reported[key],
            _figure(theirs[key]["macro_f1"]),
            _with(network[key]["macro_f1"], network[key]["interval_95"]),
        )
        for key in names
    ]


def _attributes(record: Record | None) -> list[_Row]:
    if record is None:
        return []
    rows = []
    for name, reported in _ATTRIBUTES.items():
        one = record["figures"][name]
        ours = one["ours_same_test"]
        rows.append(
            _Row(
                f"Karydis 2020: {name} in {len(one['labels'])} classes, accuracy",
                _figure(reported) + (" (ten)" if name == "genre" else ""),
                _figure(one["two_conv"]["accuracy"]),
                _with(ours["accuracy"], ours["interval_95"]),
            )
        )
    return rows


def _genres(record: Record | None) -> list[_Row]:
    if record is None:
        return []
    figures = {name: figure["song"] for name, figure in record["figures"].items()}
    theirs = max(figures[name]["lrap"] for name in ("two_layer", "deep", "one_vs_all"))
    ours = figures["numbers"]
    what = f"Stone 2015: {len(record['labels'])} genres of music (there ten of films), LRAP"
    return [_Row(what, ".618", _figure(theirs), _with(ours["lrap"], ours["interval_95"]["lrap"]))]


def _films(record: Record | None) -> list[_Row]:
    if record is None or "other_people" not in record:
        return []
    rows = []
    names = {"genre_cosine": "sharing genres", "beyond_chance": "liked by the same people"}
    for key, name in names.items():
        ours = record["other_people"]["ours"][key]
        theirs = record["ways"].get("clusters")
        rows.append(
            _Row(
                f"Spotiflix 2023: ten films for a soundtrack, {name}, lift over random",
                "not measured",
                "" if theirs is None else f"{theirs['top_10'][key]['lift']:.2f}",
                f"{ours['lift']:.2f} ({_between(ours['lift_interval_95'], '.2f')})",
            )
        )
    return rows


def _against(record: Record | None) -> list[str]:
    """What a reader of the rows about films must know beside them."""
    if record is None or "other_people" not in record:
        return []
    known = record["ways"]["commonest_genres"]["top_10"]["genre_cosine"]["lift"]
    clusters = record["ways"].get("clusters", {}).get("top_10", {}).get("answered")
    told = f"their way answers for {clusters} of {record['films']} films" if clusters else ""
    return [
        "Of films, other people judge ours than have taught it"
        + (f", and {told}" if told else "")
        + f"; always naming films of the commonest genres shares genres {known:.2f} times as often "
        "as chance, too.\n"
    ]


def _mean(figures: Any) -> float:
    figures = list(figures)
    return float(sum(figures) / len(figures))


def _figure(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1)


def _with(value: float, interval: Sequence[float]) -> str:
    return f"**{_figure(value)}** ({_between(interval)})"


def _between(interval: Sequence[float], form: str = ".3f") -> str:
    low, high = (f"{end:{form}}" for end in interval)
    if form == ".3f":
        low, high = low.replace("0.", ".", 1), high.replace("0.", ".", 1)
    return f"{low} to {high}"
