"""What collecting the songs of shows promises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.domain import Anime, Theme, ThemeKind
from server.errors import SourceError
from server.songs.collect import collect_themes
from server.store.engine import Store

SHOWS = [Anime(f"Show {number}", mal_id=number) for number in range(1, 121)]
DOWN = SourceError("animethemes", "animethemes_unreachable", "AnimeThemes does not answer.")


@dataclass
class FakeAnimeThemes:
    """Covers the shows with even numbers."""

    error: SourceError | None = None
    calls: list[int] = field(default_factory=list)
    chokes_on: frozenset[int | None] = frozenset()

    def themes(self, anime: Sequence[Anime]) -> dict[str, list[Theme]]:
        if self.error:
            raise self.error
        self.calls.append(len(anime))
        if not self.chokes_on.isdisjoint(show.mal_id for show in anime):
            raise SourceError("animethemes", "animethemes_bad_answer", "That was no answer.")
        return {
            show.key: [Theme(f"{show.key}:OP1:x", show, ThemeKind.OP, "X", 1)]
            for show in anime
            if (show.mal_id or 1) % 2 == 0
        }


@dataclass
class FakeTexts:
    """One opening and one ending for every show."""

    error: SourceError | None = None
    calls: int = 0

    def theme_texts(self, mal_id: int) -> list[tuple[ThemeKind, str]]:
        self.calls += 1
        if self.error:
            raise self.error
        return [(ThemeKind.OP, f'#1: "T{mal_id}" by A (eps 1)'), (ThemeKind.ED, '"E" by B')]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store
    store.close()


def test_shows_are_asked_for_by_the_fifty_and_only_what_is_missing_elsewhere(store: Store) -> None:
    animethemes, texts, steps = FakeAnimeThemes(), FakeTexts(), list[int]()
    collected = collect_themes(store, animethemes, texts, SHOWS, steps.append)
    assert animethemes.calls == [50, 50, 20]
    assert texts.calls == 60
    assert sum(steps) == 120
    assert collected.complete
    assert [theme.title for theme in collected.themes["mal:1"]] == ["T1", "E"]
    again = collect_themes(store, animethemes, texts, SHOWS, steps.append)
    assert {key: set(themes) for key, themes in again.themes.items()} == {
        key: set(themes) for key, themes in collected.themes.items()
    }
    assert (len(animethemes.calls), texts.calls) == (3, 60)


def test_myanimelist_stands_in_where_animethemes_is_down(store: Store) -> None:
    collected = collect_themes(store, FakeAnimeThemes(DOWN), FakeTexts(), SHOWS, lambda _: None)
    assert len(collected.themes) == 120
    assert [problem.code for problem in collected.problems] == ["animethemes_unreachable"]
    assert not collected.complete


def test_a_show_that_animethemes_chokes_on_spoils_no_other(store: Store) -> None:
    animethemes, texts = FakeAnimeThemes(chokes_on=frozenset({42})), FakeTexts()
    collected = collect_themes(store, animethemes, texts, SHOWS, lambda _: None)
    assert len(animethemes.calls) <= 15
    assert texts.calls == 61
    assert len(collected.themes) == 120
    assert [problem.item for problem in collected.problems] == ["Show 42"]
    assert not collected.complete


def test_an_animethemes_that_nobody_understands_is_soon_left_alone(store: Store) -> None:
    animethemes = FakeAnimeThemes(chokes_on=frozenset(show.mal_id for show in SHOWS))
    collected = collect_themes(store, animethemes, FakeTexts(), SHOWS, lambda _: None)
    assert len(animethemes.calls) <= 16
    assert len(collected.themes) == 120
    assert not collected.complete


def test_what_is_known_is_used_where_animethemes_is_down(store: Store) -> None:
    collect_themes(store, FakeAnimeThemes(), FakeTexts(), SHOWS[:4], lambda _: None)
    texts = FakeTexts()
    collected = collect_themes(store, FakeAnimeThemes(DOWN), texts, SHOWS[:5], lambda _: None)
    assert texts.calls == 1
    assert len(collected.themes) == 5


def test_a_service_that_is_down_is_not_asked_for_every_show(store: Store) -> None:
    gone = SourceError("myanimelist", "myanimelist_unreachable", "MyAnimeList does not answer.")
    texts = FakeTexts(gone)
    collected = collect_themes(store, FakeAnimeThemes(DOWN), texts, SHOWS, lambda _: None)
    assert texts.calls == 3
    assert collected.themes == {}
    assert not collected.complete
    assert {problem.item for problem in collected.problems} == {
        "AnimeThemes",
        "MyAnimeList",
        "Show 1",
        "Show 2",
        "Show 3",
    }


def test_a_show_that_nobody_knows_is_told(store: Store) -> None:
    shows = [Anime("Only on AniList", anilist_id=9)]
    collected = collect_themes(store, FakeAnimeThemes(), FakeTexts(), shows, lambda _: None)
    assert [problem.code for problem in collected.problems] == ["no_themes_known"]
    again = collect_themes(store, FakeAnimeThemes(), FakeTexts(), shows, lambda _: None)
    assert [problem.code for problem in again.problems] == ["no_themes_known"]
    assert collected.complete
