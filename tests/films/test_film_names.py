"""Titles and years from the names of files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from films.film_names import FilmName, folded, name_of_file, titles_of_movielens

words = st.lists(
    st.sampled_from(
        ["Night", "of", "the", "Red", "Moon", "Zwei", "Été", "Kaze", "III", "Brothers"]
    ),
    min_size=1,
    max_size=5,
)
years = st.integers(1890, 2029)


@given(words, years, st.sampled_from(["mkv", "mp4", "avi", "m2ts"]))
def test_a_title_and_its_year_come_back_from_either_way_of_naming(
    title: list[str], year: int, ending: str
) -> None:
    wanted = FilmName(" ".join(title), year)
    assert name_of_file(f"{wanted}.{ending}") == wanted
    dotted = ".".join([*title, str(year), "1080p.BluRay.x264-GROUP", ending])
    assert name_of_file(dotted) == wanted


@pytest.mark.parametrize(
    ("file", "title", "year"),
    [
        ("2001 A Space Odyssey (1968).mkv", "2001 A Space Odyssey", 1968),
        ("1917.2019.2160p.UHD.BluRay.mkv", "1917", 2019),
        ("Blade Runner 2049 (2017) [1080p].mp4", "Blade Runner 2049", 2017),
        ("Blade.Runner.2049.2017.HDR.mkv", "Blade Runner 2049", 2017),
        ("2012.mkv", "2012", None),
        ("Mr.Hollands.Opus.1995.1080p.WEB-DL.mkv", "Mr Hollands Opus", 1995),
        ("Spirited Away.mkv", "Spirited Away", None),
        ("Akira_[1988]_720p.avi", "Akira", 1988),
        ("[Group] Cowboy Bebop - S01E05 [1080p].mkv", "Cowboy Bebop", None),
        ("Firefly.S01E01.720p.mkv", "Firefly", None),
        ("M.mp4", "M", None),
        ("Red Cliff (Chi bi) (2008).mkv", "Red Cliff", 2008),
        ("(500) Days of Summer (2009).mkv", "(500) Days of Summer", 2009),
        ("Amelie.2001.EXTENDED.mkv", "Amelie", 2001),
        (".mkv", "mkv", None),
        ("", "", None),
    ],
)
def test_names_as_people_have_them(file: str, title: str, year: int | None) -> None:
    assert name_of_file(file) == FilmName(title, year)


@given(st.text(max_size=60))
def test_any_name_at_all_gives_some_title(text: str) -> None:
    name = name_of_file(text)
    assert name.title == name.title.strip()
    assert folded(folded(name.title)) == folded(name.title) or name.title


def test_titles_are_compared_without_case_accents_articles_and_marks() -> None:
    assert folded("The Matrix") == folded("Matrix, The") == folded("MATRIX")
    assert folded("Amélie") == folded("Amelie")
    assert folded("Fast & Furious") == folded("fast and furious")
    assert folded("Howl’s Moving Castle") == folded("Howl's Moving Castle")
    assert folded("The") == "the"
    assert folded("君の名は。") == "君の名は"


def test_a_movielens_title_holds_all_names_and_the_year() -> None:
    assert titles_of_movielens("Matrix, The (1999)") == (["Matrix, The"], 1999)
    told, year = titles_of_movielens("Shall We Dance? (a.k.a. Shall We Dansu?) (1996)")
    assert told[0] == "Shall We Dance?" and "Shall We Dansu?" in told and year == 1996
    assert titles_of_movielens("Nameless") == (["Nameless"], None)
