"""The songs of a playlist as the plane draws them, and as the browser computes with them. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Any

from moods.circumplex import Point
from server.playlists.choosing import Song, likeliest

SIDE, MARGIN = 400, 26
"""The drawing's units: a square with a margin, so that a song in a far corner stays on its tile."""
VALENCE, AROUSAL = (0.25, 0.75), (0.35, 0.65)
"""The part of the plane that is drawn; readings lie within."""
ACROSS = (SIDE - 2 * MARGIN) / (VALENCE[1] - VALENCE[0])
DOWN = (SIDE - 2 * MARGIN) / (AROUSAL[1] - AROUSAL[0])
"""Units of the drawing to one of valence, and to one of arousal."""

PLACES = (
    ("happy", Point(0.7, 0.58), 0.06),
    ("energetic", Point(0.34, 0.54), 0.06),
    ("sad", Point(0.35, 0.41), 0.06),
    ("calm", Point(0.66, 0.39), 0.06),
    ("between", Point(0.51, 0.48), 0.05),
)
"""Places that have a name, with a radius; the moods' are a little inside of where they lie."""

_MODELS = ("spectrogram", "features")
_GOLDEN = pi * (3 - sqrt(5))
_FARTHEST = 3.0


@dataclass(frozen=True)
class Dot:
    """A song on the drawing, in its units.

    Attributes:
        mood: the quadrant that it lies in.
        unsure: whether no mood is heard clearly.
        chosen: whether it is among the songs that are shown.
    """

    x: float
    y: float
    mood: str
    unsure: bool
    chosen: bool


def across(valence: float) -> float:
    """How far from the left a valence is drawn."""
    return _drawn(valence, VALENCE)


def down(arousal: float) -> float:
    """How far from the top an arousal is drawn."""
    return SIDE - _drawn(arousal, AROUSAL)


def dot_radius(heard: int) -> float:
    """How large the dots of so many songs are drawn."""
    return 7 if heard < 40 else 5 if heard < 400 else 3.5


def dots(songs: Sequence[Song], chosen: Collection[str]) -> list[Dot]:
    """A dot for each song that was heard, in the songs' order; `chosen` names tracks by URI.

    Where several lie in one spot, the second and all further ones are moved a little, along a
    spiral and by at most three times a dot's radius, so that each can be seen.
    """
    heard = [song for song in songs if song["reading"]]
    radius = dot_radius(len(heard))
    crowd: Counter[tuple[int, int]] = Counter()
    drawn = []
    for song in heard:
        reading = song["reading"]
        x, y = across(reading["valence"]), down(reading["arousal"])
        spot = (int(x / (1.5 * radius)), int(y / (1.5 * radius)))
        nth = crowd[spot]
        crowd[spot] += 1
        away = min(0.9 * radius * sqrt(nth), _FARTHEST * radius)
        drawn.append(
            Dot(
                x=round(x + away * cos(nth * _GOLDEN), 1),
                y=round(y + away * sin(nth * _GOLDEN), 1),
                mood=Point(reading["valence"], reading["arousal"]).mood.value,
                unsure=reading["unsure"],
                chosen=song["spotify_uri"] in chosen,
            )
        )
    return drawn


def plane_json(songs: Sequence[Song], titles: str = "romaji") -> dict[str, Any]:
    """The songs as columns, each a list in the playlist's order: small, as likes stand together.

    What the models heard is told apart from `own`, the listener's own mood, so that a browser can
    put the one over the other and take it off again; a song that nobody heard has nulls. `spread`
    is how far off its place may be: the standard deviations of valence and arousal, and their
    covariance. `said` has the likeliest mood of each model, and of both together, with its
    probability in percent, or null where the model did not run. Shows are named in the `titles`
    asked for, `romaji`, `native` or `english`, where they are known in them.
    """

    def column(of: Callable[[Song], Any]) -> list[Any]:
        return [of(song) for song in songs]

    def heard(name: str) -> list[Any]:
        return [(_heard(song) or {}).get(name) for song in songs]

    return {
        "count": len(songs),
        "songs": {
            "id": column(lambda song: song["spotify_uri"].rpartition(":")[2]),
            "title": column(lambda song: song["title"]),
            "native": column(lambda song: song["native_title"]),
            "artists": column(lambda song: ", ".join(song["artists"])),
            "anime": column(lambda song: next(iter(_shows(song, titles)), None)),
            "also_in": column(lambda song: _shows(song, titles)[1:]),
            "kind": column(lambda song: f"{song['kind'] or ''}{song['sequence'] or ''}" or None),
            "review": column(lambda song: song["song"]),
            "leaving": column(lambda song: int(song["leaving"])),
            "seconds": column(lambda song: _seconds(song["duration_ms"])),
            "valence": heard("valence"),
            "arousal": heard("arousal"),
            "moods": heard("moods"),
            "unsure": [int(bool(unsure)) for unsure in heard("unsure")],
            "spread": column(_spread),
            "confidence": column(lambda song: (song["reading"] or {}).get("confidence")),
            "own": column(lambda song: (song["reading"] or {}).get("own_mood")),
            "said": {
                **{name: [_said(song, name) for song in songs] for name in _MODELS},
                "hybrid": column(_fused),
            },
        },
    }


def _shows(song: Song, titles: str) -> list[str]:
    shows = [show.get(f"{titles}_title") or show["title"] for show in song.get("shows", ())]
    return shows or [name for name in (song["anime"], *song["also_in"]) if name]


def _drawn(coordinate: float, ends: tuple[float, float]) -> float:
    share = (coordinate - ends[0]) / (ends[1] - ends[0])
    return MARGIN + (SIDE - 2 * MARGIN) * min(max(share, 0.0), 1.0)


def _heard(song: Song) -> dict[str, Any] | None:
    """What the models heard of a song, without the listener's own word."""
    reading: dict[str, Any] | None = song["reading"]
    if reading is not None and reading["own_mood"] is not None:
        reading = reading["heard"]
    return reading


def _seconds(milliseconds: int | None) -> int | None:
    return round(milliseconds / 1000) if milliseconds else None


def _spread(song: Song) -> list[float] | None:
    spread = (_heard(song) or {}).get("spread")
    if not spread:
        return None
    return [round(spread["valence"], 3), round(spread["arousal"], 3), round(spread["tilt"], 4)]


def _said(song: Song, model: str) -> list[Any] | None:
    reading = song["reading"]
    probabilities = reading and reading["by_model"].get(model)
    return list(likeliest(probabilities)) if probabilities else None


def _fused(song: Song) -> list[Any] | None:
    reading = song["reading"]
    return list(likeliest(reading["probabilities"])) if reading and reading["by_model"] else None
