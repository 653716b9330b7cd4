"""A made index of Spotify: the real songs as Spotify would show them, and traps of every kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.matching.gold import GoldSong
from benchmarks.matching.naming import shown_artists, shown_title
from benchmarks.matching.wordings import OWN, TRAPS
from sandbox import draws
from sandbox.records import WorldTrack
from sandbox.services.spotify.search import Entry

ON_SPOTIFY = 0.88
KNOWN_TO_SEARCH = 0.8
"""Share of titles that Spotify's search also finds by a spelling that it does not show."""
_TRAPS_A_SONG = (3, 7)
_ALBUMS = ("Best Selection", "Prism", "花鳥風月", "MEMORIES", "LiVE is Life", "II")
_NEW_WORDS = 0.6  # share of the untouched half's traps, where there are such words
_SPARED = 0.1  # songs without a trap


@dataclass(frozen=True)
class Release:
    """A track of the index. `trap` is None for the song's own recording."""

    track: WorldTrack
    album_kind: str
    song: str
    trap: str | None = None
    is_later_wording: bool = False


@dataclass(frozen=True)
class Index:
    """Everything there is to find.

    Attributes:
        releases: by Spotify URI.
        entries: what the search looks through.
        scripts: by song name, the script its title is shown in; songs not on Spotify are missing.
    """

    releases: dict[str, Release]
    entries: list[Entry]
    scripts: dict[str, str]

    def right(self, song: GoldSong, uri: str | None) -> bool:
        """Whether a track is the song's own recording."""
        release = self.releases.get(uri or "")
        return release is not None and release.trap is None and release.song == song.name


def build_index(songs: Sequence[GoldSong], seed: int = 4) -> Index:
    """The index for these songs; the same for the same seed."""
    releases: dict[str, Release] = {}
    entries: list[Entry] = []
    scripts: dict[str, str] = {}
    for song in songs:
        title, script = shown_title(song, seed)
        own = list(_own(song, title, seed))
        if own:
            scripts[song.name] = script
        for release in [*own, *_traps(song, title, seed)]:
            releases[f"spotify:track:{release.track.id}"] = release
            entries.append(_entry(song, release, seed))
    return Index(releases, entries, scripts)


def _length(song: GoldSong, seed: int) -> int:
    rng = draws.dice(seed, "length", song.name)
    if rng.random() < 0.015:
        return rng.randrange(92_000, 130_000)
    return int(min(max(rng.gauss(235_000, 36_000), 135_000), 345_000))


def _own(song: GoldSong, title: str, seed: int) -> Iterator[Release]:
    """The song's own recording: on a single, now and then on an album or a compilation too."""
    rng = draws.dice(seed, "own", song.name)
    if song.spotify_id is None and rng.random() >= ON_SPOTIFY:
        return
    artists, length = shown_artists(song, seed), _length(song, seed)
    kinds = ["single"]
    kinds += ["album"] if rng.random() < 0.5 else []
    kinds += ["compilation"] if rng.random() < 0.12 else []
    isrc = draws.isrc(seed, rng.randrange(1998, 2025), song.name)
    albums = {
        "single": title,
        "album": rng.choice(_ALBUMS),
        "compilation": rng.choice(("ANIME SONG BEST 2015", "アニソン・ベスト", "Anime Hits")),
    }
    for kind in kinds:
        known = kind == "single" and song.spotify_id
        yield Release(
            WorldTrack(
                id=known or draws.spotify_id(seed, "own", kind, song.name),
                title=title,
                artists=artists,
                isrc=isrc,
                duration_ms=length,
                album=albums[kind],
                song_id=song.name,
            ),
            kind,
            song.name,
        )


def _traps(song: GoldSong, shown: str, seed: int) -> Iterator[Release]:
    rng = draws.dice(seed, "traps", song.name)
    if rng.random() < _SPARED:
        return
    for kind in rng.sample(list(TRAPS), rng.randint(*_TRAPS_A_SONG)):
        wording = TRAPS[kind]
        by_album = bool(wording.later_albums)
        earlier = wording.albums if by_album else wording.titles
        later = wording.later_albums if by_album else wording.later
        is_later = song.half == "test" and bool(later) and rng.random() < _NEW_WORDS
        naming = _Naming(kind, rng.choice(later if is_later else earlier), by_album, is_later)
        yield _trap(song, shown, seed, naming)


@dataclass(frozen=True)
class _Naming:
    """How a trap is named: by its title, or by its album alone."""

    kind: str
    pattern: str
    by_album: bool
    is_later: bool


def _trap(song: GoldSong, shown: str, seed: int, naming: _Naming) -> Release:
    kind, wording = naming.kind, TRAPS[naming.kind]
    rng = draws.dice(seed, "trap", kind, song.name)
    artists = shown_artists(song, seed)
    title = shown if kind in OWN or rng.random() < 0.4 else song.title
    names = {"t": title, "a": artists[0], "x": song.themes[0].anime.title or song.title}
    name = (wording.titles[0] if naming.by_album else naming.pattern).format(**names)
    album = name
    if wording.albums:
        album = naming.pattern if naming.by_album else rng.choice(wording.albums)
        album = album.format(**names)
    if wording.performers:
        performer = rng.choice(wording.performers)
        artists = artists if performer == "{a}" else (performer.format(**names),)
    low, high = wording.length or (0.0, 0.0)
    length = int(_length(song, seed) * rng.uniform(low, high)) or rng.randrange(86_000, 93_000)
    return Release(
        WorldTrack(
            id=draws.spotify_id(seed, "trap", kind, song.name),
            title=name,
            artists=artists,
            isrc=draws.isrc(seed, rng.randrange(1998, 2025), "trap", kind, song.name),
            duration_ms=length,
            album=album,
        ),
        rng.choice(("single", "album", "compilation")),
        song.name,
        kind,
        naming.is_later,
    )


def _entry(song: GoldSong, release: Release, seed: int) -> Entry:
    """What a release is found by: what it shows, and often its title and names elsewhere."""
    rng = draws.dice(seed, "entry", release.track.id)
    titles, artists = [release.track.title], list(release.track.artists)
    if release.trap is None or release.trap in OWN:
        if draws.dice(seed, "aliases", song.name).random() < KNOWN_TO_SEARCH:
            titles += [song.title, song.native_title or ""]
        artists += [*song.artists, *song.native_names.values()]
    popularity = rng.uniform(0.25, 1.0) if release.trap is None else rng.uniform(0.0, 0.8)
    return Entry(
        release.track,
        tuple(dict.fromkeys(filter(None, titles))),
        tuple(dict.fromkeys(filter(None, artists))),
        popularity,
    )
