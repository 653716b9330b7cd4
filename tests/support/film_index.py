"""A small index of made-up films, for pages and tests."""

from pathlib import Path

import numpy as np

from films.recommend.building import Film, build_index
from films.recommend.index_file import save_index
from films.recommend.question import Heard

CARD = {
    "version": "0.1",
    "title": "Made-up films",
    "known_faults": ["None of these films was ever shot."],
    "licence": "For tests.",
}

_NAMED = (
    ("The Bounty Hunters", 1998, ("Tank!", "SEATBELTS", "Yoko Kanno")),
    ("Folk Blues", 2001, ("Another Blues", "Mai Yamane", "")),
    ("The Wind Sings", 1987, ("Wind", "Somebody Else", "")),
    ("A Sylvian Winter", 2006, ("Ghosts", "David Sylvian", "David Sylvian")),
)
"""Films that share something with the sandbox's songs."""


def made_films(number: int = 40) -> list[Film]:
    """Films with made-up soundtracks; the same ones each time. Ids are 1001 and up."""
    draw = np.random.default_rng(7)
    films = []
    for each in range(number):
        centre = draw.uniform((0.3, 0.35), (0.72, 0.62))
        songs = [
            Heard(
                title=f"Theme {each}.{song}",
                performer=f"Orchestra {each % 7}",
                writer=f"Composer {each % 11}",
                valence=float(np.clip(place[0], 0, 1)),
                arousal=float(np.clip(place[1], 0, 1)),
            )
            for song, place in enumerate(draw.normal(centre, 0.04, (5, 2)))
        ]
        title, year = f"Made-Up Film {each + 1}", 1960 + each
        if each < len(_NAMED):
            title, year, song = _NAMED[each]
            songs.append(Heard(*song))
        films.append(Film(1001 + each, title, year, float(draw.uniform()), songs))
    return films


def made_index(folder: Path, number: int = 40) -> Path:
    """Write an index of made films; its folder, as `MOODDEX_FILM_INDEX` takes it."""
    save_index(build_index(made_films(number)), folder, CARD)
    return folder
