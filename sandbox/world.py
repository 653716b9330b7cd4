"""The sandbox's world: real shows with their real songs, and a made-up rest drawn from a seed.

The facts (titles, artists) are in sandbox/data. What services say of the songs (ids, links,
features, which clips exist, who has what on a list) is drawn, so that every case a client must
handle occurs in a known share of the songs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sandbox import draws
from sandbox.catalogue import Show, ThemeRow, read_shows, read_themes
from sandbox.people import people_of
from sandbox.recordings import decoys_of, features_of, track_of
from sandbox.records import (
    WorldAnime,
    WorldArtist,
    WorldListUser,
    WorldSong,
    WorldTheme,
    WorldTrack,
)

__all__ = [
    "World",
    "WorldAnime",
    "WorldArtist",
    "WorldListUser",
    "WorldSong",
    "WorldTheme",
    "WorldTrack",
    "load_world",
]

_LINKED = 0.45
_SEARCHED = 0.42  # the other 13 % are not on Spotify
_ANIMETHEMES_AUDIO = 0.75
_NO_AUDIO = 0.04
_NO_FEATURES = 0.12
_BROKEN = 2


@dataclass(frozen=True)
class World:
    """Everything that the sandbox's services know. `decoys` are tracks of no song here."""

    seed: int
    anime: tuple[WorldAnime, ...]
    songs: tuple[WorldSong, ...]
    decoys: tuple[WorldTrack, ...]
    users: tuple[WorldListUser, ...]

    def song(self, song_id: str) -> WorldSong | None:
        """The song of that id."""
        return self._songs.get(song_id)

    def song_of_track(self, track_id: str) -> WorldSong | None:
        """The song that a Spotify track is a recording of; None for a decoy."""
        return self._songs_by_track.get(track_id)

    def track(self, track_id: str) -> WorldTrack | None:
        """The Spotify track of that id, a song's own or a decoy."""
        return self._tracks.get(track_id)

    def anime_by_mal(self, mal_id: int) -> WorldAnime | None:
        """The show of that MyAnimeList id."""
        return self._anime.get(mal_id)

    def is_nsfw(self, anime: WorldAnime) -> bool:
        """Whether the list services mark a show as not safe for work; a few are."""
        return draws.number(self.seed, "nsfw", anime.mal_id) % 50 == 0

    def user(self, service: str, name: str) -> WorldListUser | None:
        """A person's list; names are compared without regard to case, as both services do."""
        return self._users.get((service, name.lower()))

    @cached_property
    def tracks(self) -> tuple[WorldTrack, ...]:
        """Every track on Spotify: the songs' own, then the decoys."""
        return (*(song.track for song in self.songs if song.track), *self.decoys)

    @cached_property
    def _songs(self) -> dict[str, WorldSong]:
        return {song.id: song for song in self.songs}

    @cached_property
    def _songs_by_track(self) -> dict[str, WorldSong]:
        return {song.track.id: song for song in self.songs if song.track}

    @cached_property
    def _tracks(self) -> dict[str, WorldTrack]:
        return {track.id: track for track in self.tracks}

    @cached_property
    def _anime(self) -> dict[int, WorldAnime]:
        return {anime.mal_id: anime for anime in self.anime}

    @cached_property
    def _users(self) -> dict[tuple[str, str], WorldListUser]:
        return {(user.service, user.name.lower()): user for user in self.users}


def load_world(seed: int = 1) -> World:
    """Builds the world; the same seed gives the same world."""
    shows, rows = read_shows(), read_themes()
    by_id = {show.mal_id: show for show in shows}
    first_rows: dict[str, ThemeRow] = {}
    for row in rows:
        first_rows.setdefault(row.song_key, row)
    songs = _make_songs(seed, list(first_rows.values()), by_id)
    decoys = tuple(
        decoy
        for key, row in first_rows.items()
        for decoy in decoys_of(seed, row, songs[key].track, by_id[row.mal_id].year)
    )
    return World(
        seed=seed,
        anime=tuple(_make_anime(show, rows, songs) for show in shows),
        songs=tuple(songs.values()),
        decoys=decoys,
        users=people_of(seed, [show.mal_id for show in shows]),
    )


def _make_songs(
    seed: int, rows: Sequence[ThemeRow], shows: dict[int, Show]
) -> dict[str, WorldSong]:
    """Songs by their key; the shares are exact, which song falls where is drawn."""
    linkable = [row.song_key for row in rows if shows[row.mal_id].on_animethemes]
    others = [row.song_key for row in rows if not shows[row.mal_id].on_animethemes]
    count = len(rows)

    order = draws.shuffled(seed, "spotify", linkable, str)
    linked = set(order[: round(_LINKED * count)])
    unlinked = draws.shuffled(seed, "search", order[round(_LINKED * count) :] + others, str)
    on_spotify = linked | set(unlinked[: round(_SEARCHED * count)])

    order = draws.shuffled(seed, "audio", linkable, str)
    with_theme_audio = set(order[: round(_ANIMETHEMES_AUDIO * count)])
    silent = set(order[len(order) - round(_NO_AUDIO * count) :]) - with_theme_audio
    order = draws.shuffled(seed, "features", sorted(on_spotify), str)
    with_features = set(order[round(_NO_FEATURES * len(order)) :])
    broken = set(draws.shuffled(seed, "broken", sorted(with_theme_audio & linked), str)[:_BROKEN])

    songs = {}
    for place, row in enumerate(rows, start=1):
        key, song_id = row.song_key, f"s{place:04d}"
        rng = draws.dice(seed, "previews", key)
        on_deezer, on_itunes = rng.random() < 0.6, rng.random() < 0.4
        if key not in with_theme_audio and not (on_deezer or on_itunes):
            on_deezer = True
        songs[key] = WorldSong(
            id=song_id,
            title=row.title,
            native_title=row.native_title,
            artists=row.artists,
            valence=row.valence,
            arousal=row.arousal,
            seed=draws.number(seed, "composer", key) % 2**32,
            track=track_of(seed, row, song_id, shows[row.mal_id].year)
            if key in on_spotify
            else None,
            linked=key in linked,
            animethemes_audio=key in with_theme_audio,
            deezer=on_deezer and key not in silent,
            itunes=on_itunes and key not in silent,
            features=features_of(seed, row) if key in with_features else None,
            broken_audio=key in broken,
        )
    return songs


def _make_anime(show: Show, rows: Sequence[ThemeRow], songs: dict[str, WorldSong]) -> WorldAnime:
    return WorldAnime(
        mal_id=show.mal_id,
        anilist_id=_anilist_id(show.mal_id),
        title=show.title,
        english_title=show.english_title,
        native_title=show.native_title,
        year=show.year,
        episodes=show.episodes,
        themes=tuple(
            WorldTheme(row.mal_id, row.kind, row.sequence, row.episodes, songs[row.song_key])
            for row in rows
            if row.mal_id == show.mal_id
        ),
        on_animethemes=show.on_animethemes,
    )


def _anilist_id(mal_id: int) -> int:
    """AniList took over MyAnimeList's ids of older shows; later ones differ (made up here)."""
    return mal_id if mal_id < 20_000 else mal_id + 80_000
