"""Films whose music is like some songs, as somebody is told of them."""

import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from films.recommend.finder import FilmFinder
from films.recommend.index import KNOWN, FilmIndexError
from films.recommend.question import Heard
from films.recommend.suggestion import NO_REASONS, Suggestion

FILMS = 10
"""How many are named."""

_ASKED_FOR = 3 * FILMS
"""How many are looked at: those with no reason in the songs are left out."""

_NOT_TOLD = NO_REASONS | {"company_word"}
"""Kinds of reasons that are not enough to name a film: films near those that have a word in a title
are no kin of a song, and nobody could check it."""

_FAMILIAR = 0.25
"""Of so large a share of the songs films have to have a name or a title, to be named by those."""

_log = logging.getLogger(__name__)


class FilmsAtHand:
    """What finds films, loaded when it is first asked for; there need not be any.

    Safe to use from several threads. `folder` holds the index; None is the one that MoodDex comes
    with.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._tried = False
        self._finder: FilmFinder | None = None

    def finder(self) -> FilmFinder | None:
        """What finds films; None where their index is missing or cannot be trusted."""
        with self._lock:
            if not self._tried:
                self._tried = True
                try:
                    self._finder = FilmFinder.load(self._folder)
                except FilmIndexError as error:
                    _log.warning("no films are suggested: %s", error)
        return self._finder

    def card(self) -> Mapping[str, Any] | None:
        """What the index is and was made of."""
        finder = self.finder()
        return None if finder is None else finder.index.card

    def version(self) -> str | None:
        """As it is told of what it suggested."""
        finder = self.finder()
        return None if finder is None else finder.version

    def film(self, movie_id: int) -> tuple[str, int | None, str] | None:
        """Title, year and how its music is known, of a film by MovieLens' id."""
        finder = self.finder()
        if finder is None:
            return None
        index = finder.index
        row = next((n for n, each in enumerate(index.ids.tolist()) if each == movie_id), None)
        if row is None:
            return None
        return index.titles[row], int(index.years[row]) or None, KNOWN[int(index.known[row])].value

    def named(self, title: str, year: int | None) -> set[int]:
        """The films of that title, and of that year where it is known: one's own among them."""
        finder = self.finder()
        if finder is None:
            return set()
        index, wanted = finder.index, title.strip().casefold()
        return {
            int(index.ids[row])
            for row, name in enumerate(index.titles)
            if name.casefold() == wanted and (year is None or int(index.years[row]) in (0, year))
        }


def films_like(
    films: FilmsAtHand,
    songs: Sequence[Heard],
    *,
    without: Collection[int] = (),
    liked: Collection[int] = (),
) -> list[dict[str, Any]]:
    """The films whose music is most like these songs, the most alike first.

    A film with nothing to be told that it shares with them is left out. Each with
    `movie_id`, `title`, `year`, `url`, `score`, `known`, `rank` from 1, `reasons` (each with
    `kind`, `values` and an English `text`) and whether it is among those `liked`.

    Args:
        without: films that are not to be named.
    """
    finder = films.finder()
    if finder is None or not songs:
        return []
    found = [
        film
        for film in finder.find(songs, count=_ASKED_FOR, without=without)
        if not _NOT_TOLD.issuperset(reason.kind for reason in film.reasons)
    ]
    return [
        _told(film, rank) | {"liked": film.movie_id in liked}
        for rank, film in enumerate(found[:FILMS], 1)
    ]


def are_familiar(films: FilmsAtHand, songs: Sequence[Heard]) -> bool:
    """Whether enough is known of who made the songs that films can be named by it."""
    finder = films.finder()
    return finder is None or finder.familiar(songs) >= _FAMILIAR


def film_address(movie_id: int | str) -> str:
    """The page of a film at MovieLens."""
    return f"https://movielens.org/movies/{movie_id}"


def _told(film: Suggestion, rank: int) -> dict[str, Any]:
    return {
        "movie_id": film.movie_id,
        "title": film.title,
        "year": film.year,
        "url": film_address(film.movie_id),
        "score": round(film.score, 4),
        "known": film.known.value,
        "rank": rank,
        "reasons": [
            {"kind": each.kind, "values": dict(each.values), "text": str(each)}
            for each in film.reasons
        ],
    }
