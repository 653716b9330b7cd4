"""The recordings that the local table ties to themes."""

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from server.domain import Theme, Track
from server.songs.normalise import artist_forms, fold, title_forms
from server.songs.versions import version_words
from server.store.engine import Store
from server.store.song_table import TableSong, songs_of

_SAME_ARTIST = 88
_SHORT_NAME = 5


def table_tracks(store: Store, themes: Sequence[Theme]) -> dict[str, Track]:
    """The track that the local table ties to a theme, by the theme's key; others are missing."""
    shows = {theme.anime.mal_id for theme in themes if theme.anime.mal_id is not None}
    return tie(themes, songs_of(store, shows))


def tie(themes: Iterable[Theme], table: Mapping[int, Sequence[TableSong]]) -> dict[str, Track]:
    """Tie themes to the tracks of the table's songs (by MyAnimeList id). Pure.

    A song is a theme's when it is of the same show, has the same title in any spelling that is
    known of either, is not another version, and either has the same artist, or has the same kind
    while its artist cannot be compared (one side names nobody, or the scripts differ). Where
    songs that fit equally well link to different tracks, the theme gets none: a wrong song is
    worse than none.
    """
    found: dict[str, Track] = {}
    for theme in themes:
        songs = table.get(theme.anime.mal_id, ()) if theme.anime.mal_id is not None else ()
        ranks = [(_fit(theme, song), song.track_uri) for song in songs if song.track_uri]
        best = max((rank for rank, _ in ranks), default=0)
        uris = {uri for rank, uri in ranks if rank == best}
        if best > 0 and len(uris) == 1:
            found[theme.key] = Track(uris.pop())
    return found


def _fit(theme: Theme, song: TableSong) -> int:
    """0: another song; else the more, the more speaks for it."""
    if not _same_title(theme, song):
        return 0
    same_kind = song.kind is theme.kind
    same_artist = _same_artist(theme, song)
    if same_artist is False or (same_artist is None and not same_kind):
        return 0
    same_place = same_kind and song.sequence is not None and song.sequence == theme.sequence
    return 1 + 4 * (same_artist is True) + 2 * same_kind + same_place


def _same_title(theme: Theme, song: TableSong) -> bool:
    titles = [theme.title, *([theme.native_title] if theme.native_title else [])]
    forms = {form for title in titles for form in title_forms(title)}
    if forms.isdisjoint(title_forms(song.title)):
        return False
    asked = version_words(" / ".join(titles)) - {"tv size"}
    return version_words(song.title) == asked


def _same_artist(theme: Theme, song: TableSong) -> bool | None:
    """None where it cannot be told: one side names nobody, or they share no script."""
    names = [name for each in theme.artists for name in (each.name, *each.aliases)]
    known = {form for name in names for form in artist_forms(name)}
    said = artist_forms(song.artist)
    if not known or not said:
        return None
    if not known.isdisjoint(said):
        return True
    alike = any(
        fuzz.ratio(one, other) >= _SAME_ARTIST
        for one in known
        for other in said
        if min(len(one), len(other)) >= _SHORT_NAME
    )
    if alike:
        return True
    scripts = {fold(name).isascii() for name in names}
    return False if fold(song.artist).isascii() in scripts else None
