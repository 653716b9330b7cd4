"""What the parser of theme strings promises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import Artist
from server.songs.theme_text import ThemeText, parse_theme_text
from tests.support.growth import growth

EXAMPLES = [
    ('"again" by YUI (eps 1-14)', ThemeText("again", None, (Artist("YUI"),), None, "1-14")),
    (
        '#1: "departure!" by Ono Masatoshi (eps 1-26, 50-52, 62-75, 137-147)',
        ThemeText("departure!", None, (Artist("Ono Masatoshi"),), 1, "1-26, 50-52, 62-75, 137-147"),
    ),
    (
        '"Hologram (ホログラム)" by NICO Touches the Walls (eps 15-26)',
        ThemeText("Hologram", "ホログラム", (Artist("NICO Touches the Walls"),), None, "15-26"),
    ),
    (
        '#5: "Nagareboshi Kirari (YUZU Version) (流れ星キラリ (ゆずバージョン))" by YUZU (ゆず) '
        "(eps 76-98)",
        ThemeText(
            "Nagareboshi Kirari (YUZU Version)",
            "流れ星キラリ (ゆずバージョン)",
            (Artist("YUZU", ("ゆず",)),),
            5,
            "76-98",
        ),
    ),
    (
        '#1: "Just Awake" by Fear, and Loathing in Las Vegas (eps 1-26)',
        ThemeText("Just Awake", None, (Artist("Fear, and Loathing in Las Vegas"),), 1, "1-26"),
    ),
    (
        '"Love Dramatic feat. Rikka Ihara (ラブ・ドラマティック feat.伊原六花)" by Masayuki Suzuki '
        "(鈴木雅之) (eps 1-12)",
        ThemeText(
            "Love Dramatic feat. Rikka Ihara",
            "ラブ・ドラマティック feat.伊原六花",
            (Artist("Masayuki Suzuki", ("鈴木雅之",)),),
            None,
            "1-12",
        ),
    ),
    (
        '#2: "Chikatto Chika Chika♡ (チカっとチカ千花っ♡)" by Chika Fujiwara (Konomi Kohara (ep 3)',
        ThemeText(
            "Chikatto Chika Chika♡",
            "チカっとチカ千花っ♡",
            (Artist("Chika Fujiwara", ("Konomi Kohara",)),),
            2,
            "3",
        ),
    ),
    (
        '"ReawakeR (feat. Felix of Stray Kids)" by LiSA (eps 1-11,13)',
        ThemeText("ReawakeR (feat. Felix of Stray Kids)", None, (Artist("LiSA"),), None, "1-11,13"),
    ),
    (
        '1: "UN-APEX" by TK from Ling tosite sigure (TK from 凛として時雨) (eps 1-12)',
        ThemeText(
            "UN-APEX",
            None,
            (Artist("TK from Ling tosite sigure", ("TK from 凛として時雨",)),),
            1,
            "1-12",
        ),
    ),
    (
        '2: "LEveL" by SawanoHiroyuki[nZk]:TOMORROW X TOGETHER (eps 13)',
        ThemeText("LEveL", None, (Artist("SawanoHiroyuki[nZk]:TOMORROW X TOGETHER"),), 2, "13"),
    ),
    (
        '#1: "Houteishiki wa Kotaenai (方程式は答えない)" by Occult Kenkyuubu Girls (Yoko Hikasa, '
        "Shizuka Itou, Azumi Asakura, Ayana Taketatsu) (eps 1-6)",
        ThemeText(
            "Houteishiki wa Kotaenai",
            "方程式は答えない",
            (
                Artist(
                    "Occult Kenkyuubu Girls",
                    ("Yoko Hikasa", "Shizuka Itou", "Azumi Asakura", "Ayana Taketatsu"),
                ),
            ),
            1,
            "1-6",
        ),
    ),
    (
        '#2: "Oppai Dragon no Uta (おっぱいドラゴンの歌)" by Issei Hyoudou (Yuuki Kaji) (ep 12)',
        ThemeText(
            "Oppai Dragon no Uta",
            "おっぱいドラゴンの歌",
            (Artist("Issei Hyoudou", ("Yuuki Kaji",)),),
            2,
            "12",
        ),
    ),
    (
        '#3: "For Epilogue…" by Yukari Konno & Akemi Satou (ep 52)',
        ThemeText("For Epilogue…", None, (Artist("Yukari Konno"), Artist("Akemi Satou")), 3, "52"),
    ),
    (
        '#2: "Manten (満天)" by Kalafina (eps 5, 6)',
        ThemeText("Manten", "満天", (Artist("Kalafina"),), 2, "5, 6"),
    ),
    (
        '"Motenai Kuse ni (モテないくせに(`;ω;´))" by Tapimiru',
        ThemeText("Motenai Kuse ni", "モテないくせに(`;ω;´)", (Artist("Tapimiru"),)),
    ),
    (
        '"Voice ~Tadori Tsuku Basho~" by Tainaka Sachi',
        ThemeText("Voice ~Tadori Tsuku Basho~", None, (Artist("Tainaka Sachi"),)),
    ),
    (
        '#1. "ideal white" by Ayano Mashiro',
        ThemeText("ideal white", None, (Artist("Ayano Mashiro"),), 1),
    ),
    (
        '#2. "Unlimited Blade Works" composed by Hideyuki Fukasawa',
        ThemeText("Unlimited Blade Works", None, (Artist("Hideyuki Fukasawa"),), 2),
    ),
    (
        '"Maid with Dragons❤︎ (めいど・うぃず・どらごんず︎❤︎)" by Super Chorogonzu '
        "(スーパーちょろゴンず)",
        ThemeText(
            "Maid with Dragons❤︎",
            "めいど・うぃず・どらごんず︎❤︎",
            (Artist("Super Chorogonzu", ("スーパーちょろゴンず",)),),
        ),
    ),
    (
        '"Trip -innocent of D-" by Larval Stage Planning',
        ThemeText("Trip -innocent of D-", None, (Artist("Larval Stage Planning"),)),
    ),
    ("Tank! by Seatbelts", ThemeText("Tank!", None, (Artist("Seatbelts"),))),
    (
        '"Itooshii Hito no Tame ni; For My Darling" by Akemi Satou',
        ThemeText("Itooshii Hito no Tame ni; For My Darling", None, (Artist("Akemi Satou"),)),
    ),
    (
        '#1: "Tokimeki no Doukasen" by Yukari Konno (eps 1-32,34-51)',
        ThemeText("Tokimeki no Doukasen", None, (Artist("Yukari Konno"),), 1, "1-32,34-51"),
    ),
]


@pytest.mark.parametrize(("text", "read"), EXAMPLES, ids=[read.title for _, read in EXAMPLES])
def test_real_strings_are_read_right(text: str, read: ThemeText) -> None:
    assert parse_theme_text(text) == read


@pytest.mark.parametrize(
    ("text", "title", "names"),
    [
        ('"Stand by Me" by Ben', "Stand by Me", ["Ben"]),
        ("99 by MOB CHOIR", "99", ["MOB CHOIR"]),
        ('"The "Real" Thing" by Nobody', 'The "Real" Thing', ["Nobody"]),
        ('"No artist (eps 1-3)', "No artist", []),
        ('"No artist"', "No artist", []),
        (
            "“Curly” by Some & Other x Third feat. Fourth",
            "Curly",
            ["Some", "Other", "Third", "Fourth"],
        ),
        ('"A" by B (CV: C, D) with E', "A", ["B", "E"]),
        ('"by" by by', "by", ["by"]),
        ('"(日本語)" by X', "(日本語)", ["X"]),
        ("23:40 by Nobody", "23:40", ["Nobody"]),
        ('"0:00 a.m." by Nobody', "0:00 a.m.", ["Nobody"]),
        ("4.A.M. Waltz", "4.A.M. Waltz", []),
        ('"Lantern" Hana Mori & Yuki Sato', "Lantern", ["Hana Mori", "Yuki Sato"]),
        ('"Lantern" - Hana Mori', "Lantern", ["Hana Mori"]),
        ('"Lantern" composed and arranged by Hana Mori', "Lantern", ["Hana Mori"]),
        ('"Lantern" by: Hana Mori (eps 1-3) (eps 5-6)', "Lantern", ["Hana Mori"]),
        ('"Swing!" (with you Version" by LMN', 'Swing!" (with you Version', ["LMN"]),
        ('"Two I"s ~still here~" by LMN', 'Two I"s ~still here~', ["LMN"]),
        ('"Over"" by LMN', 'Over"', ["LMN"]),
        ('"Step by Step" by Hana Mori', "Step by Step", ["Hana Mori"]),
        ('"MADE BY HAND"', "MADE BY HAND", []),
        ('"Ash Produced by QRS" by LMN', "Ash Produced by QRS", ["LMN"]),
        ('"so nice ;- )" by LMN', "so nice ;- )", ["LMN"]),
        ('"Fall (Remixed by QRS" by LMN', "Fall (Remixed by QRS", ["LMN"]),
        ('"Snow" by (W)INTER_NAME', "Snow", ["(W)INTER_NAME"]),
        ('"Snow" by (W)INTER_NAME (WINTER) & LMN', "Snow", ["(W)INTER_NAME", "LMN"]),
        ('"Snow" by Kita Band & The Northern Lights', "Snow", ["Kita Band & The Northern Lights"]),
        ('"Snow" by MYTH & ROID & LMN', "Snow", ["MYTH & ROID", "LMN"]),
        ('"Snow" by BIRD WITH A VISION', "Snow", ["BIRD WITH A VISION"]),
        ('"Snow" by Hana Mori (feat. LMN)', "Snow", ["Hana Mori", "LMN"]),
        ('"Snow" by Hana Mori feat.LMN', "Snow", ["Hana Mori", "LMN"]),
        ('"Snow" by LMN & LMN', "Snow", ["LMN"]),
        ('"Snow" by ', "Snow", []),
        ('OP2: "Snow" by LMN', "Snow", ["LMN"]),
        ("「雪」 by LMN", "雪", ["LMN"]),
        ('"Snow" (TV size)', "Snow (TV size)", []),
    ],
)
def test_odd_strings_are_read_sensibly(text: str, title: str, names: list[str]) -> None:
    read = parse_theme_text(text)
    assert read.title == title
    assert [artist.name for artist in read.artists] == names


@pytest.mark.parametrize(
    ("text", "title", "native"),
    [
        ('"Yuki" (雪) by LMN', "Yuki", "雪"),
        ('"Yuki" (雪)', "Yuki", "雪"),
        ('"Yuki (Snow) (雪)" by LMN', "Yuki (Snow)", "雪"),
        ('"Yuki (雪(ゆき)" by LMN', "Yuki", "雪(ゆき"),
        ('"Yuki (雪" by LMN', "Yuki", "雪"),
        ('"Fall (Remixed by QRS (フォール)" by LMN', "Fall (Remixed by QRS", "フォール"),
        ('"Yuki (TV Size)" by LMN', "Yuki (TV Size)", None),
        ('"Snow, Snow! (SNOW,SNOW!)" by LMN', "Snow, Snow!", None),
    ],
)
def test_a_native_title_is_told_apart_from_other_brackets(
    text: str, title: str, native: str | None
) -> None:
    read = parse_theme_text(text)
    assert (read.title, read.native_title) == (title, native)


@pytest.mark.parametrize(
    ("text", "sequence", "episodes"),
    [
        ('01: "A" by B (ep. 3)', 1, "3"),
        ('#12. "A" by B (Eps 1-3; 5)', 12, "1-3; 5"),
        ('ED3: "A" by B (eps 1-12 (BD))', 3, "1-12 (BD)"),
        ('1. "A" by B (eps 1-3) (eps 5-6)', 1, "1-3, 5-6"),
        ('#1 "A" by B (eps ?)', 1, "?"),
        ('"A" by B (ep )', None, None),
        ("99 by B", None, None),
    ],
)
def test_numbers_and_episodes_are_read_in_each_of_their_forms(
    text: str, sequence: int | None, episodes: str | None
) -> None:
    read = parse_theme_text(text)
    assert (read.sequence, read.episodes) == (sequence, episodes)
    assert [artist.name for artist in read.artists] == ["B"]


def test_a_comma_divides_performers_only_after_a_bracket() -> None:
    credit = "Hana Mori (森はな), Yuki Sato, Ame (雨, あめ) & Stars, and Rain"
    assert parse_theme_text(f'"A" by {credit}').artists == (
        Artist("Hana Mori", ("森はな",)),
        Artist("Yuki Sato"),
        Artist("Ame", ("雨", "あめ")),
        Artist("Stars, and Rain"),
    )
    assert parse_theme_text('"A" by Hana, Yuki').artists == (Artist("Hana, Yuki"),)


def test_the_aliases_of_a_performer_are_all_in_brackets_at_the_end() -> None:
    read = parse_theme_text('"A" by Kita Girls (Hana, Yuki) (北ガールズ) & LMN (エル')
    assert read.artists == (
        Artist("Kita Girls", ("Hana", "Yuki", "北ガールズ")),
        Artist("LMN", ("エル",)),
    )


@pytest.mark.parametrize("sign", ['"', "(", ")", " by", "x & ", '("', "(eps 1", "#1: ", "(日"])
def test_a_text_of_any_length_is_no_more_work_than_its_length(sign: str) -> None:
    for head in ('"A', '"A" by B'):
        texts = {size: head + sign * size for size in (6_000, 48_000)}
        assert growth(lambda size, texts=texts: parse_theme_text(texts[size]), *texts) < 24


def test_a_voice_actor_is_an_alias() -> None:
    assert parse_theme_text('"A" by B (CV: C, D)').artists == (Artist("B", ("C", "D")),)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    read = parse_theme_text(text)
    assert all(artist.name.strip() == artist.name != "" for artist in read.artists)
    assert read.native_title is None or read.native_title


@settings(deadline=None)
@given(st.text(alphabet='"()#:&x byepsfat.1日本語 ', max_size=60))
def test_no_text_of_the_grammars_own_signs_makes_it_raise(text: str) -> None:
    assert isinstance(parse_theme_text(text), ThemeText)


_WORDS = st.text(alphabet="abcdefghij klmnop!-", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)


@settings(deadline=None)
@given(
    title=_WORDS.filter(lambda text: text and " by " not in f" {text} "),
    artist=_WORDS.filter(lambda text: text and " x " not in f" {text} "),
    number=st.none() | st.integers(1, 99),
    episodes=st.none() | st.sampled_from(["1", "1-12", "1-3, 5"]),
)
def test_what_is_put_in_comes_out(
    title: str, artist: str, number: int | None, episodes: str | None
) -> None:
    prefix = "" if number is None else f"#{number}: "
    suffix = "" if episodes is None else f" (eps {episodes})"
    read = parse_theme_text(f'{prefix}"{title} (日本)" by {artist}{suffix}')
    assert read == ThemeText(title, "日本", (Artist(artist),), number, episodes)
