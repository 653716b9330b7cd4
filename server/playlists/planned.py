"""The shows that somebody plans to watch, with what is known of their songs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moods.circumplex import MOODS, Mood, Spread
from moods.reading import Reading
from server.domain import Anime, Theme, Track
from server.errors import NotFound
from server.jobs.reading import Recording, without_playlist
from server.jobs.requests import from_json
from server.jobs.watch_request import WatchRequest
from server.playlists.corrections import own_matches, song_id, sure_uri
from server.playlists.own_moods import Listened, listened
from server.playlists.samples import Sample, sample_of
from server.playlists.song_places import Place
from server.playlists.watch_next import ShowSong, ShowSongs
from server.services import Services
from server.songs.identity import is_on_spotify, song_uri
from server.store import readings, songs, watch_lists
from server.store.engine import Store

_OWN_SPREAD = Spread(0.08, 0.06, 0.0)
"""How far off a place may be where the listener has said which mood it is."""


@dataclass(frozen=True)
class PlannedSong:
    """A song of a planned show.

    Attributes:
        id: a `song_id`, equal for the song in every show.
        uri: the Spotify track that is surely it, if one is known.
        reading: what was heard of it, the listener's own word first; None where nothing was.
        own: what the listener said of it.
        problem: code and words of why it could not be read, if that was tried.
    """

    id: str
    theme: Theme
    uri: str | None
    reading: Reading | None
    own: Mood | None = None
    problem: tuple[str, str] | None = None

    def to_rank(self, reading: Reading) -> ShowSong:
        """It as shows are ranked by it; the listener's own word is certain."""
        if self.own is None:
            place, shares = Place(reading.point, reading.spread), reading.probabilities
        else:
            place = Place(reading.point, _OWN_SPREAD)
            shares = {mood: float(mood is self.own) for mood in MOODS}
        return ShowSong(self.id, place, reading.moods, shares)


@dataclass(frozen=True)
class PlannedShow:
    """A planned show with its songs, each once."""

    anime: Anime
    songs: tuple[PlannedSong, ...]

    def to_rank(self) -> ShowSongs:
        """It as it is ranked."""
        heard = [(song, song.reading) for song in self.songs if song.reading is not None]
        return ShowSongs(
            self.anime.key,
            tuple(song.to_rank(reading) for song, reading in heard),
            unread=len(self.songs) - len(heard),
        )


@dataclass(frozen=True)
class PlannedList:
    """A list of planned shows, in the list's order."""

    id: str
    request: WatchRequest
    made_at: datetime
    shows: tuple[PlannedShow, ...]


def planned_list(services: Services, user_id: int, watch_id: str) -> PlannedList:
    """The planned shows of a list, with what is stored of their songs.

    Raises:
        NotFound: there is no such list here, or it is somebody else's.
    """
    store = services.store
    stored = watch_lists.get(store, user_id, watch_id)
    if stored is None:
        raise NotFound(
            "no_such_watch_list",
            "There is no such list of planned shows here.",
            "Yours are listed where you ask what to watch next.",
        )
    request = from_json(stored.request)
    assert isinstance(request, WatchRequest)
    themes = songs.themes_by_key(store, {key for show in stored.shows for key in show["songs"]})
    known = _known(store, user_id, list(themes.values()))
    return PlannedList(
        stored.id,
        request,
        stored.made_at,
        tuple(
            PlannedShow(
                _anime(show), known.songs(themes[key] for key in show["songs"] if key in themes)
            )
            for show in stored.shows
        ),
    )


def planned_sample(
    services: Services, user_id: int, watch_id: str, song: str, without: Collection[str] = ()
) -> Sample:
    """Where the user can hear a sample of a song (a `song_id`) of a planned show.

    Raises:
        NotFound: `no_such_watch_list`, or `no_such_planned_song`.
        NotFound, MoodDexError, SourceError: as `server.playlists.samples.sample_of`.
    """
    shows = planned_list(services, user_id, watch_id).shows
    same = [each for show in shows for each in show.songs if each.id == song]
    if not same:
        raise NotFound(
            "no_such_planned_song",
            "There is no such song in the shows that you plan to watch.",
            "The list may have changed; look again.",
        )
    with_audio = (each for each in same if each.theme.audio_urls)
    found = next(with_audio, same[0])
    uri = found.uri or song_uri(found.theme)
    track = songs.tracks(services.store, [uri]).get(uri, Track(uri))
    return sample_of(services, user_id, Recording(track, found.theme), without)


def lists_of(services: Services, user_id: int) -> list[tuple[str, WatchRequest]]:
    """The user's lists of planned shows, the newest first: the id of each, and what was asked."""
    told = []
    for watch_id, body in watch_lists.of_user(services.store, user_id):
        request = from_json(body)
        assert isinstance(request, WatchRequest)
        told.append((watch_id, request))
    return told


@dataclass(frozen=True)
class _Known:
    """What is known of themes: by theme the names that it may have been read under, best first."""

    names: Mapping[str, Sequence[str]]
    heard: Listened
    failures: Mapping[str, tuple[str, str]]

    def songs(self, themes: Iterable[Theme]) -> tuple[PlannedSong, ...]:
        """The songs that these themes are, each once."""
        found: dict[str, PlannedSong] = {}
        for theme in themes:
            found.setdefault(song_id(theme), self._song(theme))
        return tuple(found.values())

    def _song(self, theme: Theme) -> PlannedSong:
        names = self.names[theme.key]
        read = next((name for name in names if name in self.heard.readings), None)
        failed = next((name for name in names if name in self.failures), None)
        code, message = self.failures[failed] if failed else ("", "")
        return PlannedSong(
            song_id(theme),
            theme,
            uri=names[0] if is_on_spotify(names[0]) else None,
            reading=self.heard.readings[read] if read else None,
            own=self.heard.own.get(read) if read else None,
            problem=(code, without_playlist(message)) if failed and not read else None,
        )


def _known(store: Store, user_id: int, themes: Sequence[Theme]) -> _Known:
    matches = own_matches(store, user_id, themes)
    names: dict[str, list[str]] = {}
    for theme in themes:
        match = matches.get(theme.key)
        uri = theme.track_uri if match is None else sure_uri(match)
        names[theme.key] = [*([uri] if uri else []), song_uri(theme)]
    everything = {name for some in names.values() for name in some}
    heard = listened(store, user_id, everything)
    failures = readings.recent_failures(store, everything - heard.readings.keys())
    return _Known(names, heard, failures)


def _anime(show: Mapping[str, Any]) -> Anime:
    return Anime(
        show["title"],
        show["mal_id"],
        show["anilist_id"],
        show["native_title"],
        show["english_title"],
    )
