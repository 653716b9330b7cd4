"""What shows are called is kept beside their songs."""

from pathlib import Path

from sqlalchemy import select

from server.domain import Anime, Theme, ThemeKind
from server.store import show_titles, songs
from server.store.engine import Store
from server.store.tables import ShowTitles


def _store(folder: Path) -> Store:
    store = Store(f"sqlite:///{folder / 'test.db'}")
    store.migrate()
    return store


def test_titles_are_told_with_the_songs_and_never_forgotten(tmp_path: Path) -> None:
    store = _store(tmp_path)
    show = Anime("Shingeki no Kyojin", mal_id=16498)
    theme = Theme("mal:16498:OP1:guren no yumiya", show, ThemeKind.OP, "Guren no Yumiya")
    songs.add_themes(store, [theme])
    assert songs.themes_by_key(store, [theme.key])[theme.key].anime == show

    told = Anime(
        show.title, mal_id=16498, native_title="進撃の巨人", english_title="Attack on Titan"
    )
    show_titles.keep(store, [told])
    show_titles.keep(store, [show, Anime(show.title, mal_id=16498, native_title="進撃の巨人 ")])
    kept = songs.themes_by_key(store, [theme.key])[theme.key].anime
    assert (kept.title, kept.english_title) == (show.title, "Attack on Titan")
    assert kept.native_title == "進撃の巨人 "
    store.close()


def test_more_shows_than_a_query_takes_are_kept(tmp_path: Path) -> None:
    store = _store(tmp_path)
    shows = [Anime(f"Show {n}", mal_id=n, english_title=f"The show {n}") for n in range(1200)]
    show_titles.keep(store, shows)
    show_titles.keep(store, shows)
    with store.session() as session:
        kept = set(session.scalars(select(ShowTitles.english_title)))
    assert kept == {show.english_title for show in shows}
    store.close()
