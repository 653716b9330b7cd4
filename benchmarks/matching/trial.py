"""Runs the program's own matching over the gold songs, against the made index, and counts."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.matching.catalogue import Index
from benchmarks.matching.gold import GoldSong
from benchmarks.matching.japanese import SEED
from sandbox import draws
from sandbox.services.spotify.search import TrackFinder
from server.domain import Anime, Match, Theme, Track
from server.errors import SourceError
from server.songs.matching import match_themes
from server.store import songs as song_store
from server.store.engine import Store

SONGS_A_LIST = 150
"""Somebody's list: so many songs are matched in one run, with nothing known before."""


@dataclass
class IndexSearch:
    """The search of the made index; counts what it is asked. Stands for `Spotify`."""

    index: Index
    calls: int = 0
    finder: TrackFinder = field(init=False)

    def __post_init__(self) -> None:
        self.finder = TrackFinder(self.index.entries)

    def search(self, query: str, limit: int = 10) -> list[Track]:
        """Tracks for a query, the likeliest first, at most ten."""
        self.calls += 1
        return [self._told(track.id) for track in self.finder.find(query)[: min(limit, 10)]]

    def _told(self, track_id: str) -> Track:
        release = self.index.releases[f"spotify:track:{track_id}"]
        track = release.track
        return Track(
            uri=f"spotify:track:{track.id}",
            title=track.title,
            artists=track.artists,
            isrc=track.isrc,
            duration_ms=track.duration_ms,
            album=track.album,
            album_kind=release.album_kind,
        )


@dataclass(frozen=True)
class Trial:
    """What matching decided of each song (by name), and the calls it took."""

    matches: dict[str, Match]
    cold_calls: int
    warm_calls: int


def run(songs: Sequence[GoldSong], index: Index, on_step: Callable[[int], None]) -> Trial:
    """Match every song in lists, each twice; `on_step` hears how many songs are done."""
    search = IndexSearch(index)
    found: dict[str, Match] = {}
    cold = warm = 0
    for some in _lists(songs):
        before = search.calls
        with tempfile.TemporaryDirectory() as folder:
            store = Store(f"sqlite:///{Path(folder) / 'trial.db'}")
            store.migrate()
            found |= _match(store, search, some)
            cold += search.calls - before
            before = search.calls
            _match(store, search, some)
            warm += search.calls - before
            store.close()
        on_step(len(some))
    return Trial(found, cold, warm)


def _match(store: Store, search: IndexSearch, songs: Sequence[GoldSong]) -> dict[str, Match]:
    themes = [theme for song in songs for theme in song.themes]
    song_store.save_themes(store, song_store.ANIMETHEMES, _by_show(themes))
    matched = match_themes(store, search, themes, lambda _: None, _raise)
    return {song.name: matched.matches[song.themes[0].key] for song in songs}


def _lists(songs: Sequence[GoldSong]) -> Iterator[list[GoldSong]]:
    """The songs in lists, those of a show together."""
    shuffled = sorted(
        songs, key=lambda song: (draws.number(SEED, "list", song.themes[0].anime.key), song.name)
    )
    for start in range(0, len(shuffled), SONGS_A_LIST):
        yield shuffled[start : start + SONGS_A_LIST]


def _by_show(themes: Sequence[Theme]) -> dict[Anime, list[Theme]]:
    shows: dict[str, Anime] = {}
    of_show: dict[str, list[Theme]] = {}
    for theme in themes:
        shows.setdefault(theme.anime.key, theme.anime)
        of_show.setdefault(theme.anime.key, []).append(theme)
    return {shows[key]: some for key, some in of_show.items()}


def _raise(_: Theme, error: SourceError) -> None:
    raise error
