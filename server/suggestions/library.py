"""What suggestions are made from: the songs asked with, and the shows that somebody has watched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from films.recommend.question import Heard, spread_tuple
from moods.reading import Reading
from server.domain import Theme, WatchStatus
from server.errors import NotFound
from server.playlists import choosing
from server.playlists.choosing import Choice
from server.playlists.filter import fits
from server.playlists.own_moods import listened
from server.playlists.song import uri_of
from server.playlists.song_places import Place
from server.services import Services
from server.store import playlists, readings, songs
from server.store.playlists import Entry, Playlist

MOST_HEARD = 400
"""Of more songs than this, some stand for all in how they sound."""

_PLANNED = [WatchStatus.PLAN_TO_WATCH.value]


@dataclass(frozen=True)
class AskedSong:
    """A song that is asked with.

    Attributes:
        themes: what it stands for in the shows that it is asked with; none for other songs.
        reading: the listener's own word on it first; None where it was not read.
    """

    uri: str
    title: str
    native_title: str | None
    artists: tuple[str, ...]
    themes: tuple[Theme, ...]
    reading: Reading | None

    @property
    def place(self) -> Place | None:
        """Where it lies, if it was read."""
        return place_of(self.reading) if self.reading else None

    def heard(self, features: Mapping[str, float] | None, weight: float = 1.0) -> Heard:
        """It as films are asked for with it; its sound counts as that of so many songs."""
        read = self.reading
        return replace(
            self.credits(),
            valence=read.valence if read else None,
            arousal=read.arousal if read else None,
            spread=spread_tuple(read.spread) if read else None,
            features=features,
            weight=weight,
        )

    def credits(self) -> Heard:
        """The same without how it sounds."""
        return Heard(title=self.title, performer="; ".join(self.artists))


@dataclass(frozen=True)
class Shelved:
    """A song of a show that was watched; `uri` is None where no recording of it is sure."""

    theme: Theme
    uri: str | None


@dataclass(frozen=True)
class Library:
    """The songs that are asked with, in order, and those of the shows on the listener's lists.

    `readings` are of both, by URI.
    """

    asked: Sequence[AskedSong]
    shelf: Sequence[Shelved]
    readings: Mapping[str, Reading]


def place_of(reading: Reading) -> Place:
    """Where a reading puts a song, and how far off that may be."""
    return Place(reading.point, reading.spread)


def library_of_song(services: Services, user_id: int, track: str) -> Library:
    """The library with one song, by its URI or id, to ask with.

    Raises:
        NotFound: it is on none of their playlists.
    """
    uri = uri_of(services, user_id, track)
    keys = playlists.theme_keys(services.store, user_id, uri)
    return _library(services, user_id, [Entry(key, uri) for key in keys] or [Entry(None, uri)])


def library_of_playlist(
    services: Services, user_id: int, playlist_id: str
) -> tuple[Playlist, Library]:
    """A playlist, and the library with all of its songs to ask with.

    Raises:
        NotFound: there is no such playlist, or it is somebody else's.
    """
    playlist = playlists.get(services.store, user_id, playlist_id)
    if playlist is None:
        raise NotFound(
            "no_such_playlist",
            "There is no such playlist here.",
            "Your playlists are listed on the start page.",
        )
    asked = playlists.entries(services.store, playlist_id)
    return playlist, _library(services, user_id, asked, playlist_id)


def library_of(services: Services, user_id: int) -> Library:
    """The library alone, for who asks with no song of theirs."""
    return _library(services, user_id, [])


def chosen(asked: Sequence[AskedSong], choice: Choice, words: str = "") -> list[AskedSong]:
    """The songs that fit a choice on the plane and hold all of the words, as on the playlist's
    page: a song that nobody has heard fits no choice.
    """
    if not choice.is_all:
        asked = [
            song
            for song in asked
            if song.reading and fits(song.reading, choice.moods, choice.point, choice.radius)
        ]
    if not words.strip():
        return list(asked)
    texts = [
        {
            "number": number,
            "title": song.title,
            "native_title": song.native_title,
            "artists": song.artists,
            "anime": None,
            "also_in": [theme.anime.title for theme in song.themes],
        }
        for number, song in enumerate(asked)
    ]
    return [asked[text["number"]] for text in choosing.search(texts, words)]


def heard(services: Services, asked: Sequence[AskedSong]) -> list[Heard]:
    """Songs as films are asked for with them.

    All count by their credits; of very many, some that are spread as they all are stand for the
    others in how they sound.
    """
    read = [song for song in asked if song.reading]
    if len(read) <= MOST_HEARD:
        sound, weight = {song.uri for song in asked}, 1.0
    else:
        read.sort(key=_place_of)
        some = read[:: ceil(len(read) / MOST_HEARD)]
        sound, weight = {song.uri for song in some}, len(read) / len(some)
    features = readings.features(services.store, sound)
    return [
        song.heard(features.get(song.uri), weight) if song.uri in sound else song.credits()
        for song in asked
    ]


def by_sound_alone(songs: Sequence[Heard]) -> list[Heard]:
    """The same songs without their credits."""
    return [replace(each, title="", performer="") for each in songs]


def _place_of(song: AskedSong) -> tuple[float, float]:
    return (song.reading.valence, song.reading.arousal) if song.reading else (0.0, 0.0)


def _library(
    services: Services, user_id: int, asked: Sequence[Entry], playlist_id: str = ""
) -> Library:
    """The library with some entries to ask with; they are those of a playlist if it is named."""
    store = services.store
    shelf = [
        entry
        for each in playlists.of_user(store, user_id)
        if each.kind == "list" and each.request.get("statuses") != _PLANNED
        for entry in (asked if each.id == playlist_id else playlists.entries(store, each.id))
        if entry.theme_key
    ]
    both = dict.fromkeys([*asked, *shelf])
    themes = songs.themes_by_key(store, [each.theme_key for each in both if each.theme_key])
    uris = [each.track_uri for each in both if each.track_uri]
    read = listened(store, user_id, uris).readings
    return Library(
        _asked(services, asked, themes, read),
        [
            Shelved(themes[each.theme_key], each.track_uri)
            for each in dict.fromkeys(shelf)
            if each.theme_key in themes
        ],
        read,
    )


def _asked(
    services: Services,
    entries: Sequence[Entry],
    themes: Mapping[str, Theme],
    read: Mapping[str, Reading],
) -> list[AskedSong]:
    by_uri: dict[str, dict[str, Theme]] = {}
    for entry in entries:
        if entry.track_uri is not None:
            stands_for = by_uri.setdefault(entry.track_uri, {})
            if entry.theme_key is not None and entry.theme_key in themes:
                stands_for[entry.theme_key] = themes[entry.theme_key]
    bare = songs.tracks(services.store, [uri for uri, some in by_uri.items() if not some])
    told = []
    for uri, some in by_uri.items():
        stands = tuple(some.values())
        if stands:
            names = tuple(artist.name for artist in stands[0].artists)
            title, native = stands[0].title, stands[0].native_title
        else:
            track = bare.get(uri)
            names, native = (track.artists if track else ()), None
            title = (track.title if track else None) or ""
        told.append(AskedSong(uri, title, native, names, stands, read.get(uri)))
    return told
