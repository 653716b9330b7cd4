"""What a playlist as a file promises to the programs that read it."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from server.playlists.export import EXTENSION, FORMATS, HEADER, Exported, Song
from server.playlists.exported import file_name

_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_HARD = st.sampled_from(
    ["=A(1)", "@x", "-1+1", "#EXTM3U", "a\r\n#EXTINF:1,b", 'say "hi", you', "紅蓮華", "\u2028"]
)  # fmt: skip
_WORDS = _TEXT | _HARD
_UNIT = st.floats(0, 1).map(lambda number: round(number, 4))
_ID = st.text("0123456789abcXYZ", min_size=22, max_size=22)


@st.composite
def _songs(draw: st.DrawFn) -> Song:
    track = draw(_ID)
    return Song(
        uri=f"spotify:track:{track}",
        url=f"https://open.spotify.com/track/{track}",
        title=draw(_WORDS),
        artists=tuple(draw(st.lists(_WORDS, max_size=3))),
        native_title=draw(st.none() | _WORDS),
        anime=draw(st.none() | _WORDS),
        kind=draw(st.none() | st.sampled_from(["OP1", "ED", "IN12"])),
        album=draw(st.none() | _WORDS),
        duration_ms=draw(st.none() | st.integers(0, 10**7)),
        moods=tuple(draw(st.lists(st.sampled_from(["happy", "sad"]), unique=True))),
        valence=draw(st.none() | _UNIT),
        arousal=draw(st.none() | _UNIT),
    )


_PLAYLISTS = st.builds(
    Exported,
    name=_WORDS,
    about=_WORDS,
    url=st.none() | st.just("https://open.spotify.com/playlist/x"),
    made_at=st.just("2026-11-21T07:00:00+00:00"),
    songs=st.lists(_songs(), max_size=6).map(tuple),
)
SONG = Song(
    "spotify:track:1", "https://o.example/track/1", "Departure", ("Ono", "B"), "出発", "Hunter",
    "OP1", "Best", 215_600, ("happy", "calm"), 0.61, 0.42,
)  # fmt: skip
ONE = Exported("Mine", "of mika", None, "2026-11-21T07:00:00+00:00", (SONG,))


def _write(ending: str, playlist: Exported) -> str:
    return FORMATS[ending].write(playlist).decode()


def test_an_m3u8_has_a_title_a_length_and_a_link_for_each_song() -> None:
    assert _write("m3u8", ONE).splitlines() == [
        "#EXTM3U",
        "#PLAYLIST:Mine",
        "#EXTINF:216,Ono, B - Departure",
        "#EXTALB:Best",
        "https://o.example/track/1",
    ]


@given(_PLAYLISTS)
def test_whatever_a_song_is_called_an_m3u8_plays_the_links_in_order(playlist: Exported) -> None:
    text = _write("m3u8", playlist)
    lines = text.split("\n")
    assert lines[0] == "#EXTM3U"
    assert len(text.splitlines()) == len(lines) - 1, "no title breaks a line"
    rows = [line for line in lines if line and not line.startswith("#")]
    assert rows == [song.url for song in playlist.songs]
    directives = [line for line in lines if line.startswith("#EXTINF:")]
    assert len(directives) == len(rows)
    for line, song in zip(directives, playlist.songs, strict=True):
        seconds = int(line.removeprefix("#EXTINF:").split(",")[0])
        assert seconds == -1 if song.duration_ms is None else abs(seconds * 1000 - song.duration_ms) <= 500  # fmt: skip  # noqa: E501


def test_a_jspf_has_all_that_is_known() -> None:
    assert json.loads(_write("jspf", ONE)) == {
        "playlist": {
            "title": "Mine",
            "creator": "MoodDex",
            "annotation": "of mika",
            "date": "2026-11-21T07:00:00+00:00",
            "track": [
                {
                    "location": ["https://o.example/track/1"],
                    "identifier": ["spotify:track:1"],
                    "title": "Departure",
                    "creator": "Ono, B",
                    "album": "Best",
                    "duration": 215_600,
                    "extension": {
                        EXTENSION: [
                            {
                                "anime": "Hunter",
                                "kind": "OP1",
                                "native_title": "出発",
                                "moods": ["happy", "calm"],
                                "valence": 0.61,
                                "arousal": 0.42,
                            }
                        ]
                    },
                }
            ],
        }
    }


@given(_PLAYLISTS)
def test_a_jspf_says_what_is_known_and_nothing_else(playlist: Exported) -> None:
    told = json.loads(_write("jspf", playlist))["playlist"]
    assert told.get("title", "") == playlist.name
    for track, song in zip(told["track"], playlist.songs, strict=True):
        assert (track["location"], track["identifier"]) == ([song.url], [song.uri])
        assert track.get("title", "") == song.title
        assert track.get("duration") == song.duration_ms
        assert track.get("album") == (song.album or None)
        (extension,) = track.get("extension", {EXTENSION: [{}]})[EXTENSION]
        assert extension.get("valence") == song.valence
        assert extension.get("moods", []) == list(song.moods)


@given(_PLAYLISTS)
def test_a_csv_has_a_line_a_song_and_no_formula(playlist: Exported) -> None:
    text = _write("csv", playlist)
    assert text.startswith("\ufefftitle,")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert header == list(HEADER)
    assert len(rows) == len(playlist.songs)
    for row, song in zip(rows, playlist.songs, strict=True):
        assert len(row) == len(HEADER)
        assert not [cell for cell in row if cell.lstrip()[:1] in tuple("=+-@＝＋－＠")]
        assert row[-2:] == [song.uri, song.url]
        assert row[8] == ("" if song.valence is None else str(song.valence))


@given(_WORDS | st.sampled_from(["..", "a/b", "..\\x", ".", "mika: openings"]))
def test_a_files_name_is_one_on_every_system(name: str) -> None:
    made = file_name(name, "csv")
    assert made.endswith(".csv")
    assert len(made) <= 84
    assert not set(made) & set('\r\n\0"*/:<>?\\|')
    assert not made.startswith(".")
    assert "  " not in made
