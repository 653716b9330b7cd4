"""The songs of a list's shows: what is known first, then AnimeThemes, then MyAnimeList's texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from server.domain import Anime, Problem, Theme, ThemeKind
from server.errors import SourceError
from server.songs.identity import theme_key
from server.songs.theme_text import parse_theme_text
from server.store import songs
from server.store.engine import Store

BATCH = 50
"""Shows that AnimeThemes is asked for in one call."""

_GIVE_UP_AFTER = 3
"""Failures in a row after which a service is not asked again in this job."""


class ThemesByShow(Protocol):
    """The part of `server.sources.animethemes.AnimeThemes` that is needed."""

    def themes(self, anime: Sequence[Anime]) -> dict[str, list[Theme]]:
        """Themes by anime key; a show that is not covered is missing."""
        ...


class ThemeTexts(Protocol):
    """The part of `server.sources.myanimelist.MyAnimeList` that is needed."""

    def theme_texts(self, mal_id: int) -> list[tuple[ThemeKind, str]]:
        """Raw theme strings of a show."""
        ...


@dataclass
class Collected:
    """Themes by anime key, and what could not be had.

    `complete` is False when a show's songs could not be asked for: what is missing now is not
    missing for good, so nothing may be removed on its account.
    """

    themes: dict[str, list[Theme]]
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True


def collect_themes(
    store: Store,
    animethemes: ThemesByShow,
    texts: ThemeTexts | None,
    anime: Sequence[Anime],
    on_step: Callable[[int], None],
) -> Collected:
    """The themes of these shows, each kept for a month once it was asked for.

    `texts` is None where MyAnimeList cannot be asked. `on_step` hears how many shows are settled,
    and may raise to stop.
    """
    shows = list({show.key: show for show in anime}.values())
    collected = Collected(songs.known_themes(store, shows))
    on_step(len(collected.themes))
    open_shows = [show for show in shows if show.key not in collected.themes]
    uncovered, is_down = _from_animethemes(store, animethemes, open_shows, collected, on_step)
    if is_down:
        collected.complete = False
        old = songs.known_themes(store, uncovered, any_age=True)
        collected.themes |= old
        on_step(len(old))
        uncovered = [show for show in uncovered if show.key not in old]
    _from_texts(store, texts, uncovered, collected, on_step, stopgap=is_down)
    silent = [show for show in shows if collected.themes.get(show.key) == []]
    collected.problems += [_nothing_known(show) for show in silent]
    return collected


def _from_animethemes(
    store: Store,
    animethemes: ThemesByShow,
    shows: Sequence[Anime],
    collected: Collected,
    on_step: Callable[[int], None],
) -> tuple[list[Anime], bool]:
    """The shows AnimeThemes says nothing of, and whether that is because it could not be asked."""
    uncovered: list[Anime] = []
    for start in range(0, len(shows), BATCH):
        batch = shows[start : start + BATCH]
        try:
            found = animethemes.themes(batch)
        except SourceError as error:
            collected.problems.append(
                Problem(
                    "AnimeThemes",
                    error.code,
                    f"{error.message} MyAnimeList's own song lists are used instead.",
                )
            )
            return [*uncovered, *shows[start:]], True
        covered = {show: found[show.key] for show in batch if found.get(show.key)}
        songs.save_themes(store, songs.ANIMETHEMES, covered)
        collected.themes |= {show.key: themes for show, themes in covered.items()}
        uncovered += [show for show in batch if show not in covered]
        on_step(len(covered))
    return uncovered, False


def _from_texts(
    store: Store,
    texts: ThemeTexts | None,
    shows: Sequence[Anime],
    collected: Collected,
    on_step: Callable[[int], None],
    *,
    stopgap: bool,
) -> None:
    failures = 0
    for show in shows:
        on_step(1)
        if texts is None or show.mal_id is None:
            songs.save_themes(store, songs.STOPGAP, {show: []})
            collected.themes[show.key] = []
            continue
        if failures >= _GIVE_UP_AFTER:
            continue
        try:
            themes = read_theme_texts(show, texts.theme_texts(show.mal_id))
        except SourceError as error:
            failures += 1
            _tell_failure(show, error, collected, gave_up=failures >= _GIVE_UP_AFTER)
            continue
        failures = 0
        source = songs.STOPGAP if stopgap else songs.MYANIMELIST
        songs.save_themes(store, source, {show: themes})
        collected.themes[show.key] = themes


def _tell_failure(show: Anime, error: SourceError, collected: Collected, *, gave_up: bool) -> None:
    collected.complete = False
    collected.problems.append(Problem(show.title, error.code, error.message))
    if gave_up:
        collected.problems.append(
            Problem(
                "MyAnimeList",
                error.code,
                f"{error.message} It was not asked for the remaining shows; try again later.",
            )
        )


def read_theme_texts(show: Anime, texts: Sequence[tuple[ThemeKind, str]]) -> list[Theme]:
    """A show's themes from MyAnimeList's texts; a theme that comes twice is one."""
    themes: dict[str, Theme] = {}
    counts: dict[ThemeKind, int] = {}
    for kind, text in texts:
        read = parse_theme_text(text)
        if not read.title:
            continue
        counts[kind] = counts.get(kind, 0) + 1
        sequence = read.sequence or counts[kind]
        key = theme_key(show, kind, sequence, read.title)
        themes.setdefault(
            key,
            Theme(
                key=key,
                anime=show,
                kind=kind,
                title=read.title,
                sequence=sequence,
                native_title=read.native_title,
                artists=read.artists,
            ),
        )
    return list(themes.values())


def _nothing_known(show: Anime) -> Problem:
    return Problem(
        show.title,
        "no_themes_known",
        "No song of this show is known to AnimeThemes or MyAnimeList.",
    )
