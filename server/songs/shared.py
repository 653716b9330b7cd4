"""What two people's lists share and what each alone has: shows, and their songs. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from server.domain import Anime, Theme
from server.songs.identity import song_key

_Thing = TypeVar("_Thing")


@dataclass(frozen=True)
class Division(Generic[_Thing]):
    """What both have, what only the first has, what only the second has; nothing twice."""

    shared: tuple[_Thing, ...]
    first: tuple[_Thing, ...]
    second: tuple[_Thing, ...]


def divide_shows(first: Sequence[Anime], second: Sequence[Anime]) -> Division[Anime]:
    """The shows of two lists, divided; each part in the order of its list.

    A show is the same by its MyAnimeList id; by its AniList id where one of the two lists does not
    know the other id. A shared show carries the ids and titles that either list knows.
    """
    ours, theirs = _each_once(first), _each_once(second)
    known, own = _Index(theirs), _Index(ours)
    pairs = [(show, known.same_as(show)) for show in ours]
    return Division(
        shared=_each_once(_joined(show, same) for show, same in pairs if same is not None),
        first=tuple(show for show, same in pairs if same is None),
        second=tuple(show for show in theirs if own.same_as(show) is None),
    )


def divide_songs(first: Iterable[Theme], second: Iterable[Theme]) -> Division[Theme]:
    """The songs of two people's shows, divided; a song is its first theme there.

    A song that both know from different shows is shared too.
    """
    ours, theirs = _songs(first), _songs(second)
    return Division(
        shared=tuple(theme for key, theme in ours.items() if key in theirs),
        first=tuple(theme for key, theme in ours.items() if key not in theirs),
        second=tuple(theme for key, theme in theirs.items() if key not in ours),
    )


class _Index:
    """Shows to be found by either id."""

    def __init__(self, shows: Iterable[Anime]) -> None:
        self._by_mal: dict[int, Anime] = {}
        self._by_anilist: dict[int, list[Anime]] = {}
        for show in shows:
            if show.mal_id is not None:
                self._by_mal.setdefault(show.mal_id, show)
            if show.anilist_id is not None:
                self._by_anilist.setdefault(show.anilist_id, []).append(show)

    def same_as(self, show: Anime) -> Anime | None:
        if show.mal_id is not None and show.mal_id in self._by_mal:
            return self._by_mal[show.mal_id]
        if show.anilist_id is None:
            return None
        for other in self._by_anilist.get(show.anilist_id, ()):
            if show.mal_id is None or other.mal_id is None:
                return other
        return None


def _joined(show: Anime, same: Anime) -> Anime:
    return replace(
        show,
        mal_id=same.mal_id if show.mal_id is None else show.mal_id,
        anilist_id=same.anilist_id if show.anilist_id is None else show.anilist_id,
        native_title=show.native_title or same.native_title,
        english_title=show.english_title or same.english_title,
    )


def _each_once(shows: Iterable[Anime]) -> tuple[Anime, ...]:
    found: dict[str, Anime] = {}
    for show in shows:
        found.setdefault(show.key, show)
    return tuple(found.values())


def _songs(themes: Iterable[Theme]) -> dict[str, Theme]:
    found: dict[str, Theme] = {}
    for theme in themes:
        found.setdefault(song_key(theme), theme)
    return found
