"""What reading and writing tables as files promises."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraping.columns import Column
from scraping.files import read_table, write_csv, write_table, write_text
from scraping.gathered import REPEATED
from scraping.kinds import read_kind, write_kind
from scraping.links import artist_page, mal_id, spotify_uri
from scraping.record import clean, parse, texts_of
from server.domain import ThemeKind
from server.store.song_table import TableSong

ID = "1qNbbhB5GVDmb1qx0bpWVI"
AGAIN = TableSong(
    mal_id=5114,
    anime_title="Fullmetal Alchemist: Brotherhood",
    title="again",
    artist="YUI",
    kind=ThemeKind.OP,
    sequence=1,
    track_uri=f"spotify:track:{ID}",
    artist_url=f"https://open.spotify.com/artist/{ID}",
)
LINE = (
    ";;Fullmetal Alchemist: Brotherhood;;https://myanimelist.net/anime/5114;;again;;YUI;;"
    f"track:{ID};;https://open.spotify.com/artist/{ID};;OP1"
)

ids = st.text(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=22, max_size=22
)
texts = st.text(max_size=40).map(clean)
some_text = st.one_of(texts, st.text(';, "\n|=x', max_size=8).map(clean)).filter(
    lambda text: "\ufffd" not in text
)
songs = st.builds(
    TableSong,
    mal_id=st.none() | st.integers(1, 99_999_999),
    anime_title=some_text.filter(bool),
    title=some_text.filter(bool),
    artist=some_text,
    kind=st.sampled_from(ThemeKind),
    sequence=st.none() | st.integers(1, 999),
    track_uri=st.none() | ids.map("spotify:track:{}".format),
    artist_url=st.none() | ids.map("https://open.spotify.com/artist/{}".format),
) | st.builds(
    TableSong,
    mal_id=st.none(),
    anime_title=some_text.filter(bool),
    title=some_text.filter(bool),
    artist=some_text,
    kind=st.sampled_from(ThemeKind),
    playlist_uri=ids.map("spotify:playlist:{}".format),
)


@given(st.lists(songs, max_size=8, unique=True))
def test_what_is_written_in_either_format_is_read_back(written: list[TableSong]) -> None:
    assert read_table(write_csv(written).encode()).songs == written
    assert read_table(write_text(written).encode()).songs == written
    assert read_table(write_text(written).replace("\n", "\r\n").encode()).songs == written


@given(songs)
def test_a_row_of_a_song_is_that_song(song: TableSong) -> None:
    assert parse(texts_of(song)).song == song


@given(st.binary(max_size=200) | st.text(';,\n" |' + LINE, max_size=200).map(str.encode))
def test_any_bytes_are_read_without_an_exception_and_nothing_goes_unsaid(data: bytes) -> None:
    gathered = read_table(data)
    lines = data.decode("utf-8-sig", errors="replace").replace("\r", "\n").split("\n")
    filled = [line for line in lines if line.strip()]
    assert len(gathered.songs) <= len(filled)
    assert bool(gathered.songs or gathered.remarks) or len(filled) <= 1


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert ";;" not in once


@given(st.dictionaries(st.sampled_from(Column), st.text(max_size=30)))
def test_any_row_is_a_song_or_has_a_reason(row: dict[Column, str]) -> None:
    parsed = parse(row)
    assert (parsed.song is not None) or parsed.remarks


def test_the_line_of_the_text_file_is_as_documented() -> None:
    assert write_text([AGAIN]) == f"{LINE}\n"
    assert read_table(LINE.encode()).songs == [AGAIN]


@pytest.mark.parametrize(
    "text",
    [
        # without the first separator, with one more at the end, with a byte-order mark
        LINE.removeprefix(";;"),
        f"{LINE};;",
        f"\ufeff{LINE}\r\n\r\n",
        # headings, in any order
        f";;KIND;;ANIMENAME;;SONG;;ARTIST;;MAL URL;;SPOTIFY URL;;ARTIST URL\n"
        f";;Opening 1;;Fullmetal Alchemist: Brotherhood;;again;;YUI;;"
        f"https://myanimelist.net/anime/5114/FMAB;;https://open.spotify.com/track/{ID}?si=1;;"
        f"artist:{ID}",
        # another order, known by what stands in the columns
        f";;1st opening;;https://myanimelist.net/anime/5114;;track:{ID};;"
        f"Fullmetal Alchemist: Brotherhood;;https://open.spotify.com/artist/{ID};;again;;YUI",
        # CSV without headings, and with some that are not known
        f"Fullmetal Alchemist: Brotherhood,https://myanimelist.net/anime/5114,again,YUI,"
        f"spotify:track:{ID},https://open.spotify.com/artist/{ID},OP1",
        f"Anime;MAL;Song;Artist;Spotify;Artist URL;Kind\nFullmetal Alchemist: Brotherhood;"
        f"https://myanimelist.net/anime/5114;again;YUI;track:{ID};artist:{ID};OP1",
        f"id,Show,Song,Artist,MyAnimeList,Spotify,Artist Link,Type\n"
        f'7,"Fullmetal Alchemist: Brotherhood",again,YUI,myanimelist.net/anime/5114,'
        f"track:{ID},spotify:artist:{ID},OP 1",
    ],
)
def test_other_builds_of_a_file_are_understood(text: str) -> None:
    gathered = read_table(text.encode())
    assert gathered.songs == [AGAIN]
    assert gathered.remarks == []


def test_a_playlist_in_place_of_a_track_is_kept_as_such() -> None:
    (song,) = read_table(LINE.replace("track:", "playlist:").encode()).songs
    assert (song.track_uri, song.playlist_uri) == (None, f"spotify:playlist:{ID}")


def test_broken_lines_are_skipped_with_a_reason_and_the_others_kept() -> None:
    broken = [
        ("Show,,Song,Artist,,,OP,more", "not as many columns as the others"),
        ('Show,,"Song,Artist,,,OP', "the line cannot be read as CSV"),
        (",,Song,Artist,,,OP", "no name of a show"),
        ("Show,,,Artist,,,OP", "no title of a song"),
        ("Show,,Song,Artist,,,", "no kind (opening, ending, insert song)"),
        ("Show,,Song,Artist,,,OST", "the kind is none of opening, ending, insert song"),
        (f"Show,,{'x' * 501},Artist,,,OP", "a text is longer than 500 characters"),
        (f"Show,,{'x' * 200_000},Artist,,,OP", "the line cannot be read as CSV"),
        ("A,https://myanimelist.net/anime/1,S,,,,OP", REPEATED),
    ]
    table = write_csv([]) + "A,https://myanimelist.net/anime/1,S,,,,OP\n"
    data = (
        table
        + "\n".join(line for line, _ in broken)
        + "\nB,https://myanimelist.net/anime/2,S,,,,ED"
    )
    gathered = read_table(data.encode() + b"\nB,,S\xff,,,,ED")
    assert [song.mal_id for song in gathered.songs] == [1, 2]
    reasons = {remark.where: remark.reason for remark in gathered.remarks}
    assert reasons.pop("line 13") == "the text is not UTF-8, so its letters are lost"
    assert list(reasons.values()) == [why for _, why in broken]
    assert list(reasons) == [f"line {number}" for number in range(3, 12)]
    assert gathered.skipped == len(broken) + 1


def test_a_link_that_leads_to_nothing_known_costs_only_itself() -> None:
    gathered = read_table(write_csv([]).encode() + b"Show,x,Song,Artist,youtu.be/1,nowhere,OP")
    assert gathered.songs == [TableSong(None, "Show", "Song", "Artist", ThemeKind.OP)]
    assert [remark.skipped for remark in gathered.remarks] == [False] * 3


def test_a_file_whose_columns_cannot_be_told_says_what_to_do() -> None:
    gathered = read_table(b"a;b;c\n1;2;3\n")
    assert gathered.songs == []
    assert "headings (anime_title, mal_url" in gathered.remarks[0].reason


def test_a_report_tells_every_row_that_was_skipped_or_cut(tmp_path: Path) -> None:
    gathered = read_table(write_csv([]).encode() + b"Show,,Song,Artist,x,,OP\n,,Song,,,,OP\n")
    gathered.write_report(tmp_path / "report.csv")
    lines = (tmp_path / "report.csv").read_text().splitlines()
    assert lines[0] == "where,done,reason,row"
    assert [line.split(",")[1] for line in lines[1:]] == ["kept", "kept", "skipped"]
    assert gathered.summary()[0] == "     1 skipped: no name of a show"


def test_the_name_of_a_file_says_its_format(tmp_path: Path) -> None:
    for name, begins in [("a.csv", "anime_title,"), ("animeSongs.txt", ";;Fullmetal")]:
        write_table(tmp_path / name, [AGAIN])
        assert (tmp_path / name).read_text().startswith(begins)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("OP", (ThemeKind.OP, None)),
        ("op2", (ThemeKind.OP, 2)),
        ("Opening Theme #03", (ThemeKind.OP, 3)),
        ("2nd Opening", (ThemeKind.OP, 2)),
        ("Ending 1 (eps 1-13)", (ThemeKind.ED, 1)),
        ("ED v2", (ThemeKind.ED, None)),
        ("Insert Song", (ThemeKind.IN, None)),
        ("IN4", (ThemeKind.IN, 4)),
        ("オープニング１", (ThemeKind.OP, 1)),
        ("挿入歌", (ThemeKind.IN, None)),
        ("Opening/Ending", None),
        ("OST", None),
        ("speed", None),
        ("", None),
    ],
)
def test_kinds_are_understood_as_people_write_them(
    text: str, kind: tuple[ThemeKind, int | None] | None
) -> None:
    assert read_kind(text) == kind
    if kind is not None:
        assert read_kind(write_kind(*kind)) == kind


def test_links_are_known_in_every_spelling_and_nothing_else_is() -> None:
    for link in ("https://myanimelist.net/anime/1/Cowboy", "myanimelist.net/anime.php?id=1"):
        assert mal_id(link) == 1
    for link in (
        "https://myanimelist.net/manga/1",
        "https://evil.net/?myanimelist.net/anime/1",
        "",
    ):
        assert mal_id(link) is None
    for link in (
        f"track:{ID}",
        f"spotify:track:{ID}",
        f"https://open.spotify.com/intl-de/track/{ID}",
    ):
        assert spotify_uri(link) == f"spotify:track:{ID}"
    for link in (f"playlist:{ID}", f"https://open.spotify.com/playlist/{ID}"):
        assert spotify_uri(link) == f"spotify:playlist:{ID}"
    for link in (ID, f"https://open.spotify.com/album/{ID}", f"https://x.net/track/{ID}", "track:"):
        assert spotify_uri(link) is None
    assert artist_page(f"artist:{ID}") == f"https://open.spotify.com/artist/{ID}"
    assert artist_page("javascript:alert(1)") is None
