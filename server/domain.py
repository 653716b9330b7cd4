"""The words of the project as records: anime, themes, tracks, matches. Nothing here does I/O."""

from dataclasses import dataclass, field
from enum import StrEnum


class ListSource(StrEnum):
    """A service that keeps people's anime lists."""

    MYANIMELIST = "myanimelist"
    ANILIST = "anilist"


class WatchStatus(StrEnum):
    """Where a person stands with a show; AniList's words are mapped onto these.

    AniList: CURRENT and REPEATING are `watching` and `completed`, PAUSED is `on_hold`,
    PLANNING is `plan_to_watch`.
    """

    WATCHING = "watching"
    COMPLETED = "completed"
    ON_HOLD = "on_hold"
    DROPPED = "dropped"
    PLAN_TO_WATCH = "plan_to_watch"


class MediaKind(StrEnum):
    """What sort of show it is; both list services' words are mapped onto these.

    A short series is `tv`, a television special is a `special`.
    """

    TV = "tv"
    MOVIE = "movie"
    OVA = "ova"
    ONA = "ona"
    SPECIAL = "special"
    MUSIC = "music"


class ThemeKind(StrEnum):
    """Opening, ending, insert song."""

    OP = "OP"
    ED = "ED"
    IN = "IN"


class MatchState(StrEnum):
    """How far a match is to be trusted. Only *sure* ones go on a Spotify playlist."""

    SURE = "sure"
    REVIEW = "review"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Anime:
    """A show. `mal_id` is missing for shows that only AniList knows, and the other way round."""

    title: str
    mal_id: int | None = None
    anilist_id: int | None = None
    native_title: str | None = None
    english_title: str | None = None

    @property
    def key(self) -> str:
        """A stable identity: `mal:5114` or, without a MyAnimeList id, `anilist:101`."""
        return f"mal:{self.mal_id}" if self.mal_id is not None else f"anilist:{self.anilist_id}"


@dataclass(frozen=True)
class ListEntry:
    """A row of somebody's list.

    Attributes:
        score: 0 to 10; 0 is unscored.
        year: when the show began; None where it is not known or was not asked for.
        media: None likewise.
        genres, studios: as the list's service names them; empty likewise.
    """

    anime: Anime
    status: WatchStatus
    score: float = 0.0
    year: int | None = None
    media: MediaKind | None = None
    genres: tuple[str, ...] = ()
    studios: tuple[str, ...] = ()


@dataclass(frozen=True)
class Artist:
    """Who performs a theme; `aliases` holds other spellings, scripts and character names."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """A song of an anime.

    Attributes:
        key: stable identity, `<anime key>:<kind><sequence>:<folded title>`.
        track_uri: the Spotify track that the theme's own source links to, if any.
        audio_urls: recordings of the theme as used in the show, the best first.
    """

    key: str
    anime: Anime
    kind: ThemeKind
    title: str
    sequence: int | None = None
    native_title: str | None = None
    artists: tuple[Artist, ...] = ()
    track_uri: str | None = None
    audio_urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """A recording on Spotify. All but the URI is unknown for one known only by a link.

    `album_kind` is Spotify's `album_type`: `album`, `single` or `compilation`.
    """

    uri: str
    title: str | None = None
    artists: tuple[str, ...] = ()
    isrc: str | None = None
    duration_ms: int | None = None
    album: str | None = None
    album_kind: str | None = None

    @property
    def spotify_id(self) -> str:
        """The last part of the URI, 22 base-62 characters."""
        return self.uri.rsplit(":", 1)[-1]


@dataclass(frozen=True)
class Match:
    """A theme tied to a track, or the word that there is none.

    Attributes:
        confidence: 0 to 1.
        reason: plain words for a person, such as `linked by AnimeThemes`.
        decided_by: `link`, `table`, `search` or `person`.
    """

    theme_key: str
    state: MatchState
    track: Track | None
    confidence: float
    reason: str
    decided_by: str


@dataclass(frozen=True)
class Candidate:
    """A track that may be a theme's.

    Attributes:
        confidence: that it is the very recording, 0 to 1.
        reason: plain words for a person.
        same_artist: whether one of the theme's artists performs it.
    """

    track: Track
    confidence: float
    reason: str
    same_artist: bool


@dataclass(frozen=True)
class Problem:
    """One item of a job that did not work out, and why; the others go on.

    Attributes:
        item: what it was, as a person would name it (a song, a show, a service).
        code: stable, snake_case.
        message: one plain sentence, with the next step where there is one.
    """

    item: str
    code: str
    message: str


@dataclass(frozen=True)
class ClipLink:
    """Where a clip can be fetched.

    Attributes:
        source: `animethemes`, `deezer` or `itunes`.
        page: where the source shows the song to people, if it said so.
        seconds: how long the clip is, where that is known.
    """

    source: str
    url: str
    page: str | None = field(default=None, compare=False)
    seconds: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Years:
    """A stretch of years, both ends included; an end that is None is open."""

    first: int | None = None
    last: int | None = None

    def __bool__(self) -> bool:
        """Whether it leaves any year out."""
        return self.first is not None or self.last is not None

    def __contains__(self, year: int | None) -> bool:
        """Whether a year lies within; an unknown one only where none is left out."""
        if year is None:
            return not self
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )


@dataclass(frozen=True)
class ListRequest:
    """What a person asks of their list.

    Attributes:
        years: when the shows began.
        media: sorts of shows; empty takes all, those of an unknown sort too.
        nsfw: shows that the list's service marks as not safe for work count too.
        public: whether the playlist, when it is first made, stands on the person's profile.
    """

    source: ListSource
    username: str
    statuses: tuple[WatchStatus, ...] = (WatchStatus.WATCHING, WatchStatus.COMPLETED)
    min_score: float = 0
    kinds: tuple[ThemeKind, ...] = (ThemeKind.OP, ThemeKind.ED)
    years: Years = Years()
    media: tuple[MediaKind, ...] = ()
    nsfw: bool = False
    public: bool = False

    @property
    def needs_facts(self) -> bool:
        """Whether the shows' years or sorts must be known."""
        return bool(self.years or self.media)
