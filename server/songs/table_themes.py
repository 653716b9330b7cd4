"""Songs of the local table among the themes of their shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from server.domain import Anime, Theme
from server.songs.credit_text import read_credit
from server.songs.identity import theme_key
from server.songs.normalise import artist_forms, title_forms
from server.songs.text_groups import has_native, native_group
from server.store.song_table import TableSong


def join_table(
    themes: Mapping[str, Sequence[Theme]],
    shows: Sequence[Anime],
    table: Mapping[int, Sequence[TableSong]],
) -> dict[str, list[Theme]]:
    """The shows' themes by anime key, with the table's songs of them (by MyAnimeList id). Pure.

    A song that is among a show's themes already is that theme, which keeps its key and its place;
    it only gains performers where none were known. Songs that are new come last. Shows of which
    neither knows anything are as they were: missing or empty.
    """
    joined = {key: list(some) for key, some in themes.items()}
    for show in shows:
        for song in table.get(show.mal_id, ()) if show.mal_id is not None else ():
            _join(joined.setdefault(show.key, []), show, song)
    return joined


def _join(themes: list[Theme], show: Anime, song: TableSong) -> None:
    if not song.title.strip():
        return
    for place, theme in enumerate(themes):
        if _is_same(theme, song):
            if not theme.artists:
                themes[place] = replace(theme, artists=read_credit(song.artist))
            return
    title, native = native_group(song.title.strip())
    key = theme_key(show, song.kind, song.sequence, title)
    if any(theme.key == key for theme in themes):
        return
    themes.append(
        Theme(
            key=key,
            anime=show,
            kind=song.kind,
            title=title,
            sequence=song.sequence,
            native_title=native,
            artists=read_credit(song.artist),
        )
    )


def _is_same(theme: Theme, song: TableSong) -> bool:
    """Whether a song of the table is this theme of the same show.

    A title alone does not tell two songs of one name apart, so performers who can be compared
    must agree, or else the place in the show. A title in another script says nothing: there the
    place and the performers must both agree.
    """
    if theme.kind is not song.kind:
        return False
    titles = [theme.title, *([theme.native_title] if theme.native_title else [])]
    same_place = song.sequence is not None and song.sequence == theme.sequence
    same_artist = _same_artist(theme, song)
    if any(not title_forms(title).isdisjoint(title_forms(song.title)) for title in titles):
        return same_place or same_artist is not False
    other_script = has_native(song.title) not in {has_native(title) for title in titles}
    return other_script and same_place and same_artist is True


def _same_artist(theme: Theme, song: TableSong) -> bool | None:
    """None where it cannot be told: one side names nobody, or they share no script."""
    names = [name for artist in theme.artists for name in (artist.name, *artist.aliases)]
    said = artist_forms(song.artist)
    if not names or not said:
        return None
    if any(not artist_forms(name).isdisjoint(said) for name in names):
        return True
    scripts = {has_native(name) for name in names}
    return False if has_native(song.artist) in scripts else None
