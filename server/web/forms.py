"""Turning the fields of a form into the mapping that the same request has in JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from server.domain import ListRequest, ListSource, ThemeKind, WatchStatus


def start_form(fields: "MultiDict[str, str]", default_source: str) -> dict[str, object]:
    """What the start form shows: the given fields over the defaults, as texts and lists of texts.

    A list form with every box of a kind unticked is kept so; the boxes have defaults only where
    the fields are not those of a list form.
    """
    fresh = fields.get("source") not in set(ListSource)
    return {
        "source": fields.get("source") or default_source,
        "username": fields.get("username", "").strip(),
        "playlist": fields.get("playlist", "").strip(),
        "min_score": fields.get("min_score", "").strip() or "0",
        "statuses": _ticked(fields, "statuses", ListRequest.statuses if fresh else ()),
        "kinds": _ticked(fields, "kinds", ListRequest.kinds if fresh else ()),
        "year_from": fields.get("year_from", "").strip(),
        "year_to": fields.get("year_to", "").strip(),
        "media": _ticked(fields, "media", ()),
        "nsfw": fields.get("nsfw", "").strip(),
        "public": fields.get("public", "").strip(),
    }


def start_fields(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that fill the start form in with a request in its JSON form."""
    years = wanted.get("years") or {}
    ticks = ("nsfw", "public")
    rest = {name: value for name, value in wanted.items() if name not in ("years", *ticks)}
    ticked = {name: "1" for name in ticks if wanted.get(name)}
    return {**rest, **ticked, "year_from": years.get("from"), "year_to": years.get("to")}


def playlist_body(form: Mapping[str, object]) -> dict[str, object]:
    """The start form as `POST /api/playlists` takes it."""
    if form["source"] == "spotify":
        return {"source": "spotify", "playlist": form["playlist"]}
    names = ("source", "username", "statuses", "kinds", "nsfw", "public")
    media = {"media": form["media"]} if form["media"] else {}
    years = {"from": form["year_from"], "to": form["year_to"]}
    score = _number(str(form["min_score"]))
    return {**{n: form[n] for n in names}, **media, "years": years, "min_score": score}


def mood_form(fields: "MultiDict[str, str]") -> dict[str, object]:
    """What the mood form shows: the given fields, as texts and a list of texts."""
    names = ("valence", "arousal", "radius", "from", "to", "minutes", "path")
    return {
        "moods": _ticked(fields, "moods", ()),
        **{n: fields.get(n, "").strip() for n in names},
    }


def mood_body(form: Mapping[str, object]) -> dict[str, object]:
    """The mood form as the API takes it; ticked moods go before a point, that before a journey."""
    if not form["moods"] and not (form["valence"] or form["arousal"]):
        return _journey_body(form) or {"moods": form["moods"]}
    if form["moods"]:
        return {"moods": form["moods"]}
    point = {n: _number(str(form[n])) for n in ("valence", "arousal")}
    radius = {"radius": _number(str(form["radius"]))} if form["radius"] else {}
    return {"point": point, **radius}


def path_text(points: Iterable[Mapping[str, float]]) -> str:
    """A path as one field holds it: `0.68,0.36 0.31,0.55`, valence before arousal."""
    return " ".join(f"{point['valence']:g},{point['arousal']:g}" for point in points)


def _journey_body(form: Mapping[str, object]) -> dict[str, object]:
    """What a form asks of a journey, if it does; a line that was drawn goes before two moods."""
    if form["path"]:
        asked: dict[str, object] = {"path": [_place(text) for text in str(form["path"]).split()]}
    elif form["from"] or form["to"]:
        asked = {"from": form["from"], "to": form["to"]}
    else:
        return {}
    return {**asked, "minutes": _number(str(form["minutes"]))} if form["minutes"] else asked


def _place(text: str) -> dict[str, object]:
    valence, _, arousal = text.partition(",")
    return {"valence": _number(valence), "arousal": _number(arousal)}


def _ticked(
    fields: "MultiDict[str, str]", name: str, default: tuple[WatchStatus | ThemeKind, ...]
) -> list[str]:
    given = [*fields.getlist(name), *fields.getlist(f"{name}[]")]
    return given or [value.value for value in default]


def _number(text: str) -> float | str:
    """The number that a person typed, comma or point; the text itself when it is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text
