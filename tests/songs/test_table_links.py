"""What the local table's links promise: the same song of the same show, or none."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.domain import Anime, Artist, Theme, ThemeKind, Track
from server.songs.table_links import table_tracks, tie
from server.store.engine import Store
from server.store.song_table import TableSong, save_songs

THEME = Theme(
    key="mal:38000:OP1:gurenge",
    anime=Anime("Demon Slayer", mal_id=38000),
    kind=ThemeKind.OP,
    title="Gurenge",
    sequence=1,
    native_title="紅蓮華",
    artists=(Artist("LiSA", ("織部里沙",)),),
)
SONG = TableSong(
    mal_id=38000,
    anime_title="Kimetsu no Yaiba",
    title="Gurenge",
    artist="LiSA",
    kind=ThemeKind.OP,
    sequence=1,
    track_uri="spotify:track:right",
)
OTHER = replace(SONG, track_uri="spotify:track:other")


def _tied(theme: Theme, *songs: TableSong) -> str | None:
    track = tie([theme], {38000: songs}).get(theme.key)
    return None if track is None else track.uri


@pytest.mark.parametrize(
    "song",
    [
        SONG,
        replace(SONG, title="紅蓮華"),
        replace(SONG, title="GURENGE (紅蓮華)", artist="lisa"),
        replace(SONG, artist="織部里沙"),
        replace(SONG, artist=""),
        replace(SONG, artist="LiSA feat. Somebody", sequence=None),
        replace(SONG, kind=ThemeKind.IN, sequence=3),
    ],
)
def test_one_song_in_any_spelling_is_tied(song: TableSong) -> None:
    assert _tied(THEME, song) == "spotify:track:right"


@pytest.mark.parametrize(
    "song",
    [
        replace(SONG, title="Homura"),
        replace(SONG, artist="Aimer"),
        replace(SONG, title="Gurenge (Piano Ver.)"),
        replace(SONG, title="Gurenge -TV Size-"),
        replace(SONG, track_uri=None),
        replace(SONG, artist="", kind=ThemeKind.ED),
    ],
)
def test_another_song_or_version_or_none_is_not(song: TableSong) -> None:
    assert _tied(THEME, song) is None


def test_where_the_artists_are_in_different_scripts_the_kind_must_be_the_same() -> None:
    theme = replace(THEME, artists=(Artist("Hiromi Uehara"),))
    assert _tied(theme, replace(SONG, artist="上原")) == "spotify:track:right"
    assert _tied(theme, replace(SONG, artist="上原", kind=ThemeKind.ED)) is None


def test_another_show_or_one_without_an_id_gets_nothing() -> None:
    table = {38000: [SONG]}
    elsewhere = replace(THEME, anime=Anime("Other", mal_id=1))
    nowhere = replace(THEME, anime=Anime("Other", anilist_id=38000))
    assert tie([elsewhere, nowhere], table) == {}


def test_the_better_fit_is_taken_and_between_equal_ones_none() -> None:
    assert _tied(THEME, replace(OTHER, artist=""), SONG) == "spotify:track:right"
    assert _tied(THEME, replace(OTHER, sequence=2), SONG) == "spotify:track:right"
    assert _tied(THEME, OTHER, SONG) is None
    assert _tied(THEME, SONG, SONG) == "spotify:track:right"


def test_a_theme_of_the_cut_takes_the_song_and_a_version_its_own() -> None:
    assert _tied(replace(THEME, title="Gurenge (TV size)"), SONG) == "spotify:track:right"
    piano = replace(THEME, title="Gurenge (Piano Ver.)", native_title=None)
    assert _tied(piano, SONG) is None
    assert _tied(piano, replace(OTHER, title="Gurenge (Piano)"), SONG) == "spotify:track:other"


def test_the_stored_table_is_asked(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    save_songs(store, [SONG])
    lost = replace(THEME, key="x", title="Unknown", native_title=None)
    assert table_tracks(store, [THEME, lost]) == {THEME.key: Track("spotify:track:right")}
    store.close()
