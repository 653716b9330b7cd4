"""The songs of a list's shows: what is known and the local table, AnimeThemes, MyAnimeList."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from server.domain import Anime, Problem, Theme, ThemeKind
from server.errors import SourceError
from server.songs.identity import theme_key
from server.songs.table_themes import join_table
from server.songs.theme_text import parse_theme_text
from server.store import songs
from server.store.engine import Store
from server.store.song_table import TableSong, songs_of

BATCH = 50
"""Shows that AnimeThemes is asked for in one call."""

_BAD_ANSWER = "animethemes_bad_answer"
_MOST_BAD_ANSWERS = 16
"""Answers of AnimeThemes that cannot be used before it is not asked again in this job."""

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
    table = songs_of(store, [show.mal_id for show in shows if show.mal_id is not None])
    collected = Collected(_known(store, shows, table))
    on_step(len(collected.themes))
    open_shows = [show for show in shows if show.key not in collected.themes]
    told = _Told(store, collected, table, on_step)
    uncovered, is_down = _from_animethemes(animethemes, open_shows, told)
    if is_down:
        collected.complete = False
        old = _known(store, uncovered, table, any_age=True)
        collected.themes |= old
        on_step(len(old))
        uncovered = [show for show in uncovered if show.key not in old]
    _from_texts(texts, uncovered, told, stopgap=is_down)
    _from_the_table_alone(told, [show for show in uncovered if show.key not in collected.themes])
    silent = [show for show in shows if collected.themes.get(show.key) == []]
    collected.problems += [_nothing_known(show) for show in silent]
    return collected


@dataclass(frozen=True)
class _Told:
    """Where what services say of shows is kept and told."""

    store: Store
    collected: Collected
    table: Mapping[int, Sequence[TableSong]]
    on_step: Callable[[int], None]

    def keep(self, source: str, themes: Mapping[Anime, Sequence[Theme]]) -> None:
        """Keep what a source says of these shows, joined with the local table."""
        by_key = {show.key: some for show, some in themes.items()}
        joined = join_table(by_key, list(themes), self.table)
        songs.save_themes(self.store, source, {show: joined[show.key] for show in themes})
        self.collected.themes |= joined

    def problem(self, item: str, code: str, message: str) -> None:
        """What could not be had."""
        self.collected.problems.append(Problem(item, code, message))


def _known(
    store: Store,
    shows: Sequence[Anime],
    table: Mapping[int, Sequence[TableSong]],
    *,
    any_age: bool = False,
) -> dict[str, list[Theme]]:
    """What was kept of shows; songs that the table has got since are kept with it."""
    known = songs.known_themes(store, shows, any_age=any_age)
    asked = [show for show in shows if show.key in known]
    joined = join_table(known, asked, table)
    kept = {theme for some in known.values() for theme in some}
    songs.add_themes(store, [each for some in joined.values() for each in some if each not in kept])
    return joined


def _from_the_table_alone(told: _Told, shows: Sequence[Anime]) -> None:
    """Songs of shows that no service could be asked for; they are asked for next time."""
    joined = join_table({}, shows, told.table)
    songs.add_themes(told.store, [theme for some in joined.values() for theme in some])
    told.collected.themes |= joined


def _from_animethemes(
    animethemes: ThemesByShow, shows: Sequence[Anime], told: _Told
) -> tuple[list[Anime], bool]:
    """The shows AnimeThemes says nothing of, and whether that is because it could not be asked.

    An error over one show spoils the answer for its whole batch: such a batch is asked for in
    halves, until the show stands alone.
    """
    uncovered: list[Anime] = []
    bad_answers = 0
    batches = [shows[start : start + BATCH] for start in range(0, len(shows), BATCH)]
    while batches:
        batch = batches.pop(0)
        try:
            found = animethemes.themes(batch)
        except SourceError as error:
            bad_answers += error.code == _BAD_ANSWER
            goes_on = error.code == _BAD_ANSWER and bad_answers < _MOST_BAD_ANSWERS
            if goes_on and len(batch) > 1:
                half = len(batch) // 2
                batches[:0] = [batch[:half], batch[half:]]
                continue
            told.problem(
                batch[0].title if goes_on else "AnimeThemes",
                error.code,
                f"{error.message} MyAnimeList's own song lists are used instead.",
            )
            uncovered += batch
            if goes_on:
                continue
            return [*uncovered, *(show for some in batches for show in some)], True
        covered = {show: found[show.key] for show in batch if found.get(show.key)}
        told.keep(songs.ANIMETHEMES, covered)
        uncovered += [show for show in batch if show not in covered]
        told.on_step(len(covered))
    return uncovered, bad_answers > 0


def _from_texts(
    texts: ThemeTexts | None, shows: Sequence[Anime], told: _Told, *, stopgap: bool
) -> None:
    failures = 0
    for show in shows:
        told.on_step(1)
        if texts is None or show.mal_id is None:
            told.keep(songs.STOPGAP, {show: []})
            continue
        if failures >= _GIVE_UP_AFTER:
            continue
        try:
            themes = read_theme_texts(show, texts.theme_texts(show.mal_id))
        except SourceError as error:
            failures += 1
            _tell_failure(show, error, told, gave_up=failures >= _GIVE_UP_AFTER)
            continue
        failures = 0
        told.keep(songs.STOPGAP if stopgap else songs.MYANIMELIST, {show: themes})


def _tell_failure(show: Anime, error: SourceError, told: _Told, *, gave_up: bool) -> None:
    told.collected.complete = False
    told.problem(show.title, error.code, error.message)
    if gave_up:
        told.problem(
            "MyAnimeList",
            error.code,
            f"{error.message} It was not asked for the remaining shows; try again later.",
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
        "No song of this show is known to AnimeThemes, MyAnimeList or the local table.",
    )
