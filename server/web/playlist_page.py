"""What the page of a playlist shows: the plane, what is chosen on it, and the chosen songs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _

from server.errors import MoodDexError
from server.jobs.journey_request import JourneyRequest
from server.playlists import choosing, plane
from server.playlists.choosing import Choice, Song, Sort, Total
from server.playlists.travel import points_of
from server.playlists.wanted import Fitting
from server.web.choosing import Asked, query_of
from server.web.errors import error_json
from server.web.js_texts import js_texts
from server.web.plane_texts import fill, fill_counted, plane_texts

PER_PAGE = 50

_NAMED = 3
_MODELS = ("spectrogram", "features", "hybrid")


def playlist_context(
    view: Mapping[str, Any],
    asked: Asked,
    error: MoodDexError | None,
    again: str,
    journey: Fitting | None = None,
) -> dict[str, Any]:
    """The context of `playlist.html`.

    Args:
        again: where the playlist is brought up to date.
        journey: the songs of the journey that is asked for, if one is.
    """
    songs = [song for song in view["tracks"] if song["match"]["state"] == "sure"]
    heard = [song for song in songs if song["reading"]]
    point = asked.choice.point
    chosen = choosing.choose(songs, asked.choice)
    if journey is not None:
        by_uri = {song["spotify_uri"]: song for song in songs}
        chosen = [by_uri[uri] for uri in journey.uris if uri in by_uri]
    found = choosing.order(choosing.search(chosen, asked.words), asked.order, point)
    pages = max(1, ceil(len(found) / PER_PAGE))
    told = list(asked.told)
    if asked.page > pages:
        told.append(_("There is no page “%(name)s”.", name=asked.page))
        asked = replace(asked, page=pages)
    shown = found[(asked.page - 1) * PER_PAGE : asked.page * PER_PAGE]
    texts = js_texts() | plane_texts()

    def turn(page: int) -> str:
        return urlencode({**query_of(asked), "page": page}, doseq=True)

    return {
        "playlist": view,
        "form": asked.form,
        "error": None if error is None else error_json(error)["error"],
        "misread": told,
        "again": again,
        "js_texts": lambda: texts,
        "songs": songs,
        "heard": heard,
        "asked": asked,
        "orders": list(Sort),
        "rows": [_row(song, asked.choice, texts) for song in shown],
        "blank": {"song": _BLANK, "why": "", "said": []},
        "first_row": (asked.page - 1) * PER_PAGE + 1,
        "pages": pages,
        "query": query_of(asked),
        "here": turn(asked.page) if asked.page > 1 else urlencode(query_of(asked), doseq=True),
        "turn": turn,
        "summary": _summary(found, texts),
        "dots": plane.dots(heard, {song["spotify_uri"] for song in found}),
        "dot_radius": plane.dot_radius(len(heard)),
        "ring": ring_of(asked.choice),
        "line": "" if asked.journey is None else _line(asked.journey),
        "places": [
            {
                "name": name,
                "valence": place.valence,
                "arousal": place.arousal,
                "radius": radius,
            }
            for name, place, radius in plane.PLACES
        ],
    }


def _row(song: Song, choice: Choice, texts: Mapping[str, str]) -> dict[str, Any]:
    return {"song": song, "why": _why(song, choice, texts), "said": _said(song, texts)}


def _why(song: Song, choice: Choice, texts: Mapping[str, str]) -> str:
    """Why a song is among those that are chosen, in a few words."""
    reading = song["reading"]
    if reading is None:
        return texts["plane.unheard"]
    if choice.point is not None:
        distance = f"{choosing.distance(song, choice.point):.2f}"
        return fill(texts, "plane.why.near", distance=distance)
    if reading["own_mood"]:
        return texts["plane.why.own"]
    said = [choosing.likeliest(one)[0] for one in _ordered(reading["by_model"])]
    words = [texts[f"mood.{mood}"] for mood in said]
    if len(said) == 2 and said[0] != said[1]:
        return fill(texts, "plane.why.split", one=words[0], other=words[1])
    return fill(texts, "plane.why.both" if len(said) == 2 else "plane.why.one", mood=words[0])


def _said(song: Song, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each model's likeliest mood of a song, and that of both together."""
    reading = song["reading"]
    if reading is None or not reading["by_model"]:
        return []
    answers = {**reading["by_model"], "hybrid": reading["probabilities"]}
    told = []
    for model in _MODELS:
        if model in answers:
            mood, percent = choosing.likeliest(answers[model])
            label = texts[f"plane.said.{model}"]
            told.append({"label": label, "mood": mood, "percent": percent})
    return told


def _ordered(by_model: Mapping[str, Mapping[str, float]]) -> list[Mapping[str, float]]:
    return [by_model[model] for model in _MODELS if model in by_model]


def _summary(found: Sequence[Song], texts: Mapping[str, str]) -> dict[str, str]:
    """How many songs are chosen, for how long, and which come first."""
    if not found:
        return {"count": texts["plane.none"], "time": "", "names": ""}
    names = ", ".join(song["title"] for song in found[:_NAMED])
    if len(found) > _NAMED:
        names = fill(texts, "plane.more", names=names, n=len(found) - _NAMED)
    return {
        "count": fill_counted(texts, "plane.songs", len(found)),
        "time": _time(choosing.total(found), texts),
        "names": names,
    }


def _time(total: Total, texts: Mapping[str, str]) -> str:
    if total.seconds is None:
        return ""
    hours, minutes = divmod(max(1, int(total.seconds / 60 + 0.5)), 60)
    if hours:
        time = fill(texts, "plane.hours", h=hours, m=minutes)
    else:
        time = fill(texts, "plane.minutes", m=minutes)
    return fill(texts, "plane.about", time=time) if total.about else time


def ring_of(choice: Choice) -> dict[str, float] | None:
    """The chosen circle in the drawing's units: an ellipse, because the axes differ in scale."""
    if choice.point is None:
        return None
    radius = choice.radius or 0.0
    return {
        "x": round(plane.across(choice.point.valence), 1),
        "y": round(plane.down(choice.point.arousal), 1),
        "rx": round(radius * plane.ACROSS, 1),
        "ry": round(radius * plane.DOWN, 1),
    }


def _line(journey: JourneyRequest) -> str:
    """The path of a journey, as the points of a line in the drawing's units."""
    points = points_of(journey)
    return " ".join(
        f"{plane.across(each.valence):.1f},{plane.down(each.arousal):.1f}" for each in points
    )


_BLANK: Song = {
    "title": "",
    "native_title": None,
    "artists": [],
    "anime": None,
    "also_in": [],
    "kind": None,
    "sequence": None,
    "duration_ms": None,
    "song": None,
    "leaving": False,
    "spotify_uri": "spotify:track:",
    "reading": None,
}
