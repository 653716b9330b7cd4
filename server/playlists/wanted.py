"""What a playlist should hold by what is stored; asks nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.jobs.journey_request import JourneyRequest
from server.jobs.requests import MoodRequest, from_json
from server.playlists.corrections import own_matches, sure_uri
from server.playlists.filter import fits
from server.playlists.own_moods import listened
from server.playlists.travel import travel
from server.store import playlists, songs
from server.store.engine import Store
from server.store.playlists import Entry, Playlist


def stored_tracks(store: Store, playlist_id: str) -> list[str]:
    """The tracks that the playlist was last made to hold: in order, each once."""
    return playlists.track_uris(store, [playlist_id])[playlist_id]


def wanted_tracks(store: Store, playlist: Playlist) -> list[str]:
    """The tracks that an update would have it hold, as far as can be told without asking.

    For a mood playlist that is all, and while none of its source's songs has been read it is what
    it holds; for a list's it takes in what the listener said of its songs, but not what happened
    to the list itself since.
    """
    if playlist.kind == "mood" and playlist.parent_id is not None:
        request = from_json(playlist.request)
        assert isinstance(request, MoodRequest | JourneyRequest)
        kept = stored_tracks(store, playlist.id)
        found = fitting(store, playlist.user_id, request, kept)
        return found.uris if found.read else kept
    if playlist.kind != "list":
        return stored_tracks(store, playlist.id)
    entries = playlists.entries(store, playlist.id)
    themes = songs.themes_by_key(store, [each.theme_key for each in entries if each.theme_key])
    matches = own_matches(store, playlist.user_id, list(themes.values()))
    uris = [
        sure_uri(matches.get(each.theme_key)) if each.theme_key in themes else each.track_uri
        for each in entries
    ]
    return list(dict.fromkeys(uri for uri in uris if uri))


@dataclass(frozen=True)
class Fitting:
    """What of a playlist fits a request.

    Attributes:
        entries: those that fit, each track once: in the playlist's order, or a journey's.
        read: how many of its tracks were read or spoken of.
        songs: how many tracks it has.
        seconds: how long a journey takes; None for other requests.
        is_short: whether a journey ends early because no more songs lie along its way.
    """

    entries: list[Entry]
    read: int
    songs: int
    seconds: float | None = None
    is_short: bool = False

    @property
    def uris(self) -> list[str]:
        """The tracks of the entries."""
        return [entry.track_uri for entry in self.entries if entry.track_uri]


def fitting(
    store: Store,
    user_id: int,
    request: MoodRequest | JourneyRequest,
    kept: Sequence[str] = (),
    source: Sequence[Entry] | None = None,
) -> Fitting:
    """The entries of the source that fit a request; `source` gives others than are stored.

    What the user has said of a song goes before what the models say. A journey prefers the tracks
    in `kept`, so that it changes little when it is planned again.
    """
    entries: dict[str, Entry] = {}
    if source is None:
        source = playlists.entries(store, request.playlist_id)
    for entry in source:
        if entry.track_uri is not None:
            entries.setdefault(entry.track_uri, entry)
    known = listened(store, user_id, entries).readings
    if isinstance(request, JourneyRequest):
        journey = travel(store, entries, known, request, kept)
        way = [entries[uri] for uri in journey.keys]
        return Fitting(way, len(known), len(entries), journey.seconds, journey.is_short)
    chosen = [
        entry
        for uri, entry in entries.items()
        if uri in known and fits(known[uri], request.moods, request.point, request.radius)
    ]
    return Fitting(chosen, len(known), len(entries))
