"""What the table of songs that are left out promises to a spreadsheet."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from server.domain import Anime, Artist, Match, MatchState, Theme, ThemeKind
from server.playlists.unmatched_csv import HEADER, unmatched_csv

_TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
_FORMULA_STARTS = "=+-@＝＋－＠\t\r\n"


def _song(title: str, reason: str = "not on Spotify") -> tuple[Theme, Match]:
    theme = Theme(
        "k", Anime("Show"), ThemeKind.ED, title, 2, "紅蓮華", (Artist("LiSA"), Artist("B"))
    )
    return theme, Match("k", MatchState.NOT_FOUND, None, 0.0, reason, "search")


def test_a_song_is_one_line_under_the_header() -> None:
    data = unmatched_csv([_song('say "hi", you')])
    assert data.startswith(b"\xef\xbb\xbfanime,"), "the mark is not before a quote"
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [
        list(HEADER),
        ["Show", "ED2", 'say "hi", you', "紅蓮華", "LiSA, B", "not on Spotify"],
    ]


def test_a_playlist_that_lacks_nothing_is_a_header() -> None:
    assert unmatched_csv([]).decode("utf-8-sig").splitlines() == [",".join(HEADER)]


@given(
    st.sampled_from(["=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "＝1", "a"]), _TEXT
)
def test_no_cell_is_a_formula_and_every_song_stays_on_its_line(title: str, reason: str) -> None:
    data = unmatched_csv([_song(title, reason), _song("next")]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline="")))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(HEADER)}
    for row in rows[1:]:
        assert not [
            cell for cell in row if cell.lstrip()[:1] and cell.lstrip()[0] in _FORMULA_STARTS
        ]
    assert title.strip() in rows[1][2]
