"""When two titles are one, across scripts and decorations, and when they only look alike."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.songs.reading import read_as, sounds_like
from server.songs.segments import take_apart
from server.songs.titles import compare_titles
from tests.support.growth import growth


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (["Gurenge", "紅蓮華"], "紅蓮華 - Red Lotus"),
        (["Gurenge"], "Gurenge (TVアニメ「鬼滅の刃 2nd Season」オープニングテーマ)"),
        (["Gurenge"], "Gurenge - TV Anime 「Demon Slayer: Part 2」 Opening Theme"),
        (["Gurenge"], "Gurenge（『Demon Slayer』主題歌）"),
        (["Gurenge"], 'Gurenge (From "Demon Slayer")'),
        (["Departures ~Anata ni Okuru Ai no Uta~"], "Departures -Anata ni Okuru Ai no Uta-"),
        (["Hikari"], "ひかり"),
        (["ReawakeR (feat. Felix of Stray Kids)"], "ReawakeR"),
        (["Aimo", "アイモ"], "アイモ (Aimo)"),
        (["Gurenge"], "Gurenge (Single ver.)"),
        (["Gurenge"], "Gurenge (紅蓮華)"),
        (["Crossing Field"], "Crossing Field (クロッシングフィールド)"),
        (["Voice ~Tadori Tsuku Basho~"], "Voice ～辿りつく場所～"),
    ],
)
def test_one_title_is_the_same_in_any_dress(known: list[str], shown: str) -> None:
    found = compare_titles(known, shown)
    assert found.exact
    assert not found.sequel
    assert not found.missing


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (["Hikari"], "Hikari II"),
        (["Lupin Sansei Sono 1"], "Lupin Sansei Sono 2"),
        (["Overfly"], "Overfly -Another Story-"),
        (["Overfly"], "Overfly - TV Anime 「Swords」 Ending Theme -Another Story-"),
        (["Hatsukoi no Ehon"], "Re:Hatsukoi no Ehon"),
        (["Hikari", "光"], "続・光"),
    ],
)
def test_a_sequel_is_told_by_its_marks(known: list[str], shown: str) -> None:
    assert compare_titles(known, shown).sequel


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (["Kimi no Shiranai Monogatari"], "Neo Kimi no Shiranai Monogatari"),
        (["Aimo", "アイモ"], "アイモ~とりのひと"),
        (["Koi feat. Ayumi Takahara"], "Koi (feat. Kanon Nakagawa)"),
        (["Again"], "again (もうひとつの物語)"),
        (["Again"], "again -ひとりで-"),
    ],
)
def test_further_words_are_not_explained_away(known: list[str], shown: str) -> None:
    found = compare_titles(known, shown)
    assert found.unexplained
    assert not found.exact


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (["Setsuna no Kajitsu (Alt. Sequence)"], "Setsuna no Kajitsu"),
        (["Uchuu Senkan Yamato 2202"], "Uchuu Senkan Yamato"),
    ],
)
def test_what_is_missing_is_told(known: list[str], shown: str) -> None:
    found = compare_titles(known, shown)
    assert found.missing or not found.exact


def test_kana_between_the_kanji_tell_the_reading() -> None:
    strong = read_as("転がる岩、君に朝が降る", "Korogaru Iwa, Kimi ni Asa ga Furu")
    weak = read_as("心臓", "Shinzou")
    assert strong > 0.3 > weak > 0
    assert read_as("名前のない怪物", "Kimi no Shiranai Monogatari") == 0
    assert read_as("空は高く風は歌う", "Sora wa Takaku Kaze wa Utau") > 0.3


def test_foreign_words_in_katakana_are_known_by_their_sound() -> None:
    assert sounds_like("センチメンタルクライシス", "Sentimental Crisis")
    assert sounds_like("リンクトホライズン", "Linked Horizon")
    assert not sounds_like("センチメンタルクライシス", "Linked Horizon")
    assert not sounds_like("紅蓮華", "Gurenge")


@pytest.mark.parametrize(
    "read",
    [
        lambda size: read_as("漢あ" * size, "a" * 2 * size),
        lambda size: read_as("ア漢" * size, "ab" * size),
        lambda size: take_apart("(" * 5 * size + " - " * size),
    ],
)
def test_a_hostile_title_is_no_more_work_than_its_length(read: Callable[[int], object]) -> None:
    assert growth(read, 500, 4000) < 8 * 3


@given(st.lists(st.text(max_size=30), min_size=1, max_size=3), st.text(max_size=40))
def test_any_titles_can_be_compared(known: list[str], shown: str) -> None:
    found = compare_titles(known, shown)
    assert 0 <= found.likeness <= 1
    assert 0 <= found.reading <= 1


@given(st.text(max_size=60))
def test_a_title_that_is_no_tie_in_is_itself(title: str) -> None:
    found = compare_titles([title], title)
    assert found.exact
    assert not found.sequel
