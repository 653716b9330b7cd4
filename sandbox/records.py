"""What the sandbox's world is made of: shows, songs, recordings, and people with lists."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class WorldArtist:
    """A performer. `aliases` are other spellings: old names, units, the part of a voice actor."""

    name: str
    native_name: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorldTrack:
    """A recording as the sandbox's Spotify has it.

    Attributes:
        id: 22 base-62 characters.
        title: in Latin letters, Japanese script or both, as labels happen to enter it.
        artists: the names as shown there, in either script.
        isrc: 12 characters, `JP` first.
        song_id: the song it is a recording of; None for a decoy.
    """

    id: str
    title: str
    artists: tuple[str, ...]
    isrc: str
    duration_ms: int
    album: str
    song_id: str | None = None


@dataclass(frozen=True)
class WorldSong:
    """A song of a show, and where in the outside world it can be met.

    Attributes:
        id: `s` and four digits, by its place in the data file.
        valence, arousal: what it is meant to feel like, 0 to 1; the composer follows them.
        seed: the composer's seed for it.
        track: None when it is not on Spotify.
        linked: AnimeThemes links to the track, so it need not be searched.
        animethemes_audio, deezer, itunes: which services offer a clip of it.
        features: ReccoBeats' audio features on Spotify's scales; None when it does not know it.
        broken_audio: every clip offered of it is damaged and cannot be decoded.
    """

    id: str
    title: str
    native_title: str | None
    artists: tuple[WorldArtist, ...]
    valence: float
    arousal: float
    seed: int
    track: WorldTrack | None
    linked: bool
    animethemes_audio: bool
    deezer: bool
    itunes: bool
    features: Mapping[str, float] | None
    broken_audio: bool = False


@dataclass(frozen=True)
class WorldTheme:
    """A song's place in a show. `kind` is `OP`, `ED` or `IN`; `episodes` is as `1-13`, or None."""

    anime_mal_id: int
    kind: str
    sequence: int
    episodes: str | None
    song: WorldSong


@dataclass(frozen=True)
class WorldAnime:
    """A show. `on_animethemes` is False for the few that AnimeThemes does not cover."""

    mal_id: int
    anilist_id: int
    title: str
    english_title: str | None
    native_title: str | None
    year: int
    episodes: int
    themes: tuple[WorldTheme, ...]
    on_animethemes: bool = True


@dataclass(frozen=True)
class WorldListUser:
    """Somebody with a list.

    Attributes:
        service: `myanimelist` or `anilist`.
        entries: (mal_id, status, score); status is a MyAnimeList word (`watching`, `completed`,
            `on_hold`, `dropped`, `plan_to_watch`), score 0 to 10 with 0 for unscored.
    """

    name: str
    service: str
    private: bool
    entries: tuple[tuple[int, str, int], ...]
