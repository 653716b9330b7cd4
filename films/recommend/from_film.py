"""What `mooddex film` read of a film, as a question and as the film's own profile."""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np

from films.film_names import FilmName, folded
from films.recommend.building import on_plane
from films.recommend.index import KNOWN, FilmIndex
from films.recommend.question import Heard
from films.recommend.suggestion import Known

SONG = 180.0
"""Seconds of a film's music that weigh as much as a song."""


def heard_in_film(told: Mapping[str, Any]) -> list[Heard]:
    """The stretches of music of a film's reading (the JSON of `mooddex film`), by their length.

    Raises:
        ValueError: it is not such a reading.
    """
    try:
        found = [_heard(one) for one in told["segments"] if one["valence"] is not None]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("This is not what `mooddex film --json` prints.") from error
    return [one for one in found if one.weight > 0]


def film_called(index: FilmIndex, name: FilmName) -> int | None:
    """The id of the one film of that name; a year may be off by one. None: there is no such one."""
    wanted = folded(name.title)
    rows = [row for row, title in enumerate(index.titles) if folded(title) == wanted]
    if name.year is not None:
        rows = [row for row in rows if abs(int(index.years[row]) - name.year) <= 1]
    return int(index.ids[rows[0]]) if len(rows) == 1 else None


def with_heard(index: FilmIndex, heard: Mapping[int, list[Heard]]) -> FilmIndex:
    """The index with films as they were heard: their own sound in place of their songs'.

    Args:
        heard: by movie id; films that the index does not have, and those without music, are left.
    """
    plane, songs = index.sound.plane.copy(), index.sound.songs.copy()
    known = index.known.copy()
    for movie_id, stretches in heard.items():
        found = on_plane(stretches, index.grid)
        for row in np.flatnonzero(index.ids == movie_id) if found else ():
            plane[row], songs[row] = found or (plane[row], songs[row])
            known[row] = KNOWN.index(Known.HEARD)
    return replace(index, sound=replace(index.sound, plane=plane, songs=songs), known=known)


def _heard(segment: Mapping[str, Any]) -> Heard:
    valence, arousal = float(segment["valence"]), float(segment["arousal"])
    seconds = float(segment["end"]) - float(segment["start"])
    if not (0 <= valence <= 1 and 0 <= arousal <= 1 and isfinite(seconds)):
        raise ValueError("a place is outside the plane")
    return Heard(valence=valence, arousal=arousal, weight=max(seconds, 0.0) / SONG)
