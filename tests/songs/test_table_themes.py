"""How songs of the local table join the themes of their shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import Anime, Artist, Theme, ThemeKind
from server.errors import SourceError
from server.songs.collect import collect_themes
from server.songs.identity import theme_key
from server.songs.table_themes import join_table
from server.store.engine import Store
from server.store.song_table import TableSong, save_songs
from tests.songs.test_collect import DOWN, FakeAnimeThemes, FakeTexts

SHOW = Anime("Lantern Days", mal_id=7)
OP, ED = ThemeKind.OP, ThemeKind.ED


def theme(
    title: str,
    *artists: str,
    kind: ThemeKind = OP,
    sequence: int | None = 1,
    native: str | None = None,
) -> Theme:
    key = theme_key(SHOW, kind, sequence, title)
    return Theme(key, SHOW, kind, title, sequence, native, tuple(map(Artist, artists)))


def song(
    title: str, artist: str = "", kind: ThemeKind = OP, sequence: int | None = None
) -> TableSong:
    return TableSong(7, "Lantern Days", title, artist, kind, sequence)


def joined(themes: list[Theme], *songs: TableSong) -> list[Theme]:
    return join_table({SHOW.key: themes}, [SHOW], {7: songs})[SHOW.key]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (theme("Yuki", "Hana Mori"), song("YUKI!", "Mori Hana")),
        (theme("Yuki", "Hana Mori"), song("Yuki (TV Size)", "Hana Mori", OP, 2)),
        (theme("Yuki", "Hana Mori", native="雪"), song("雪", "森はな")),
        (theme("Yuki", "Hana Mori"), song("Yuki (雪)", "森はな")),
        (theme("Yuki", "Hana Mori"), song("Yuki", "Kita Girls", OP, 1)),
        (theme("Yuki", "Hana Mori"), song("雪", "Hana Mori", OP, 1)),
        (theme("Yuki"), song("Yuki", "Hana Mori")),
        (theme("Yuki", "Hana Mori"), song("Yuki")),
    ],
)
def test_a_song_that_both_know_is_one_theme_under_its_old_key(
    known: Theme, said: TableSong
) -> None:
    (one,) = joined([known], said)
    assert one.key == known.key
    assert one.title == known.title
    assert one.artists == (known.artists or (Artist("Hana Mori"),))


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (theme("Yuki", "Hana Mori"), song("Ame", "Hana Mori", OP, 1)),
        (theme("Yuki", "Hana Mori"), song("Yuki", "Hana Mori", ED)),
        (theme("Yuki", "Hana Mori"), song("Yuki", "Quite Another", OP, 2)),
        (theme("Yuki", "Hana Mori"), song("雨", "Hana Mori", OP, 2)),
        (theme("Yuki", "Hana Mori", native="雪"), song("雨", "Hana Mori", OP, 1)),
    ],
)
def test_another_song_comes_after_what_was_known(known: Theme, said: TableSong) -> None:
    first, second = joined([known], said)
    assert first == known
    assert second.title == said.title
    assert second.kind is said.kind
    assert second.key == theme_key(SHOW, said.kind, said.sequence, said.title)


def test_a_song_that_the_table_has_twice_is_one_theme() -> None:
    themes = joined([], song("Yuki (雪)", "Hana Mori & LMN"), song("Yuki", "Hana Mori", OP, 1))
    assert [(each.title, each.native_title) for each in themes] == [("Yuki", "雪")]
    assert [artist.name for artist in themes[0].artists] == ["Hana Mori", "LMN"]


def test_shows_the_table_lacks_stay_as_they_are() -> None:
    other = Anime("Elsewhere", anilist_id=3)
    assert join_table({"mal:1": []}, [Anime("A", mal_id=1), other], {}) == {"mal:1": []}


SONGS = st.builds(
    song,
    title=st.sampled_from(["Yuki", "雪", "Ame", "Ame (雨)", "Kaze"]),
    artist=st.sampled_from(["", "Hana Mori", "森はな", "LMN"]),
    kind=st.sampled_from([OP, ED]),
    sequence=st.none() | st.integers(1, 3),
)


@settings(deadline=None)
@given(st.lists(SONGS, max_size=8))
def test_joining_again_changes_nothing(songs: list[TableSong]) -> None:
    known = [theme("Yuki", "Hana Mori", native="雪"), theme("Kaze", kind=ED)]
    once = joined(known, *songs)
    assert [each.key for each in once[:2]] == [each.key for each in known]
    assert joined(once, *songs) == once
    assert len({each.key for each in once}) == len(once)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store
    store.close()


def titles_of(store: Store, *parts: object) -> list[str]:
    animethemes, texts = parts or (FakeAnimeThemes(), FakeTexts())
    collected = collect_themes(store, animethemes, texts, [SHOW], lambda _: None)  # type: ignore[arg-type]
    return sorted(each.title for each in collected.themes.get(SHOW.key, ()))


def test_the_tables_songs_join_whatever_the_services_say(store: Store) -> None:
    save_songs(store, [song("T7", "A", OP, 1), song("Only here", "C", ED)])
    assert titles_of(store) == ["E", "Only here", "T7"]
    assert titles_of(store) == ["E", "Only here", "T7"]


def test_a_song_that_comes_into_the_table_later_is_taken_up(store: Store) -> None:
    texts = FakeTexts()
    assert titles_of(store, FakeAnimeThemes(), texts) == ["E", "T7"]
    save_songs(store, [song("Only here", "C", ED)])
    assert titles_of(store, FakeAnimeThemes(), texts) == ["E", "Only here", "T7"]
    assert texts.calls == 1


def test_the_table_stands_in_where_nobody_can_be_asked(store: Store) -> None:
    save_songs(store, [song("Only here", "C", ED)])
    gone = SourceError("myanimelist", "myanimelist_unreachable", "MyAnimeList does not answer.")
    assert titles_of(store, FakeAnimeThemes(DOWN), FakeTexts(gone)) == ["Only here"]
    assert titles_of(store) == ["E", "Only here", "T7"]


def test_a_show_that_only_the_table_knows_is_no_problem(store: Store) -> None:
    save_songs(store, [song("Only here", "C", ED)])
    collected = collect_themes(store, FakeAnimeThemes(), None, [SHOW], lambda _: None)
    assert [each.title for each in collected.themes[SHOW.key]] == ["Only here"]
    assert collected.problems == []
