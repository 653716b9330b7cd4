"""What counts as the same name, title and song."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from films.recommend.credits import MOST_NAMES, Kind, Token, names_in, token_key, tokens_of
from films.recommend.folding import folded, name_key, title_keys, words_of


def keys(credit: str) -> list[tuple[str, ...]]:
    return [name.keys for name in names_in(credit)]


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("", []),
        ("Henry Mancini", [("henry mancini",)]),
        ("Bob Crewe & Bob Gaudio", [("bob crewe",), ("bob gaudio",)]),
        ("A. B. Cole, D. Eck and F. Gill", [("ab cole",), ("d eck",), ("f gill",)]),
        ("A. Cole, D. Eck, and F. Gill", [("a cole",), ("d eck",), ("f gill",)]),
        ("A. Cole; D. Eck/F. Gill", [("a cole",), ("d eck",), ("f gill",)]),
        ("Mark Morriss (as Mark James Morriss)", [("mark morriss", "mark james morriss")]),
        ("Ann Doe (as A. Doe, Jr.)and Ralph Sall", [("ann doe", "a doe"), ("ralph sall",)]),
        ("Ann Doe (as A. Doe", [("ann doe", "a doe")]),
        ("Ann Doe (uncredited)", [("ann doe",)]),
        ("by Ann Doe", [("ann doe",)]),
        ("Written and Performed by Ann Doe", [("ann doe",)]),
        ("Music by Ann Doe, Lyrics by Tim Roe", [("ann doe",), ("tim roe",)]),
        ("Sammy Davis, Jr. and Ann Doe", [("sammy davis",), ("ann doe",)]),
        ("George 'Funky' Brown", [("george brown",)]),
        ("The Eagles", [("eagles",)]),
        ("The The", [("the",)]),
        ("Traditional", []),
        ("trad., arranged by Ann Doe", [("ann doe",)]),
        ("J.S. Bach", [("js bach",)]),
        ("Frédéric Chopin", [("frederic chopin",)]),
        ("Björk featuring Sigur Rós", [("bjork",), ("sigur ros",), ("bjork featuring sigur ros",)]),
        ("Simon & Garfunkel", [("simon",), ("garfunkel",), ("simon and garfunkel",)]),
        ("宇多田ヒカル", [("宇多田ヒカル",)]),
        (")(", []),
        (" , ; & ", []),
    ],
)
def test_the_names_of_a_credit(credit: str, expected: list[tuple[str, ...]]) -> None:
    assert keys(credit) == expected


def test_a_name_is_shown_as_it_is_given() -> None:
    shown = [name.shown for name in names_in("Frédéric Chopin (as Chopin) & Sammy Davis, Jr.")]

    assert shown == ["Frédéric Chopin", "Sammy Davis Jr"]
    assert names_in("Lem (as Ian Kil), Ann Doe and Al")[-1].shown == "Lem, Ann Doe and Al"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", ()),
        ("The Low Moon", ("low moon",)),
        ("Don’t Stop", ("dont stop",)),
        ("Rock & Roll", ("rock and roll",)),
        ("(Sittin' On) The Dock", ("sittin on the dock", "dock")),
        ("Gonna Fly Now - Remastered 2009", ("gonna fly now",)),
        ("Low Moon (1994)", ("low moon",)),
        ("Low Moon (Live at Home)", ("low moon",)),
        ("Low Moon (feat. Ann Doe)", ("low moon",)),
        ('Bridal Chorus, from "Lohengrin"', ("bridal chorus",)),
        ("Hakuna Matata from The Lion King (1994)", ("hakuna matata",)),
        ("The Twelve Days, Traditional", ("twelve days",)),
        ("1,000 Miles from Nowhere", ("1 000 miles from nowhere",)),
        ("Theme from Shaft", ("theme from shaft",)),
        ("1999", ("1999",)),
        ("(1999)", ("1999",)),
        ("残酷な天使のテーゼ", ("残酷な天使のテーゼ",)),
    ],
)
def test_a_title_in_all_its_editions(title: str, expected: tuple[str, ...]) -> None:
    assert title_keys(title) == expected


def test_the_words_of_a_title_that_tell_something() -> None:
    assert words_of("The Moon and the Moon over You (Live)") == ("moon", "over")


def test_a_song_is_its_title_with_any_of_its_names() -> None:
    one = {token.key for token in tokens_of("Low Moon (Live)", "The Larks", "Ann Doe (as A. Doe)")}
    other = tokens_of("low moon", "", "A. DOE")

    shared = {token.kind for token in other if token.key in one}
    assert shared == {Kind.SONG, Kind.TITLE, Kind.WRITER, Kind.NAME, Kind.WORD}


def test_a_performer_and_a_writer_of_one_name_share_only_the_name() -> None:
    performer = {token.key for token in tokens_of("", "Ann Doe", "")}

    shared = [token.kind for token in tokens_of("", "", "Ann Doe") if token.key in performer]
    assert shared == [Kind.NAME]


def test_the_same_words_are_other_tokens_as_a_title_and_as_a_name() -> None:
    assert not {t.key for t in tokens_of("Prince", "", "")} & {
        t.key for t in tokens_of("", "Prince", "")
    }


def test_hashes_are_the_same_on_every_machine() -> None:
    assert token_key(Kind.NAME, "henry mancini") == 0xCF4BC0DFFDD73E19
    assert token_key(Kind.SONG, "moon river", "henry mancini") == 0x07784C6B9DF3C2CA


TEXT = st.text(max_size=60)
CREDIT = st.lists(
    st.sampled_from(
        [
            "Ann Doe",
            "Tim",
            "(as ",
            ")",
            ", ",
            " & ",
            " and ",
            "/",
            "by ",
            "Jr.",
            "É",
            "'",
            "\x00",
            "(",
        ]
    ),
    max_size=12,
).map("".join)


@given(TEXT | CREDIT, TEXT | CREDIT, TEXT | CREDIT)
def test_any_text_has_tokens_of_64_bits_and_none_twice(
    title: str, performer: str, writer: str
) -> None:
    tokens = tokens_of(title, performer, writer)

    assert all(isinstance(token, Token) and 0 <= token.key < 2**64 for token in tokens)
    assert len({token.key for token in tokens}) == len(tokens)
    assert len([t for t in tokens if t.kind is Kind.WRITER]) <= 40 * MOST_NAMES


@given(TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert name_key(name_key(text)) == name_key(name_key(name_key(text)))


@given(st.lists(st.sampled_from(["Ann Doe", "Tim Roe", "Bo Fay", "Cy Hall"]), unique=True))
def test_names_are_found_in_any_order_and_with_any_separator(names: list[str]) -> None:
    expected = {(name.lower(),) for name in names}

    for separator in (", ", "; ", " & ", " and ", "/", ", and "):
        assert set(keys(separator.join(names))) == expected
        assert set(keys(separator.join(reversed(names)))) == expected
