import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.songs.kana import romaji
from server.songs.normalise import artist_forms, fold, squash, title_forms
from server.songs.versions import version_words


@pytest.mark.parametrize(
    "spellings",
    [
        ("Tōkyō", "TOKYO", "Toukyou", "とうきょう", "トウキョウ", "トーキョー", "ﾄｰｷｮｰ"),
        ("Hikari", "ひかり", "ヒカリ"),
        ("Café", "cafe", "ＣＡＦＥ"),
        ("Don't say “lazy”", "Don’t Say Lazy", "dont say lazy!"),
        ("Gakkou", "がっこう", "ガッコウ"),
        ("Matchi", "マッチ"),
        ("Kimi wo Mite Iru", "Kimi o Miteiru", "きみをみている"),
    ],
)
def test_one_title_in_many_spellings_folds_to_one(spellings):
    assert len({squash(spelling) for spelling in spellings}) == 1


def test_kanji_stay_and_different_titles_stay_different():
    assert fold("紅蓮華") == "紅蓮華"
    assert (
        len({squash(title) for title in ("again", "Again and Again", "紅蓮華", "紅蓮", "炎")}) == 5
    )


def test_a_title_of_nothing_but_signs_keeps_them():
    assert fold("♡!?") != ""
    assert fold("♡") != fold("☆")
    assert fold("   ") == ""


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x30FF)))
def test_folding_kana_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1))
def test_folding_is_blind_to_case_and_outer_blanks(text):
    assert fold(f"  {text} ") == fold(text)
    assert bool(fold(text)) == bool(text.strip())


@given(st.text(alphabet=[chr(code) for code in range(0x3041, 0x3097)]))
def test_hiragana_and_katakana_are_one(text):
    katakana = "".join(chr(ord(char) + 0x60) for char in text)
    assert romaji(text) == romaji(katakana)
    assert fold(text) == fold(katakana) or not romaji(text)


@given(st.text())
def test_romaji_leaves_no_kana(text):
    assert not any("ぁ" <= char <= "ゖ" or "ァ" <= char <= "ヶ" for char in romaji(text))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Gurenge", set()),
        ("紅蓮華 (カラオケ)", {"karaoke"}),
        ("Gurenge - Instrumental", {"instrumental"}),
        ("Gurenge (Off Vocal Ver.)", {"instrumental"}),
        ("紅蓮華 [オフ・ボーカル]", {"instrumental"}),
        ("Again -Live at Zepp-", {"live"}),
        ("紅蓮華 (ライブ)", {"live"}),
        ("【歌ってみた】紅蓮華", {"cover"}),
        ("Gurenge (Piano Cover)", {"piano", "cover"}),
        ("紅蓮華 TVサイズ", {"tv size"}),
        ("Gurenge (TV Size)", {"tv size"}),
        ("Gurenge(TV-size)", {"tv size"}),
        ("Gurenge (English Ver.)", {"translated"}),
        ("Gurenge ｶﾗｵｹ", {"karaoke"}),
        ("紅蓮華 - From THE FIRST TAKE", {"live"}),
        ("Gurenge (Without Vocals)", {"instrumental"}),
        ("Gurenge (Anime Size)", {"tv size"}),
        ("紅蓮華 (アニメサイズ)", {"tv size"}),
        ("Gurenge - Jazz Arrange", {"arrangement"}),
        ("Gurenge (Rock Version)", {"arrangement"}),
        ("Alive", set()),
        ("Discover", set()),
        ("Olive Oil", set()),
        ("Remixer's Instinct", set()),
    ],
)
def test_versions_are_told_by_their_words(title, words):
    assert version_words(title) == words


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("ReawakeR (feat. Felix of Stray Kids)", "ReawakeR"),
        ("Gurenge", "Gurenge (From Demon Slayer)"),
        ("紅蓮華", "Gurenge (紅蓮華)"),
        ("紅蓮華", "紅蓮華 (TVアニメ「鬼滅の刃」オープニングテーマ)"),
        ("Gurenge", "Gurenge - 紅蓮華"),
        ("Love Dramatic feat. Rikka Ihara", "Love Dramatic"),
        ("Nagareboshi Kirari", "Nagareboshi Kirari ～YUZU～"),
    ],
)
def test_forms_of_one_title_meet(here, there):
    assert title_forms(here) & title_forms(there)


@pytest.mark.parametrize(
    ("here", "there"),
    [("Gurenge", "Anime Medley (Gurenge)"), ("Fire", "Fireworks"), ("again", "Again and Again")],
)
def test_forms_of_two_titles_do_not(here, there):
    assert not title_forms(here) & title_forms(there)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Ono Masatoshi", "Masatoshi Ono"),
        ("Yoko Hikasa", "Occult Kenkyuubu Girls (Yoko Hikasa, Shizuka Itou)"),
        ("花江夏樹", "竈門炭治郎（CV：花江夏樹）"),
        ("Masayuki Suzuki", "Masayuki Suzuki feat. Rikka Ihara"),
        ("fhána", "FHANA"),
        ("Fear, and Loathing in Las Vegas", "fear and loathing in las vegas"),
        ("SawanoHiroyuki[nZk]", "SawanoHiroyuki[nZk]:TOMORROW X TOGETHER"),
        ("The Seatbelts feat. Mai Yamane", "SEATBELTS"),
    ],
)
def test_one_artist_is_found_in_a_credit(here, there):
    assert artist_forms(here) & artist_forms(there)


@given(st.text(), st.text())
def test_forms_never_hold_an_empty_spelling(title, credit):
    assert "" not in title_forms(title)
    assert "" not in artist_forms(credit)
