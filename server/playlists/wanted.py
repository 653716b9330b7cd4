"""What a playlist should hold by what is stored; asks nobody."""

from server.jobs.requests import MoodRequest, from_json
from server.playlists.corrections import own_matches, sure_uri
from server.playlists.filter import fits
from server.playlists.own_moods import listened
from server.store import playlists, songs
from server.store.engine import Store
from server.store.playlists import Entry, Playlist


def stored_tracks(store: Store, playlist_id: str) -> list[str]:
    """The tracks that the playlist was last made to hold: in order, each once."""
    return playlists.track_uris(store, [playlist_id])[playlist_id]


def wanted_tracks(store: Store, playlist: Playlist) -> list[str]:
    """The tracks that an update would have it hold, as far as can be told without asking.

    For a mood playlist that is all; for a list's it takes in what the listener said of its
    songs, but not what happened to the list itself since.
    """
    if playlist.kind == "mood" and playlist.parent_id is not None:
        request = from_json(playlist.request)
        assert isinstance(request, MoodRequest)
        chosen, _, _ = fitting(store, playlist.user_id, request)
        return [entry.track_uri for entry in chosen if entry.track_uri]
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


def fitting(store: Store, user_id: int, request: MoodRequest) -> tuple[list[Entry], int, int]:
    """The entries of the source that fit a mood, each track once; how many were read, of how many.

    What the user has said of a song goes before what the models say.
    """
    entries: dict[str, Entry] = {}
    for entry in playlists.entries(store, request.playlist_id):
        if entry.track_uri is not None:
            entries.setdefault(entry.track_uri, entry)
    known = listened(store, user_id, entries).readings
    chosen = [
        entry
        for uri, entry in entries.items()
        if uri in known and fits(known[uri], request.moods, request.point, request.radius)
    ]
    return chosen, len(known), len(entries)
